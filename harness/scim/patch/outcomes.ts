import { equalJson, isObject } from '../json.ts'
import type { PatchOperation, ResolvedAttribute, Resource, ResourceSchema, ScimType } from '../types.ts'
import { plainOperations } from './apply.ts'
import type { PatchOptions } from './apply.ts'
import type { PatchContext } from './context.ts'
import { explore } from './explore.ts'
import type { Branch } from './explore.ts'
import { applyOperation } from './operation.ts'
import { PatchRefusal, REFUSALS } from './refusal.ts'
import type { RefusalReason } from './refusal.ts'
import { rulingOf } from './readings.ts'
import type { Grade } from './readings.ts'

/** A state in which a conforming server may leave the resource. */
export interface StateOutcome {
  readonly kind: 'state'
  readonly resource: Resource
  readonly grade: Grade
  /** The rulings by which it differs from the first reading. */
  readonly rulings: readonly string[]
}

/** A refusal that a conforming server may give; the resource is as before. */
export interface RefusalOutcome {
  readonly kind: 'refusal'
  /** `4xx` stands for every status from 400 to 499. */
  readonly statuses: readonly number[] | '4xx'
  readonly scimTypes: readonly ScimType[] | 'any'
  /** Whether the answer may lack a scimType (ruling X-04). */
  readonly withoutScimType: boolean
  readonly grade: Grade
  /** The ruling of the refusal, and those by which it differs from the first reading. */
  readonly rulings: readonly string[]
}

/** One thing that a conforming server may do with a PATCH. */
export type Outcome = StateOutcome | RefusalOutcome

/** Everything that a conforming server may do with a PATCH. */
export interface AllowedOutcomes {
  readonly before: Resource
  readonly schema: ResourceSchema
  /** What `applyPatch` does stands first. */
  readonly outcomes: readonly Outcome[]
  /** Ids of all rulings that were needed. */
  readonly rulings: readonly string[]
  /** The readOnly attributes that the operations are aimed at: they must be as before (ruling M-10). */
  readonly sealed: readonly ResolvedAttribute[]
  /** False when there were more combinations of readings than were tried: then what is not listed is undecided. */
  readonly complete: boolean
}

/** How many combinations of readings are tried at most. */
const LIMIT = 2000

/**
 * The set of states and refusals that conforming servers may answer a PATCH with, under every combination of the
 * readings that the fairness rulings leave open. A server is taken to read one clause alike throughout one PATCH.
 */
export function allowedOutcomes(
  resource: Resource,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
  { dialect }: PatchOptions,
): AllowedOutcomes {
  const sealed: ResolvedAttribute[] = []
  const onReadOnly = ({ extension, attribute, sub }: ResolvedAttribute) => {
    if (attribute.name === 'meta' || sealed.some((one) => one.attribute === attribute && one.sub === sub))
      return
    sealed.push({
      ...(extension === undefined ? {} : { extension }),
      attribute,
      ...(sub === undefined ? {} : { sub }),
    })
  }
  const { branches, questions, complete } = explore(
    dialect,
    (choose) => attempt({ schema, dialect, choose, exploring: true, onReadOnly }, resource, operations),
    LIMIT,
  )
  const outcomes = branches.flatMap(outcomesOf).reduce(withBest, [])
  const rulings = [...questions.map(rulingOf), ...outcomes.flatMap((outcome) => outcome.rulings)]
  return { before: resource, schema, outcomes, rulings: [...new Set(rulings)].sort(), sealed, complete }
}

type Attempt = Resource | readonly PatchRefusal[]

const isRefused = (attempt: Attempt): attempt is readonly PatchRefusal[] => Array.isArray(attempt)

/** The state after all operations, or every refusal among them: a server may look at the last one first. */
function attempt(context: PatchContext, resource: Resource, operations: readonly PatchOperation[]): Attempt {
  const refused: PatchRefusal[] = []
  const result = plainOperations(context, operations)
    .flatMap(memberByMember)
    .reduce((state, operation) => {
      try {
        return applyOperation(context, state, operation)
      } catch (error) {
        if (!(error instanceof PatchRefusal)) throw error
        refused.push(error)
        return state
      }
    }, resource)
  return refused.length > 0 ? refused : result
}

/** An operation without a path, as one for each member of its value: their order says nothing. */
function memberByMember(operation: PatchOperation): readonly PatchOperation[] {
  const { op, path, value } = operation
  if (path !== undefined || !isObject(value) || Object.keys(value).length === 0) return [operation]
  return Object.entries(value).map(([name, part]) => ({ op, value: Object.fromEntries([[name, part]]) }))
}

function outcomesOf({ result, grade, departures }: Branch<Attempt>): readonly Outcome[] {
  const rulings = [...new Set(departures.map(rulingOf))]
  if (isRefused(result)) return result.flatMap(({ reason }) => refusals(reason, grade, rulings))
  return [{ kind: 'state', resource: result, grade, rulings }]
}

/** A refusal as it should be reported, and with another or no scimType, which is tolerated where it may be left out. */
function refusals(reason: RefusalReason, grade: Grade, departures: readonly string[]): readonly Outcome[] {
  const { scimType, alsoAccepted, coupled, otherStatus, anyKeyword, ruling } = REFUSALS[reason]
  const rulings = [...new Set([ruling, ...departures])]
  const base = { kind: 'refusal', rulings } as const
  const tolerated = { scimTypes: 'any', withoutScimType: !coupled } as const
  const statuses = otherStatus ? '4xx' : [400]
  if (anyKeyword) return [{ ...base, ...tolerated, statuses, grade }]
  return [
    { ...base, statuses: [400], scimTypes: [scimType, ...alsoAccepted], withoutScimType: false, grade },
    { ...base, ...tolerated, statuses, grade: 'warn' },
  ]
}

/** The outcomes with one more; of two that are the same the better grade counts. */
function withBest(outcomes: readonly Outcome[], outcome: Outcome): readonly Outcome[] {
  const twin = outcomes.findIndex((other) => isSame(other, outcome))
  const known = outcomes[twin]
  if (known === undefined) return [...outcomes, outcome]
  if (known.grade === 'accept' || outcome.grade === 'warn') return outcomes
  return outcomes.with(twin, outcome)
}

function isSame(left: Outcome, right: Outcome): boolean {
  if (left.kind === 'state') return right.kind === 'state' && equalJson(left.resource, right.resource)
  if (right.kind === 'state') return false
  return (
    String(left.statuses) === String(right.statuses) &&
    String(left.scimTypes) === String(right.scimTypes) &&
    left.withoutScimType === right.withoutScimType
  )
}
