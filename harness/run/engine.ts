import type { CheckOutcome } from '../check/outcome.ts'
import type { Check } from '../check/suite.ts'
import type { Job } from './job.ts'
import type { StageSums } from './stage.ts'

/** What an engine tells while it plays. */
export interface EngineHooks {
  readonly signal: AbortSignal
  started(check: Check): void
  finished(check: Check, outcome: CheckOutcome): void
}

/** What an engine brings back. Checks that did not run are absent. */
export interface EngineResult {
  readonly outcomes: readonly CheckOutcome[]
  /** Absent when the engine was cut short before it could add up. */
  readonly sums?: StageSums
  /** Why the whole run ended early. */
  readonly fatal?: { readonly code: string; readonly message: string }
}

/** Plays the checks of a job. */
export type Engine = (job: Job, checks: readonly Check[], hooks: EngineHooks) => Promise<EngineResult>
