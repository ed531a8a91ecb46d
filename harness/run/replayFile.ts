import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { assemble, journalOf, NoRecording } from '../entra/record/recordingFile.ts'
import { isObject } from '../scim/json.ts'
import { REPLAY } from '../../suites/entra/replay/replayedSuite.ts'
import type { RunDocument } from '../../reports/model/index.ts'
import type { RunOptions } from './options.ts'
import { replayCounterexample } from './fuzz/replayCounterexample.ts'
import { run } from './run.ts'
import { readJson, suiteOfExchanges } from './suiteFile.ts'
import { usage } from './usage.ts'

/** What is played, and how. */
export interface Playing {
  readonly options: RunOptions
  play(options: RunOptions): Promise<RunDocument>
}

/**
 * How what a file holds is played: recorded exchanges (of `scimproof record`, of `scimproof import`, or of
 * `fixtures/entra`), or a counterexample that a run has found.
 *
 * @param options as for `run`; `only` chooses among the checks of the file
 * @throws {UsageError} when the file holds nothing that can be played
 */
export function playingOf(file: string, options: RunOptions = {}): Playing {
  takeInJournal(file)
  const json = readJson(file)
  switch (isObject(json) ? json['kind'] : undefined) {
    case 'counterexample':
      return { options, play: (given) => replayCounterexample(file, given) }
    case 'recording':
    case undefined:
      return { options: withExchanges(file, options), play: run }
    default:
      throw usage(
        `${file} holds nothing that can be played.`,
        'scimproof record and scimproof import write recordings; a run writes counterexamples.',
      )
  }
}

/** Plays what a file holds, and resolves to the document of that run. @throws as `playingOf` and `run` */
export async function replayFile(file: string, given: RunOptions = {}): Promise<RunDocument> {
  const { options, play } = playingOf(file, given)
  return play(options)
}

function withExchanges(file: string, options: RunOptions): RunOptions {
  const { id } = suiteOfExchanges(file)
  const only = options.only ?? []
  const whole = (pattern: string) => (pattern.startsWith(`${REPLAY}.`) ? pattern : `${id}.${pattern}`)
  return {
    gate: ['entra'],
    ...options,
    profiles: ['entra'],
    checks: [file],
    only: only.length === 0 ? [`${id}.*`] : only.map(whole),
  }
}

/** A recording that was cut short lies beside its file. */
function takeInJournal(file: string): void {
  if (!existsSync(journalOf(file))) return
  try {
    assemble(resolve(file))
  } catch (error) {
    if (!(error instanceof NoRecording)) throw error
  }
}
