// RFC 7644 §3.5.2 with §3.5.1 and §3.14 as laws that hold between requests: what PATCHes make of a user is what a PUT of the
// result makes of another; the same PATCH once more ends where it would from there; versions move when something changed.
import fc from 'fast-check'
import {
  type Answer,
  type CheckContext,
  type Created,
  fail,
  forAll,
  suite,
  type WireOperation,
  writablePart,
} from '../../harness/check/index.ts'
import { patchFor } from '../../harness/generate/index.ts'
import { equalJson, getMember, isObject, withoutMember } from '../../harness/scim/json.ts'
import { allowedOutcomes, differences } from '../../harness/scim/patch/index.ts'
import type { Json, PatchOperation, Resource } from '../../harness/scim/types.ts'
import { isRepeating } from './distinct.ts'
import { expectMoments, hasStayed, type Moment, momentOf, stepOf } from './moments.ts'
import { judge, leavesSchemasAlone, tell } from './outcomes.ts'
import { openPool, type Pool, wholeIn } from './pool.ts'

const EXAMPLES = 6

const shown = (value: Json | undefined) => (value === undefined ? 'unassigned' : JSON.stringify(value))

const wire = (operations: readonly PatchOperation[]) => operations.map((one): WireOperation => ({ ...one }))

/** PATCH requests that every reading of the standard applies. */
const validFor = (pool: Pool) =>
  patchFor(pool.schema, pool.baseline, {
    ...pool.values,
    omit: pool.omit,
    maxOperations: 3,
    intents: { valid: 1, boundary: 0, invalid: 0 },
  }).filter(leavesSchemasAlone)

/** What a user is after some PATCHes; undefined when one of them was refused. */
async function patched(
  { scim, users }: CheckContext,
  pool: Pool,
  requests: readonly (readonly PatchOperation[])[],
): Promise<{ readonly state: Resource; readonly last: Answer } | undefined> {
  const { user } = await pool.take()
  pool.leave()
  let last: Answer | undefined
  for (const operations of requests) {
    last = await scim.patch(user, wire(operations))
    if (last.status >= 300) return undefined
  }
  const told = last && wholeIn(last, user.id)
  if (last !== undefined && told !== undefined) {
    pool.leave(told)
    return { state: told, last }
  }
  const seen = await users.read(user)
  if (seen.status !== 200 || !isObject(seen.json)) return undefined
  pool.leave(seen.json)
  return { state: seen.json, last: seen }
}

async function equalsPut(
  context: CheckContext,
  [pool, beside]: readonly [Pool, Pool],
  requests: readonly (readonly PatchOperation[])[],
): Promise<void> {
  const { scim, users } = context
  const reached = await patched(context, pool, requests)
  if (reached === undefined) return
  const state = beside.own(reached.state)
  if (isRepeating(state)) return // what a PUT makes of values that have become alike is open
  const twin = await users.create()
  const { userName = '' } = twin.sent
  const body = users.payload({ ...writablePart(pool.schema, state), userName })
  const answer = await scim.put(twin, body)
  if (answer.status >= 300) return void (await scim.delete(twin))
  const wrongIn = (found: Resource) =>
    differences(pool.schema, {}, state, found).filter(
      ({ path, expected }) => expected !== undefined && path !== 'userName' && path !== 'id',
    )
  const seen = await scim.until(() => users.read(twin), {
    expects: 'what the PATCHes made',
    differs: ({ status, json }) =>
      status === 200 && isObject(json) && wrongIn(json).length === 0 ? undefined : 'other',
  })
  await scim.delete(twin)
  const wrong = seen.status === 200 ? wrongIn(seen.resource) : []
  if (wrong.length === 0) return
  fail({
    reason:
      'A PUT of what PATCHes made of a user was answered with success and makes another user of it (RFC 7644 §3.5.1).',
    expected: wrong.map(({ path, expected }) => `${path} ${shown(expected)}`).join('; '),
    observed: wrong.map(({ path, observed }) => `${path} ${shown(observed)}`).join('; '),
    decisive: [reached.last.exchange.id, answer.exchange.id, seen.exchange.id],
  })
}

const visible = (resource: Resource) => withoutMember(withoutMember(resource, 'meta'), 'groups')

/** A state of a user, and the exchange that told it. */
interface Seen {
  readonly state: Resource
  readonly moment: Moment
  readonly answer: Answer
}

/** A PATCH, and the user afterwards: as the answer tells it, or a GET. */
async function send(
  { scim, users }: CheckContext,
  user: Created,
  operations: readonly PatchOperation[],
  isRight: (answer: Answer, state: Resource) => boolean,
): Promise<Seen & { readonly patched: Answer }> {
  const patched = await scim.patch(user, wire(operations))
  const told = wholeIn(patched, user.id)
  const answer =
    told !== undefined && isRight(patched, told)
      ? patched
      : await scim.until(() => users.read(user), {
          expects: 'a state that is allowed',
          differs: ({ status, json }) =>
            status === 200 && isObject(json) && isRight(patched, json) ? undefined : 'other',
        })
  return { patched, answer, state: answer.resource, moment: momentOf(answer.resource, answer) }
}

