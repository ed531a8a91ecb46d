import { describe, expect, test } from 'vitest'
import { parseFilter, printFilter } from './filter.ts'

const term = (key: string | undefined, values: string[], negated = false) =>
  key === undefined ? { values, negated } : { key, values, negated }

describe('reading a filter', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['verdict:fail', [term('verdict', ['fail'])]],
    ['VERDICT:Fail', [term('verdict', ['Fail'])]],
    ['verdict:fail,warn', [term('verdict', ['fail', 'warn'])]],
    ['!tag:slow', [term('tag', ['slow'], true)]],
    ['-tag:slow', [term('tag', ['slow'], true)]],
    ['id:rfc7644.patch.*', [term('id', ['rfc7644.patch.*'])]],
    ['"some text"', [term(undefined, ['some text'])]],
    ['some text', [term(undefined, ['some']), term(undefined, ['text'])]],
    ['"never closed', [term(undefined, ['never closed'])]],
    ['"verdict:fail"', [term(undefined, ['verdict:fail'])]],
    ['"!x"', [term(undefined, ['!x'])]],
    ['!', [term(undefined, ['!'])]],
    ['suite:"a b,c"', [term('suite', ['a b,c'])]],
    ['urn:ietf:params', [term(undefined, ['urn:ietf:params'])]],
    ['  verdict:fail   level:must ', [term('verdict', ['fail']), term('level', ['must'])]],
    ['verdict:', []],
    ['""', []],
  ])('%j', (text, terms) => {
    expect(parseFilter(text).terms).toEqual(terms)
  })

  test.each([
    ['verdikt:fail', /^verdikt: is no key.*Keys: verdict, profile/],
    ['level:', /^level: waits for a value/],
  ])('%j draws a hint', (text, hint) => {
    expect(parseFilter(text).hints).toEqual([expect.stringMatching(hint)])
  })

  test.each(['urn:ietf:x', 'https://example.com', '"a:b"', 'verdict:fail'])('%j draws none', (text) => {
    expect(parseFilter(text).hints).toEqual([])
  })
})

test.each([
  'verdict:fail,warn level:must !tag:slow "some text" word',
  'suite:"a b"',
  '"verdict:fail"',
  '"!x"',
  '!"two words"',
])('%j is written as it was read', (text) => {
  expect(parseFilter(printFilter(parseFilter(text).terms)).terms).toEqual(parseFilter(text).terms)
})
