import { admission } from '../check/holdings/admission.ts'
import { crowdSize } from '../check/calibration/crowd.ts'
import type { Fuzzing } from '../check/property/fuzzing.ts'
import { fileJournal, memoryJournal } from '../check/holdings/journal.ts'
import { fold, NOTHING_SEEN, type Observation, seenIn } from '../check/observers.ts'
import type { CheckOutcome } from '../check/outcome.ts'
import { playCheck } from '../check/play.ts'
import { openSession, type Session } from '../check/session.ts'
import type { Check } from '../check/suite.ts'
import { realWait, systemClock } from '../target/time.ts'
import type { Client } from '../target/client.ts'
import type { Exchange, ExchangeRecorder } from '../target/types.ts'
import { connect, type Connection } from './connection.ts'
import { openExchangeLog } from './exchangeLog.ts'
import type { Job } from './job.ts'
import { openRoots } from './roots.ts'

/** Where the checks of a run are played: one session, its recorder and its observers. */
export interface Stage {
  readonly session: Session
  /** Plays one check. Once a check was about to write to somebody, no further one is played. */
  play(check: Check, signal: AbortSignal): Promise<CheckOutcome>
  /** What the run as a whole came to, besides the verdicts. */
  close(): Promise<StageSums>
}

/** What a stage adds up to; plain data. */
export interface StageSums {
  readonly observations: Readonly<Record<string, Observation>>
  readonly lags: Readonly<Record<string, number>>
  readonly notes: readonly string[]
  readonly requests: Client['stats']
}

/** How a stage is opened in process: the connection may be given, and exchanges listened to. */
export interface StageParts {
  readonly signal: AbortSignal
  readonly connect?: (recorder: ExchangeRecorder) => Connection
  readonly connectSecond?: (recorder: ExchangeRecorder) => Connection
  readonly onExchange?: (exchange: Exchange) => void
  readonly fuzzing?: Fuzzing
  /** Where exchanges are written, in place of `openExchangeLog`. */
  readonly openLog?: typeof openExchangeLog
}

/** Opens the stage for a job. Sends nothing by itself. */
export async function openStage(job: Job, checks: readonly Check[], parts: StageParts): Promise<Stage> {
  const observers = checks.filter((check) => check.observe !== undefined)
  const observations = new Map<string, Observation>(observers.map((check) => [check.id, NOTHING_SEEN]))
  const { openLog = openExchangeLog } = parts
  const log = job.exchangesFile === undefined ? undefined : openLog(job.exchangesFile, job.connection)
  const roots = openRoots()
  let count = job.exchangesBefore

  const recorder: ExchangeRecorder = {
    nextId: () => `x${(count += 1)}`,
    record: (exchange) => {
      const seen = observers.length === 0 ? undefined : seenIn(exchange)
      if (seen !== undefined) {
        for (const { id, observe } of observers) {
          const violations = observe?.(seen)
          roots.note(exchange.id, id, violations)
          observations.set(
            id,
            fold(observations.get(id) ?? NOTHING_SEEN, () => violations, seen),
          )
        }
      }
      log?.append(exchange)
      parts.onExchange?.(exchange)
    },
  }
  const connection = parts.connect?.(recorder) ?? (await connect(job.connection, recorder, log?.learn))
  const journal = job.journalFile === undefined ? memoryJournal() : fileJournal(job.journalFile)
  const { budget } = job.connection
  const second =
    parts.connectSecond?.(recorder) ??
    (job.second === undefined ? undefined : await connect(job.second, recorder, log?.learn))
  const shared = {
    journal,
    admission: admission({
      users:
        budget.users -
        budget.populationSize -
        crowdSize(budget.populationSize) -
        (budget.pool === undefined ? 0 : 1),
      groups: budget.groups,
    }),
    wait: realWait,
    clock: systemClock,
    signal: parts.signal,
    ...(parts.fuzzing === undefined ? {} : { fuzzing: parts.fuzzing }),
  }
  const session = openSession(job.session, {
    ...shared,
    client: connection.client,
    ...(second === undefined
      ? {}
      : { second: openSession(job.session, { ...shared, client: second.client }) }),
  })
  const shares = new Map(job.checks.map((planned) => [planned.id, planned.share]))

  return {
    session,
    play: async (check, signal) =>
      roots.trace(await playCheck(check, session, shares.get(check.id) ?? { users: 1, groups: 0 }, signal)),
    close: async () => {
      await connection.close()
      await second?.close()
      await log?.close()
      journal.close()
      return {
        observations: Object.fromEntries(observations),
        lags: session.lags,
        notes: [...session.notes, ...(session.pools === undefined ? [] : [session.pools.told()])],
        requests: { ...connection.client.stats },
      }
    },
  }
}
