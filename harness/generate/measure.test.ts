import { expect, test } from 'vitest'
import { parseFilter } from '../scim/filter/parse.ts'
import { filterNodes, patchNodes } from './measure.ts'

test('a filter is as large as it has productions, whatever its values', () => {
  expect(filterNodes(parseFilter('title eq "a very long title"'))).toBe(1)
  expect(filterNodes(parseFilter('not (title pr)'))).toBe(2)
  expect(filterNodes(parseFilter('title pr and (title eq "a" or emails[type eq "work"])'))).toBe(6)
})

test('a PATCH is larger by an operation than by any value', () => {
  const one = patchNodes([{ op: 'add', value: { title: 'a', emails: [{ value: 'b', type: 'c' }] } }])
  expect(one).toBe(1003)
  expect(
    patchNodes([
      { op: 'remove', path: 'title' },
      { op: 'remove', path: 'title' },
    ]),
  ).toBeGreaterThan(one)
})
