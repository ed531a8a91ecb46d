import { expect, test } from 'vitest'
import { printable, printableLines } from './printable.ts'

test.each([
  ['a\u0000b', 'a\\u0000b'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['\u202eabc', '\\u202eabc'],
  ['\ud800', '\\ud800'],
  ['x\udc00', 'x\\udc00'],
  ['🦊', '🦊'],
  ['one\ntwo\r\tthree', 'one\\ntwo\\r\\tthree'],
  ['\u2028\uffff', '\\u2028\\uffff'],
  ['שלום', 'שלום'],
])('%j is shown as %s', (text, shown) => {
  expect(printable(text)).toBe(shown)
})

test('lines stay lines where they are wanted', () => {
  expect(printableLines('one\n\ttwo\r\u0007')).toBe('one\n\ttwo\\r\\u0007')
})
