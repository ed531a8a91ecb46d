import type { Cause, CheckResult } from '../../model/index.ts'
import { severities, verdicts } from '../../model/lists.ts'
import type { Key, Term } from './filter.ts'

/** A check with what the list knows of it. */
export interface Entry {
  readonly check: CheckResult
  readonly causes: readonly string[]
}

/** Worst verdict first, then worst severity; the order of the document among equals. */
function rank(check: CheckResult): number {
  const severity = check.severity === undefined ? severities.length : severities.indexOf(check.severity)
  return verdicts.indexOf(check.verdict) * (severities.length + 1) + severity
}

/** Each check with the causes that explain it, worst first. */
export function entriesOf(checks: readonly CheckResult[], causes: readonly Cause[]): Entry[] {
  const byCheck = new Map<string, string[]>()
  for (const cause of causes)
    for (const id of cause.checks) byCheck.set(id, [...(byCheck.get(id) ?? []), cause.id])
  const entries = checks.map((check) => ({ check, causes: byCheck.get(check.id) ?? [] }))
  return entries.sort((a, b) => rank(a.check) - rank(b.check))
}

function stateOf(check: CheckResult): string[] {
  return [...(check.isNew === true ? ['new'] : []), ...(check.baseline === undefined ? [] : ['known'])]
}

function valuesOf({ check, causes }: Entry, key: Key): readonly string[] {
  switch (key) {
    case 'verdict':
      return [check.verdict]
    case 'profile':
      return [check.profile]
    case 'level':
      return [check.level]
    case 'severity':
      return check.severity === undefined ? [] : [check.severity]
    case 'id':
      return [check.id]
    case 'tag':
      return check.tags
    case 'requirement':
      return check.verifies
    case 'suite':
      return [check.suite]
    case 'cause':
      return causes
    case 'dialect':
      return check.dialect === undefined ? [] : [check.dialect]
    case 'is':
      return stateOf(check)
  }
}

/** Keys whose values are long, so that a part of one is enough. */
const partial: ReadonlySet<Key> = new Set(['id', 'suite', 'requirement'])

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A pattern with `*` for any characters; anchored at both ends, unless a part is enough and no star stands in it. */
function patternOf(pattern: string, anywhere: boolean): RegExp {
  const body = pattern.split('*').map(literal).join('.*')
  return new RegExp(anywhere && !pattern.includes('*') ? body : `^${body}$`, 'is')
}

function textOf({ check }: Entry): string {
  const { id, title, reason, sent, expected, observed, impact, suite } = check
  return [id, title, reason, sent, expected, observed, impact, suite, ...check.verifies, ...check.tags]
    .join('\n')
    .toLowerCase()
}

function holds(term: Term, entry: Entry): boolean {
  const { key } = term
  if (key === undefined) return term.values.some((value) => textOf(entry).includes(value.toLowerCase()))
  const values = valuesOf(entry, key)
  return term.values.some((wanted) => {
    const pattern = patternOf(wanted, partial.has(key))
    return values.some((value) => pattern.test(value))
  })
}

/** Whether every term holds of a check. Case does not count. */
export function matches(terms: readonly Term[], entry: Entry): boolean {
  return terms.every((term) => holds(term, entry) !== term.negated)
}

const quiet: readonly string[] = ['pass', 'skip']

/** The checks to show. Without a filter, passes and skips are hidden as long as there is something worse; opened ones never are. */
export function selected(
  entries: readonly Entry[],
  terms: readonly Term[],
  open: readonly string[],
): Entry[] {
  const anyFailed = entries.some(({ check }) => check.verdict === 'fail')
  return entries.filter((entry) => {
    if (open.includes(entry.check.id)) return true
    if (terms.length === 0) return !(anyFailed && quiet.includes(entry.check.verdict))
    return matches(terms, entry)
  })
}
