/** Turns signals of the terminal into one abort; a second one ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal
  /** Takes the handlers away again. */
  release(): void
}

/** Listens for SIGINT and SIGTERM. `last` is what a second one prints before the process ends. */
export function listenForInterrupt(first: () => void, last: () => string): Interrupt {
  const control = new AbortController()
  const hear = () => {
    if (control.signal.aborted) {
      process.stderr.write(`${last()}\n`)
      process.exit(130)
    }
    first()
    control.abort(new Error('interrupted'))
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, hear)
  return {
    signal: control.signal,
    release: () => {
      for (const signal of signals) process.off(signal, hear)
    },
  }
}
