import { readFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import type { Fuzzing } from '../../check/property/fuzzing.ts'
import { isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import type { RunDocument } from '../../../reports/model/index.ts'
import type { CounterexampleFile } from './counterexamples.ts'
import { renamed } from './corpus.ts'
import { playDirect } from '../direct.ts'
import type { RunOptions } from '../options.ts'
import { run } from '../run.ts'
import { usage } from '../usage.ts'

/** Reads a counterexample from its file. @throws {UsageError} when it is none */
export async function readCounterexample(file: string): Promise<CounterexampleFile> {
  let json: Json
  try {
    json = JSON.parse(await readFile(file, 'utf8')) as Json
  } catch (error) {
    throw usage(`${file} can not be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
  if (!isObject(json) || json['kind'] !== 'counterexample')
    throw usage(
      `${file} holds no counterexample.`,
      'A run writes them into counterexamples/ below its folder.',
    )
  return json as unknown as CounterexampleFile
}

/**
 * Plays exactly the example of a file again, on what the server held, and resolves to the document of that run: exit code 1
 * when it still fails. Names that the run had drawn are replaced by new ones.
 *
 * @param options as for `run`; without a target, that of the file is taken
 * @throws {UsageError} when the file holds no counterexample
 */
export async function replayCounterexample(file: string, options: RunOptions = {}): Promise<RunDocument> {
  const { check, seed, runId: before, target, counterexample } = await readCounterexample(file)
  const runId = options.runId ?? freshRunId()
  const items = (counterexample.population ?? counterexample.state)?.members
  const fuzzing: Fuzzing = {
    only: {
      check,
      value: renamed(counterexample.value, before, runId),
      ...(items === undefined ? {} : { items: items.map((item) => renamed(item, before, runId)) }),
    },
  }
  const own = options.url ?? options.fetch ?? options.command
  const where: Partial<RunOptions> =
    own !== undefined
      ? {}
      : target.url === undefined
        ? { faults: target.faults, variants: target.variants, without: target.without }
        : { url: target.url }
  return run({
    ...where,
    profiles: ['rfc', 'entra', 'microsoft', 'security'],
    gate: ['rfc', 'entra', 'microsoft', 'security'],
    ...options,
    runId,
    seed,
    only: [check],
    engine: (job, checks, hooks) => playDirect(job, checks, hooks, { fuzzing }),
  })
}

/** Eight letters and digits that no other run has. */
export function freshRunId(): string {
  return randomBytes(6).readUIntBE(0, 6).toString(36).padStart(8, '0').slice(-8)
}
