import type { Resource } from '../types.ts'
import { differences } from './likeness.ts'
import type { Difference } from './likeness.ts'
import type { AllowedOutcomes, Outcome, RefusalOutcome } from './outcomes.ts'

/** What a server did with a PATCH. */
export type Observed =
  | { readonly kind: 'state'; readonly resource: Resource }
  | {
      readonly kind: 'refusal'
      readonly status: number
      readonly scimType?: string
      /** The resource as read afterwards; when it is given, it must be unchanged (RFC 7644 §3.5.2, atomicity). */
      readonly resource?: Resource
    }

/** Whether what a server did is among what it may do. */
export interface Permission {
  /** `undecided` when nothing fits, but not every combination of readings was tried. */
  readonly verdict: 'accept' | 'warn' | 'fail' | 'undecided'
  /** The outcome that fits. */
  readonly outcome?: Outcome
  /** When no outcome fits: where the observed state differs from the nearest allowed one, or from the one before. */
  readonly differences: readonly Difference[]
}

/** Compares what a server did with what conforming servers may do; the best outcome that fits counts. */
export function permits(allowed: AllowedOutcomes, observed: Observed): Permission {
  const { before, schema, sealed } = allowed
  const compare = (expected: Resource, found: Resource) =>
    differences(schema, before, expected, found, sealed)
  if (observed.kind === 'refusal') {
    const changes = observed.resource === undefined ? [] : compare(before, observed.resource)
    if (changes.length > 0) return { verdict: 'fail', differences: changes }
    return decide(
      allowed,
      allowed.outcomes.filter((outcome) => outcome.kind === 'refusal' && isReported(outcome, observed)),
      [],
    )
  }
  const compared = allowed.outcomes.flatMap((outcome) =>
    outcome.kind === 'state' ? [{ outcome, found: compare(outcome.resource, observed.resource) }] : [],
  )
  const fitting = compared.filter(({ found }) => found.length === 0).map(({ outcome }) => outcome)
  const nearest = compared.map(({ found }) => found).sort((left, right) => left.length - right.length)[0]
  return decide(allowed, fitting, nearest ?? compare(before, observed.resource))
}

function decide(
  allowed: AllowedOutcomes,
  fitting: readonly Outcome[],
  nearest: readonly Difference[],
): Permission {
  const best = fitting.find(({ grade }) => grade === 'accept') ?? fitting[0]
  if (best !== undefined) return { verdict: best.grade, outcome: best, differences: [] }
  return { verdict: allowed.complete ? 'fail' : 'undecided', differences: nearest }
}

function isReported(outcome: RefusalOutcome, observed: Observed & { kind: 'refusal' }): boolean {
  const { status, scimType } = observed
  const isStatus =
    outcome.statuses === '4xx' ? status >= 400 && status < 500 : outcome.statuses.includes(status)
  if (!isStatus) return false
  if (scimType === undefined) return outcome.withoutScimType
  return outcome.scimTypes === 'any' || outcome.scimTypes.some((known) => known === scimType)
}
