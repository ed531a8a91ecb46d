import type { Grammar } from '../model/index.ts'

/** What became of one part of a grammar: how many examples exercised it, or why none did. */
export type Exercised = number | 'unseen' | 'open'

/** A table of the parts of a grammar. */
export interface GrammarTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly cells: readonly (Exercised | undefined)[] }[]
}

interface Placed {
  readonly table: string
  readonly row: string
  readonly column: string
}

const WITHIN = /^(\S+) within (\S+)$/
const OPERATION =
  /^(add|replace|remove) (attribute|sub-attribute of elements|sub-attribute|elements|none) (.+)$/
const OPERATOR = /^(eq|ne|co|sw|ew|gt|ge|lt|le|pr) (\S+)$/

/** Where a part stands: operators by type, operations and paths by attribute, productions in one another, all else by its name. */
function placeOf(cell: string): Placed {
  const [, op = '', type = ''] = OPERATOR.exec(cell) ?? []
  if (op !== '') return { table: 'Operators by type of the attribute', row: op, column: type }
  const [, inner = '', outer = ''] = WITHIN.exec(cell) ?? []
  if (inner !== '') return { table: 'Productions within productions', row: inner, column: outer }
  const [, act = '', kind = '', attribute = ''] = OPERATION.exec(cell) ?? []
  if (act !== '')
    return {
      table: 'Operations and paths by kind of the attribute',
      row: kind === 'none' ? `${act} without a path` : `${act} ${kind}`,
      column: attribute,
    }
  return { table: 'Others', row: cell, column: 'examples' }
}

/** The tables of what was exercised of a grammar. */
export function grammarTables({ seen, unseen, open = [], counts = {} }: Grammar): readonly GrammarTable[] {
  const tables = new Map<string, Map<string, Map<string, Exercised>>>()
  const put = (cell: string, what: Exercised) => {
    const { table, row, column } = placeOf(cell)
    const rows = tables.get(table) ?? new Map<string, Map<string, Exercised>>()
    tables.set(table, rows)
    const columns = rows.get(row) ?? new Map<string, Exercised>()
    rows.set(row, columns.set(column, what))
  }
  for (const cell of seen) put(cell, counts[cell] ?? 1)
  for (const cell of unseen) put(cell, 'unseen')
  for (const cell of open) put(cell, 'open')
  return [...tables].sort(byName).map(([title, rows]) => {
    const columns = [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))].sort()
    return {
      title,
      columns,
      rows: [...rows].sort(byName).map(([name, row]) => ({
        name,
        cells: columns.map((column) => row.get(column)),
      })),
    }
  })
}

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]) =>
  left === 'Others' ? 1 : right === 'Others' ? -1 : left < right ? -1 : 1

/** What was exercised of a grammar, in one sentence. */
export function grammarSentence(name: string, { seen, unseen, open = [] }: Grammar): string {
  const most = 12
  const more = unseen.length > most ? ` and ${unseen.length - most} more` : ''
  const never = unseen.length === 0 ? '' : `; never: ${unseen.slice(0, most).join(', ')}${more}`
  const free = open.length === 0 ? '' : `; ${open.length} about which servers may differ`
  return `${name}: ${seen.length} of ${seen.length + unseen.length} parts exercised${free}${never}`
}
