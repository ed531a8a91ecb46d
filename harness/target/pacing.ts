import { setMaxListeners } from 'node:events'
import type { Clock, Wait } from './types.ts'

/** Lets requests through: so many at once, so many per second. */
export interface Pacing {
  /** Resolves when a request may be sent, with the function that says it has ended. Rejects once the signal is aborted. */
  enter(signal: AbortSignal): Promise<() => void>
  /** Nobody starts before that time (Retry-After holds for all). */
  pauseUntil(time: number): void
}

/** What to keep to. Nothing given: no limit. */
export interface PacingOptions {
  readonly concurrency?: number
  readonly maxRps?: number
  readonly clock: Clock
  readonly wait: Wait
}

/** First come, first served. Requests start at least `1000 / maxRps` ms apart, so no second ever sees more. */
export function createPacing({ concurrency = Infinity, maxRps, clock, wait }: PacingOptions): Pacing {
  const interval = maxRps === undefined ? 0 : 1000 / maxRps
  const queue: (() => void)[] = []
  let running = 0
  let nextStart = -Infinity
  let pausedUntil = -Infinity

  function leave() {
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }

  function place(signal: AbortSignal): Promise<void> {
    if (running < concurrency) {
      running += 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const admitted = () => {
        signal.removeEventListener('abort', cancelled)
        resolve()
      }
      const cancelled = () => {
        queue.splice(queue.indexOf(admitted), 1)
        reject(signal.reason as Error)
      }
      queue.push(admitted)
      signal.addEventListener('abort', cancelled, { once: true })
    })
  }

  async function turn(signal: AbortSignal): Promise<void> {
    let start: number
    do {
      const now = clock()
      start = Math.max(now, pausedUntil, nextStart)
      nextStart = start + interval
      if (start > now) await wait(start - now, signal)
    } while (start < pausedUntil)
  }

  return {
    async enter(signal) {
      // Many requests of one check wait on one signal; that is no leak.
      setMaxListeners(0, signal)
      signal.throwIfAborted()
      await place(signal)
      try {
        await turn(signal)
        signal.throwIfAborted()
      } catch (error) {
        leave()
        throw error
      }
      return leave
    },
    pauseUntil(time) {
      pausedUntil = Math.max(pausedUntil, time)
    },
  }
}
