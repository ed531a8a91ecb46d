import { severities } from '../model/lists.ts'
import type { CheckResult, RunDocument, Severity } from '../model/index.ts'

/** A distinct reason for failures, with the checks it explains. */
export interface CauseReading {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  /** Absent when nothing is known to do, as for a failure that no cause explains. */
  readonly advice?: string
  /** The most telling check first; never empty. */
  readonly checks: readonly [CheckResult, ...CheckResult[]]
  /** At least one of its failures decides the exit code. */
  readonly decisive: boolean
}

const rank = (severity: Severity): number => severities.indexOf(severity)

/** Whether a failure of this check decides the exit code. */
export function decides(check: CheckResult, run: RunDocument): boolean {
  return check.baseline === undefined && check.isNew !== true && run.profiles[check.profile]?.gated === true
}

/** Each cause of failure once, worst severity first, the one that explains most first; then failures that no cause explains. */
export function causesOf(run: RunDocument): CauseReading[] {
  const failed = new Map(run.checks.flatMap((check) => (check.verdict === 'fail' ? [[check.id, check]] : [])))
  const explained = new Set<string>()
  const readings: CauseReading[] = []
  for (const cause of run.causes) {
    const [first, ...others] = cause.checks.flatMap((id) => failed.get(id) ?? [])
    if (first === undefined) continue
    const checks: CauseReading['checks'] = [first, ...others]
    for (const check of checks) explained.add(check.id)
    const { id, title, severity, advice } = cause
    readings.push({
      id,
      title,
      severity,
      ...(advice === '' ? {} : { advice }),
      checks,
      decisive: checks.some((check) => decides(check, run)),
    })
  }
  for (const check of failed.values()) {
    if (explained.has(check.id)) continue
    const { id, title, reason = title, severity = 'wrong-answer' } = check
    readings.push({ id, title: reason, severity, checks: [check], decisive: decides(check, run) })
  }
  return readings.sort(
    (a, b) =>
      rank(a.severity) - rank(b.severity) || b.checks.length - a.checks.length || (a.id < b.id ? -1 : 1),
  )
}
