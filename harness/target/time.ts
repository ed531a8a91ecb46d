import { setTimeout as after } from 'node:timers/promises'
import type { Clock, Wait } from './types.ts'

/** Milliseconds since 1970, with fractions, never going back within a process. */
export const systemClock: Clock = () => performance.timeOrigin + performance.now()

/** Waits in real time. */
export const realWait: Wait = async (ms, signal) => {
  try {
    await after(ms, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}
