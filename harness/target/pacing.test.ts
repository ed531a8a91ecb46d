import { describe, expect, test } from 'vitest'
import { createPacing } from './pacing.ts'
import { realWait, systemClock } from './time.ts'

/** A clock that only waiting moves; the waits run side by side, as timers do. */
function virtual() {
  const sleepers: { until: number; wake: () => void }[] = []
  let now = 0
  return {
    clock: () => now,
    wait: (ms: number) => new Promise<void>((wake) => sleepers.push({ until: now + ms, wake })),
    async pass() {
      for (;;) {
        await new Promise((done) => setImmediate(done))
        const next = sleepers.sort((left, right) => left.until - right.until).shift()
        if (next === undefined) return
        now = Math.max(now, next.until)
        next.wake()
      }
    },
  }
}

const never = new AbortController().signal

describe('pacing', () => {
  test('lets only so many through at once, in order', async () => {
    const pacing = createPacing({ concurrency: 3, clock: systemClock, wait: realWait })
    const order: number[] = []
    let inside = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const leave = await pacing.enter(never)
        order.push(index)
        most = Math.max(most, (inside += 1))
        await new Promise((done) => setImmediate(done))
        inside -= 1
        leave()
      }),
    )
    expect(most).toBe(3)
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })

  test('never starts more than so many in any second', async () => {
    const time = virtual()
    const pacing = createPacing({ maxRps: 10, clock: time.clock, wait: time.wait })
    const starts: number[] = []
    const all = Promise.all(
      Array.from({ length: 50 }, async () => {
        const leave = await pacing.enter(never)
        starts.push(time.clock())
        leave()
      }),
    )
    await time.pass()
    await all
    for (const start of starts) {
      expect(starts.filter((other) => other >= start && other < start + 999).length).toBeLessThanOrEqual(10)
    }
    expect(Math.max(...starts)).toBe(4900)
  })

  test('a pause holds for everyone, also for those who are already waiting', async () => {
    const time = virtual()
    const pacing = createPacing({ maxRps: 10, clock: time.clock, wait: time.wait })
    const starts: number[] = []
    const enter = async () => {
      const leave = await pacing.enter(never)
      starts.push(time.clock())
      leave()
    }
    await enter()
    const later = [enter(), enter()]
    pacing.pauseUntil(5000)
    await time.pass()
    await Promise.all(later)
    expect(starts[0]).toBe(0)
    expect(Math.min(...starts.slice(1))).toBeGreaterThanOrEqual(5000)
  })

  test('someone who gives up frees the place', async () => {
    const pacing = createPacing({ concurrency: 1, clock: systemClock, wait: realWait })
    const leave = await pacing.enter(never)
    const controller = new AbortController()
    const given = pacing.enter(controller.signal)
    const next = pacing.enter(never)
    controller.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
    leave()
    ;(await next)()
    ;(await pacing.enter(never))()
  })
})
