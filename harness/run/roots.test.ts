import { expect, test } from 'vitest'
import type { CheckOutcome } from '../check/outcome.ts'
import { openRoots } from './roots.ts'

const outcome = (verdict: 'fail' | 'warn', decisive: readonly string[]) =>
  ({ id: 'a.check', verdict, reason: 'Its own.', decisive }) as unknown as CheckOutcome
const violation = { kind: 'k', verdict: 'fail', reason: 'No JSON.', expected: '', observed: '' } as const

test('a failure that shows what an observer tells of all answers is blocked by that', () => {
  const roots = openRoots()
  roots.note('x1', 'an.observer', [{ ...violation, root: true }])
  roots.note('x2', 'an.observer', [violation])
  roots.note('x3', 'an.observer', undefined)
  expect(roots.trace(outcome('fail', ['x1']))).toMatchObject({
    verdict: 'blocked',
    reason: 'No JSON.',
    blockedBy: 'an.observer',
  })
  for (const other of [outcome('fail', ['x2', 'x3']), outcome('warn', ['x1']), outcome('fail', [])])
    expect(roots.trace(other)).toBe(other)
})
