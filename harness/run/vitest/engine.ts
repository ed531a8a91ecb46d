import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import type { Reporter, TestCase, Vitest } from 'vitest/node'
import type { CheckOutcome } from '../../check/outcome.ts'
import type { Check } from '../../check/suite.ts'
import type { EngineHooks, EngineResult } from '../engine.ts'
import type { Job } from '../job.ts'
import { leavingNoTrace } from './surroundings.ts'
import { CLOSING, type Told } from './protocol.ts'

const here = dirname(fileURLToPath(import.meta.url))
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
/** Root of the sources or of the built package. */
const root = join(here, '..', '..', '..')

/** Further reporters of vitest, for those who know how to read its tasks (Allure). */
export interface VitestExtras {
  readonly reporters?: readonly Reporter[]
}

/** Plays the checks in one worker of vitest, from one entry file. */
export async function playInVitest(
  job: Job,
  checks: readonly Check[],
  hooks: EngineHooks,
  extras: VitestExtras = {},
): Promise<EngineResult> {
  const known = new Map(checks.map((check) => [check.id, check]))
  const outcomes: CheckOutcome[] = []
  const broken: string[] = []
  let sums: EngineResult['sums']
  let fatal: EngineResult['fatal']
  let engine: Vitest | undefined

  const cancel = () => void engine?.cancelCurrentRun('keyboard-input')

  function read(test: TestCase): void {
    const text = test.meta().scimproof
    if (text === undefined) {
      if (test.name === CLOSING) broken.push(...(test.result().errors ?? []).map((error) => error.message))
      return
    }
    const told = JSON.parse(text) as Told
    if (told.kind === 'sums') sums = told.sums
    else if (told.kind === 'fatal') {
      fatal = told
      cancel()
    } else {
      outcomes.push(told.outcome)
      const check = known.get(told.outcome.id)
      if (check !== undefined) hooks.finished(check, told.outcome)
    }
  }

  const reporter: Reporter = {
    onInit: (vitest) => {
      engine = vitest
      if (hooks.signal.aborted) cancel()
    },
    onTestCaseReady: (test) => {
      const check = known.get(test.name)
      if (check !== undefined) hooks.started(check)
    },
    onTestCaseResult: read,
    onTestModuleEnd: (module) => void broken.push(...module.errors().map((error) => error.message)),
    onTestRunEnd: (_modules, errors) => void broken.push(...errors.map((error) => error.message)),
  }

  hooks.signal.addEventListener('abort', cancel, { once: true })
  try {
    await leavingNoTrace(async () => {
      const vitest = await startVitest(
        'test',
        [],
        {
          root,
          config: false,
          watch: false,
          include: [`entry.${extension}`],
          exclude: [],
          dir: here,
          pool: 'threads',
          maxWorkers: 1,
          isolate: false,
          fileParallelism: false,
          maxConcurrency: job.connection.budget.concurrency,
          testTimeout: 0,
          hookTimeout: 0,
          retry: 0,
          reporters: [reporter, ...(extras.reporters ?? [])],
          silent: true,
          provide: { scimproof: job },
          server: { deps: { external: [/[\\/]dist[\\/]/] } },
          env: {},
        },
        { cacheDir: join(tmpdir(), 'scimproof-vite'), logLevel: 'silent', server: { ws: false } },
      )
      await vitest.close()
    })
  } finally {
    hooks.signal.removeEventListener('abort', cancel)
  }
  if (outcomes.length === 0 && broken.length > 0 && fatal === undefined && !hooks.signal.aborted) {
    throw new Error(`The worker could not play the checks: ${broken[0] ?? ''}`)
  }
  return { outcomes, ...(sums === undefined ? {} : { sums }), ...(fatal === undefined ? {} : { fatal }) }
}
