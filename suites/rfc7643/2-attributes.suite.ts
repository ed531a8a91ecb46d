/**
 * RFC 7643 §2.1, §2.3.8, §2.4 and §2.5: names of attributes have no case, the order of members has no meaning, an
 * element without primary is not primary, and absent, null and the empty array are one state.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  type CheckContext,
  type Created,
  error,
  grade,
  idsOf,
  replace,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { isArray, isObject, isUnassigned } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'

const sameText = (left: Json | undefined, right: string) =>
  typeof left === 'string' && left.toLowerCase() === right.toLowerCase()

/** Creates a user from a body that is sent as it stands, and reads it. */
async function createAndRead({ scim, users }: CheckContext, body: JsonObject, reason: string) {
  const answer = await scim.post(users.endpoint, body)
  grade(answer).pass(status(201)).otherwise.fail(reason)
  return scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)
}

/** Whether a filter finds a user. */
async function finds({ scim, users }: CheckContext, user: Created, filter: string) {
  const userName = String(at(user.resource, 'userName') ?? at(user.sent, 'userName'))
  return scim.get(users.endpoint, { filter: `userName eq ${JSON.stringify(userName)} and ${filter}` })
}

export default suite(
  'Attributes',
  { id: 'rfc7643.attributes', file: 'suites/rfc7643/2-attributes', needs: ['users', 'create-user'] },
  ({ check }) => {
    check(
      'names of attributes are understood in any case',
      {
        id: 'names-have-no-case',
        verifies: ['RFC7643-2.1-01'],
        impact: 'Values are lost in silence when a client spells a name differently.',
      },
      async (context) => {
        const { users, identity } = context
        const { userName, ...rest } = users.payload({
          displayName: identity.displayName('user'),
          name: { givenName: 'Ada', familyName: 'Proof' },
        })
        const { displayName, name, ...others } = rest as JsonObject
        const body = {
          ...others,
          USERNAME: userName ?? '',
          DisplayName: displayName ?? '',
          NAME: { GIVENNAME: 'Ada', familyname: 'Proof' },
        }
        const seen = await createAndRead(
          context,
          body,
          'Names of attributes have no case, so a user whose userName is spelt USERNAME is created (RFC 7643 §2.1).',
        )
        const kept = (...path: readonly string[]) => {
          const value = at(seen.json, ...path)
          return (
            value === undefined ||
            sameText(value, String(at({ displayName: displayName ?? '', name: name ?? '' }, ...path)))
          )
        }
        grade(seen)
          .pass(
            answerWhere(
              'userName, displayName and name.givenName as sent',
              ({ json }) =>
                sameText(at(json, 'userName'), String(userName)) &&
                kept('displayName') &&
                kept('name', 'givenName'),
            ),
          )
          .otherwise.fail('What was sent under a name in another case is stored (RFC 7643 §2.1).')
      },
    )

    check(
      'the order of members has no effect',
      { id: 'order-has-no-effect', verifies: ['RFC7643-2.3.8-02'] },
      async (context) => {
        const { users, identity } = context
        const body = users.payload({
          displayName: identity.displayName('user'),
          name: { givenName: 'Ada', familyName: 'Proof' },
          active: true,
        })
        const reversed = Object.fromEntries(Object.entries(body).reverse())
        const seen = await createAndRead(
          context,
          reversed,
          'A user whose members stand in another order, schemas last, is created as well (RFC 7643 §2.3.8).',
        )
        grade(seen)
          .pass(
            answerWhere('the userName that was sent', ({ json }) =>
              sameText(at(json, 'userName'), String(body['userName'])),
            ),
          )
          .otherwise.fail('What is stored does not depend on the order of members (RFC 7643 §2.3.8).')
      },
    )

    check(
      'null and an empty array leave attributes unassigned, as if nothing was sent',
      { id: 'null-is-unassigned', verifies: ['RFC7643-2.5-01'], rulings: ['C-15'] },
      async (context) => {
        const nothing = { nickName: null, title: null, emails: [], phoneNumbers: null }
        const payload = context.users.payload()
        const sent = payload['emails'] === undefined ? nothing : { nickName: null, title: null }
        const seen = await createAndRead(
          context,
          { ...payload, ...sent },
          'null and [] mean that an optional attribute is unassigned; they are no errors (RFC 7643 §2.5).',
        )
        grade(seen)
          .pass(
            answerWhere('the attributes absent, null or []', ({ json }) =>
              Object.keys(sent).every((name) => isUnassigned(at(json, name))),
            ),
          )
          .otherwise.fail('An attribute that was sent as null or [] has no value (RFC 7643 §2.5).')
      },
    )

    check(
      'an attribute that was sent as null or [] is not found by pr',
      {
        id: 'null-is-not-present',
        verifies: ['RFC7643-2.5-01'],
        rulings: ['F-05', 'C-15'],
        needs: ['filter', 'filter-eq'],
      },
      async (context) => {
        const { scim, users } = context
        const body: JsonObject = { ...users.payload(), nickName: null }
        const made = await scim.post(users.endpoint, body)
        grade(made).pass(status(201)).otherwise.skip('The server refuses null, which another check tells.')
        const userName = JSON.stringify(String(body['userName']))
        const there = await scim.until(
          () => scim.get(users.endpoint, { filter: `userName eq ${userName}` }),
          answerWhere('the user', (answer) => idsOf(answer).length > 0),
        )
        if (idsOf(there).length === 0) skip('The user is not found by its userName.')
        const answer = await scim.get(users.endpoint, { filter: `userName eq ${userName} and nickName pr` })
        grade(answer)
          .pass(answerWhere('no match, or a refusal', (one) => idsOf(one).length === 0))
          .otherwise.fail('An attribute that is null has no value, so pr does not match it (RFC 7643 §2.5).')
      },
    )

    check(
      'writing null or an empty array takes the value away',
      {
        id: 'null-unassigns',
        verifies: ['RFC7643-2.5-02'],
        rulings: ['C-15', 'R-01', 'X-13'],
        severity: 'data-loss',
        impact: 'What was cleared at the source stays in the application for ever.',
      },
      async (context) => {
        const { scim, users, identity } = context
        const user = await users.create({ displayName: identity.displayName('user'), nickName: 'Ada' })
        const body = { ...user.sent, nickName: null }
        const answer = await scim.put(user, body)
        grade(answer)
          .pass(success())
          .skip(status(403, 405, 501), 'The server offers no PUT.')
          .otherwise.fail(
            'null means that an optional attribute is unassigned; it is no error (RFC 7643 §2.5).',
          )
        const gone = answerWhere(
          'no nickName',
          (one) => one.status === 200 && isUnassigned(at(one.json, 'nickName')),
        )
        grade(await scim.until(() => users.read(user), gone))
          .pass(gone)
          .otherwise.warn(
            'A PUT with null leaves the old value, as if nothing had been said; clients clear values so (RFC 7643 §2.5).',
          )
      },
    )

    check(
      'replacing an attribute by null with PATCH takes the value away',
      {
        id: 'null-unassigns-by-patch',
        verifies: ['RFC7643-2.5-02'],
        rulings: ['C-15'],
        needs: ['patch', 'patch-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create({ nickName: 'Ada' })
        if (isUnassigned(at(user.resource, 'nickName'))) skip('The server does not keep nickName.')
        const answer = await scim.patch(user, [replace('nickName', null)])
        grade(answer)
          .pass(success())
          .warn(error(400), 'A replace by null is refused; null is how JSON says that there is no value.')
          .otherwise.fail('A replace by null leaves the attribute unassigned (RFC 7643 §2.5).')
        if (answer.status >= 400) return
        const gone = answerWhere('no nickName', (one) => isUnassigned(at(one.json, 'nickName')))
        grade(await scim.until(() => users.read(user), gone))
          .pass(gone)
          .otherwise.fail('A replace by null was accepted, yet the value is still there (RFC 7643 §2.5).')
      },
    )

    check(
      'an element without primary is not primary',
      {
        id: 'absent-primary-is-false',
        verifies: ['RFC7643-2.4-04'],
        rulings: ['F-10', 'C-13'],
        needs: ['filter', 'filter-eq'],
      },
      async (context) => {
        const { users, identity } = context
        const user = await users.create({
          emails: [
            { value: identity.email(), type: 'work', primary: true },
            { value: identity.email(), type: 'home' },
          ],
        })
        const emails = at((await users.read(user)).json, 'emails')
        if (!isArray(emails) || emails.length !== 2) skip('The server does not keep two emails.')
        const second = emails.find((email) => at(email, 'type') === 'home')
        if (second === undefined) skip('The server does not keep the type of emails.')
        const read = await users.read(user)
        grade(read)
          .pass(answerWhere('primary false or absent', () => at(second, 'primary') !== true))
          .otherwise.fail('An element that was sent without primary is not primary (RFC 7643 §2.4).')
        const plain = await finds(context, user, 'emails[type eq "home"]')
        if (idsOf(plain).length === 0) skip('The server does not answer filters in brackets.')
        const answer = await finds(context, user, 'emails[type eq "home" and primary eq true]')
        grade(answer)
          .pass(answerWhere('no match, or a refusal', (one) => idsOf(one).length === 0))
          .otherwise.fail('A filter on primary eq true finds an element that is not primary (RFC 7643 §2.4).')
      },
    )

    check(
      'the same value with the same type comes back once',
      { id: 'no-repeated-elements', verifies: ['RFC7643-2.4-10'], rulings: ['M-06'] },
      async ({ scim, users, identity }) => {
        const email = { value: identity.email(), type: 'work' }
        const answer = await scim.post(users.endpoint, users.payload({ emails: [email, email] }))
        grade(answer)
          .pass(status(201))
          .skip(error(400), 'The server refuses an element that is sent twice, which it may.')
          .otherwise.fail('Two equal e-mails are refused with 400, or stored (RFC 7643 §2.4).')
        const seen = await scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)
        grade(seen)
          .pass(
            answerWhere('one of the two', ({ json }) => {
              const emails = at(json, 'emails')
              return (
                !isArray(emails) ||
                emails.filter((one) => isObject(one) && sameText(at(one, 'value'), email.value)).length < 2
              )
            }),
          )
          .otherwise.warn('The same value with the same type is better returned once (RFC 7643 §2.4).')
      },
    )
  },
)
