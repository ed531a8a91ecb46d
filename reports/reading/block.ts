import type { CheckResult } from '../model/index.ts'

/** One line of the block in which a failing check is told: the same fields in the same order everywhere. */
export interface BlockLine {
  readonly label: string
  readonly value: string
}

const line = (label: string, value: string | undefined): BlockLine[] =>
  value === undefined || value === '' ? [] : [{ label, value }]

/** Level, sections and catalogue ids: `MUST · RFC 7644 §3.5.2.3 · RFC7644-3.5.2.3-10`. */
export function sourceOf(check: CheckResult): string {
  const sections = [...new Set(check.clauses.map((clause) => clause.section))]
  const dialect = check.dialect === undefined ? [] : [`${check.dialect} dialect`]
  return [check.level, ...dialect, ...sections, ...check.verifies].join(' · ')
}

function counterexampleLines(check: CheckResult): BlockLine[] {
  const found = check.counterexample
  if (found === null) return []
  const { population } = found
  const before = (was: string | number | undefined) => (was === undefined ? '' : `   was: ${was}`)
  return [
    ...line('found', `${found.tried} tried, shrunk ${found.shrinks} times, seed ${found.seed}`),
    ...line(found.kind, `${found.smallest}${before(found.original)}`),
    ...(population === undefined
      ? []
      : line(
          'enough',
          `${population.size} of them: ${population.members.map((member) => JSON.stringify(member)).join(', ')}${before(population.was)}`,
        )),
  ]
}

/** How a check that did not pass is told. Fields without a value are left out. */
export function blockOf(check: CheckResult): BlockLine[] {
  const { baseline } = check
  return [
    ...(check.counterexample === null ? line('sent', check.sent) : counterexampleLines(check)),
    ...line('expected', check.expected),
    ...line('observed', check.observed ?? check.reason),
    ...line('in Entra', check.impact),
    ...line(
      'known',
      baseline && `${baseline.reason}${baseline.expires === undefined ? '' : ` (until ${baseline.expires})`}`,
    ),
    ...line('new', check.isNew === true ? 'newer than the ruleset: shown, and not decisive' : undefined),
    ...line('again', check.reproduce.command),
  ]
}
