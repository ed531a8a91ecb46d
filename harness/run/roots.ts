import type { Violation } from '../check/observers.ts'
import type { CheckOutcome } from '../check/outcome.ts'

/** Keeps which answers break so basic a thing that no check can say more of them, and which observer tells of it. */
export interface Roots {
  note(exchange: string, observer: string, violations: readonly Violation[] | undefined): void
  /** The outcome, or `blocked` by the observer where it failed because of such an answer. */
  trace(outcome: CheckOutcome): CheckOutcome
}

/** Begins to keep them. */
export function openRoots(): Roots {
  const roots = new Map<string, { readonly observer: string; readonly reason: string }>()
  return {
    note: (exchange, observer, violations) => {
      const root = violations?.find((violation) => violation.root === true)
      if (root !== undefined && !roots.has(exchange)) roots.set(exchange, { observer, reason: root.reason })
    },
    trace: (outcome) => {
      if (outcome.verdict !== 'fail' || outcome.counterexample !== undefined) return outcome
      const [root] = outcome.decisive.flatMap((exchange) => roots.get(exchange) ?? [])
      return root === undefined
        ? outcome
        : { ...outcome, verdict: 'blocked', reason: root.reason, blockedBy: root.observer }
    },
  }
}
