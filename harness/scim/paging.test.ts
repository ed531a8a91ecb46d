import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectivePaging, pageOf } from './paging.ts'

describe('paging', () => {
  test.each([
    [{}, undefined, { startIndex: 1 }],
    [{ startIndex: 0 }, undefined, { startIndex: 1 }],
    [{ startIndex: -7, count: -1 }, undefined, { startIndex: 1, count: 0 }],
    [{ startIndex: 3, count: 10 }, undefined, { startIndex: 3, count: 10 }],
    [{ count: 10 }, 5, { startIndex: 1, count: 5 }],
    [{ count: 3 }, 5, { startIndex: 1, count: 3 }],
    [{}, 5, { startIndex: 1, count: 5 }],
    [{ count: 0 }, 5, { startIndex: 1, count: 0 }],
  ])('of %j with at most %s is %j', (request, most, paging) => {
    expect(effectivePaging(request, most)).toEqual(paging)
  })

  test('of count 0 returns nothing but the total', () => {
    expect(pageOf([1, 2, 3], { startIndex: 1, count: 0 })).toEqual({
      resources: [],
      totalResults: 3,
      startIndex: 1,
      itemsPerPage: 0,
    })
  })

  test('beyond the end returns nothing and keeps the total', () => {
    expect(pageOf([1, 2, 3], { startIndex: 4, count: 2 })).toMatchObject({ resources: [], totalResults: 3 })
  })

  test('walked to the end gives each resource once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), (all, count) => {
        const seen: number[] = []
        while (seen.length < all.length) {
          const page = pageOf(all, { startIndex: seen.length + 1, count })
          expect(page.itemsPerPage).toBe(page.resources.length)
          expect(page.itemsPerPage).toBeGreaterThan(0)
          seen.push(...page.resources)
        }
        expect(seen).toEqual(all)
      }),
    )
  })
})
