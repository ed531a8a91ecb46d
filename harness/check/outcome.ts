import type { Counterexample } from './property.ts'
import type { Cost } from './holdings.ts'
import type { Finding, Verdict } from './verdict.ts'

/** What became of one check; plain data. */
export interface CheckOutcome {
  readonly id: string
  readonly verdict: Verdict
  readonly reason: string
  readonly expected?: string
  readonly observed?: string
  readonly warnings: readonly Finding[]
  readonly explanation: readonly string[]
  /** For `blocked`: the check that carries the failure. */
  readonly blockedBy?: string
  readonly exchanges: readonly string[]
  readonly decisive: readonly string[]
  readonly counterexample?: Counterexample
  readonly durationMs: number
  readonly requests: number
  readonly cost: Cost
}
