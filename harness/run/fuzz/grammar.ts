import type { CheckOutcome } from '../../check/outcome.ts'
import type { Grammar, RunDocument } from '../../../reports/model/index.ts'

/**
 * What the properties of a run exercised of each grammar, all of them taken together: rules that were seen, with the
 * number of examples, and those that could have been and were not.
 */
export function grammarOf(outcomes: readonly CheckOutcome[]): Pick<RunDocument, 'grammar'> {
  const tables = new Map<
    string,
    { readonly counts: Map<string, number>; readonly reachable: Set<string>; readonly open: Set<string> }
  >()
  for (const { exercise } of outcomes) {
    if (exercise?.grammar === undefined) continue
    const table = tables.get(exercise.grammar) ?? { counts: new Map(), reachable: new Set(), open: new Set() }
    tables.set(exercise.grammar, table)
    for (const [cell, count] of Object.entries(exercise.cells))
      table.counts.set(cell, (table.counts.get(cell) ?? 0) + count)
    for (const cell of exercise.reachable) table.reachable.add(cell)
    for (const cell of exercise.open) table.open.add(cell)
  }
  if (tables.size === 0) return {}
  const told = [...tables]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, table]) => {
      const seen = [...table.counts.keys()].sort()
      const grammar: Grammar = {
        seen,
        unseen: [...table.reachable].filter((cell) => !table.counts.has(cell)).sort(),
        open: [...table.open].filter((cell) => !table.counts.has(cell) && !table.reachable.has(cell)).sort(),
        counts: Object.fromEntries(seen.map((cell) => [cell, table.counts.get(cell) ?? 0])),
      }
      return [name, grammar] as const
    })
  return { grammar: Object.fromEntries(told) }
}
