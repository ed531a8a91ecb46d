import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from './csvText.ts'

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

describe('reading CSV', () => {
  test('gives back every cell, whatever stands in it', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\u0000', ''))
    const row = fc.tuple(cell, cell, cell)
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom(',', ';', '\t'), fc.boolean(), (rows, delimiter, marked) => {
        const lines = [['one', 'two', 'three'], ...rows].map((cells) => cells.map(quoted).join(delimiter))
        const text = `${marked ? `sep=${delimiter}\r\n` : ''}${lines.join('\r\n')}\r\n`
        const table = readCsv(text, 'x')
        expect(table.rows.map(({ cells }) => Object.values(cells))).toEqual(rows)
        expect(table.notes).toEqual([])
      }),
    )
  })

  test('counts lines over line ends inside of cells', () => {
    const { rows } = readCsv('a,b\n"1\n2",x\n3,y\n', 'x')
    expect(rows.map(({ line }) => line)).toEqual([2, 4])
  })

  test('keeps cells that have no column, and columns of the same name, and says so', () => {
    const { columns, rows, notes } = readCsv('a,a\n1,2,3\n4\n', 'x')
    expect(columns).toEqual(['a', 'a (2)'])
    expect(rows[0]?.cells).toEqual({ a: '1', 'a (2)': '2', 'cell 3': '3' })
    expect(notes).toEqual([
      'Line 2 has 3 cells where 2 are expected.',
      'Line 3 has 1 cells where 2 are expected.',
    ])
  })

  test('names the line of a quote that is never closed', () => {
    expect(() => readCsv('a,b\n1,"2\n', 'x')).toThrow(/x is no CSV that can be read: .*line/)
  })
})
