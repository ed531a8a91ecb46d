/**
 * RFC 7643 §4.1: a user has a userName that is not empty; the attributes of the User schema come back as they were sent,
 * canonicalised at most; active is a boolean that switches; groups is the server's, and tells the groups of the user.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  type CheckContext,
  error,
  grade,
  replace,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { isArray, isObject, isUnassigned } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { adviseNone } from './documents.ts'

/** A text without what canonicalisation may change: case, white space, `tel:`, a slash at the end. */
const canonical = (value: Json | undefined) =>
  typeof value === 'string'
    ? value
        .toLowerCase()
        .replace(/^tel:/, '')
        .replace(/[\s-]|\/$/g, '')
    : value

/** Whether what was sent is found in what came back; what the server added is left aside. */
function kept(sent: Json, found: Json | undefined): boolean {
  if (isArray(sent)) return isArray(found) && sent.every((one) => found.some((other) => kept(one, other)))
  if (isObject(sent)) return Object.entries(sent).every(([name, value]) => kept(value, at(found, name)))
  return canonical(sent) === canonical(found)
}

/** Creates a user with the attributes, and warns of those that do not come back. */
async function comeBack(context: CheckContext, attributes: JsonObject): Promise<void> {
  const { scim, users } = context
  const answer = await scim.post(users.endpoint, users.payload(attributes))
  grade(answer)
    .pass(status(201))
    .warn(error(400), 'A user with common attributes is refused as a whole.')
    .otherwise.fail(
      'A user with attributes of the User schema is created, or refused with 400 (RFC 7644 §3.3).',
    )
  if (answer.status !== 201) return
  const seen = await scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)
  const lost = (name: string, value: Json, where: Json | undefined): readonly string[] =>
    isObject(value) && !isArray(value)
      ? Object.entries(value).flatMap(([sub, inner]) => lost(`${name}.${sub}`, inner, at(where, sub)))
      : kept(value, where)
        ? []
        : [where === undefined ? `${name} is missing` : `${name} is ${JSON.stringify(where)}`]
  adviseNone(context, {
    reason:
      'Attributes of the User schema that are accepted come back with the value that was sent (RFC 7643 §4.1).',
    expected: Object.keys(attributes).join(', ') + ' as sent',
    problems: Object.entries(attributes).flatMap(([name, value]) => lost(name, value, at(seen.json, name))),
    answers: [seen],
  })
}

/** Ids in the groups of a user. */
const groupIds = (answer: Answer): readonly Json[] => {
  const groups = at(answer.json, 'groups')
  return isArray(groups) ? groups.flatMap((group) => at(group, 'value') ?? []) : []
}

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

    check(
      'groups of a user lists the group that has the user',
      {
        id: 'groups-are-listed',
        verifies: ['RFC7643-4.1.2-18', 'RFC7643-4.1.2-21', 'RFC7643-4.1.2-22'],
        needs: ['groups', 'create-group'],
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const seen = await scim.until(
          () => users.read(user),
          answerWhere('groups', (answer) => groupIds(answer).length > 0),
        )
        const list = at(seen.json, 'groups')
        if (isUnassigned(list)) skip('The server does not show the groups of users, which it may leave out.')
        grade(seen)
          .pass(answerWhere(`groups with value ${group.id}`, (answer) => groupIds(answer).includes(group.id)))
          .otherwise.fail('value of an element of groups is the id of the group (RFC 7643 §4.1.2).')
        const ref = at(isArray(list) ? list[0] : undefined, '$ref')
        if (typeof ref !== 'string')
          return grade(seen).otherwise.warn('An element of groups is better given a $ref (RFC 7643 §4.1.2).')
        const url = URL.canParse(ref) ? ref : `${scim.base}/${ref.replace(/^\//, '')}`
        grade(await scim.get(`${scim.base}${new URL(url).pathname.replace(new URL(scim.base).pathname, '')}`))
          .pass(
            answerWhere(
              `200 with id ${group.id}`,
              (one) => one.status === 200 && at(one.json, 'id') === group.id,
            ),
          )
          .pass(status(401, 403))
          .otherwise.fail('$ref of an element of groups is the URI of the group (RFC 7643 §4.1.2).')
      },
    )

    check(
      'groups in the body of a user make nobody a member',
      {
        id: 'groups-are-read-only',
        verifies: ['RFC7643-4.1.2-23', 'RFC7643-7-26'],
        rulings: ['C-01'],
        needs: ['groups', 'create-group'],
        severity: 'security',
      },
      async ({ scim, users, groups }) => {
        const group = await groups.create()
        const answer = await scim.post(users.endpoint, users.payload({ groups: [{ value: group.id }] }))
        grade(answer)
          .pass(status(201))
          .otherwise.fail(
            'groups of a user is readOnly, so it is ignored in the body; it is no error (RFC 7644 §3.3).',
          )
        const seen = await scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)
        grade(seen)
          .pass(answerWhere(`no ${group.id} in groups`, (one) => !groupIds(one).includes(group.id)))
          .otherwise.fail('Memberships are changed at the group, not by groups of a user (RFC 7643 §4.1.2).')
      },
    )
  },
)
