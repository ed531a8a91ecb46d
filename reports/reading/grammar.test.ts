import { describe, expect, test } from 'vitest'
import { grammarSentence, grammarTables } from './grammar.ts'

const grammar = {
  seen: ['eq string', 'and within or', 'add sub-attribute of elements extension string', 'production and'],
  unseen: ['eq boolean', 'replace none multi-valued complex'],
  open: ['ne dateTime'],
  counts: { 'eq string': 7, 'and within or': 2 },
}

describe('what was exercised of a grammar', () => {
  test('is told in tables: by type, in one another, by path and attribute', () => {
    const tables = Object.fromEntries(grammarTables(grammar).map((table) => [table.title, table]))
    expect(tables['Operators by type of the attribute']).toMatchObject({
      columns: ['boolean', 'dateTime', 'string'],
      rows: [
        { name: 'eq', cells: ['unseen', undefined, 7] },
        { name: 'ne', cells: [undefined, 'open', undefined] },
      ],
    })
    expect(tables['Productions within productions']).toMatchObject({
      columns: ['or'],
      rows: [{ cells: [2] }],
    })
    expect(tables['Operations and paths by kind of the attribute']?.rows.map(({ name }) => name)).toEqual([
      'add sub-attribute of elements',
      'replace without a path',
    ])
    expect(grammarTables(grammar).at(-1)?.title).toBe('Others')
  })

  test('is told in a sentence that names what never came', () => {
    expect(grammarSentence('filter', grammar)).toBe(
      'filter: 4 of 6 parts exercised; 1 about which servers may differ; never: eq boolean, replace none multi-valued complex',
    )
  })
})
