import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeIn, readJson } from './jsonText.ts'

const records = fc.array(
  fc.record({ id: fc.string(), note: fc.string(), steps: fc.array(fc.jsonValue({ maxDepth: 2 })) }),
  { minLength: 1, maxLength: 6 },
)

describe('reading JSON', () => {
  test('loses no whole entry wherever a download is cut off', () => {
    fc.assert(
      fc.property(
        records,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sent, wrapped, share) => {
          const head = wrapped ? '{\n "@odata.context": "x[{\\"", "value": ' : ''
          const ends: number[] = []
          let text = `${head}[`
          sent.forEach((record, at) => {
            text += `${at === 0 ? '' : ', '}${JSON.stringify(record, null, 1)}`
            ends.push(text.length)
          })
          const cut = Math.floor(share * text.length)
          const whole = ends.filter((end) => end <= cut).length
          const read = () => readJson(text.slice(0, cut), 'x')
          if (whole === 0) {
            expect(read).toThrow(/breaks off at line \d+, column \d+|no JSON/)
            return
          }
          const reading = read()
          expect(reading).toMatchObject({ kind: 'records', broken: expect.stringContaining('breaks off') })
          if (reading.kind === 'records')
            expect(reading.records.map(({ value }) => value)).toEqual(
              JSON.parse(JSON.stringify(sent.slice(0, whole))),
            )
        },
      ),
    )
  })

  test('gives the line of each entry before a fault', () => {
    const reading = readJson('[\n {"a":1},\n {"a":2},\n {"a":oops}\n]', 'x')
    expect(reading).toEqual({
      kind: 'records',
      records: [
        { value: { a: 1 }, line: 2 },
        { value: { a: 2 }, line: 3 },
      ],
      broken: expect.stringMatching(
        /at line 4, column 7 stands where value belongs; the 2 entries before it are read\.$/,
      ),
    })
  })

  test('reads one object in each line, and says which one breaks off', () => {
    expect(readJson('{"a":1}\r\n\r\n{"a":2}\r\n', 'x')).toEqual({
      kind: 'records',
      records: [
        { value: { a: 1 }, line: 1 },
        { value: { a: 2 }, line: 3 },
      ],
    })
    expect(readJson('{"a":1}\n{"a":', 'x')).toMatchObject({
      broken: 'line 2 breaks off; the 1 before it are read.',
    })
  })

  test.each([
    ['hello', /x is no JSON: "hello" at line 1, column 1 stands where value belongs/],
    ['{"value": [', /x is no JSON: it breaks off at line 1, column 12/],
  ])('refuses %s with the place', (text, message) => {
    expect(() => readJson(text, 'x')).toThrow(message)
  })

  test('counts lines and columns from 1', () => {
    expect(placeIn('ab\ncd', 0)).toBe('line 1, column 1')
    expect(placeIn('ab\ncd', 4)).toBe('line 2, column 2')
  })
})
