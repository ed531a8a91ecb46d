import type { Exchange, ExchangeRecorder } from './types.ts'

/** Numbers the exchanges of a run and hands each to every listener; one recorder serves all clients of a run. */
export function createRecorder(...listeners: ((exchange: Exchange) => void)[]): ExchangeRecorder {
  let count = 0
  return {
    nextId() {
      count += 1
      return `x${count}`
    },
    record(exchange) {
      for (const listener of listeners) listener(exchange)
    },
  }
}
