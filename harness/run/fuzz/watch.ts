import { connect } from 'node:net'
import { realWait } from '../../target/time.ts'
import { startCommand, type RunningCommand } from '../../target/process.ts'

/** A server that is watched. */
export interface Watched {
  /** Base URL; the server is up while something takes connections there. */
  readonly url: string
  /** Starts the server, and is started again when it ends. Without it somebody else does. */
  readonly command?: string
  readonly waitFor?: string
  /** Ends the watching. */
  readonly signal: AbortSignal
  /** Called whenever the server is up again; `down` is aborted once it is not any more. */
  onUp(down: AbortSignal): Promise<void>
}

const POLL_MS = 100
/** Two misses in a row: one may be a crowded queue. */
const MISSES = 2

/**
 * Calls `onUp` once the server is up, and again after each restart, until the signal is aborted.
 *
 * @throws {TargetError} when the command ends before its server answers
 */
export async function watchServer({ url, command, waitFor, signal, onUp }: Watched): Promise<void> {
  const start = () =>
    command === undefined
      ? Promise.resolve(undefined)
      : startCommand({ command, waitFor: waitFor ?? url, timeoutMs: 60_000, signal })
  let running: RunningCommand | undefined
  try {
    running = await start()
    while (!signal.aborted) {
      await until(async () => takesConnections(url), signal)
      if (signal.aborted) return
      const down = new AbortController()
      const working = onUp(AbortSignal.any([down.signal, signal]))
      await untilDown(url, signal)
      down.abort(new Error('The server went away.'))
      await working
      if (running !== undefined && !isAlive(running.pid) && !signal.aborted) {
        await running.stop()
        running = await start()
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await running?.stop()
  }
}

async function untilDown(url: string, signal: AbortSignal): Promise<void> {
  let misses = 0
  await until(async () => {
    misses = (await takesConnections(url)) ? 0 : misses + 1
    return misses >= MISSES
  }, signal)
}

async function until(isSo: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isSo())) {
    await realWait(POLL_MS, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
}

function takesConnections(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    })
    const end = (up: boolean) => {
      socket.destroy()
      resolve(up)
    }
    socket.setTimeout(1000, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // there is no such process any more
  }
}
