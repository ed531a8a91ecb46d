import { describe, expect, test } from 'vitest'
import invalid from '../../../fixtures/grammar/filter-invalid.json' with { type: 'json' }
import valid from '../../../fixtures/grammar/filter-valid.json' with { type: 'json' }
import type { Filter } from '../types.ts'
import { parseBracketed, parseFilter } from './parse.ts'
import { printFilter } from './print.ts'
import { FilterSyntaxError } from './syntax-error.ts'

const compare = (name: string, op: 'eq' | 'gt', value: string | number | boolean | null): Filter => ({
  kind: 'compare',
  path: { name },
  op,
  value,
})
const present = (name: string): Filter => ({ kind: 'present', path: { name } })

const refusal = (read: () => unknown): FilterSyntaxError => {
  try {
    read()
  } catch (error) {
    if (error instanceof FilterSyntaxError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the corpus of valid filters', () => {
  test.each(valid.cases)('$filter', (example: { filter: string; printed?: string }) => {
    const read = parseFilter(example.filter)
    expect(printFilter(read)).toBe(example.printed ?? example.filter)
    expect(parseFilter(printFilter(read))).toEqual(read)
  })

  test('names a source and a clause each, and none twice', () => {
    expect(valid.cases.filter(({ source, clause }) => source === '' || clause === '')).toEqual([])
    expect(valid.cases.length).toBeGreaterThan(90)
  })
})

describe('the corpus of invalid filters', () => {
  test.each(invalid.cases)('$filter', ({ filter, position, expected }) => {
    const error = refusal(() => parseFilter(filter))
    expect([error.position, error.expected]).toEqual([position, expect.stringContaining(expected)])
    expect(error.message).toContain(`position ${position}: found ${error.found}, expected ${error.expected}`)
    expect([error.status, error.scimType]).toEqual([400, 'invalidFilter'])
  })

  test('shares nothing with the valid one', () => {
    const known = new Set(valid.cases.map(({ filter }) => filter))
    expect(invalid.cases.filter(({ filter }) => known.has(filter))).toEqual([])
    expect(invalid.cases.length).toBeGreaterThan(90)
  })
})

describe('the tree', () => {
  test('keeps the spelling of paths and lowers operators', () => {
    expect(parseFilter('urn:Example:a:Name.Sub CO "x"')).toEqual({
      kind: 'compare',
      path: { uri: 'urn:Example:a', name: 'Name', sub: 'Sub' },
      op: 'co',
      value: 'x',
    })
  })

  test('has the literal types of JSON', () => {
    const values = ['"true"', 'true', 'false', 'null', '5', '-0', '1e2']
    const read = values.map((value) => parseFilter(`a eq ${value}`))
    expect(read).toEqual(['true', true, false, null, 5, 0, 100].map((value) => compare('a', 'eq', value)))
  })

  test('associates chains to the left', () => {
    expect(parseFilter('a pr and b pr and c pr')).toEqual({
      kind: 'and',
      left: { kind: 'and', left: present('a'), right: present('b') },
      right: present('c'),
    })
    expect(parseFilter('a pr or b pr or c pr')).toEqual({
      kind: 'or',
      left: { kind: 'or', left: present('a'), right: present('b') },
      right: present('c'),
    })
  })

  test('binds not before and, and before or', () => {
    expect(parseFilter('a pr or not (b pr) and c gt 1')).toEqual({
      kind: 'or',
      left: present('a'),
      right: { kind: 'and', left: { kind: 'not', filter: present('b') }, right: compare('c', 'gt', 1) },
    })
  })

  test('keeps what stands in brackets apart', () => {
    expect(parseFilter('emails[type eq "work"] and a pr')).toEqual({
      kind: 'and',
      left: { kind: 'valuePath', path: { name: 'emails' }, filter: compare('type', 'eq', 'work') },
      right: present('a'),
    })
  })
})

describe('what an error says', () => {
  test.each([
    [
      'userName regex "x"',
      'Invalid filter at position 9: found regex, expected one of the operators eq, ne, co, sw, ew, gt, ge, lt, le, pr.',
    ],
    ['userName', 'Invalid filter at position 8: found the end, expected a blank and an operator, or "[".'],
    [
      'userName  pr',
      'Invalid filter at position 9: found a blank, expected one of the operators eq, ne, co, sw, ew, gt, ge, lt, le, pr.',
    ],
    [
      'a eq "\u0001"',
      'Invalid filter at position 6: found control character U+0001, expected it escaped as \\uXXXX (RFC 7159).',
    ],
    [
      'a eq "\u001f"',
      'Invalid filter at position 6: found control character U+001F, expected it escaped as \\uXXXX (RFC 7159).',
    ],
    ['a eq "x', 'Invalid filter at position 7: found the end, expected a closing double quote.'],
    [
      'a eq "\\q"',
      'Invalid filter at position 6: found \\q, expected a JSON escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX.',
    ],
  ])('%j', (filter, message) => {
    const error = refusal(() => parseFilter(filter))
    expect(error.message).toBe(message)
    expect(error.name).toBe('FilterSyntaxError')
  })
})

describe('depth', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`

  test('is limited to 100 unless told', () => {
    expect(parseFilter(nested(100))).toEqual(present('a'))
    const error = refusal(() => parseFilter(nested(101)))
    expect([error.position, error.expected]).toEqual([100, 'at most 100 brackets open at once'])
  })

  test('is what the caller says, for every kind of bracket', () => {
    expect(parseFilter('not (a[b pr])', { maxDepth: 2 }).kind).toBe('not')
    for (const filter of ['not (a[b pr])', 'a[(b pr)]', 'a[not (b pr)]', '((b pr))', '(a pr) and ((b pr))']) {
      expect(refusal(() => parseFilter(filter, { maxDepth: 1 })).expected).toBe(
        'at most 1 brackets open at once',
      )
    }
    expect(parseFilter('(a pr) and (b pr) or c[d pr]', { maxDepth: 1 }).kind).toBe('or')
    expect(() => parseBracketed('a[(b pr)]', 1, { maxDepth: 1 })).toThrow(FilterSyntaxError)
  })

  test('does not exhaust the stack on hostile texts', () => {
    expect(() => parseFilter(nested(1_000_000))).toThrow(FilterSyntaxError)
    expect(() => parseFilter('not ('.repeat(1_000_000))).toThrow(FilterSyntaxError)
  })

  test('does not limit the length of a chain', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `a${index} pr`).join(' or ')
    expect(printFilter(parseFilter(text))).toBe(text)
  })
})

describe('a bracketed filter in a PATCH path', () => {
  test('ends behind its bracket', () => {
    const path = 'emails[type eq "]" and (value pr)].value'
    const { filter, end } = parseBracketed(path, 6)
    expect(printFilter(filter)).toBe('type eq "]" and value pr')
    expect(path.slice(end)).toBe('.value')
  })

  test.each([
    ['emails[type eq "work"', 6, 21, '"and", "or" or "]"'],
    ['emails[]', 6, 7, 'an attribute name, "not" or "("'],
    ['emails', 6, 6, '"["'],
    ['emails.type', 6, 6, '"["'],
    ['a[b[c pr]]', 1, 3, 'no value path inside brackets (erratum 4690)'],
  ])('%s is refused', (path, position, at, expected) => {
    const error = refusal(() => parseBracketed(path, position))
    expect([error.position, error.expected]).toEqual([at, expected])
  })
})

describe('a sub-attribute behind brackets', () => {
  const read = (text: string) => printFilter(parseFilter(text, { subAfterBrackets: true }))

  test.each([
    ['emails[type eq "work"].value eq "x"', 'emails[type eq "work" and value eq "x"]'],
    ['emails[type eq "work"].value pr and title pr', 'emails[type eq "work" and value pr] and title pr'],
    [
      'a pr or emails[type pr or value pr].$ref co "].x"',
      'a pr or emails[(type pr or value pr) and $ref co "].x"]',
    ],
    ['emails[type eq "work"] and title pr', 'emails[type eq "work"] and title pr'],
  ])('%s is read when asked for', (text, printed) => {
    expect(read(text)).toBe(printed)
  })

  test.each([
    ['emails[type eq "work"].', 22, 'a dot and a sub-attribute'],
    ['emails[type eq "work"].a.b pr', 22, 'a dot and a sub-attribute'],
    ['emails[type eq "work"].value', 28, 'a blank and an operator, or "["'],
    ['emails[type eq "work"]value pr', 22, 'the end'],
    ['emails[type eq "work"].value[a pr]', 28, 'a blank and an operator, or "["'],
  ])('%s is refused', (text, at, expected) => {
    const error = refusal(() => read(text))
    expect([error.position, error.expected]).toEqual([at, expected])
  })
})
