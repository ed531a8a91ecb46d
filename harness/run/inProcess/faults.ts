import type { CheckOutcome } from '../../check/outcome.ts'
import type { Check } from '../../check/suite.ts'
import { faults } from '../../reference/faults/index.ts'
import type { Fault } from '../../reference/fault.ts'
import { playReference } from './inProcess.ts'

/** What became of one seeded fault. */
export interface FaultResult {
  readonly id: string
  readonly area: string
  /** Checks that read a requirement which the fault violates, and that failed (or warned, where only that is fair). */
  readonly caughtBy: readonly string[]
  /** Checks that failed though they read something else. */
  readonly besides: readonly string[]
  readonly caught: boolean
  /** Checks that ended in `error`, which no fault may lead to. */
  readonly errors: readonly string[]
}

const bites = (outcome: CheckOutcome) => outcome.verdict === 'fail' || outcome.verdict === 'warn'

/** Whether a check reads what a fault violates; what only Entra suffers from is named by its ruling (EN-01). */
export function concerns(check: Check, fault: Fault): boolean {
  return [...check.verifies, ...check.rulings].some((id) => fault.violates.includes(id))
}

/**
 * Plays one fault: only the checks that it concerns, or all of them. What only observers read needs the requests of others:
 * where those that it concerns see nothing, all are played.
 */
export async function playFault(
  fault: Fault,
  checks: readonly Check[],
  everything = false,
): Promise<FaultResult> {
  const concerned = checks.filter((check) => concerns(check, fault))
  const few = everything ? undefined : resultOf(fault, concerned, await outcomesUnder(fault, concerned))
  const watched = concerned.some(({ observe }) => observe !== undefined)
  if (few !== undefined && (few.caught || !watched)) return few
  return resultOf(fault, concerned, await outcomesUnder(fault, checks))
}

async function outcomesUnder(fault: Fault, checks: readonly Check[]): Promise<readonly CheckOutcome[]> {
  if (fault.origin === undefined) return (await playReference({ faults: [fault.id] }, checks)).outcomes
  // Off this machine load is put on a server only when somebody asks for it.
  const usual = checks.filter(({ tags }) => !tags.includes('load'))
  return (await playReference({ faults: [fault.id], origin: fault.origin }, usual)).outcomes
}

function resultOf(fault: Fault, concerned: readonly Check[], outcomes: readonly CheckOutcome[]): FaultResult {
  const ids = new Set(concerned.map((check) => check.id))
  const caughtBy = outcomes.filter((outcome) => bites(outcome) && ids.has(outcome.id)).map(({ id }) => id)
  return {
    id: fault.id,
    area: fault.area,
    caughtBy,
    besides: outcomes
      .filter((outcome) => outcome.verdict === 'fail' && !ids.has(outcome.id))
      .map(({ id }) => id),
    caught: caughtBy.length > 0,
    errors: outcomes
      .filter((outcome) => outcome.verdict === 'error')
      .map(({ id, reason }) => `${id}: ${reason}`),
  }
}

/** Every seeded fault. */
export const allFaults = (): readonly Fault[] => faults
