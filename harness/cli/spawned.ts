import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Test support: the built command as a process of its own, without a terminal.

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url))

/** What a process came to. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/** How the command is started. */
export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly main?: string
  /** Called once it is started, with a function that sends it a signal. */
  readonly onStart?: (signal: (name: NodeJS.Signals) => void) => void
  /** Nobody reads what it prints, as behind `| head`. */
  readonly unread?: boolean
  /** Hears what was printed so far, each time more is printed. */
  readonly onOutput?: (printed: { readonly stdout: string; readonly stderr: string }) => void
}

/** A folder of its own. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'scimproof-'))

/** Runs the built command to its end. */
export function scimproof(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  const begun = performance.now()
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(SCIM_|CI$|VITEST|NODE_OPTIONS|FORCE_COLOR)/.test(name),
    ),
  )
  const child = spawn(process.execPath, [options.main ?? MAIN, ...args], {
    env: { ...inherited, ...options.env },
    cwd: options.cwd ?? freshFolder(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (options.unread === true) child.stdout.destroy()
  options.onStart?.((name) => void child.kill(name))
  const out = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (piece: string) => {
      out[name] += piece
      options.onOutput?.(out)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...out, ms: performance.now() - begun }))
  })
}
