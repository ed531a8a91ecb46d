/** What Entra's provisioning service did, or wanted to do, with an object. */
export type LogAction = 'create' | 'update' | 'disable' | 'delete' | 'stageddelete' | 'other'

/** How it ended. */
export type LogStatus = 'success' | 'failure' | 'skipped' | 'warning' | 'unknown'

/** Where an entry stands, counted from 1. */
export interface LogPlace {
  readonly entry: number
  readonly line?: number
}

/** The object in the source or the target, as the log names it. */
export interface LogIdentity {
  /** `User`, `Group`, or the URN of the schema. */
  readonly type?: string
  readonly id?: string
  readonly displayName?: string
  readonly details: Readonly<Record<string, string>>
}

/** An attribute before and after; absent where there was no value. */
export interface LogProperty {
  readonly name: string
  readonly before?: string
  readonly after?: string
}

/** One step of the way: import, matching, scoping, processing, reference resolution, export. */
export interface LogStep {
  readonly name: string
  readonly type: string
  readonly status: LogStatus
  readonly description: string
  readonly details: Readonly<Record<string, string>>
}

/** What went wrong, in the log's words. */
export interface LogError {
  readonly code: string
  readonly reason: string
  readonly category?: string
  readonly recommended?: string
}

/** An entry of a provisioning log, whatever form it was downloaded in (Microsoft Graph: provisioningObjectSummary). */
export interface LogEntry {
  readonly at: LogPlace
  readonly changeId?: string
  readonly jobId?: string
  readonly time?: string
  readonly action: LogAction
  readonly status: LogStatus
  readonly error?: LogError
  readonly steps: readonly LogStep[]
  readonly properties: readonly LogProperty[]
  readonly source: LogIdentity
  readonly target: LogIdentity
  readonly sourceSystem?: string
  readonly targetSystem?: string
  /** Whether somebody asked for this object alone: provision on demand. */
  readonly onDemand: boolean
  /** Names of members that are not known here; they are left alone. */
  readonly unknown: readonly string[]
}

/** The object as the target had it before, as far as the step of matching shows it: SCIM path and value. */
export function foundIn({ steps }: LogEntry): Readonly<Record<string, string>> {
  const matching = steps.filter(({ type, status }) => type === 'matching' && status === 'success')
  return Object.assign({}, ...matching.map(({ details }) => details)) as Record<string, string>
}

/** Whether something went wrong with the object. */
export function hasFailed({ status, steps }: LogEntry): boolean {
  return status === 'failure' || (status !== 'skipped' && steps.some((step) => step.status === 'failure'))
}

/** Whether it is about a user or a group; undefined when the log says neither. */
export function objectOf({ target, source }: LogEntry): 'User' | 'Group' | undefined {
  for (const { type } of [target, source]) {
    if (/group$/i.test(type ?? '')) return 'Group'
    if (/user$/i.test(type ?? '')) return 'User'
  }
  return undefined
}
