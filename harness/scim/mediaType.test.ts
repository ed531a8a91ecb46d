import { describe, expect, test } from 'vitest'
import {
  acceptWeight,
  charsetOf,
  essenceOf,
  parseAccept,
  parseMediaType,
  SCIM_MEDIA_TYPE,
} from './mediaType.ts'

describe('a media type', () => {
  test.each([
    ['application/scim+json', SCIM_MEDIA_TYPE],
    ['Application/SCIM+JSON; charset=UTF-8', SCIM_MEDIA_TYPE],
    ['application/json;charset="utf-8" ; x=y;', 'application/json'],
    ['text/html', 'text/html'],
  ])('%s is %s', (text, essence) => {
    expect(essenceOf(text)).toBe(essence)
  })

  test.each([
    '',
    'json',
    'application/',
    '/json',
    'application/json; charset',
    'a/b c',
    'a/b;=c',
    'a/b; c="d',
  ])('%j is none', (text) => {
    expect(parseMediaType(text)).toBeUndefined()
  })

  test('has a charset without regard to case and quotes', () => {
    for (const text of ['a/b;charset=UTF-8', 'a/b; Charset="utf-8"']) {
      expect(charsetOf(parseMediaType(text) ?? expect.fail(text))).toBe('utf-8')
    }
    expect(charsetOf(parseMediaType('a/b') ?? expect.fail())).toBeUndefined()
  })

  test('may have separators and quotes within a quoted parameter', () => {
    const read = parseMediaType('a/b; c="x;y, \\"z\\""; d=e')
    expect([...(read?.parameters ?? [])]).toEqual([
      ['c', 'x;y, "z"'],
      ['d', 'e'],
    ])
  })
})

describe('Accept', () => {
  test.each([
    [undefined, 1],
    ['', 1],
    ['application/scim+json', 1],
    ['APPLICATION/SCIM+JSON;q=0.5', 0.5],
    ['application/*;q=0.2', 0.2],
    ['*/*', 1],
    ['application/scim+json;q=0, */*', 0],
    ['*/*;q=0.1, application/*;q=0.3', 0.3],
    ['application/json', 0],
    ['text/html, application/json;q=0.9', 0],
    ['text/html;x="a,application/scim+json"', 0],
    ['nonsense, application/scim+json', 1],
    ['application/scim+json;q=2', 0],
  ])('%j gives SCIM the weight %d', (header, weight) => {
    expect(acceptWeight(header, SCIM_MEDIA_TYPE)).toBe(weight)
  })

  test('is read in the order given', () => {
    expect(parseAccept('a/b;q=0.5, c/d').map(({ type, q }) => [type, q])).toEqual([
      ['a', 0.5],
      ['c', 1],
    ])
  })
})
