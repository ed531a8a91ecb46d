import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { TargetError, UsageError } from './errors.ts'
import { realWait, systemClock } from './time.ts'
import type { Clock, Wait } from './types.ts'

/** A command that starts a target (`--command`, `--wait-for`). */
export interface CommandOptions {
  /** A line for the shell of the system. */
  readonly command: string
  /** The target is ready once this URL answers anything at all. */
  readonly waitFor: string
  readonly timeoutMs: number
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly wait?: Wait
}

/** A target that was started here. */
export interface RunningCommand {
  readonly pid: number
  /** What it printed last. */
  output(): string
  /** Ends the process and everything that it started; may be called again. */
  stop(): Promise<void>
}

const POLL_MS = 100
const GRACE_MS = 5000
const OUTPUT_BYTES = 4096

/**
 * Starts a target and waits until its URL answers. Throws a `UsageError` when something answers there already,
 * `TargetError` (E_COMMAND_FAILED) when the command ends or the time is over first; then nothing is left running.
 */
export async function startCommand(options: CommandOptions): Promise<RunningCommand> {
  const {
    command,
    waitFor,
    timeoutMs,
    environment = process.env,
    clock = systemClock,
    wait = realWait,
  } = options
  const signal = options.signal ?? new AbortController().signal
  signal.throwIfAborted()
  if (!URL.canParse(waitFor) || !/^https?:/i.test(waitFor)) {
    throw new UsageError(
      'E_USAGE',
      `--wait-for ${waitFor} is no http or https URL.`,
      'Give a URL of the target.',
    )
  }
  if (await answers(waitFor, signal)) {
    throw new UsageError(
      'E_USAGE',
      `${waitFor} answers already, before --command was started.`,
      'Stop what runs there, or run without --command to check just that.',
    )
  }
  const started = run(command, environment, wait)
  const begun = clock()
  try {
    while (!(await answers(waitFor, signal))) {
      if (started.ended()) {
        throw failed(
          `The command of --command ended (${started.ended()}) before ${waitFor} answered.`,
          started,
        )
      }
      if (clock() - begun > timeoutMs) {
        throw failed(`${waitFor} did not answer within ${timeoutMs} ms of starting --command.`, started)
      }
      await wait(POLL_MS, signal)
    }
  } catch (error) {
    await started.stop()
    throw error
  }
  return { pid: started.pid, output: started.output, stop: started.stop }
}

interface Started extends RunningCommand {
  /** How it ended; undefined while it runs. */
  ended(): string | undefined
}

function run(command: string, environment: CommandOptions['environment'], wait: Wait): Started {
  // A group of its own on POSIX, so that what the shell starts ends with it.
  const child = spawn(command, {
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: { ...environment },
  })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-OUTPUT_BYTES)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  let end: string | undefined
  child.once('exit', (code, by) => {
    end ??= by === null ? `exit code ${code}` : `signal ${by}`
  })
  child.once('error', (error) => {
    end ??= error.message
  })
  let closed = false
  child.once('close', () => {
    closed = true
  })
  const killNow = () => kill(child, 'SIGKILL')
  process.once('exit', killNow)

  async function stop() {
    process.off('exit', killNow)
    if (child.pid === undefined || closed) return
    kill(child, 'SIGTERM')
    // Closed: also what the shell started is gone, or has let go of its output.
    const over = new AbortController()
    await Promise.race([once(child, 'close'), wait(GRACE_MS, over.signal).catch(() => undefined)])
    over.abort()
    kill(child, 'SIGKILL')
    // A daemon that left the group may still hold them.
    child.stdout.destroy()
    child.stderr.destroy()
  }

  return { pid: child.pid ?? -1, output: () => printed, ended: () => end, stop }
}

function kill(child: ChildProcess, how: 'SIGTERM' | 'SIGKILL') {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true })
    return
  }
  try {
    process.kill(-child.pid, how)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // already gone
  }
}

function failed(sentence: string, started: Started): TargetError {
  const last = started.output().trim().split('\n').at(-1)?.trim() ?? ''
  const remedy =
    last === '' ? 'It printed nothing. Run it by hand.' : `The last line it printed: ${last.slice(0, 200)}`
  return new TargetError('E_COMMAND_FAILED', sentence, { remedy })
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)])
    const answer = await fetch(url, { redirect: 'manual', signal: limit })
    await answer.body?.cancel()
    return true
  } catch {
    signal.throwIfAborted()
    return false // nothing listens yet
  }
}
