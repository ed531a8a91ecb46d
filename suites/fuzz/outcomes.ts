import {
  type Answer,
  type CheckContext,
  deriveSeed,
  describeAnswer,
  fail,
} from '../../harness/check/index.ts'
import type { EntraOperation } from '../../harness/generate/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import {
  type AllowedOutcomes,
  allowedOutcomes,
  type Dialect,
  differences,
  type Permission,
  permits,
} from '../../harness/scim/patch/index.ts'
import type { PatchOperation, ResolvedAttribute, Resource } from '../../harness/scim/types.ts'
import { isRepeating, values } from './distinct.ts'
import { type Pool, type Taken, wholeIn } from './pool.ts'
import { touchedBy } from './touched.ts'

/** How a PATCH is meant, what goes over the wire for it, and what is said of outcomes that are not allowed. */
export interface Manner {
  readonly dialect: Dialect
  /** The operations as they are written; by default as they are meant. */
  readonly sent?: readonly (PatchOperation | EntraOperation)[]
  readonly words: { readonly otherState: string; readonly refused: string; readonly halfDone: string }
}

/**
 * `schemas` is the server's to derive from what is there (RFC 7643 §3), and a client's to send: whether a change of it is
 * refused or without effect is open.
 */
export const leavesSchemasAlone = (operations: readonly PatchOperation[]) =>
  operations.every(
    ({ path, value }) =>
      !/^(urn:[^[]*:)?schemas(?=[.[]|$)/i.test(path ?? '') &&
      (path !== undefined || !isObject(value) || getMember(value, 'schemas') === undefined),
  )

/**
 * Compares what the server did with what it may do. Where values become alike, it may keep some of them or one: then what
 * counts is which values are there.
 */
export function judge(allowed: AllowedOutcomes, patched: Answer, after: Resource): Permission {
  if (patched.status < 400) {
    const permission = permits(allowed, { kind: 'state', resource: after })
    const alike = allowed.outcomes.flatMap((outcome) =>
      outcome.kind === 'state' && isRepeating(outcome.resource)
        ? [{ ...outcome, resource: values(outcome.resource) }]
        : [],
    )
    return permission.verdict !== 'fail' || alike.length === 0
      ? permission
      : permits({ ...allowed, outcomes: alike }, { kind: 'state', resource: values(after) })
  }
  const { status, scimType } = patched
  return permits(allowed, {
    kind: 'refusal',
    status,
    ...(scimType === undefined ? {} : { scimType }),
    resource: after,
  })
}

/** One allowed outcome in words. */
export function tellOutcomes({ before, schema, outcomes }: AllowedOutcomes): string {
  const told = outcomes.map((outcome) => {
    if (outcome.kind === 'refusal') {
      const types = outcome.scimTypes === 'any' ? 'any scimType' : outcome.scimTypes.join(' or ')
      return `${outcome.statuses === '4xx' ? '4xx' : outcome.statuses.join(' or ')} with ${types}`
    }
    const changes = differences(schema, before, before, outcome.resource)
    if (changes.length === 0) return 'success without a change'
    return `success with ${changes.map(({ path, observed }) => `${path} ${observed === undefined ? 'unassigned' : JSON.stringify(observed)}`).join(', ')}`
  })
  return [...new Set(told)].slice(0, 4).join('; or ')
}

/** Of so many answers with a whole representation one is not believed, but held to what a GET shows. */
const BELIEVED = 3

/** What became of a PATCH, and what it was held to. */
interface Trial {
  readonly taken: Taken
  readonly allowed: AllowedOutcomes
  readonly patched: Answer
  readonly seen: Answer
  readonly after: Resource
  readonly permission: Permission
}

async function trial(
  { scim, users }: CheckContext,
  pool: Pool,
  operations: readonly PatchOperation[],
  { dialect, sent = operations }: Manner,
  attributes?: readonly ResolvedAttribute[],
): Promise<Trial> {
  const taken = await pool.take(attributes)
  const { user, before } = taken
  const allowed = allowedOutcomes(before, operations, pool.schema, { dialect })
  const patched = await scim.patch(
    user,
    sent.map((operation) => ({ ...operation })),
  )
  const told = wholeIn(patched, user.id)
  const permitted = told === undefined ? undefined : judge(allowed, patched, told)
  const isBelieved = attributes !== undefined && deriveSeed(0, JSON.stringify(sent)) % BELIEVED !== 0
  if (told !== undefined && permitted !== undefined && permitted.verdict !== 'fail' && isBelieved) {
    pool.leave(told)
    return { taken, allowed, patched, seen: patched, after: told, permission: permitted }
  }
  const seen = await scim.until(() => users.read(user), {
    expects: 'a state that is allowed',
    differs: (answer) =>
      answer.status === 200 && judge(allowed, patched, answer.resource).verdict !== 'fail'
        ? undefined
        : 'another',
  })
  pool.leave(seen.resource)
  const permission = judge(allowed, patched, seen.resource)
  return { taken, allowed, patched, seen, after: seen.resource, permission }
}

/**
 * Sends a PATCH to a user of the pool, and demands an outcome that the dialect allows: a state, or a refusal that changed
 * nothing. What other examples left where this one does not reach is left there; a finding counts only when it shows on
 * a user in the state of the pool, and when the server stores the demanded state where it is created with it.
 */
export async function endsAsAllowed(
  context: CheckContext,
  pool: Pool,
  drawnOperations: readonly PatchOperation[],
  given: Manner,
): Promise<void> {
  const operations = pool.own(drawnOperations)
  const manner = given.sent === undefined ? given : { ...given, sent: pool.own(given.sent) }
  const first = await trial(context, pool, operations, manner, touchedBy(pool.schema, operations))
  if (first.permission.verdict !== 'fail' && first.patched.status < 500) return
  await pool.drop()
  const last = first.taken.isFresh ? first : await trial(context, pool, operations, manner)
  const { allowed, patched, seen, after, permission } = last
  const decisive = [patched.exchange.id, seen.exchange.id]
  const expected = tellOutcomes(allowed)
  if (patched.status >= 500) {
    fail({
      reason: 'A PATCH is answered as a fault of the server.',
      expected,
      observed: describeAnswer(patched),
      decisive,
    })
  }
  if (permission.verdict !== 'fail') return
  await pool.drop()
  const { words } = manner
  const untouched = differences(pool.schema, last.taken.before, last.taken.before, after).length === 0
  // Values that the server does not take explain a refusal, or another state; they do not explain half a change.
  const demanded = allowed.outcomes.find((outcome) => outcome.kind === 'state')
  if (
    demanded !== undefined &&
    (patched.status < 400 || untouched) &&
    !(await pool.stores(demanded.resource))
  )
    return
  fail({
    reason: patched.status < 400 ? words.otherState : untouched ? words.refused : words.halfDone,
    expected,
    observed: [
      describeAnswer(patched),
      ...permission.differences.map(
        ({ path, observed }) => `${path} ${observed === undefined ? 'unassigned' : JSON.stringify(observed)}`,
      ),
    ].join('; '),
    decisive,
    explanation: allowed.rulings.map((ruling) => `Ruling ${ruling} leaves more than one answer open here.`),
  })
}

/** Operations, in words. */
export const tell = (operations: readonly PatchOperation[]) =>
  operations
    .map(({ op, path, value }) =>
      [op, path ?? '(no path)', ...(value === undefined ? [] : [JSON.stringify(value)])].join(' '),
    )
    .join('; ')
