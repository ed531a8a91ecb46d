import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFault } from './jsonFault.ts'

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('finding where a text stops being JSON', () => {
  test('agrees with JSON.parse on what is JSON', () => {
    const broken = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', ':', '\\', 'x', '0', '-', '\n', '.'),
      )
      .map(([text, at, put]) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + put + text.slice(place + 1)
      })
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text))
      }),
      { numRuns: 2_000 },
    )
  })

  test('puts the fault of a cut text at its end', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const cut = text.slice(0, at % text.length)
        if (!isJson(cut)) expect(jsonFault(cut)?.offset).toBe(cut.length)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['{"a":oops}', 5, 'value'],
    ['hello', 0, 'value'],
    ['[1 2]', 3, ', or ]'],
    ['{"a":1,}', 7, 'name'],
    ['[] x', 3, 'nothing more'],
  ])('says of %s where, and what was awaited', (text, offset, awaited) => {
    expect(jsonFault(text)).toEqual({ offset, awaited })
  })

  test('reads a long text without recursion', () => {
    expect(jsonFault(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBeUndefined()
  })
})
