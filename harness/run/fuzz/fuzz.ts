import type { Fault } from '../../check/property/cluster.ts'
import type { ExampleEvent, Fuzzing } from '../../check/property/fuzzing.ts'
import { ForeignAddress } from '../../check/identity/outgoing.ts'
import type { CheckOutcome } from '../../check/outcome.ts'
import type { Check } from '../../check/suite.ts'
import { systemClock } from '../../target/time.ts'
import type { RunDocument } from '../../../reports/model/index.ts'
import { type Corpus, FAILED, openCorpus } from './corpus.ts'
import { inLanes } from '../direct.ts'
import { drawingSince } from './drawing.ts'
import type { EngineHooks, EngineResult } from '../engine.ts'
import { openExchangeLog } from '../exchangeLog.ts'
import type { Job } from '../job.ts'
import type { RunOptions } from '../options.ts'
import { freshRunId } from './replayCounterexample.ts'
import { together } from './rounds.ts'
import { allChecks, run } from '../run.ts'
import { type Sieve, sieveOf } from './sieve.ts'
import { openStage, type Stage } from '../stage.ts'
import type { Subject } from './subjects.ts'
import { usage } from '../usage.ts'

/** What a fuzzing is asked to do, besides what a run is. */
export interface FuzzOptions extends Omit<RunOptions, 'only' | 'tags' | 'requirements' | 'engine'> {
  /** All subjects by default. */
  readonly subjects?: readonly Subject[]
  /** Goes on drawing for so long; without it each property plays its examples once. */
  readonly timeMs?: number
  /** Folder of examples that are played first, and where new ones are kept. */
  readonly corpus?: string
  /** Ends the drawing: what was played is reported in full. `signal` ends the run itself. */
  readonly stop?: AbortSignal
  readonly onExample?: (event: ExampleEvent) => void
}

/** Later rounds draw so many times as many examples as a run does. */
const LATER_ROUNDS = 4

/** The properties of some subjects. @throws {UsageError} when there is none */
export async function propertiesOf(
  subjects: readonly Subject[],
  files?: readonly string[],
): Promise<readonly Check[]> {
  const chosen = (await allChecks(files)).filter(
    ({ tags }) =>
      tags.includes('fuzz') && (subjects.length === 0 || subjects.some((one) => tags.includes(one))),
  )
  if (chosen.length === 0) throw usage(`No property carries the tag ${subjects.join(' or ')}.`)
  return chosen
}

/**
 * Plays the properties of some subjects, again and again with other examples while there is time, and resolves to a run
 * document like that of `run`: every fault once. Of the exchanges only those are kept that show something.
 *
 * @throws as `run` does
 */
export async function fuzz(options: FuzzOptions = {}): Promise<RunDocument> {
  const { subjects = [], timeMs, corpus: folder, stop, onExample, ...rest } = options
  const properties = await propertiesOf(subjects, rest.checks)
  const runId = rest.runId ?? freshRunId()
  const corpus = folder === undefined ? undefined : await openCorpus(folder, runId)
  const drawing = drawingSince(systemClock)
  const heard = (event: ExampleEvent) => {
    drawing.hear(event)
    onExample?.(event)
    const found = event.found?.counterexample
    rest.onEvent?.({
      kind: 'drawn',
      text: drawing.text(),
      ...(found === undefined ? {} : { found: `${event.check}: ${found.text}` }),
    })
  }
  const profiles = [...new Set(properties.map(({ profile }) => profile))]
  const document = await run({
    gate: profiles,
    ...rest,
    profiles: rest.profiles ?? profiles,
    runId,
    only: properties.map(({ id }) => id),
    engine: (job, checks, hooks) =>
      playRounds(job, checks, hooks, {
        ...(timeMs === undefined ? {} : { timeMs }),
        ...(corpus === undefined ? {} : { corpus }),
        ...(stop === undefined ? {} : { stop }),
        onExample: heard,
      }),
  })
  await corpus?.close()
  return document
}

interface Rounds {
  readonly timeMs?: number
  readonly corpus?: Corpus
  readonly stop?: AbortSignal
  readonly onExample?: (event: ExampleEvent) => void
}

