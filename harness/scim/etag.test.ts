import { describe, expect, test } from 'vitest'
import {
  ifMatchHolds,
  ifNoneMatchHolds,
  parseEntityTag,
  parseEntityTagList,
  printEntityTag,
  strongMatch,
  weakMatch,
} from './etag.ts'

const weak = (opaque: string) => ({ weak: true, opaque })
const strong = (opaque: string) => ({ weak: false, opaque })

describe('an entity-tag', () => {
  test.each([
    ['"xyzzy"', strong('xyzzy')],
    ['W/"xyzzy"', weak('xyzzy')],
    ['""', strong('')],
    ['"a,b"', strong('a,b')],
    ['"ü"', strong('ü')],
  ])('%s is read, and printed as it was', (text, tag) => {
    expect(parseEntityTag(text)).toEqual(tag)
    expect(printEntityTag(tag)).toBe(text)
  })

  test.each(['xyzzy', 'w/"xyzzy"', 'W/xyzzy', '"a b"', '"a"b"', ' "a"', '"a', '', 'W/ "a"', '*'])(
    '%j is none',
    (text) => {
      expect(parseEntityTag(text)).toBeUndefined()
    },
  )

  // The table of RFC 7232 §2.3.2.
  test.each([
    [weak('1'), weak('1'), false, true],
    [weak('1'), weak('2'), false, false],
    [weak('1'), strong('1'), false, true],
    [strong('1'), strong('1'), true, true],
    [strong('1'), strong('2'), false, false],
  ])('%j against %j: strong %s, weak %s', (left, right, strongly, weakly) => {
    expect(strongMatch(left, right)).toBe(strongly)
    expect(strongMatch(right, left)).toBe(strongly)
    expect(weakMatch(left, right)).toBe(weakly)
  })
})

describe('a list of entity-tags', () => {
  test.each([
    ['*', '*'],
    [' * ', '*'],
    ['"a"', [strong('a')]],
    ['"a", W/"b,c" ,"d"', [strong('a'), weak('b,c'), strong('d')]],
    [',"a",,', [strong('a')]],
    ['', undefined],
    [' , ', undefined],
    ['"a" "b"', undefined],
    ['"a", b', undefined],
    ['*, "a"', undefined],
  ])('%j is read', (header, list) => {
    expect(parseEntityTagList(header)).toEqual(list)
  })
})

describe('conditions', () => {
  test('If-Match compares strongly, or weakly where a server follows the examples of SCIM', () => {
    expect(ifMatchHolds('"a"', strong('a'))).toBe(true)
    expect(ifMatchHolds('"b", "a"', strong('a'))).toBe(true)
    expect(ifMatchHolds('"b"', strong('a'))).toBe(false)
    expect(ifMatchHolds('W/"a"', weak('a'))).toBe(false)
    expect(ifMatchHolds('W/"a"', weak('a'), weakMatch)).toBe(true)
    expect(ifMatchHolds('W/"b"', weak('a'), weakMatch)).toBe(false)
  })

  test('If-Match needs a resource, also with an asterisk', () => {
    expect(ifMatchHolds('*', weak('a'))).toBe(true)
    expect(ifMatchHolds('*', undefined)).toBe(false)
    expect(ifMatchHolds('"a"', undefined)).toBe(false)
  })

  test('If-None-Match compares weakly', () => {
    expect(ifNoneMatchHolds('W/"a"', weak('a'))).toBe(false)
    expect(ifNoneMatchHolds('"a"', weak('a'))).toBe(false)
    expect(ifNoneMatchHolds('"b"', weak('a'))).toBe(true)
    expect(ifNoneMatchHolds('*', weak('a'))).toBe(false)
    expect(ifNoneMatchHolds('*', undefined)).toBe(true)
  })

  test('a header that can not be read matches nothing', () => {
    expect(ifMatchHolds('a', strong('a'))).toBe(false)
    expect(ifNoneMatchHolds('a', strong('a'))).toBe(true)
  })
})
