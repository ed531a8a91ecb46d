import type { Check } from '../check/suite.ts'
import type { Cause, CheckResult } from '../../reports/model/index.ts'
import { SEVERITIES } from './verdict.ts'

/**
 * Each distinct cause of failure once, worst severity first: checks that name one cause are folded into it, and so are
 * those that fail for the same reason, word for word.
 */
export function causesOf(results: readonly CheckResult[], checks: readonly Check[]): Cause[] {
  const known = new Map(checks.map((check) => [check.id, check]))
  const groups = new Map<string, CheckResult[]>()
  for (const result of results) {
    if (result.verdict !== 'fail') continue
    const alike = results.find(({ verdict, reason }) => verdict === 'fail' && reason === result.reason)
    const id = known.get(result.id)?.cause ?? alike?.id ?? result.id
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
