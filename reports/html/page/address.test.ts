import { expect, test } from 'vitest'
import { hashOf, viewOf } from './address.ts'

test.each([
  { filter: '', open: [] },
  { filter: 'verdict:fail "a & b" #x=1 %', open: ['a.b', 'c.d-e'] },
])('%j lives in the address', (view) => {
  expect(viewOf(hashOf(view))).toEqual(view)
})

test.each(['', '#', '#nonsense', '#open=,,', '#q=%E0%A4%A'])(
  '%j is an address that shows something',
  (hash) => {
    expect(viewOf(hash).open).toEqual([])
  },
)

test('a check that is named twice is open once', () => {
  expect(viewOf('#open=a,a').open).toEqual(['a'])
})
