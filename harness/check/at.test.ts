import { expect, test } from 'vitest'
import { at } from './at.ts'

test.each([
  [{ meta: { location: 'x' } }, ['meta', 'location'], 'x'],
  [{ Meta: { LOCATION: 'x' } }, ['meta', 'location'], 'x'],
  [{ meta: 'x' }, ['meta', 'location'], undefined],
  [[1], ['meta'], undefined],
  [null, ['meta'], undefined],
  [undefined, ['meta'], undefined],
  [5, [], 5],
] as const)('%j at %j is %j', (value, names, found) => {
  expect(at(value, ...names)).toBe(found)
})
