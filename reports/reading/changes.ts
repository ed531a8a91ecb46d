import type { ChangeResult, CheckResult, RunDocument } from '../model/index.ts'

const LONGEST = 400

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether what Entra wrote was taken, so that its state afterwards could be read. */
export function wasAccepted({ change }: CheckResult): boolean {
  return change?.status !== undefined && change.status < 400
}

/** A state of what Entra wrote in short. */
function stateText(state: unknown): string {
  if (state === undefined) return 'not seen'
  if (state === null) return 'not there'
  if (isObject(state) && Object.keys(state).length === 0) return 'nothing of it'
  const text = JSON.stringify(state)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text
}

function afterText({ status, after }: ChangeResult): string {
  if (status === undefined) return 'no answer came'
  return status >= 400 ? `refused with ${status}` : stateText(after)
}

/** The state before, as it should be and as it was read back: what a failure did to what Entra meant. */
export function changeLines({ change }: CheckResult): { readonly label: string; readonly value: string }[] {
  if (change === undefined) return []
  return [
    { label: 'before', value: stateText(change.before) },
    { label: 'meant', value: stateText(change.meant) },
    { label: 'after', value: afterText(change) },
  ]
}

/** What became of a job in one dialect, with the checks that failed. */
export interface JobCell {
  readonly dialect: string
  /** `works`, `2 of 7: loses data`. */
  readonly text: string
  readonly outcome: string
  readonly failed: readonly CheckResult[]
}

/** Entra's jobs as rows of a table; none where no dialect was spoken. */
export function jobRows(run: RunDocument): { readonly job: string; readonly cells: readonly JobCell[] }[] {
  const known = new Map(run.checks.map((check) => [check.id, check]))
  return (run.profiles['entra']?.jobs ?? []).map(({ job, dialects }) => ({
    job,
    cells: Object.entries(dialects).map(([dialect, { outcome, checks, failed }]) => ({
      dialect,
      outcome,
      text: failed.length === 0 ? outcome : `${outcome} (${failed.length} of ${checks})`,
      failed: failed.flatMap((id) => known.get(id) ?? []),
    })),
  }))
}
