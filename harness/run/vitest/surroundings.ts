/**
 * Does work that changes the process around it (vitest sets environment variables, the exit code and signal handlers)
 * and puts everything back, also when the work fails. Listeners that the work adds are taken away at once, so that
 * an interrupt reaches only the handlers that were there before.
 */
export async function leavingNoTrace<T>(work: () => Promise<T>): Promise<T> {
  const environment = { ...process.env }
  const exitCode = process.exitCode
  const directory = process.cwd()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]))
  const takeAway = (event: string | symbol, listener: (...args: unknown[]) => void) => {
    if (!signals.some((signal) => signal === event)) return
    if (before.get(event as 'SIGINT')?.includes(listener as NodeJS.SignalsListener) === true) return
    // An added listener is not yet in the list when newListener is told.
    queueMicrotask(() => process.off(event, listener))
  }
  process.on('newListener', takeAway)
  try {
    return await work()
  } finally {
    process.off('newListener', takeAway)
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
    process.exitCode = exitCode
    if (process.cwd() !== directory) process.chdir(directory)
  }
}
