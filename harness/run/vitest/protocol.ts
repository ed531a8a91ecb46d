import type { CheckOutcome } from '../../check/outcome.ts'
import type { Job } from '../job.ts'
import type { StageSums } from '../stage.ts'

/** What a test of the worker tells the main process, as one JSON string in `task.meta`. */
export type Told =
  | { readonly kind: 'outcome'; readonly outcome: CheckOutcome }
  | { readonly kind: 'sums'; readonly sums: StageSums }
  | { readonly kind: 'fatal'; readonly code: string; readonly message: string }

/** Name of the last test, which closes the stage. */
export const CLOSING = 'closing the run'

declare module 'vitest' {
  interface ProvidedContext {
    scimproof: Job
  }
  interface TaskMeta {
    scimproof?: string
  }
}
