import { fail, grade, idsOf, refused, skip, status, success, suite } from '../../harness/check/index.ts'

/**
 * RFC 7644 §6: how tenants are told apart is the server's choice; that one can not reach into another is not. Played
 * with a second connection, to another Organization.
 */
export default suite(
  'Tenants',
  {
    id: 'rfc7644.tenancy',
    file: 'suites/rfc7644/6-tenancy',
    needs: ['second-connection', 'create-user'],
    severity: 'security',
    impact: 'People of one Organization are seen or changed by another.',
  },
  ({ check }) => {
    check(
      'a user of one Organization can not be read, changed or deleted by another',
      { id: 'foreign-id-leads-nowhere', verifies: ['RFC7644-6.1-03', 'RFC7644-2-07'], rulings: ['Z-04'] },
      async ({ second, users }) => {
        if (second === undefined) return skip('No second connection was given.')
        const user = await users.create()
        const { scim } = second
        for (const answer of [
          await scim.get(user.path),
          await scim.put(user.path, user.sent),
          await scim.delete(user.path),
        ]) {
          grade(answer)
            .pass(refused())
            .otherwise.fail('An id of another Organization leads nowhere: 401, 403 or 404 (RFC 7644 §6).')
        }
        await users.expectUnchanged(user, 'The request of another Organization changed the user.')
      },
    )

    check(
      'the token of one Organization does not open the base URL of another',
      { id: 'foreign-token-is-refused', verifies: ['RFC7644-6.1-03', 'RFC7644-2-07'], rulings: ['Z-04'] },
      async ({ scim, second, users }) => {
        if (second === undefined) return skip('No second connection was given.')
        const user = await users.create()
        const answer = await second.scim.send({ method: 'GET', path: `${scim.base}${user.path}` })
        grade(answer)
          .pass(refused())
          .otherwise.fail(
            'The base URL of one Organization was opened by the token of another (RFC 7644 §6.1).',
          )
      },
    )

    check(
      'the users of one Organization are in no list of another',
      {
        id: 'lists-keep-to-the-tenant',
        verifies: ['RFC7644-6.1-03'],
        rulings: ['Z-04'],
        needs: ['filter-eq'],
      },
      async ({ second, users }) => {
        if (second === undefined) return skip('No second connection was given.')
        const user = await users.create()
        const filter = `userName eq ${JSON.stringify(user.sent['userName'])}`
        for (const query of [{ filter }, { count: 100 }]) {
          const answer = await second.scim.get(second.users.endpoint, query)
          grade(answer).pass(success()).otherwise.skip('The second connection can not list users.')
          if (!idsOf(answer).includes(user.id)) continue
          fail({
            reason: 'A user of another Organization is in the list (RFC 7644 §6).',
            expected: `no user ${user.id}`,
            observed: `${idsOf(answer).length} users, that one among them`,
            decisive: [answer.exchange.id],
          })
        }
      },
    )

    check(
      'one userName and externalId can be given in two Organizations',
      {
        id: 'names-are-free-elsewhere',
        verifies: ['RFC7644-6.2-02'],
        rulings: ['Z-04'],
        severity: 'breaks-provisioning',
        impact: 'Who is in two Organizations can be provisioned to one only, and learns of the other.',
      },
      async ({ identity, second, settings, users }) => {
        if (second === undefined) return skip('No second connection was given.')
        const names = { userName: identity.userName(), externalId: identity.externalId() }
        await users.create(names)
        const answer = await second.scim.post(second.users.endpoint, second.users.payload(names))
        const told = 'The name is taken because another Organization has it (RFC 7644 §6.2).'
        const graded = grade(answer).pass(status(201))
        if (settings.identities === 'global') graded.pass(status(409)).otherwise.fail(told)
        else if (settings.identities === 'per-tenant') graded.otherwise.fail(told)
        else
          graded
            .warn(status(409), told)
            .otherwise.fail('A user of another Organization can not be made at all.')
      },
    )

    check(
      'an externalId leads each Organization to its own user',
      {
        id: 'external-ids-keep-to-the-tenant',
        verifies: ['RFC7643-3.1-13'],
        rulings: ['Z-04'],
        needs: ['filter-eq'],
      },
      async ({ identity, scim, second, users }) => {
        if (second === undefined) return skip('No second connection was given.')
        const externalId = identity.externalId()
        const filter = `externalId eq ${JSON.stringify(externalId)}`
        const theirs = await second.users.create({ externalId })
        const answer = await scim.get(users.endpoint, { filter })
        grade(answer).pass(success()).otherwise.skip('The server does not filter by externalId.')
        if (!idsOf(answer).includes(theirs.id)) return
        fail({
          reason:
            'An externalId belongs to the Organization that set it; here it leads to a user of another one (RFC 7643 §3.1).',
          expected: 'no match',
          observed: `the user ${theirs.id} of the other Organization`,
          decisive: [answer.exchange.id],
        })
      },
    )
  },
)
