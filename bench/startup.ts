import { spawnSync } from 'node:child_process'
import { folder } from './recording.ts'

/** How long the command takes beside an empty Node process. */
export interface Startup {
  readonly emptyMs: number
  readonly helpMs: number
  readonly oneCheckMs: number
}

const MAIN = new URL('../dist/harness/cli/main.js', import.meta.url).pathname

function medianOf(args: readonly string[], times = 5): number {
  const samples = Array.from({ length: times }, () => {
    const begun = performance.now()
    spawnSync(process.execPath, args, { cwd: folder(), stdio: 'ignore' })
    return performance.now() - begun
  })
  return Math.round(samples.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0)
}

/** Measures the built command: `--help`, and a run of one check on the embedded server. */
export function startup(): Startup {
  return {
    emptyMs: medianOf(['-e', '0']),
    helpMs: medianOf([MAIN, '--help']),
    oneCheckMs: medianOf([MAIN, 'run', '--quiet', '--only', 'rfc7644.create.creates-a-user']),
  }
}
