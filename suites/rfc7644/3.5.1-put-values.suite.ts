// RFC 7644 §3.5.1: what a PUT does with each attribute. Values that are sent take the place of those that were there, a
// complex or multi-valued attribute as a whole. What is left out may be cleared, defaulted or kept.
import { fail, grade, holding, refused, skip, success, suite } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { getMember, isUnassigned } from '../../harness/scim/json.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import { optionalAttributes, writable } from './attributes.ts'

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id
const REFUSED = 'A PUT of a valid user is answered 200 (RFC 7644 §3.5.1).'

export default suite(
  'Attributes of a PUT',
  {
    id: 'rfc7644.put-values',
    file: 'suites/rfc7644/3.5.1-put-values',
    needs: ['create-user', 'read-user', 'replace-user'],
    severity: 'data-loss',
  },
  ({ check }) => {
    check(
      'externalId is replaced',
      { id: 'external-id-replaced', verifies: ['RFC7644-3.5.1-04'], rulings: ['R-01'] },
      async ({ scim, users, identity }) => {
        const user = await users.create({ externalId: identity.externalId() })
        if (getMember(user.resource, 'externalId') === undefined) skip('The server keeps no externalId.')
        const externalId = identity.externalId()
        grade(await scim.put(user.path, { ...user.sent, externalId }))
          .pass(success())
          .otherwise.fail(REFUSED)
        await users.expectState(user, { externalId }, 'The externalId that a PUT sends replaces the old one.')
      },
    )

    check(
      'the elements of a multi-valued attribute are replaced all together',
      {
        id: 'multi-valued-replaced',
        verifies: ['RFC7644-3.5.1-04', 'RFC7644-3.8-10'],
        rulings: ['C-13', 'C-17'],
      },
      async ({ scim, users, identity, userSchema }) => {
        if (!writable(userSchema, 'emails')) skip('The server publishes no emails.')
        const [before, after] = [identity.email(), identity.email()]
        const user = await users.create({ emails: [{ value: before, type: 'work', primary: true }] })
        const emails = [{ value: after, type: 'work', primary: true }]
        grade(await scim.put(user.path, { ...user.sent, emails }))
          .pass(success())
          .otherwise.fail(REFUSED)
        const seen = await users.read(user)
        const shown = JSON.stringify(at(seen.json, 'emails') ?? null).toLowerCase()
        if (shown.includes(before.toLowerCase()) || !shown.includes(after.toLowerCase()))
          fail({
            reason: 'The array that a PUT sends takes the place of the one that was there (RFC 7644 §3.5.1).',
            expected: `the address ${after} and no other`,
            observed: shown,
            decisive: [seen.exchange.id],
          })
      },
    )

    check(
      'a complex attribute is replaced as a whole',
      { id: 'complex-replaced', verifies: ['RFC7644-3.5.1-04'], rulings: ['R-07'] },
      async ({ scim, users, userSchema, warn }) => {
        if (!writable(userSchema, 'name')) skip('The server publishes no name.')
        const user = await users.create({
          name: { givenName: 'Ada', familyName: 'Proof', middleName: 'Mary' },
        })
        const name = { givenName: 'Grace', familyName: 'Proof' }
        grade(await scim.put(user.path, { ...user.sent, name }))
          .pass(success())
          .otherwise.fail(REFUSED)
        const seen = await users.read(user)
        if (at(seen.json, 'name', 'givenName') !== 'Grace')
          fail({
            reason: 'The sub-attributes that a PUT sends replace those that were there (RFC 7644 §3.5.1).',
            expected: 'name.givenName Grace',
            observed: JSON.stringify(at(seen.json, 'name') ?? null),
            decisive: [seen.exchange.id],
          })
        if (!isUnassigned(at(seen.json, 'name', 'middleName')))
          warn({
            reason:
              'A sub-attribute that the new value does not have is still there; the value is replaced as a whole.',
            expected: 'no name.middleName',
            observed: JSON.stringify(at(seen.json, 'name') ?? null),
            decisive: [seen.exchange.id],
          })
      },
    )

    check(
      'attributes of an extension are replaced',
      {
        id: 'extension-replaced',
        verifies: ['RFC7644-3.5.1-04'],
        rulings: ['R-01'],
        needs: ['enterprise-user'],
      },
      async ({ scim, users, userSchema }) => {
        if (!writable(userSchema, 'department', ENTERPRISE)) skip('The server publishes no department.')
        const user = await users.create({ [ENTERPRISE]: { department: 'Before' } })
        grade(await scim.put(user.path, { ...user.sent, [ENTERPRISE]: { department: 'After' } }))
          .pass(success())
          .otherwise.fail(REFUSED)
        const seen = await scim.until(
          () => users.read(user),
          holding({ [ENTERPRISE]: { department: 'After' } }),
        )
        if (at(seen.json, ENTERPRISE, 'department') !== 'After')
          fail({
            reason:
              'Values of an extension that a PUT sends replace those that were there (RFC 7644 §3.5.1).',
            expected: 'department After',
            observed: JSON.stringify(at(seen.json, ENTERPRISE) ?? null),
            decisive: [seen.exchange.id],
          })
      },
    )

    check(
      'an attribute that is left out is no error, and is treated alike each time',
      {
        id: 'omitted-treated-alike',
        verifies: ['RFC7644-3.5-01', 'RFC7644-3.5.1-05'],
        rulings: ['R-01'],
        severity: 'wrong-answer',
      },
      async ({ scim, users, userSchema, warn }) => {
        const { single } = optionalAttributes(userSchema)
        if (single === undefined) skip('The server publishes no optional attribute of type string.')
        const becomes: string[] = []
        for (const value of ['First', 'Second']) {
          const user = await users.create({ [single]: value })
          const { [single]: _, ...body } = user.sent
          grade(await scim.put(user.path, body))
            .pass(success())
            .otherwise.fail('A PUT may leave out an attribute that is not required (RFC 7644 §3.5.1).')
          const now = at((await users.read(user)).json, single)
          becomes.push(isUnassigned(now) ? 'cleared' : now === value ? 'kept' : 'defaulted')
        }
        if (new Set(becomes).size > 1)
          warn(`${single} was left out of two PUTs alike, and was ${becomes.join(' once and once ')}.`)
      },
    )

    check(
      'null and an empty array take the values away',
      {
        id: 'null-and-empty-array-clear',
        verifies: ['RFC7643-2.5-02', 'RFC7644-3.5.1-07'],
        rulings: ['C-15', 'R-01'],
        severity: 'wrong-answer',
      },
      async ({ scim, users, userSchema, identity, warn }) => {
        const { single } = optionalAttributes(userSchema)
        const multiple = writable(userSchema, 'phoneNumbers') ? 'phoneNumbers' : undefined
        if (single === undefined || multiple === undefined)
          skip('The server publishes no optional attributes that could be cleared.')
        const user = await users.create({
          [single]: 'Before',
          [multiple]: [{ value: identity.phone(), type: 'mobile' }],
        })
        grade(await scim.put(user.path, { ...user.sent, [single]: null, [multiple]: [] }))
          .pass(success())
          .fail(
            refused(),
            'null and [] for an optional attribute mean that it has no value; they are no error.',
          )
          .otherwise.fail(REFUSED)
        const seen = await users.read(user)
        const left = [single, multiple].filter((name) => !isUnassigned(at(seen.json, name)))
        if (left.length > 0)
          warn({
            reason:
              'A client that sends null or [] wants the value gone (RFC 7644 §3.5.1); it is still there.',
            expected: `neither ${single} nor ${multiple}`,
            observed: left.map((name) => `${name} ${JSON.stringify(at(seen.json, name))}`).join(', '),
            decisive: [seen.exchange.id],
          })
      },
    )
  },
)
