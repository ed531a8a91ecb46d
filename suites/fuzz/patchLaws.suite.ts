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
import { judge, leavesSchemasAlone, tell } from './outcomes.ts'
import { openPool, type Pool } from './pool.ts'

const EXAMPLES = 8

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
  user: Created,
  requests: readonly (readonly PatchOperation[])[],
): Promise<{ readonly state: Resource; readonly last: Answer } | undefined> {
  for (const operations of requests) {
    const answer = await scim.patch(user, wire(operations))
    if (answer.status >= 300) return undefined
  }
  const last = await users.read(user)
  return last.status === 200 && isObject(last.json) ? { state: last.json, last } : undefined
}

async function equalsPut(
  context: CheckContext,
  pool: Pool,
  requests: readonly (readonly PatchOperation[])[],
): Promise<void> {
  const { scim, users } = context
  const { user } = await pool.take()
  const reached = await patched(context, user, requests)
  await pool.drop()
  if (reached === undefined) return
  const twin = await users.create()
  try {
    const { userName = '' } = twin.sent
    const body = users.payload({ ...writablePart(pool.schema, reached.state), userName })
    const answer = await scim.put(twin, body)
    if (answer.status >= 300) return
    const wrongIn = (found: Resource) =>
      differences(pool.schema, {}, reached.state, found).filter(
        ({ path, expected }) => expected !== undefined && path !== 'userName' && path !== 'id',
      )
    const seen = await scim.until(() => users.read(twin), {
      expects: 'what the PATCHes made',
      differs: ({ status, json }) =>
        status === 200 && isObject(json) && wrongIn(json).length === 0 ? undefined : 'other',
    })
    const wrong = seen.status === 200 ? wrongIn(seen.resource) : []
    if (wrong.length === 0) return
    fail({
      reason:
        'A PUT of what PATCHes made of a user was answered with success and makes another user of it (RFC 7644 §3.5.1).',
      expected: wrong.map(({ path, expected }) => `${path} ${shown(expected)}`).join('; '),
      observed: wrong.map(({ path, observed }) => `${path} ${shown(observed)}`).join('; '),
      decisive: [reached.last.exchange.id, answer.exchange.id, seen.exchange.id],
    })
  } finally {
    await scim.delete(twin)
  }
}

/** The version of a user as its headers and its meta tell it. */
const versionOf = (answer: Answer) => {
  const meta = isObject(answer.json) ? getMember(answer.json, 'meta') : undefined
  return (
    answer.headers['etag'] ??
    (isObject(meta ?? null) ? String(getMember(meta as never, 'version') ?? '') : '')
  )
}

const visible = (resource: Resource) => withoutMember(withoutMember(resource, 'meta'), 'groups')

/** Sends a PATCH twice; each ends as it may from where it begins, and versions tell whether something changed. */
async function twice(
  context: CheckContext,
  pool: Pool,
  operations: readonly PatchOperation[],
): Promise<void> {
  const { scim, users, facts } = context
  const { user } = await pool.take()
  let isRight = false
  try {
    for (const time of ['first', 'second'] as const) {
      const before = await users.read(user)
      if (before.status !== 200) return
      const allowed = allowedOutcomes(before.resource, operations, pool.schema, { dialect: 'rfc' })
      const answer = await scim.patch(user, wire(operations))
      const seen = await scim.until(() => users.read(user), {
        expects: 'a state that is allowed',
        differs: ({ status, json }) =>
          status === 200 && isObject(json) && judge(allowed, answer, json).verdict !== 'fail'
            ? undefined
            : 'other',
      })
      const { verdict, differences: found } = judge(allowed, answer, seen.resource)
      const decisive = [before.exchange.id, answer.exchange.id, seen.exchange.id]
      if (verdict === 'fail') {
        if (time === 'first') return // what one PATCH does is graded elsewhere
        fail({
          reason:
            'The same PATCH, sent a second time, ends in a state that no reading of RFC 7644 §3.5.2 allows from there.',
          expected: `the state that ${tell(operations)} makes of what it made`,
          observed:
            found.map(({ path, observed }) => `${path} ${shown(observed)}`).join('; ') ||
            String(answer.status),
          decisive,
        })
      }
      const [old, now] = [versionOf(before), versionOf(seen)]
      const isChanged =
        differences(pool.schema, before.resource, visible(before.resource), visible(seen.resource)).length > 0
      if (facts.capabilities['etag'] && isChanged && old !== '' && old === now)
        fail({
          reason:
            'A user changed, and its version is the same: whoever holds it by its ETag overwrites the change (RFC 7644 §3.14).',
          expected: `another version than ${old}`,
          observed: now,
          decisive,
        })
      if (
        facts.capabilities['etag'] &&
        old !== now &&
        equalJson(visible(before.resource), visible(seen.resource)) &&
        answer.status >= 400
      )
        fail({
          reason: 'A PATCH that was refused changed the version of the user (RFC 7644 §3.5.2).',
          expected: old,
          observed: now,
          decisive,
        })
    }
    isRight = true
  } finally {
    await (isRight ? pool.restore() : pool.drop())
  }
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
        return forAll(
          fc.array(validFor(pool), { minLength: 1, maxLength: 3 }),
          (requests) => equalsPut(context, pool, requests),
          { show: (requests) => requests.map(tell).join(' | '), examples: EXAMPLES },
        )
      },
    )

    property(
      'the same PATCH sent twice ends as it may each time, and versions tell what changed',
      {
        id: 'may-be-sent-twice',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2-20', 'RFC7643-3.1-20'],
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
