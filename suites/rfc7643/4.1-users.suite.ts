/**
 * RFC 7643 §4.1: a user has a userName that is not empty; the attributes of the User schema come back as they were sent,
 * canonicalised at most; active is a boolean that switches.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  error,
  grade,
  replace,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { comeBack } from './comeBack.ts'

export default suite(
  'Users',
  { id: 'rfc7643.users', file: 'suites/rfc7643/4.1-users', needs: ['users', 'create-user'] },
  ({ check }) => {
    check(
      'a user without a userName is refused',
      {
        id: 'user-name-is-required',
        verifies: ['RFC7643-4.1.1-01', 'RFC7643-4.1.1-03'],
        rulings: ['C-07', 'C-15'],
      },
      async ({ scim, users }) => {
        const { userName: _, ...body } = users.payload()
        const attempts: readonly (readonly [string, JsonObject])[] = [
          ['without a userName', body],
          ['whose userName is empty', { ...body, userName: '' }],
          ['whose userName is null', { ...body, userName: null }],
        ]
        for (const [what, attempt] of attempts) {
          const answer = await scim.post(users.endpoint, attempt)
          grade(answer)
            .pass(error(400, 'invalidValue'))
            .warn(error(400), `A user ${what} is refused, but not with scimType invalidValue.`)
            .warn(error([409, 422]), `A user ${what} is refused, but not with 400.`)
            .otherwise.fail(
              `A user ${what} is accepted; every user has a userName that is not empty (RFC 7643 §4.1.1).`,
            )
        }
      },
    )

    check(
      'the parts of a name come back, and formatted tells the same name',
      {
        id: 'name-comes-back',
        verifies: ['RFC7643-4.1.1-07', 'RFC7643-4.1.1-06'],
        level: 'SHOULD',
        rulings: ['C-13'],
      },
      async (context) => {
        const name = {
          givenName: 'Ada',
          familyName: 'Proof',
          middleName: 'Byron',
          honorificPrefix: 'Dr.',
          honorificSuffix: 'III',
        }
        await comeBack(context, { name })
        const user = await context.users.create({ name: { givenName: 'Ada', familyName: 'Proof' } })
        const formatted = at((await context.users.read(user)).json, 'name', 'formatted')
        if (typeof formatted === 'string' && !/ada|proof/i.test(formatted))
          context.warn(
            'name.formatted tells another name than givenName and familyName do (RFC 7643 §4.1.1).',
          )
      },
    )

    check(
      'nickName, title and userType come back as they were sent',
      {
        id: 'texts-come-back',
        verifies: ['RFC7643-4.1.1-11', 'RFC7643-4.1.1-14', 'RFC7643-4.1.1-15'],
        level: 'SHOULD',
        rulings: ['C-13'],
      },
      async (context) => comeBack(context, { nickName: 'Countess', title: 'Engineer', userType: 'Employee' }),
    )

    check(
      'profileUrl, preferredLanguage and locale come back as they were sent',
      {
        id: 'language-comes-back',
        verifies: ['RFC7643-4.1.1-13', 'RFC7643-4.1.1-16', 'RFC7643-4.1.1-17'],
        level: 'SHOULD',
        rulings: ['C-13', 'C-20'],
      },
      async (context) =>
        comeBack(context, {
          profileUrl: context.identity.url('Ada'),
          preferredLanguage: 'en-US',
          locale: 'en-US',
        }),
    )

    check(
      'timezone, e-mails and phone numbers come back as they were sent',
      {
        id: 'contacts-come-back',
        verifies: ['RFC7643-4.1.1-19', 'RFC7643-4.1.2-02', 'RFC7643-4.1.2-06'],
        level: 'SHOULD',
        rulings: ['C-13', 'C-20'],
      },
      async (context) =>
        comeBack(context, {
          timezone: 'America/Los_Angeles',
          emails: [{ value: context.identity.email(), type: 'work' }],
          phoneNumbers: [{ value: context.identity.phone(), type: 'work' }],
        }),
    )

    check(
      'instant messengers, entitlements and roles come back as they were sent',
      {
        id: 'free-values-come-back',
        verifies: ['RFC7643-4.1.2-09', 'RFC7643-4.1.2-24', 'RFC7643-4.1.2-25'],
        level: 'SHOULD',
        rulings: ['C-13'],
      },
      async (context) => {
        const published = context.userSchema.core.attributes.map(({ name }) => name)
        const attributes = Object.fromEntries(
          [
            ['ims', { value: 'ada.proof', type: 'xmpp' }] as const,
            ['entitlements', { value: 'desk' }] as const,
            ['roles', { value: 'engineer' }] as const,
          ]
            .filter(([name]) => published.includes(name))
            .map(([name, value]) => [name, [value]]),
        )
        if (Object.keys(attributes).length === 0) skip('The User schema has none of them.')
        await comeBack(context, attributes)
      },
    )

    check(
      'active is a boolean that is switched off and on again',
      {
        id: 'active-switches',
        verifies: ['RFC7643-4.1.1-20', 'RFC7643-2.3.2-01'],
        rulings: ['D-04'],
        needs: ['patch', 'patch-user'],
        severity: 'security',
        impact: 'Who has left keeps access, or who came back gets none.',
      },
      async ({ scim, users }) => {
        const user = await users.create({ active: true })
        if (at((await users.read(user)).json, 'active') === undefined)
          skip('The server does not keep active.')
        for (const active of [false, true]) {
          grade(await scim.patch(user, [replace('active', active)]))
            .pass(success())
            .otherwise.fail('active can be replaced by true and false (RFC 7643 §4.1.1).')
          const wanted = answerWhere(`active ${active}`, ({ json }) => at(json, 'active') === active)
          grade(await scim.until(() => users.read(user), wanted))
            .pass(wanted)
            .warn(status(404), 'A user who is not active can not be read any more.')
            .otherwise.fail('active shows, as a boolean, what it was replaced by (RFC 7643 §4.1.1).')
        }
      },
    )
  },
)
