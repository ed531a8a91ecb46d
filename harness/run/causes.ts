import type { Check } from '../check/suite.ts'
import type { Cause, CheckResult } from '../../reports/model/index.ts'
import { SEVERITIES } from './verdict.ts'

/** How many checks of a suite must have seen the same before that counts as one cause. */
const SEVERAL = 3

/**
 * Each distinct cause of failure once, worst severity first: checks that name one cause are folded into it, and so are
 * those that fail for the same reason, word for word, and several of one suite that saw the same answer.
 */
export function causesOf(results: readonly CheckResult[], checks: readonly Check[]): Cause[] {
  const known = new Map(checks.map((check) => [check.id, check]))
  const failures = results.filter(({ verdict }) => verdict === 'fail')
  const groups = new Map<string, CheckResult[]>()
  for (const result of failures) {
    const named = known.get(result.id)?.cause
    const id = named === undefined || named === result.id ? likestOf(result, failures).id : named
    groups.set(id, [...(groups.get(id) ?? []), result])
  }
  const causes = [...groups].map(([id, failed]): Cause => {
    const carrier = failed.find((result) => result.id === id) ?? failed[0]
    const severity =
      SEVERITIES.find((candidate) => failed.some((result) => result.severity === candidate)) ?? 'wrong-answer'
    return {
      id,
      title: carrier?.reason ?? carrier?.title ?? id,
      severity,
      checks: failed.map((result) => result.id),
      advice: known.get(carrier?.id ?? id)?.advice ?? '',
    }
  })
  return causes.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.checks.length - a.checks.length ||
      (a.id < b.id ? -1 : 1),
  )
}

/** The first failure that tells the same as this one; itself when none does. */
function likestOf(result: CheckResult, failures: readonly CheckResult[]): CheckResult {
  const seen = failures.filter(
    ({ suite, observed }) => observed !== undefined && observed === result.observed && suite === result.suite,
  )
  const [alike] = seen.length < SEVERAL ? failures.filter(({ reason }) => reason === result.reason) : seen
  return alike ?? result
}
