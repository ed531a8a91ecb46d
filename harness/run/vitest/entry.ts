import { describe, inject, test } from 'vitest'
import { ForeignAddress } from '../../check/identity/outgoing.ts'
import type { Suite } from '../../check/suite.ts'
import { Decision } from '../../check/verdict.ts'
import { openStage } from '../stage.ts'
import { holdsExchanges, suiteOfExchanges } from '../suiteFile.ts'
import { builtInChecks, checksOf } from '../suites.ts'
import { CLOSING, type Told } from './protocol.ts'

// The only test file of a run: it registers the planned checks in the one worker.

const job = inject('scimproof')
const custom = await Promise.all(
  job.customChecks.map(async (file) =>
    holdsExchanges(file)
      ? suiteOfExchanges(file)
      : ((await import(/* @vite-ignore */ file)) as { default: Suite }).default,
  ),
)
const all = new Map([...builtInChecks(), ...checksOf(custom)].map((check) => [check.id, check]))
const checks = job.checks.map(({ id }) => {
  const check = all.get(id)
  if (check === undefined) throw new Error(`The worker does not know the check ${id}.`)
  return check
})

const ending = new AbortController()
const stage = await openStage(job, checks, { signal: ending.signal })
const sending = checks.filter((check) => check.observe === undefined)

function register(check: (typeof checks)[number]): void {
  test(check.id, { timeout: 0 }, async ({ task, signal, skip }) => {
    const tell = (told: Told) => {
      task.meta.scimproof = JSON.stringify(told)
    }
    if (ending.signal.aborted) return skip('the run is over')
    try {
      const outcome = await stage.play(check, AbortSignal.any([signal, ending.signal]))
      tell({ kind: 'outcome', outcome })
      if (outcome.verdict === 'fail') throw new Decision('fail', outcome)
      if (outcome.verdict === 'error') throw new Error(outcome.reason)
      if (outcome.verdict === 'skip' || outcome.verdict === 'blocked') skip(outcome.reason)
    } catch (error) {
      if (error instanceof ForeignAddress) {
        tell({ kind: 'fatal', code: error.code, message: error.message })
        ending.abort(error)
      }
      throw error
    }
  })
}

describe.concurrent('checks', () => sending.filter((check) => !check.quiet).forEach(register))
describe.sequential('quiet checks', () => sending.filter((check) => check.quiet).forEach(register))
test(CLOSING, { timeout: 0 }, async ({ task }) => {
  const told: Told = { kind: 'sums', sums: await stage.close() }
  task.meta.scimproof = JSON.stringify(told)
})
