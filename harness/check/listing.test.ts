import { describe, expect, test } from 'vitest'
import type { Json } from '../scim/types.ts'
import { answerOf } from './answer.ts'
import { openLedger } from './ledger.ts'
import { listingOf, overlaps, type PageQuery, walkPages } from './listing.ts'

const answer = (body: Json | string, status = 200) =>
  answerOf(
    {
      id: 'x1',
      scope: 'check',
      request: { method: 'GET', url: 'http://t/Users', headers: {} },
      response: {
        status,
        headers: {},
        body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
      },
      startedAt: 0,
      durationMs: 0,
    },
    openLedger(),
  )

const users = (...ids: number[]) => ids.map((id) => ({ id: String(id) }))
const all = [1, 2, 3, 4, 5]

describe('a list answer', () => {
  test.each<[Json | string]>([['<html>'], [[]], [{ Resources: 7, totalResults: 'x' }], [null]])(
    'of an odd shape, %j, has no resources and no figures',
    (body) => {
      expect(listingOf(answer(body))).toEqual({ resources: [] })
    },
  )

  test('gives its figures and cursors', () => {
    const body = { totalResults: 5, startIndex: 1, itemsPerPage: 1, nextCursor: 'n', Resources: users(1) }
    expect(listingOf(answer(body))).toEqual({
      totalResults: 5,
      startIndex: 1,
      itemsPerPage: 1,
      nextCursor: 'n',
      resources: users(1),
    })
  })
})

describe('a walk', () => {
  const byIndex =
    (size: number) =>
    ({ startIndex = 1 }: PageQuery) =>
      Promise.resolve(
        answer({
          totalResults: 5,
          Resources: users(...all.slice(Number(startIndex) - 1, Number(startIndex) - 1 + size)),
        }),
      )

  test('advances startIndex until all resources were seen', async () => {
    const walk = await walkPages(byIndex(2))
    expect([walk.end, walk.ids, walk.pages.length]).toEqual(['complete', ['1', '2', '3', '4', '5'], 3])
    expect(overlaps(walk)).toBe(false)
  })

  test('overlaps where a page shows again what another showed', async () => {
    const reversed = ({ startIndex = 1 }: PageQuery) =>
      Promise.resolve(answer({ totalResults: 5, Resources: startIndex === 1 ? users(1, 2, 3) : users(2, 1) }))
    const walk = await walkPages(reversed)
    expect([walk.end, overlaps(walk)]).toEqual(['complete', true])
  })

  test('follows cursors that nobody asked for', async () => {
    const walk = await walkPages(({ cursor = '0' }) => {
      const from = Number(cursor)
      const more = from + 2 < 5 ? { nextCursor: String(from + 2) } : {}
      return Promise.resolve(answer({ Resources: users(...all.slice(from, from + 2)), ...more }))
    })
    expect([walk.end, walk.ids]).toEqual(['complete', ['1', '2', '3', '4', '5']])
  })

  test('ends when every page is the first', async () => {
    const walk = await walkPages(() => Promise.resolve(answer({ totalResults: 5, Resources: users(1, 2) })))
    expect([walk.end, walk.pages.length]).toEqual(['stuck', 2])
  })

  test('ends when cursors go in a circle', async () => {
    const walk = await walkPages(() =>
      Promise.resolve(answer({ totalResults: 5, Resources: users(1), nextCursor: 'again' })),
    )
    expect([walk.end, walk.pages.length]).toEqual(['stuck', 2])
  })

  test('ends at a page that is no list, and tells which', async () => {
    const walk = await walkPages(({ startIndex }) =>
      startIndex === undefined ? byIndex(2)({}) : Promise.resolve(answer({}, 400)),
    )
    expect([walk.end, walk.first.status, walk.last.status]).toEqual(['refused', 200, 400])
  })

  test('asks for no more pages than it may', async () => {
    expect((await walkPages(byIndex(1), {}, 3)).end).toBe('too-long')
  })
})
