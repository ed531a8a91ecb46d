import { relative, resolve } from 'node:path'
import { progress, renderSummary, wantsColor } from '../../reports/console/index.ts'
import { UsageError } from '../target/errors.ts'
import { type RunEvent, run, type RunOptions } from '../run/index.ts'
import type { Playing } from '../run/replayFile.ts'
import { readConfiguration } from './configuration.ts'
import { consented } from './consent.ts'
import { listenForInterrupt } from './interrupt.ts'
import { readReporters, runOptionsOf, type TypedOptions } from './options.ts'
import { reporterNames, writeReports } from './reporters.ts'

/** The options of a run: command line before environment before file. */
export async function optionsFor(
  url: string | undefined,
  typed: TypedOptions,
): Promise<{ options: RunOptions; reporters: readonly string[] }> {
  const { reporter, ...file } = await readConfiguration(typed['config'] as string | undefined)
  const from = url ?? process.env['SCIM_URL']
  const own = ['faults', 'variants', 'without', 'image']
  const options = { ...file, ...runOptionsOf(typed, from) }
  // These name the target themselves, so a URL from the environment or a file is not meant.
  const named = own.some((name) => name in options)
  return {
    options: named && url === undefined ? without(options, 'url') : options,
    reporters: readReporters(typed['reporter'] ?? reporter, reporterNames),
  }
}

function without(options: RunOptions, name: keyof RunOptions): RunOptions {
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== name))
}

/** Runs, renders, and gives the exit code. @throws what `tell` tells */
export async function runCommand(
  url: string | undefined,
  typed: TypedOptions,
  playing: (options: RunOptions) => Playing = (options) => ({ options, play: run }),
): Promise<number> {
  const given = await optionsFor(url, typed)
  const { reporters } = given
  const { options, play } = playing(given.options)
  const color = wantsColor(process.env, process.stdout.isTTY, typed['color'] === false)
  const quiet = typed['quiet'] === true
  if (options.token !== undefined)
    warn('The token on the command line is visible in the process list; SCIM_TOKEN or --token-file is not.')
  const present = process.stdin.isTTY && process.stderr.isTTY && process.env['CI'] !== 'true'
  const asked = { input: process.stdin, output: process.stderr, present: present && typed['yes'] !== true }
  if (!(await consented(options, asked))) return 2
  const out = options.out ?? 'scimproof-report'
  const interrupt = listenForInterrupt(
    () => warn('Interrupted: removing what was made. Once more ends at once.'),
    () => `Ended. What was left behind: scimproof clean ${options.url ?? 'URL'} --journal ${out}`,
  )
  const shown = progress(process.stderr, { color, now: () => performance.now(), quiet })
  const state: { done: number; total: number; failed: number; drawn?: string } = {
    done: 0,
    total: 0,
    failed: 0,
  }
  const onEvent = (event: RunEvent) => {
    if (event.kind === 'planned') state.total = event.checks
    if (event.kind === 'finished') {
      state.done += 1
      if (event.verdict === 'fail') state.failed += 1
    }
    if (event.kind === 'drawn') {
      state.drawn = event.text
      if (event.found !== undefined && !quiet) shown.line(`found  ${event.found}`)
    }
    const current = 'title' in event ? { current: event.id } : {}
    shown.update({ ...state, ...current })
  }
  try {
    const document = await play({ ...options, onEvent, signal: interrupt.signal, commandLine: commandLine() })
    shown.end()
    const files = await writeReports(document, reporters, resolve(out))
    const report = files[0] ?? resolve(out, 'run.json')
    process.stdout.write(
      `${renderSummary(document, {
        color,
        width: process.stdout.columns ?? 120,
        verbose: typed['verbose'] === true,
        report: relative(process.cwd(), report),
        document: relative(process.cwd(), resolve(out, 'run.json')),
        fault: 'patch.replace-unmatched-succeeds',
      })}\n`,
    )
    return document.exitCode
  } catch (error) {
    shown.end()
    if (
      error instanceof UsageError &&
      error.code === 'E_SECRET_MISSING' &&
      typed['skipWithoutToken'] === true
    ) {
      warn(`${error.message} Nothing was checked (--skip-without-token).`)
      return 0
    }
    throw error
  } finally {
    interrupt.release()
  }
}

const warn = (text: string) => void process.stderr.write(`${text}\n`)

/** What was typed, without secrets. */
function commandLine(): string {
  const words = process.argv.slice(2)
  return [
    'scimproof',
    ...words.map((word, index) =>
      /^(--token|--header|--image-env)$/.test(words[index - 1] ?? '')
        ? '[redacted]'
        : word.replace(/^(--token|--header|--image-env)=.*/, '$1=[redacted]'),
    ),
  ].join(' ')
}
