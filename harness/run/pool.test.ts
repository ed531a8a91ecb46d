import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunDocument } from '../../reports/model/index.ts'
import { run } from './run.ts'
import type { RunOptions } from './options.ts'

const playing = (options: RunOptions) =>
  run({
    profiles: ['rfc'],
    skip: ['fuzz.*'],
    engine: 'direct',
    settle: 0,
    out: mkdtempSync(join(tmpdir(), 'scimproof-pool-')),
    ...options,
  })

/** POSTs that made something, in all. */
const creations = ({ exchanges }: RunDocument) =>
  Object.values(exchanges).filter(
    ({ request, response }) => request.method === 'POST' && response?.status === 201,
  ).length

const named = ({ checks }: RunDocument, ...verdicts: string[]) =>
  checks.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id)

describe('a server that lets nobody go', () => {
  test('is found out, and gets few users that are lent', async () => {
    const document = await playing({ variants: ['delete.not-allowed'] })
    expect(creations(document)).toBeLessThanOrEqual(12 + 3)
    expect(named(document, 'fail', 'error', 'blocked')).toEqual([])
    expect(named(document, 'pass').length).toBeGreaterThan(350)
    expect(document.notes.join('\n')).toMatch(/creations in all, of at most 15/)
    expect(document.leftovers.length).toBeGreaterThan(5)
    expect(
      document.leftovers.filter(({ url, state }) => url.includes('/Users/') && state !== 'deactivated'),
    ).toEqual([])
  }, 120_000)

  test('by a DELETE that only deactivates, is failed for that alone', async () => {
    const document = await playing({
      faults: ['delete.only-deactivates'],
      only: ['rfc7644.delete.*', 'rfc7644.put*', 'rfc7644.bulk.*'],
    })
    expect(creations(document)).toBeLessThanOrEqual(12 + 3)
    expect(document.causes.map(({ id }) => id)).toEqual(['rfc7644.delete.get-after-delete'])
  }, 120_000)
})

test('--pool keeps to its size, and deletes no user', async () => {
  const document = await playing({ pool: 8, only: ['rfc7644.patch*', 'rfc7644.create*', 'rfc7644.delete.*'] })
  expect(creations(document)).toBeLessThanOrEqual(8 + 3)
  const deleted = Object.values(document.exchanges).filter(
    ({ request, response }) => request.method === 'DELETE' && response?.status === 204,
  )
  expect(deleted.length).toBeLessThanOrEqual(3)
  expect(named(document, 'fail', 'error', 'blocked')).toEqual([])
}, 120_000)

test('a pool in which no check finds room is refused before anything is sent', async () => {
  await expect(playing({ pool: 3 })).rejects.toThrow('pool is 3, and it takes a whole number from 4.')
})
