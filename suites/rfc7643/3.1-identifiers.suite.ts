/**
 * RFC 7643 §3.1: the server gives each resource an id that no other resource has, of any type, and that stays; clients
 * can neither choose nor change it. externalId is the client's own: the server stores it, and makes none up.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  error,
  fail,
  grade,
  holding,
  replace,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { isUnassigned, sameName } from '../../harness/scim/json.ts'
import { definitionsIn } from './definitions.ts'
import { demandNone, readSchemas, textAt } from './documents.ts'

const idIn = (answer: Answer) => at(answer.json, 'id')

export default suite(
  'Identifiers',
  {
    id: 'rfc7643.identifiers',
    file: 'suites/rfc7643/3.1-identifiers',
    needs: ['users', 'create-user'],
    severity: 'breaks-provisioning',
    impact: 'The client holds ids that lead nowhere, or to somebody else.',
  },
  ({ check }) => {
    check(
      'no two resources have the same id',
      { id: 'ids-are-unique', verifies: ['RFC7643-3.1-05', 'RFC7643-3.1-06', 'RFC7643-3.1-09'] },
      async ({ users, groups, facts }) => {
        const made = [await users.create(), await users.create()]
        if (facts.capabilities.groups) made.push(await groups.create())
        const ids = made.map(({ answer }) => String(idIn(answer)))
        demandNone({
          reason:
            'Each resource has an id that no other resource has, and that does not hold the word bulkId (RFC 7643 §3.1).',
          expected: 'different ids, none empty',
          problems: ids.flatMap((id, index) => [
            ...(id === '' ? ['an id is empty'] : []),
            ...(ids.indexOf(id) === index ? [] : [`${id} is the id of two resources`]),
            ...(id.includes('bulkId') ? [`the id ${id} holds the word bulkId`] : []),
          ]),
          answers: made.map(({ answer }) => answer),
        })
      },
    )

    check(
      'an id that the client sends is not taken over',
      {
        id: 'ids-are-the-servers',
        verifies: ['RFC7643-3.1-08'],
        rulings: ['C-02'],
      },
      async ({ scim, users, identity }) => {
        const id = identity.guid()
        const answer = await scim.post(users.endpoint, users.payload({ id }))
        grade(answer)
          .pass(status(201))
          .warn(
            error(400),
            'A body with an id is refused; readOnly attributes are better ignored (RFC 7644 §3.3).',
          )
          .otherwise.fail('An id that the client sends is ignored (RFC 7643 §3.1).')
        if (answer.status !== 201) return
        grade(answer)
          .pass(answerWhere(`an id other than ${id}`, (one) => idIn(one) !== id))
          .otherwise.fail('The id is issued by the server; here the client chose it (RFC 7643 §3.1).')
      },
    )

    check(
      'the id stays when the user is renamed',
      { id: 'ids-are-stable', verifies: ['RFC7643-3.1-07'], rulings: ['X-13'] },
      async ({ scim, users, identity }) => {
        const user = await users.create()
        const answer = await scim.put(user, { ...user.sent, userName: identity.userName() })
        grade(answer)
          .pass(success())
          .skip(status(400, 403, 405, 409, 501), 'The server does not let users be renamed by PUT.')
          .otherwise.fail('A user is renamed, or the request is refused.')
        const seen = await scim.until(() => users.read(user), status(200))
        grade(seen)
          .pass(holding({ id: user.id }))
          .otherwise.fail(
            'The id of a resource never changes, so it is still found under it (RFC 7643 §3.1).',
          )
      },
    )

    check(
      'the id of a deleted user is not given to the next of the same name',
      { id: 'ids-are-not-reused', verifies: ['RFC7643-3.1-07'], rulings: ['D-02', 'X-13'] },
      async ({ scim, users }) => {
        const user = await users.create()
        const gone = await scim.delete(user)
        grade(gone).pass(success()).otherwise.skip('The server does not delete users.')
        const answer = await scim.post(users.endpoint, user.sent)
        grade(answer).pass(status(201)).otherwise.skip('The userName of a deleted user stays taken.')
        grade(answer)
          .pass(answerWhere(`an id other than ${user.id}`, (one) => idIn(one) !== user.id))
          .otherwise.fail(
            'An id is never assigned again, not even to one of the same userName (RFC 7643 §3.1).',
          )
      },
    )

    check(
      'a PUT with another id leaves the id as it is',
      {
        id: 'ids-are-read-only',
        verifies: ['RFC7643-3.1-10', 'RFC7643-7-26'],
        rulings: ['R-02', 'X-13'],
      },
      async ({ scim, users, identity }) => {
        const user = await users.create()
        const answer = await scim.put(user, { ...user.sent, id: identity.guid() })
        grade(answer)
          .pass(success())
          .warn(
            error(400),
            'A PUT with another id is refused; readOnly attributes are better ignored (RFC 7644 §3.5.1).',
          )
          .skip(status(403, 405, 501), 'The server offers no PUT.')
          .otherwise.fail('A readOnly attribute in the body of a PUT is ignored (RFC 7644 §3.5.1).')
        grade(await users.read(user))
          .pass(holding({ id: user.id }))
          .otherwise.fail('The id is readOnly; a PUT changed it (RFC 7643 §3.1).')
      },
    )

    check(
      'the id is returned whatever is left out',
      { id: 'ids-are-always-returned', verifies: ['RFC7643-3.1-05', 'RFC7643-3.1-10'], rulings: ['J-02'] },
      async ({ scim, users }) => {
        const user = await users.create()
        for (const query of [{ attributes: 'userName' }, { excludedAttributes: 'id' }]) {
          const answer = await scim.get(user, query)
          grade(answer)
            .pass(holding({ id: user.id }))
            .fail(
              answerWhere('200', (one) => one.status === 200),
              `The id is returned always, also with ${Object.entries(query).flat().join('=')} (RFC 7643 §3.1).`,
            )
            .otherwise.skip('The server does not answer such a projection.')
        }
      },
    )

    check(
      'no externalId is made up',
      { id: 'external-ids-are-the-clients', verifies: ['RFC7643-3.1-12'], severity: 'wrong-answer' },
      async ({ users }) => {
        const user = await users.create()
        if (at(user.sent, 'externalId') !== undefined)
          skip('The user template of the run sets an externalId.')
        grade(await users.read(user))
          .pass(answerWhere('no externalId', ({ json }) => isUnassigned(at(json, 'externalId'))))
          .otherwise.fail('externalId is the client’s; a server never sets one (RFC 7643 §3.1).')
      },
    )

    check(
      'the externalId stays when something else changes, letter by letter',
      {
        id: 'external-ids-stay',
        verifies: ['RFC7643-3.1-12', 'RFC7643-3.1-15', 'RFC7643-7-22'],
        needs: ['patch', 'patch-user'],
        impact: 'The client no longer knows which of its users this is, and creates a second one.',
      },
      async ({ scim, users, identity }) => {
        const externalId = `${identity.externalId()}AbC`
        const user = await users.create({ externalId })
        const seen = await users.read(user)
        const kept = at(seen.json, 'externalId')
        if (isUnassigned(kept)) skip('The server does not keep externalId.')
        const answer = await scim.patch(user, [replace('displayName', identity.displayName('user'))])
        grade(answer).pass(success()).otherwise.skip('displayName can not be replaced.')
        const after = await users.read(user)
        if (kept !== externalId || at(after.json, 'externalId') !== externalId)
          fail({
            reason:
              'externalId is caseExact and changed by clients alone; it is what was sent, letter by letter (RFC 7643 §3.1, §7).',
            expected: `externalId ${externalId}`,
            observed: `${JSON.stringify(kept)}, then ${JSON.stringify(at(after.json, 'externalId') ?? null)}`,
            decisive: [seen.exchange.id, after.exchange.id],
          })
      },
    )

    check(
      'a schema that lists id or meta otherwise does not hand them to clients',
      {
        id: 'schemas-do-not-change-them',
        verifies: ['RFC7643-3.1-04'],
        rulings: ['S-12', 'C-01', 'C-02'],
        needs: ['discovery'],
      },
      async (context) => {
        const { scim, users, userSchema, identity } = context
        const { documents } = await readSchemas(context)
        const listed = definitionsIn(documents)
          .filter(({ schema, inner }) => !inner && sameName(schema, userSchema.core.id))
          .flatMap(({ definition }) => {
            const name = textAt(definition, 'name') ?? ''
            const mutability = at(definition, 'mutability') ?? 'readWrite'
            return ['id', 'meta'].includes(name) && mutability !== 'readOnly' ? [name] : []
          })
        if (listed.length === 0) skip('The User schema does not list id or meta as something to write.')
        const sent = { id: identity.guid(), meta: { created: '1999-12-31T23:59:59Z' } }
        const answer = await scim.post(users.endpoint, users.payload(sent))
        grade(answer)
          .pass(status(201))
          .warn(error(400), 'A body with id and meta is refused; they are better ignored (RFC 7644 §3.3).')
          .otherwise.fail('id and meta in the body of a creation are ignored (RFC 7643 §3.1).')
        if (answer.status !== 201) return
        grade(answer)
          .pass(
            answerWhere(
              'id and meta.created of the server’s own',
              ({ json }) => at(json, 'id') !== sent.id && at(json, 'meta', 'created') !== sent.meta.created,
            ),
          )
          .otherwise.fail(
            `The User schema lists ${listed.join(' and ')} as something that clients write, and they could; they are readOnly whatever a schema says (RFC 7643 §3.1).`,
          )
      },
    )
  },
)
