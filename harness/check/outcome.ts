import type { Counterexample } from './property/counterexample.ts'
import type { Exercise } from './property/fuzzing.ts'
import type { Cost } from './holdings/holdings.ts'
import type { Prediction } from './prediction.ts'
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
  /** All of them, one for each fault, `counterexample` first. */
  readonly counterexamples?: readonly Counterexample[]
  /** For a property: what was played, and what of the grammar that exercised. */
  readonly exercise?: Exercise
  /** For a check of the `microsoft` profile: what the gate would say. */
  readonly prediction?: Prediction
  readonly durationMs: number
  readonly requests: number
  readonly cost: Cost
}
