import { expect, test } from 'vitest'
import { lagOf } from './lag.ts'

test('a read waits for what is left of the lag since the last write, and a write for nothing', async () => {
  const time = { now: 1000 }
  const waits: number[] = []
  const lag = lagOf(
    500,
    () => time.now,
    (milliseconds) => {
      waits.push(milliseconds)
      time.now += milliseconds
      return Promise.resolve()
    },
  )
  const read = { method: 'GET', path: '/Users/1' }
  const write = { method: 'PATCH', path: '/Users/1' }
  await lag.before(read)
  lag.after(write)
  time.now += 200
  await lag.before(write)
  await lag.before({ method: 'POST', path: '/Users/.search' })
  await lag.before(read)
  expect(waits).toEqual([300])
})