/** Plays each property once, and then all of them again and again until the time is over or nothing more may be sent. */
async function playRounds(
  job: Job,
  checks: readonly Check[],
  hooks: EngineHooks,
  { timeMs, corpus, stop, onExample }: Rounds,
): Promise<EngineResult> {
  const ending = new AbortController()
  const over = new AbortController()
  const timer = timeMs === undefined ? undefined : setTimeout(() => over.abort(), timeMs)
  const signal = AbortSignal.any([hooks.signal, ending.signal])
  const stopping = AbortSignal.any([over.signal, ...(stop === undefined ? [] : [stop])])
  const faults = new Map<string, Fault[]>()
  const rounds = new Map<string, CheckOutcome[]>()
  let round = 0
  const fuzzing: Fuzzing = {
    stop: stopping,
    round: () => round,
    get times() {
      return round === 0 ? 1 : LATER_ROUNDS
    },
    known: (id) => faults.get(id) ?? [],
    ...(corpus === undefined ? {} : { first: (id: string) => corpus.examplesOf(id) }),
    told: (event) => {
      if (event.found !== undefined)
        faults.set(event.check, [...(faults.get(event.check) ?? []), event.found.fault])
      if (corpus !== undefined) keepIn(corpus, event)
      onExample?.(event)
    },
  }
  const sieve: { log?: Sieve } = {}
  const stage = await openStage(job, checks, {
    signal,
    fuzzing,
    openLog: (file, settings) => (sieve.log = sieveOf(openExchangeLog(file, settings))),
  })
  const state: { fatal?: EngineResult['fatal'] } = {}

  async function play(check: Check): Promise<void> {
    if (signal.aborted || (stopping.aborted && round > 0)) return
    if (round === 0) hooks.started(check)
    try {
      const outcome = await stage.play(check, signal)
      if (signal.aborted) return
      sieve.log?.settle(outcome)
      const before = rounds.get(check.id) ?? []
      if (stopping.aborted && before.length > 0 && (outcome.exercise?.played ?? 0) === 0) return
      rounds.set(check.id, [...before, outcome])
      if (round === 0) hooks.finished(check, outcome)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ForeignAddress)) throw error
      state.fatal = { code: error.code, message: error.message }
      ending.abort(error)
    }
  }

  try {
    let playing = checks.filter((check) => check.observe === undefined)
    while (playing.length > 0 && !signal.aborted) {
      const loud = playing.filter((check) => !check.quiet)
      await inLanes(loud, job.connection.budget.concurrency, play)
      await inLanes(
        playing.filter((check) => check.quiet),
        1,
        play,
      )
      if (timeMs === undefined || stopping.aborted || !mayGoOn(stage, job, rounds)) break
      playing = playing.filter(({ id }) => rounds.get(id)?.at(-1)?.exercise !== undefined)
      round += 1
    }
  } finally {
    clearTimeout(timer)
  }
  const outcomes = [...rounds.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [together([first, ...others])],
  )
  const examples = outcomes.reduce((sum, { exercise }) => sum + (exercise?.played ?? 0), 0)
  const end =
    stop?.aborted === true
      ? ', until it was interrupted'
      : over.signal.aborted
        ? ', until the time was over'
        : ''
  stage.session.note(
    `Fuzzed with ${examples.toLocaleString('en-US')} examples in ${round + 1} ${round === 0 ? 'round' : 'rounds'}${end}.`,
  )
  return {
    outcomes,
    sums: await stage.close(),
    ...(state.fatal === undefined ? {} : { fatal: state.fatal }),
  }
}

/** Whether a further round fits into what may be done to the server: as much as the last one is left. */
function mayGoOn(
  stage: Stage,
  { connection }: Job,
  rounds: ReadonlyMap<string, readonly CheckOutcome[]>,
): boolean {
  const { requests, creates } = connection.budget
  const last = [...rounds.values()].flatMap((list) => list.at(-1) ?? [])
  const sent = stage.session.client.stats.requests
  const soon = last.reduce((sum, outcome) => sum + outcome.requests, 0)
  const made = last.reduce((sum, { cost }) => sum + cost.creates, connection.budget.populationSize)
  const fits = sent + soon <= requests && made + last.length <= creates
  if (!fits)
    stage.session.note(
      `Drawing ended after ${sent} requests, since more would not have fitted into what may be done to this server (--max-requests, --max-creates).`,
    )
  return fits
}

function keepIn(corpus: Corpus, { check, failed, fresh, value, found }: ExampleEvent): void {
  if (found !== undefined) corpus.keep({ check, why: FAILED, value: found.counterexample.value })
  else if (value !== undefined && !failed)
    corpus.keep({ check, why: `first with ${fresh.slice(0, 3).join(', ')}`, value })
}
