import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

/** `startIndex` and `count` (RFC 7644 §3.4.2.4). */
export interface Paging {
  readonly startIndex?: number
  readonly count?: number
}

/**
 * Pages of a list of `total` resources: inside, across the end, beyond it; and the edges that RFC 7644 §3.4.2.4 gives a
 * meaning: `startIndex` below 1 is 1, `count` below 0 is 0, `count` 0 asks for the total only. Shrinks towards the first
 * page without parameters.
 *
 * @param total how many resources the list has
 */
export function pagingOf(total: number): Arbitrary<Paging> {
  const inside = fc.integer({ min: 1, max: Math.max(1, total) })
  const startIndex = fc.oneof(
    { arbitrary: inside, weight: 4 },
    { arbitrary: fc.constantFrom(1, 0, -1, total, total + 1, total + 2, 2 ** 31 - 1, -(2 ** 31)), weight: 2 },
  )
  const count = fc.oneof(
    { arbitrary: inside, weight: 4 },
    { arbitrary: fc.constantFrom(1, 0, -1, total, total + 1, -(2 ** 31)), weight: 2 },
  )
  return fc.record({ startIndex, count }, { requiredKeys: [], noNullPrototype: true })
}

/** The sizes of pages that make up a walk through a list: each 1 to `total` and a bit, in the order they are asked for. */
export function pageSizesOf(total: number): Arbitrary<readonly number[]> {
  return fc.array(fc.integer({ min: 1, max: total + 1 }), { minLength: 1, maxLength: 8 })
}

/** The pages of a walk: each begins where the one before ended, the last reaches the end of the list. */
export function walkOf(total: number, sizes: readonly number[]): readonly Required<Paging>[] {
  const pages: Required<Paging>[] = []
  let startIndex = 1
  for (let at = 0; startIndex <= total; at++) {
    const count = Math.max(1, sizes[at % sizes.length] ?? total)
    pages.push({ startIndex, count })
    startIndex += count
  }
  return pages
}
