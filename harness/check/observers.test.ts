import { describe, expect, test } from 'vitest'
import type { Exchange } from '../target/types.ts'
import { fold, join, NOTHING_SEEN, type Observe, seenIn } from './observers.ts'

const exchange = (id: string, status?: number): Exchange => ({
  id,
  scope: 'check',
  request: { method: 'GET', url: 'http://x.test/Users', headers: {} },
  ...(status === undefined ? {} : { response: { status, headers: {}, body: new Uint8Array() } }),
  startedAt: 0,
  durationMs: 1,
})

/** Says nothing of 404; calls 500 broken. */
const look: Observe = ({ answer }) => {
  if (answer.status === 404) return undefined
  if (answer.status !== 500) return []
  return [
    { kind: 'five hundred', verdict: 'fail', reason: 'r', expected: 'e', observed: String(answer.status) },
  ]
}

const watch = (exchanges: readonly Exchange[]) =>
  exchanges.reduce((sum, one) => {
    const seen = seenIn(one)
    return seen === undefined ? sum : fold(sum, look, seen)
  }, NOTHING_SEEN)

describe('an observer', () => {
  test('adds up what concerns it, one entry for each kind of violation, with the first exchanges', () => {
    const sum = watch([
      exchange('x1', 200),
      exchange('x2', 404),
      exchange('x3'),
      ...[4, 5, 6, 7].map((n) => exchange(`x${n}`, 500)),
    ])
    expect(sum).toMatchObject({
      relevant: 5,
      violations: [{ kind: 'five hundred', count: 4, exchanges: ['x4', 'x5', 'x6'] }],
    })
  })

  test('shards join to what one run would have seen', () => {
    const all = [200, 500, 404, 500, 500, 200].map((status, index) => exchange(`x${index}`, status))
    expect(join(watch(all.slice(0, 3)), watch(all.slice(3)))).toEqual(watch(all))
  })
})
