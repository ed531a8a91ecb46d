// RFC 7644 §3.5.2 (a PATCH is applied as a whole), §3.14 (If-Match) and §3.3 (userName is unique) where several clients
// write at once: what was answered with success is there afterwards, as if the requests had come one after another in some
// order. A server may refuse what meets another request, and then nothing of it is there.
import fc from 'fast-check'
import {
  add,
  type Answer,
  type CheckContext,
  type Created,
  describeAnswer,
  fail,
  forAll,
  listingOf,
  remove,
  replace,
  skip,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import { patchFor } from '../../harness/generate/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import { differences } from '../../harness/scim/patch/index.ts'
import type { PatchOperation, Resource } from '../../harness/scim/types.ts'
import { isExplained } from './interleaving.ts'
import { leavesSchemasAlone, tell } from './outcomes.ts'
import { openPool, type Pool } from './pool.ts'

/** How often each race is run. */
const ROUNDS = 3

/** Everybody where many users may be alive, a few elsewhere. */
const many = ({ settings }: CheckContext) => (settings.populationSize >= 20 ? 20 : 5)

const succeeded = ({ status }: Answer) => status >= 200 && status < 300

const idsIn = (group: Resource): readonly string[] => {
  const members = getMember(group, 'members')
  return isArray(members)
    ? members.flatMap((member) => {
        const id = isObject(member) ? getMember(member, 'value') : undefined
        return typeof id === 'string' ? [id] : []
      })
    : []
}

/** Ends the check unless a group has these members and lacks those. */
async function expectMembers(
  { scim }: CheckContext,
  group: Created,
  {
    has,
    lacks,
    reason,
  }: { readonly has: readonly string[]; readonly lacks: readonly string[]; readonly reason: string },
): Promise<void> {
  const wrongIn = (answer: Answer) => {
    const ids = answer.status === 200 && isObject(answer.json) ? idsIn(answer.json) : []
    return [...has.filter((id) => !ids.includes(id)), ...lacks.filter((id) => ids.includes(id))]
  }
  const seen = await scim.until(() => scim.get(group), {
    expects: 'all of them',
    differs: (answer) => (wrongIn(answer).length === 0 ? undefined : 'others'),
  })
  const wrong = wrongIn(seen)
  if (wrong.length === 0) return
  fail({
    reason,
    expected: `${has.length} members${lacks.length === 0 ? '' : `, without ${lacks.length} others`}`,
    observed: `${has.filter((id) => wrong.includes(id)).length} of them are missing, ${lacks.filter((id) => wrong.includes(id)).length} are still there`,
    decisive: [seen.exchange.id],
  })
}

async function meet(
  context: CheckContext,
  pool: Pool,
  requests: readonly (readonly PatchOperation[])[],
): Promise<void> {
  const { scim, users } = context
  const { user, before } = await pool.take()
  const answers = await Promise.all(
    requests.map((operations) =>
      scim.patch(
        user,
        operations.map((one): WireOperation => ({ ...one })),
      ),
    ),
  )
  const done = requests.filter((_, at) => {
    const answer = answers[at]
    return answer !== undefined && succeeded(answer)
  })
  const explains = (answer: Answer) =>
    answer.status === 200 && isExplained(pool.schema, before, done, answer.resource)
  const seen = await scim.until(() => users.read(user), {
    expects: 'a state that some order explains',
    differs: (answer) => (explains(answer) ? undefined : 'another'),
  })
  const isRight = explains(seen)
  if (isRight) return pool.leave(seen.resource)
  await pool.drop()
  // What the server does not do one after another says nothing of what it does at once.
  const again = await pool.take()
  for (const operations of done)
    await scim.patch(
      again.user,
      operations.map((one): WireOperation => ({ ...one })),
    )
  const alone = await users.read(again.user)
  const worksAlone = alone.status === 200 && isExplained(pool.schema, again.before, done, alone.resource)
  await pool.drop()
  if (!worksAlone) return
  fail({
    reason:
      'PATCHes that met were answered with success, and no order of them ends in the state that is there (RFC 7644 §3.5.2).',
    expected: `all of: ${done.map(tell).join(' | ')}`,
    observed:
      differences(pool.schema, before, before, seen.resource)
        .map(
          ({ path, observed }) =>
            `${path} ${observed === undefined ? 'unassigned' : JSON.stringify(observed)}`,
        )
        .join('; ') || 'the user as it was',
    decisive: [...answers.map(({ exchange }) => exchange.id), seen.exchange.id],
  })
}

export default suite(
  'Several writers at once',
  {
    id: 'fuzz.concurrency',
    file: 'suites/fuzz/concurrency',
    needs: ['users', 'create-user', 'read-user', 'delete-user'],
    tags: ['fuzz', 'concurrency'],
    severity: 'data-loss',
    impact: 'Entra sends several requests at once; what one of them did is lost, and the log says success.',
  },
  ({ check, property }) => {
    check(
      'nobody is lost who is added to a group, or taken out, while others are',
      {
        id: 'loses-no-member',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.1-08'],
        needs: ['groups', 'patch', 'create-group'],
        timeoutMs: 120_000,
      },
      async (context) => {
        const { users, groups, scim, identity } = context
        const count = many(context)
        const made: Created[] = []
        for (let at = 0; at < count; at += 1) made.push(await users.create())
        const group = await groups.create()
        const ids = made.map(({ id }) => id)
        const added = await Promise.all([
          ...ids.map((id) => scim.patch(group, [add('members', [{ value: id }])])),
          scim.patch(group, [replace('displayName', identity.displayName('renamed'))]),
        ])
        const inside = ids.filter((_, at) => added[at] !== undefined && succeeded(added[at]))
        await expectMembers(context, group, {
          has: inside,
          lacks: [],
          reason:
            'Members were added at once, each was answered with success, and some are not there (RFC 7644 §3.5.2).',
        })
        const leaving = inside.filter((_, at) => at % 2 === 0)
        const removed = await Promise.all(
          leaving.map((id) => scim.patch(group, [remove(`members[value eq ${JSON.stringify(id)}]`)])),
        )
        const gone = leaving.filter((_, at) => removed[at] !== undefined && succeeded(removed[at]))
        await expectMembers(context, group, {
          has: inside.filter((id) => !leaving.includes(id)),
          lacks: gone,
          reason:
            'Members were removed at once, each was answered with success, and some are still there (RFC 7644 §3.5.2).',
        })
      },
    )

    property(
      'PATCHes that meet end as if they had come one after another',
      {
        id: 'ends-as-in-some-order',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2-20', 'RFC7644-3.1-08'],
        rulings: ['M-21'],
        needs: ['patch', 'patch-user'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const pool = await openPool(context)
        const one = patchFor(pool.schema, pool.baseline, {
          ...pool.values,
          omit: pool.omit,
          maxOperations: 2,
          intents: { valid: 1, boundary: 0, invalid: 0 },
        }).filter(leavesSchemasAlone)
        return forAll(
          fc.array(one, { minLength: 2, maxLength: 3 }),
          (requests) => meet(context, pool, requests),
          { show: (requests) => requests.map(tell).join(' | '), examples: 6 },
        )
      },
    )

    check(
      'of several changes of one version only one succeeds',
      {
        id: 'one-change-per-version',
        verifies: ['RFC7644-3.14-08'],
        rulings: ['E-02'],
        needs: ['etag', 'patch', 'patch-user'],
      },
      async (context) => {
        const { users, scim, identity } = context
        const user = await users.create()
        for (let round = 0; round < ROUNDS; round += 1) {
          const tag = (await users.read(user)).headers['etag']
          if (tag === undefined) skip('The server gives out no ETag.')
          const answers = await Promise.all(
            [1, 2, 3, 4].map(() =>
              scim.patch(user, [replace('displayName', identity.displayName('user'))], {
                headers: { 'if-match': tag },
              }),
            ),
          )
          const won = answers.filter(succeeded)
          if (won.length > 1)
            fail({
              reason:
                'Several requests with one If-Match succeeded: all but the first were about a version that was no more (RFC 7644 §3.14).',
              expected: 'one success at most, and 412 for the others',
              observed: answers.map(({ status }) => status).join(', '),
              decisive: won.map(({ exchange }) => exchange.id),
            })
        }
      },
    )

    check(
      'of several users of one name that are created at once only one is made',
      { id: 'one-user-per-name', verifies: ['RFC7644-3.3-11'], rulings: ['C-05'] },
      async (context) => {
        const { users, scim, facts } = context
        for (let round = 0; round < ROUNDS; round += 1) {
          const body = users.payload()
          const answers = await Promise.all([1, 2, 3].map(() => scim.post(users.endpoint, body)))
          const made = answers.filter(({ status }) => status === 201)
          const filter = `userName eq ${JSON.stringify(getMember(body, 'userName') ?? '')}`
          const found = facts.capabilities['filter'] ? await scim.get(users.endpoint, { filter }) : undefined
          const total = found?.status === 200 ? listingOf(found).totalResults : undefined
          if (made.length > 1 || (total ?? 0) > 1)
            fail({
              reason: 'Two users have one userName, which is unique (RFC 7643 §4.1.1, RFC 7644 §3.3).',
              expected: 'one 201, and 409 for the others',
              observed: `${answers.map(describeAnswer).join(', ')}${total === undefined ? '' : `; ${total} found`}`,
              decisive: answers.map(({ exchange }) => exchange.id),
            })
        }
      },
    )

    check(
      'who is deleted while somebody writes is gone',
      { id: 'deleted-stays-deleted', verifies: ['RFC7644-3.6-02'], rulings: ['D-01'] },
      async (context) => {
        const { users, scim, identity } = context
        for (let round = 0; round < ROUNDS; round += 1) {
          const user = await users.create()
          const [, deleted] = await Promise.all([
            scim.put(user, { ...user.sent, displayName: identity.displayName('user') }),
            scim.delete(user),
          ])
          if (!succeeded(deleted)) continue
          const gone = ({ status }: Answer) => status === 404 || status === 410
          const seen = await scim.until(() => users.read(user), {
            expects: '404',
            differs: (answer) => (gone(answer) ? undefined : describeAnswer(answer)),
          })
          if (gone(seen)) continue
          await scim.delete(user)
          fail({
            reason: 'A user whose DELETE was answered with success is there again (RFC 7644 §3.6).',
            expected: '404',
            observed: describeAnswer(seen),
            decisive: [deleted.exchange.id, seen.exchange.id],
          })
        }
      },
    )
  },
)
