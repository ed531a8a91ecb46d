import { ClosedCheckError, TargetError } from '../target/errors.ts'
import { ForeignAddress } from './identity/outgoing.ts'
import type { Ledger } from './ledger.ts'
import type { CheckOutcome } from './outcome.ts'
import { Falsified } from './property/counterexample.ts'
import { Decision } from './verdict.ts'

/** A check took longer than it may. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** What the body of a check came to. */
export type Decided = Pick<CheckOutcome, 'verdict' | 'reason'> & Partial<CheckOutcome>

/** A body that returned: it passes, or warns with the first of its warnings. */
export function passed(ledger: Ledger): Decided {
  const [warning] = ledger.warnings
  if (warning === undefined) return { verdict: 'pass', reason: '' }
  const { reason, expected, observed, decisive } = warning
  return {
    verdict: 'warn',
    reason,
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    decisive: decisive ?? [],
  }
}

/**
 * A body that threw: a decision is its verdict, anything else an error.
 *
 * @throws {ForeignAddress} as it is, since that ends the whole run
 */
export function decided(thrown: unknown, ledger: Ledger): Decided {
  if (thrown instanceof ForeignAddress) throw thrown
  if (thrown instanceof Decision) {
    const { reason, expected, observed, decisive, explanation } = thrown.finding
    return {
      verdict: thrown.verdict,
      reason,
      ...(expected === undefined ? {} : { expected }),
      ...(observed === undefined ? {} : { observed }),
      ...(thrown.by === undefined ? {} : { blockedBy: thrown.by }),
      ...(thrown instanceof Falsified
        ? { counterexample: thrown.counterexample, counterexamples: thrown.counterexamples }
        : {}),
      decisive: decisive ?? [],
      explanation: [...ledger.explanation, ...(explanation ?? [])],
    }
  }
  if (thrown instanceof TargetError)
    return { verdict: 'error', reason: `${thrown.message} ${thrown.remedy}`.trim(), observed: thrown.code }
  if (thrown instanceof TooLong || thrown instanceof ClosedCheckError)
    return { verdict: 'error', reason: thrown.message }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return { verdict: 'error', reason: `The check itself broke: ${error.message}${placeOf(error)}` }
}

/** File and line of ours in which an error arose, without a stack. */
function placeOf(error: Error): string {
  const frame = (error.stack ?? '').split('\n').find((line) => /(suites|harness)[\\/]/.test(line))
  const place = frame?.match(/((?:suites|harness)[\\/][^):]+:\d+)/)?.[1]
  return place === undefined ? '' : ` (${place})`
}
