import { ForeignAddress } from '../check/identity/outgoing.ts'
import type { CheckOutcome } from '../check/outcome.ts'
import type { Check } from '../check/suite.ts'
import type { EngineHooks, EngineResult } from './engine.ts'
import type { Job } from './job.ts'
import { openStage, type StageParts } from './stage.ts'

/**
 * Plays the checks in this process: the concurrent ones side by side, then the quiet ones one by one.
 * For faults, variants and replay, where a worker would cost more than the checks.
 */
export async function playDirect(
  job: Job,
  checks: readonly Check[],
  hooks: EngineHooks,
  parts: Omit<StageParts, 'signal'> = {},
): Promise<EngineResult> {
  const ending = new AbortController()
  const signal = AbortSignal.any([hooks.signal, ending.signal])
  const stage = await openStage(job, checks, { ...parts, signal })
  const outcomes: CheckOutcome[] = []
  let fatal: EngineResult['fatal']

  async function play(check: Check): Promise<void> {
    if (signal.aborted) return
    hooks.started(check)
    try {
      const outcome = await stage.play(check, signal)
      if (signal.aborted) return
      outcomes.push(outcome)
      hooks.finished(check, outcome)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ForeignAddress)) throw error
      fatal = { code: error.code, message: error.message }
      ending.abort(error)
    }
  }

  try {
    const sending = checks.filter((check) => check.observe === undefined)
    await inLanes(
      sending.filter((check) => !check.quiet),
      job.connection.budget.concurrency,
      play,
    )
    await inLanes(
      sending.filter((check) => check.quiet),
      1,
      play,
    )
  } catch (error) {
    await stage.close()
    throw error
  }
  return { outcomes, sums: await stage.close(), ...(fatal === undefined ? {} : { fatal }) }
}

/** Works through a list with so many at once, in the order of the list. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]()
  const lane = async () => {
    for (const item of { [Symbol.iterator]: () => rest }) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
}
