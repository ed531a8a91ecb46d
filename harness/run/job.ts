import type { Share } from '../check/holdings/admission.ts'
import type { SessionSettings } from '../check/session.ts'
import type { ConnectionSettings } from './connection.ts'

/** A check that will be played, and what it holds at once. */
export interface PlannedCheck {
  readonly id: string
  readonly share: Share
}

/** All that a worker needs to play the checks of a run; plain data. */
export interface Job {
  readonly connection: ConnectionSettings
  /** Another Organization on the same server. */
  readonly second?: ConnectionSettings
  readonly session: SessionSettings
  readonly checks: readonly PlannedCheck[]
  /** Absolute paths of files with suites of the user's own. */
  readonly customChecks: readonly string[]
  /** `exchanges.ndjson`; nothing is written when absent. */
  readonly exchangesFile?: string
  /** The journal of what was made; kept in memory when absent. */
  readonly journalFile?: string
  /** Exchanges that were recorded before. */
  readonly exchangesBefore: number
}