/**
 * Sends a PATCH twice; each ends as it may from where it begins, and version and time tell whether something changed. The
 * second time is far enough from the first for the clock of the server to have moved.
 */
async function twice(
  context: CheckContext,
  pool: Pool,
  operations: readonly PatchOperation[],
): Promise<void> {
  const { user, before } = await pool.take()
  pool.leave()
  let last: Seen = { state: before, moment: momentOf(before), answer: user.answer }
  for (const time of ['first', 'second'] as const) {
    const from = last
    if (time === 'second') await context.pause(stepOf(from.moment.modified))
    const allowed = allowedOutcomes(from.state, operations, pool.schema, { dialect: 'rfc' })
    const { patched, ...seen } = await send(
      context,
      user,
      operations,
      (answer, state) => judge(allowed, answer, state).verdict !== 'fail',
    )
    const { verdict, differences: found } = judge(allowed, patched, seen.state)
    const decisive = [from.answer.exchange.id, patched.exchange.id, seen.answer.exchange.id]
    if (verdict === 'fail') {
      await pool.drop()
      if (time === 'first') return // what one PATCH does is graded elsewhere
      fail({
        reason:
          'The same PATCH, sent a second time, ends in a state that no reading of RFC 7644 §3.5.2 allows from there.',
        expected: `the state that ${tell(operations)} makes of what it made`,
        observed:
          found.map(({ path, observed }) => `${path} ${shown(observed)}`).join('; ') ||
          String(patched.status),
        decisive,
      })
    }
    const isChanged =
      differences(pool.schema, from.state, visible(from.state), visible(seen.state)).length > 0
    const isRefused = patched.status >= 400
    const isLater = time === 'second'
    expectMoments(context, {
      before: from.moment,
      after: seen.moment,
      isChanged,
      isRefused,
      isLater,
      decisive,
    })
    const isSame = equalJson(visible(from.state), visible(seen.state))
    const isAdd = operations.every(({ op }) => op === 'add')
    if (isLater && isSame && isAdd && !isRefused && !hasStayed(from.moment, seen.moment))
      await expectStillness(context, pool, operations)
    last = seen
  }
  pool.leave(last.state)
}

/**
 * Demands that adding what is there leaves lastModified as it is (ruling M-06), on a user of its own with a twin that
 * nobody touches: where the times of both move, nothing can be said.
 */
async function expectStillness(
  context: CheckContext,
  pool: Pool,
  operations: readonly PatchOperation[],
): Promise<void> {
  const { scim, users } = context
  const { user } = await pool.take()
  const twin = await users.create()
  pool.leave()
  await scim.patch(user, wire(operations))
  const first = [await users.read(user), await users.read(twin)]
  await context.pause(stepOf(momentOf(first[0]?.resource ?? {}).modified))
  const patched = await scim.patch(user, wire(operations))
  const second = [await users.read(user), await users.read(twin)]
  await scim.delete(twin)
  const [moved, twinMoved] = first.map((answer, at) => {
    const after = second[at]?.resource ?? {}
    return !hasStayed(momentOf(answer.resource), momentOf(after))
  })
  const [before, after] = [first[0], second[0]]
  if (before === undefined || after === undefined || patched.status >= 300) return
  const isSame = equalJson(visible(before.resource), visible(after.resource))
  if (moved !== true || twinMoved === true || !isSame) return
  fail({
    reason:
      'An add of what is there already changed nothing but meta.lastModified, which it leaves as it is (RFC 7644 §3.5.2.1).',
    expected: JSON.stringify(getMember(before.resource, 'meta') ?? null),
    observed: JSON.stringify(getMember(after.resource, 'meta') ?? null),
    decisive: [before.exchange.id, patched.exchange.id, after.exchange.id],
  })
}

export default suite(
  'Laws of PATCH',
  {
    id: 'fuzz.patch',
    file: 'suites/fuzz/patchLaws',
    needs: ['users', 'patch', 'create-user', 'read-user', 'patch-user', 'delete-user'],
    severity: 'data-loss',
    impact: 'What a client takes for done is not, or is undone by what it sends next.',
  },
  ({ property }) => {
    property(
      'PATCHes make of a user what a PUT of their result makes of another',
      {
        id: 'equals-the-put-of-its-result',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.5.1-04', 'RFC7644-3.1-08'],
        rulings: ['R-01', 'R-07'],
        tags: ['fuzz', 'patch', 'sequence'],
        needs: ['replace-user'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const pool = await openPool(context)
        const beside = pool.beside(1)
        return forAll(
          fc.array(validFor(pool), { minLength: 1, maxLength: 3 }),
          (requests) => equalsPut(context, [pool, beside], requests),
          { show: (requests) => requests.map(tell).join(' | '), examples: EXAMPLES },
        )
      },
    )

    property(
      'the same PATCH sent twice ends as it may each time, and versions tell what changed',
      {
        id: 'may-be-sent-twice',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2-20', 'RFC7643-3.1-20', 'RFC7644-3.5.2.1-17'],
        rulings: ['M-06', 'M-21'],
        tags: ['fuzz', 'patch'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const pool = await openPool(context)
        return forAll(validFor(pool), (operations) => twice(context, pool, operations), {
          show: tell,
          examples: EXAMPLES,
        })
      },
    )
  },
)
