import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AttributePath, Filter } from '../types.ts'
import { COMPARE_OPERATORS, parseFilter } from './parse.ts'
import { printFilter } from './print.ts'

const runs = { numRuns: 2_000, seed: 7644 }

const path: fc.Arbitrary<AttributePath> = fc.constantFrom(
  { name: 'a' },
  { name: 'not' },
  { name: 'And', sub: 'or' },
  { name: 'pr' },
  { name: 'true' },
  { name: 'a-b_9' },
  { name: 'manager', sub: '$ref' },
  { uri: 'urn:ietf:params:scim:schemas:core:2.0:User', name: 'userName' },
  { uri: 'urn:x:y:z', name: 'a', sub: 'b' },
)
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', '"', '\\', ') and (', ']', '\ud800', 'not (x pr)', null, true, false),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
)
const compare = fc.record({
  kind: fc.constant('compare' as const),
  path,
  op: fc.constantFrom(...COMPARE_OPERATORS),
  value,
})
const present = fc.record({ kind: fc.constant('present' as const), path })

const treeOf = (leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      { weight: 4, arbitrary: leaf },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          left: tie('filter'),
          right: tie('filter'),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }) },
    ),
  })).filter

const leaf = fc.oneof({ weight: 3, arbitrary: compare }, present)
const anyFilter = treeOf(
  fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('valuePath' as const), path, filter: treeOf(leaf) }),
    },
  ),
)

describe('text and tree', () => {
  test('reading what was printed gives the same tree', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseFilter(printFilter(filter))).toEqual(filter)
      }),
      runs,
    )
  })

  test('no pair of parentheses can be left out', () => {
    const pairs = (text: string) => [...text.matchAll(/(?<!not )(?<!")\(/g)].map(({ index }) => index)
    const closing = (text: string, open: number) => {
      let depth = 0
      for (let at = open; at < text.length; at += 1) {
        if (text[at] === '(') depth += 1
        if (text[at] === ')') depth -= 1
        if (depth === 0) return at
      }
      return -1
    }
    const plain = anyFilter.filter((filter) => !/["\\]/.test(printFilter(filter)))
    fc.assert(
      fc.property(plain, (filter) => {
        const text = printFilter(filter)
        for (const open of pairs(text)) {
          const close = closing(text, open)
          const without = text.slice(0, open) + text.slice(open + 1, close) + text.slice(close + 1)
          expect(parseFilter(without)).not.toEqual(filter)
        }
      }),
      { ...runs, numRuns: 500 },
    )
  })

  test('keywords and operators have no case', () => {
    const shout = (text: string) =>
      text.replace(/"(?:[^"\\]|\\.)*"|\b(?:and|or|not|pr|eq|ne|co|sw|ew|gt|ge|lt|le)\b/g, (token) =>
        token.startsWith('"') ? token : token.toUpperCase(),
      )
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const text = printFilter(filter)
        expect(printFilter(parseFilter(shout(text))).toLowerCase()).toBe(text.toLowerCase())
      }),
      runs,
    )
  })

  test('a text is read, or refused as a filter', () => {
    const piece = fc.constantFrom(
      'a',
      'a.b',
      'not',
      'and',
      'or',
      'pr',
      'eq',
      '"x"',
      '1',
      'null',
      ' ',
      ' ',
      '(',
      ')',
      '[',
      ']',
      '"',
      '\\',
      '.',
      ':',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('')
        try {
          expect(parseFilter(printFilter(parseFilter(text)))).toEqual(parseFilter(text))
        } catch (error) {
          expect(error).toMatchObject({ name: 'FilterSyntaxError', scimType: 'invalidFilter', status: 400 })
          expect(error).toHaveProperty(
            'position',
            expect.toSatisfy((at: number) => at >= 0 && at <= text.length),
          )
        }
      }),
      { ...runs, numRuns: 20_000 },
    )
  })
})
