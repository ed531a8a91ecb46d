import fc from 'fast-check'
import { parse as peerParse } from 'scim2-parse-filter'
import type { Filter as PeerFilter } from 'scim2-parse-filter'
import { describe, expect, test } from 'vitest'
import invalid from '../../../fixtures/grammar/filter-invalid.json' with { type: 'json' }
import valid from '../../../fixtures/grammar/filter-valid.json' with { type: 'json' }
import { parseAttributePath } from '../path.ts'
import type { Filter } from '../types.ts'
import { COMPARE_OPERATORS, parseFilter } from './parse.ts'
import { printFilter } from './print.ts'

/** The peer's tree as ours. Chains are read as associating to the left, as ours are. */
function fromPeer(filter: PeerFilter): Filter {
  switch (filter.op) {
    case 'and':
    case 'or': {
      const { op } = filter
      return filter.filters.map(fromPeer).reduce((left, right): Filter => ({ kind: op, left, right }))
    }
    case 'not':
      return { kind: 'not', filter: fromPeer(filter.filter) }
    case '[]':
      return {
        kind: 'valuePath',
        path: parseAttributePath(filter.attrPath),
        filter: fromPeer(filter.valFilter),
      }
    case 'pr':
      return { kind: 'present', path: parseAttributePath(filter.attrPath) }
    default:
      return {
        kind: 'compare',
        path: parseAttributePath(filter.attrPath),
        op: filter.op,
        value: filter.compValue === 0 ? 0 : filter.compValue,
      }
  }
}

const isRead = (read: (text: string) => unknown, text: string): boolean => {
  try {
    read(text)
    return true
  } catch {
    return false
  }
}

/** Whether a text holds an escape other than that of a double quote. */
const hasEscape = (text: string): boolean => /\\[^"]/.test(text)

/** Where the peer differs from us, and why the RFC is on our side. */
const differences: readonly { readonly filter: string; readonly reason: string }[] = [
  { filter: 'manager.$ref eq "x"', reason: '$ref is an attribute name (RFC 7643 §2.4)' },
  { filter: 'members[$ref ew "/Users/1"]', reason: '$ref is an attribute name (RFC 7643 §2.4)' },
  { filter: 'not pr', reason: 'ATTRNAME reserves no word; only a parenthesis makes not an operator' },
  { filter: 'not eq "x" and and pr or or eq 1', reason: 'ATTRNAME reserves no word' },
  { filter: 'a eq -1 or b pr', reason: 'a number may have a sign wherever it stands (RFC 7159 §6)' },
  { filter: 'not userName pr', reason: 'FILTER has a parenthesis behind not' },
  {
    filter: 'emails[type eq "work" and ims[type pr]]',
    reason: 'erratum 4690: no value path inside brackets',
  },
  { filter: 'emails[(ims[type pr])]', reason: 'erratum 4690: no value path inside brackets' },
  { filter: 'emails[type eq "work"].value eq "x"', reason: 'FILTER ends at the bracket (F-07)' },
  { filter: '1a pr', reason: 'ATTRNAME begins with a letter' },
  { filter: '_a pr', reason: 'ATTRNAME begins with a letter' },
  { filter: 'a.1b pr', reason: 'ATTRNAME begins with a letter' },
  { filter: 'a. pr', reason: 'subAttr has a name behind its dot' },
  { filter: 'a..b pr', reason: 'subAttr has a name behind its dot' },
  { filter: 'urn: pr', reason: 'attrPath has a name behind the colon' },
  { filter: 'a.b.c pr', reason: 'attrPath has one subAttr at most' },
  { filter: 'a/b pr', reason: 'nameChar knows no slash' },
  {
    filter: 'a eq 1e999',
    reason: 'the peer reads null from it; RFC 7159 §6 allows a limit, not another value',
  },
  { filter: 'a eq "\\x"', reason: 'RFC 7159 §7 knows no such escape' },
  { filter: 'a eq "\\u12g4"', reason: 'RFC 7159 §7 has four hexadecimal digits behind \\u' },
]

describe('against scim2-parse-filter', () => {
  test('the corpora are read and refused alike, but for blanks and the differences that the RFC decides', () => {
    const texts = [...valid.cases, ...invalid.cases.filter((example) => example.tolerated !== 'blanks')].map(
      ({ filter }) => filter,
    )
    const differing = texts.filter((text) => isRead(peerParse, text) !== isRead(parseFilter, text))
    expect(differing.sort()).toEqual(differences.map(({ filter }) => filter).sort())
  })

  test('blanks are the only other thing the peer is lenient about', () => {
    const blanks = invalid.cases.filter(
      (example) => example.tolerated === 'blanks' && isRead(peerParse, example.filter),
    )
    expect(blanks.length).toBeGreaterThan(10)
    for (const { filter } of blanks) expect(isRead(parseFilter, filter)).toBe(false)
  })

  test('what both read is the same tree, but for escapes, which the peer takes by the letter against RFC 7159 §7', () => {
    const both = valid.cases.map(({ filter }) => filter).filter((text) => isRead(peerParse, text))
    const [escaped, plain] = [both.filter(hasEscape), both.filter((text) => !hasEscape(text))]
    for (const text of plain) expect(fromPeer(peerParse(text)), text).toEqual(parseFilter(text))
    for (const text of escaped) expect(fromPeer(peerParse(text)), text).not.toEqual(parseFilter(text))
    expect([plain.length > 80, escaped.length > 4]).toEqual([true, true])
  })

  test('random filters are the same tree', () => {
    const leaf = fc
      .tuple(
        fc.constantFrom(
          'a',
          'a.b',
          'a-b_9',
          'urn:ietf:params:scim:schemas:core:2.0:User:userName',
          'urn:x:y.z:q.r',
        ),
        fc.constantFrom(...COMPARE_OPERATORS, 'pr'),
        fc.oneof(
          fc.string({ maxLength: 5 }).filter((value) => !hasEscape(JSON.stringify(value))),
          fc.nat(),
          fc.boolean(),
          fc.constant(null),
        ),
      )
      .map(([path, op, value]) => (op === 'pr' ? `${path} pr` : `${path} ${op} ${JSON.stringify(value)}`))
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 4 },
        { weight: 3, arbitrary: leaf },
        leaf.map((inner) => `emails[${inner} or not (${inner})]`),
        tie('text').map((inner) => `not (${inner})`),
        tie('text').map((inner) => `(${inner})`),
        fc
          .tuple(tie('text'), fc.constantFrom('and', 'or', 'AND', 'Or'), tie('text'))
          .map((parts) => parts.join(' ')),
      ),
    }))
    fc.assert(
      fc.property(text, (filter) => {
        expect(printFilter(fromPeer(peerParse(filter)))).toBe(printFilter(parseFilter(filter)))
      }),
      { numRuns: 2_000, seed: 7644 },
    )
  })
})
