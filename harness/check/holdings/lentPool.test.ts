import { describe, expect, test } from 'vitest'
import { openAllowance, openPool, openPools } from './lentPool.ts'

describe('a pool', () => {
  test('lets so many be made, lends what is free, and waits for what others have', async () => {
    const pool = openPool('user', 2)
    expect(await pool.take('a')).toBeUndefined()
    pool.add('a', '/Users/1')
    expect(await pool.take('b')).toBeUndefined()
    pool.add('b', '/Users/2')
    const later = pool.take('c')
    pool.release('a')
    expect(await later).toBe('/Users/1')
    expect(pool.lentTo('c')).toEqual(['/Users/1'])
    expect(pool.made()).toBe(2)
  })

  test('gives a place back that was not used', async () => {
    const pool = openPool('user', 1)
    await pool.take('a')
    const later = pool.take('b')
    pool.forgo()
    expect(await later).toBeUndefined()
  })

  test('ends a check that nobody can help', async () => {
    const pool = openPool('user', 1)
    await pool.take('population')
    pool.add('population', '/Users/1')
    await expect(pool.take('a')).rejects.toThrow('No user of the pool is free')
    await expect(pool.take('population')).rejects.toThrow('--pool 3 would allow it')
  })

  test('lends no more what was spoilt, and tells so who waits', async () => {
    const pool = openPool('user', 1, ['/Users/1'])
    expect(await pool.take('a')).toBe('/Users/1')
    const waiting = pool.take('b')
    pool.spoil('/Users/1')
    await expect(waiting).rejects.toThrow('can be brought back to a known state')
    expect(pool.has('/Users/1')).toBe(true)
  })
})

describe('an allowance', () => {
  test('counts what succeeds, and refuses what is too much', async () => {
    const allowance = openAllowance(1, 'Nothing is left.')
    const refused = await allowance.ask(1)
    const waiting = allowance.ask(1)
    refused(0)
    const done = await waiting
    done(1)
    expect(allowance.used()).toBe(1)
    await expect(allowance.ask(1)).rejects.toThrow('Nothing is left.')
  })
})

test('the pools of a run tell how many creations there were', () => {
  const pools = openPools({ size: 5, deletes: 'keeps', members: ['/Users/1'] })
  expect(pools.told()).toContain('1 users were made once')
  expect(pools.told()).toContain('1 creations in all, of at most 8')
})
