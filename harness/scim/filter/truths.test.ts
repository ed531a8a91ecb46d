import { describe, expect, test } from 'vitest'
import { ANY, FALSE, NEITHER, TRUE, both, either, has, isDecided, negated } from './truths.ts'
import type { Truths } from './truths.ts'

const single = [TRUE, FALSE, NEITHER]
const sets = Array.from({ length: 7 }, (_, index) => index + 1)

/** Kleene's tables, by rank: false is least, true greatest. */
const rank = (truth: Truths): number => [FALSE, NEITHER, TRUE].indexOf(truth)
const least = (left: Truths, right: Truths): Truths => (rank(left) < rank(right) ? left : right)
const greatest = (left: Truths, right: Truths): Truths => (rank(left) < rank(right) ? right : left)
const contrary = (truth: Truths): Truths => [TRUE, NEITHER, FALSE][rank(truth)] ?? 0

const members = (truths: Truths) => single.filter((one) => has(truths, one))
const union = (all: readonly Truths[]): Truths => all.reduce((left, right) => left | right, 0)

describe('sets of truth values', () => {
  test('a conjunction takes the least of every pair, a disjunction the greatest', () => {
    for (const left of sets) {
      for (const right of sets) {
        const pairs = members(left).flatMap((a) => members(right).map((b) => [a, b] as const))
        expect(both(left, right)).toBe(union(pairs.map(([a, b]) => least(a, b))))
        expect(either(left, right)).toBe(union(pairs.map(([a, b]) => greatest(a, b))))
      }
    }
  })

  test('a negation takes the contrary of each', () => {
    for (const truths of sets) expect(negated(truths)).toBe(union(members(truths).map(contrary)))
  })

  test('one value alone is decided', () => {
    expect(sets.filter(isDecided)).toEqual([TRUE, FALSE, NEITHER])
    expect(ANY).toBe(7)
  })
})
