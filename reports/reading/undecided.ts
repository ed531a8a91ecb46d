import type { CheckResult, RunDocument, Verdict } from '../model/index.ts'

/** Checks of one verdict that share their reason. */
export interface Group {
  readonly verdict: Verdict
  readonly reason: string
  /** What their ids have in common: `rfc7644.bulk.*`, or the id of the only one. */
  readonly pattern: string
  readonly checks: readonly CheckResult[]
}

/** What ids have in common, as a pattern for `--only`. */
export function patternOf(ids: readonly string[]): string {
  const [first, ...others] = ids
  if (first === undefined) return ''
  if (others.length === 0) return first
  const steps = first.split('.')
  const shared = steps.findIndex((step, at) => others.some((id) => id.split('.')[at] !== step))
  return [...steps.slice(0, shared === -1 ? steps.length : shared), '*'].join('.')
}

/** The checks of one verdict, grouped by reason and first step of the id, the largest group first. */
export function groupsOf(run: RunDocument, verdict: Verdict): Group[] {
  const groups = new Map<string, CheckResult[]>()
  for (const check of run.checks) {
    if (check.verdict !== verdict) continue
    const key = `${check.reason ?? ''}\n${check.id.split('.')[0]}`
    groups.set(key, [...(groups.get(key) ?? []), check])
  }
  return [...groups.values()]
    .map((checks) => ({
      verdict,
      reason: checks[0]?.reason ?? 'no reason was given',
      pattern: patternOf(checks.map((check) => check.id)),
      checks,
    }))
    .sort((a, b) => b.checks.length - a.checks.length || (a.pattern < b.pattern ? -1 : 1))
}
