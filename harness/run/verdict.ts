import type { Profile } from '../check/suite.ts'
import type { Severity, Verdict } from '../check/verdict.ts'
import type { FailOn } from './options.ts'

/** Whether a requirement was seen to hold. */
export type RequirementState = 'held' | 'violated' | 'undecided' | 'uncovered'

/** Worst first. */
export const SEVERITIES: readonly Severity[] = [
  'data-loss',
  'security',
  'breaks-provisioning',
  'wrong-answer',
  'cosmetic',
]

/**
 * What the verdicts of the checks that read a requirement say about it: a failure outweighs all, then whatever was not
 * decided; a warning lets it stand.
 */
export function requirementState(verdicts: readonly Verdict[]): RequirementState {
  if (verdicts.length === 0) return 'uncovered'
  if (verdicts.includes('fail')) return 'violated'
  if (verdicts.some((verdict) => verdict === 'error' || verdict === 'blocked' || verdict === 'skip'))
    return 'undecided'
  return 'held'
}

/** Verdict of a profile from the counts of its checks. */
export function profileVerdict(counts: Readonly<Record<Verdict, number>>): Verdict {
  const order: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn', 'pass', 'skip']
  return order.find((verdict) => counts[verdict] > 0) ?? 'skip'
}

/** A verdict as the exit code sees it. */
export interface Weighed {
  readonly profile: Profile
  readonly verdict: Verdict
  readonly severity: Severity
  /** Known to the baseline, or newer than the ruleset. */
  readonly excused: boolean
}

/** What the exit code goes by. */
export interface ExitRules {
  readonly gate: readonly Profile[]
  readonly failOn: FailOn | Readonly<Partial<Record<Profile, FailOn>>>
  /** Share of checks in `error` above which nothing is concluded. */
  readonly maxErrors: number
  readonly complete: boolean
  readonly interrupted: boolean
}

/** Whether a verdict counts against the server under a threshold. */
export function counts(verdict: Verdict, severity: Severity, threshold: FailOn): boolean {
  if (threshold === 'never') return false
  if (verdict === 'warn') return threshold === 'warn'
  if (verdict !== 'fail') return false
  if (!threshold.startsWith('fail:')) return true
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold.slice(5) as Severity)
}

/** The exit code of a run: 130 interrupted, 3 nothing can be concluded, 1 something new failed, 0 nothing did. */
export function exitCodeOf(weighed: readonly Weighed[], rules: ExitRules): 0 | 1 | 3 | 130 {
  if (rules.interrupted) return 130
  const gated = weighed.filter(({ profile }) => rules.gate.includes(profile))
  const decided = gated.filter(
    ({ verdict }) => verdict === 'pass' || verdict === 'warn' || verdict === 'fail',
  )
  const errors = weighed.filter(({ verdict }) => verdict === 'error').length
  if (!rules.complete || errors > rules.maxErrors * weighed.length) return 3
  if (gated.length > 0 && decided.length === 0) return 3
  const failed = gated.some(({ profile, verdict, severity, excused }) => {
    const threshold = typeof rules.failOn === 'string' ? rules.failOn : (rules.failOn[profile] ?? 'fail')
    return !excused && counts(verdict, severity, threshold)
  })
  return failed ? 1 : 0
}
