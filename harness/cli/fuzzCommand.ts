import { resolve } from 'node:path'
import { renderSummary, wantsColor } from '../../reports/console/index.ts'
import { fuzz, type FuzzOptions } from '../run/fuzz/fuzz.ts'
import type { RunDocument, RunOptions } from '../run/index.ts'
import type { Subject } from '../run/fuzz/subjects.ts'
import { builtInChecks } from '../run/suites.ts'
import { usage } from '../run/usage.ts'
import { watchServer } from '../run/fuzz/watch.ts'
import { listenForInterrupt } from './interrupt.ts'
import type { TypedOptions } from './options.ts'
import { writeReports } from './reporters.ts'
import { optionsFor, runCommand } from './runCommand.ts'

/** Fuzzes, renders, and gives the exit code, which says the same as that of a run. @throws what `tell` tells */
export async function fuzzCommand(url: string | undefined, typed: TypedOptions): Promise<number> {
  const { only, time, corpus, watch, ...rest } = typed
  const subjects = (only ?? []) as readonly Subject[]
  const own: Pick<FuzzOptions, 'timeMs' | 'corpus'> = {
    ...(typeof time === 'number' ? { timeMs: time } : {}),
    ...(typeof corpus === 'string' ? { corpus } : {}),
  }
  if (watch === true) return watchCommand(url, rest, { ...own, subjects })
  const ids = builtInChecks().flatMap(({ id, tags }) =>
    tags.includes('fuzz') && (subjects.length === 0 || subjects.some((one) => tags.includes(one)))
      ? [id]
      : [],
  )
  return runCommand(url, rest, (options) => ({
    options: { ...options, only: ids, profiles: ['rfc', 'entra', 'microsoft', 'security'] },
    play: ({ signal, ...given }) =>
      fuzz({ ...withoutChoice(given), ...own, subjects, ...(signal === undefined ? {} : { stop: signal }) }),
  }))
}

/** What is chosen by subject and not by id. */
function withoutChoice({
  only: _only,
  tags: _tags,
  requirements: _requirements,
  profiles: _profiles,
  engine: _engine,
  ...rest
}: RunOptions) {
  return rest
}

/** Fuzzes filters and PATCH requests after each restart of the server, until it is interrupted. */
async function watchCommand(
  url: string | undefined,
  typed: TypedOptions,
  own: Pick<FuzzOptions, 'timeMs' | 'corpus' | 'subjects'>,
): Promise<number> {
  const { options, reporters } = await optionsFor(url, typed)
  const { command, waitFor, ...rest } = withoutChoice(options)
  if (rest.url === undefined) throw usage('--watch needs the base URL of a server that restarts.')
  const subjects = own.subjects?.length === 0 ? (['filter', 'patch'] as const) : own.subjects
  const color = wantsColor(process.env, process.stdout.isTTY, typed['color'] === false)
  const out = options.out ?? 'scimproof-report'
  const interrupt = listenForInterrupt(
    () => say('Interrupted: removing what was made. Once more ends at once.'),
    () => `Ended. What was left behind: scimproof clean ${rest.url ?? 'URL'} --journal ${out}`,
  )
  const last: { document?: RunDocument } = {}
  try {
    await watchServer({
      url: rest.url,
      ...(command === undefined ? {} : { command }),
      ...(waitFor === undefined ? {} : { waitFor }),
      signal: interrupt.signal,
      onUp: async (down) => {
        const told = await fuzz({
          ...rest,
          ...own,
          ...(subjects === undefined ? {} : { subjects }),
          signal: down,
        }).catch((error: unknown) => {
          say(`Not fuzzed: ${error instanceof Error ? error.message : String(error)}`)
        })
        if (told === undefined) return
        last.document = told
        await writeReports(told, reporters, resolve(out))
        process.stdout.write(
          `${renderSummary(told, { color, width: process.stdout.columns ?? 120, verbose: false })}\n`,
        )
        say('Waiting for the next restart; Ctrl-C ends.')
      },
    })
  } finally {
    interrupt.release()
  }
  return last.document?.exitCode ?? 0
}

const say = (text: string) => void process.stderr.write(`${text}\n`)
