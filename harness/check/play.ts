import { ClosedCheckError, TargetError } from '../target/errors.ts'
import { metServerError, isServerError } from './again.ts'
import type { CheckContext } from './context.ts'
import { type Decided, decided, passed, TooLong } from './decided.ts'
import { excuseFor } from './excuses.ts'
import { fixtureFor } from './fixtures.ts'
import { identityFor } from './identity/identity.ts'
import { type Lag, lagOf, NO_LAG } from './lag.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { giveBack } from './holdings/lending.ts'
import { meetNeeds } from './needs.ts'
import type { CheckOutcome } from './outcome.ts'
import type { Share } from './holdings/admission.ts'
import { scimFor } from './scim.ts'
import type { Session } from './session.ts'
import type { Check } from './suite.ts'

/** After this share of its time a check begins nothing new. */
const SHARE_OF_TIME = 0.7

/**
 * Plays one check to its end: its needs, its body, and the removal of what it made.
 *
 * @param share what it holds at once; it is let in when that fits
 * @throws {ForeignAddress} when it was about to write to somebody, which ends the whole run
 */
export async function playCheck(
  check: Check,
  session: Session,
  share: Share,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const leave = await session.admission.enter(share, signal)
  const begun = session.clock()
  let played = 0
  const attempted = (lag = 0) => attempt(check, session, signal, { lag, playing: played++ })
  try {
    const first = await attempted()
    const outcome = wasCut(first)
      ? await afterCut(first)
      : answeredServerError(first)
        ? await again(first)
        : await settled(first)
    return {
      ...withoutLedger({ ...outcome, ...excuseFor(check, outcome, session.settings.facts) }),
      durationMs: session.clock() - begun,
    }
  } finally {
    leave()
  }

  /** A cut connection says nothing of conformance: all is played again on fresh resources, twice at most (grading, head). */
  async function afterCut(first: Attempt): Promise<Attempt> {
    let last = first
    for (let time = 0; time < 2 && wasCut(last) && !signal.aborted; time += 1) {
      const next = await attempted()
      last = {
        ...next,
        exchanges: [...last.exchanges, ...next.exchanges],
        requests: last.requests + next.requests,
      }
    }
    return last
  }

  /** What an eventually consistent server failed is read once more, each read late enough to see the writes before it. */
  async function settled(first: Attempt): Promise<Attempt> {
    if (!['fail', 'blocked', 'error'].includes(first.verdict) || first.requests === 0 || signal.aborted)
      return first
    const lag = await session.settleBudget()
    if (lag === 0) return first
    const second = await attempted(lag)
    return {
      ...second,
      exchanges: [...first.exchanges, ...second.exchanges],
      requests: first.requests + second.requests,
    }
  }

  /** A 5xx counts only when it comes back on fresh resources (grading, head). */
  async function again(first: Attempt): Promise<Attempt> {
    const second = await attempted()
    const exchanges = [...first.exchanges, ...second.exchanges]
    const requests = first.requests + second.requests
    if (['fail', 'blocked', 'error'].includes(second.verdict)) return { ...second, exchanges, requests }
    const flaky =
      'The server answered with a 5xx once, and not when the same was sent again on fresh resources.'
    return {
      ...second,
      verdict: 'warn',
      reason: flaky,
      exchanges,
      requests,
      warnings: [{ reason: flaky, observed: first.observed ?? '' }, ...second.warnings],
    }
  }
}

interface Attempt extends Omit<CheckOutcome, 'durationMs'> {
  readonly ledger: Ledger
}

function withoutLedger({ ledger: _, ...outcome }: Attempt): Omit<CheckOutcome, 'durationMs'> {
  return outcome
}

const wasCut = ({ verdict, observed }: Attempt) => verdict === 'error' && observed === 'E_CONNECTION_CUT'

/** Whether a 5xx decided it: one that it graded, or one that kept it from what it needs. */
function answeredServerError({ verdict, ledger, decisive }: Attempt): boolean {
  if (verdict === 'blocked') return metServerError(ledger)
  return (
    verdict === 'fail' &&
    ledger.exchanges.some(
      ({ id, response }) => decisive.includes(id) && response !== undefined && isServerError(response.status),
    )
  )
}

/** How one playing differs from the others: what it waits before each read, and the names it uses. */
interface Playing {
  readonly lag: number
  readonly playing: number
}

async function attempt(
  check: Check,
  session: Session,
  outer: AbortSignal,
  { lag, playing }: Playing,
): Promise<Attempt> {
  const ledger = openLedger()
  const control = new AbortController()
  const timer = setTimeout(
    () => control.abort(new TooLong(`It took longer than ${check.timeoutMs / 1000} s.`)),
    check.timeoutMs,
  )
  const nearlyOver = new AbortController()
  const warning = setTimeout(() => nearlyOver.abort(), check.timeoutMs * SHARE_OF_TIME)
  const signal = AbortSignal.any([outer, control.signal])
  const { stop } = session.fuzzing ?? {}
  const context = contextFor(check, session, ledger, {
    playing,
    signal,
    stop: AbortSignal.any([signal, nearlyOver.signal, ...(stop === undefined ? [] : [stop])]),
    lag: lag === 0 ? NO_LAG : lagOf(lag, session.clock, (milliseconds) => session.wait(milliseconds, signal)),
  })
  let outcome: Decided
  try {
    await meetNeeds(check, session)
    await unlessAborted(Promise.resolve(check.body(context)), signal)
    outcome = passed(ledger)
  } catch (thrown) {
    outcome = decided(thrown, ledger)
  } finally {
    clearTimeout(timer)
    clearTimeout(warning)
    control.abort(new ClosedCheckError(`${check.id} has ended.`))
    if (!outer.aborted) {
      await removeMade(check, session)
      if (session.second !== undefined) await removeMade(check, session.second)
    }
  }
  return {
    id: check.id,
    warnings: ledger.warnings,
    explanation: ledger.explanation,
    decisive: [],
    ...outcome,
    ...(ledger.exercise === undefined ? {} : { exercise: ledger.exercise }),
    ...(ledger.prediction === undefined ? {} : { prediction: ledger.prediction }),
    exchanges: ledger.exchanges.map((exchange) => exchange.id),
    requests: ledger.exchanges.length,
    cost: session.costOf(check.id),
    ledger,
  }
}

/** The body goes on after an abort, but its client refuses to send; we don't wait for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    work.then(resolve, reject)
  })
}

interface Stage {
  readonly signal: AbortSignal
  readonly stop: AbortSignal
  readonly lag: Lag
  readonly playing: number
}

function contextFor(
  check: Check,
  session: Session,
  ledger: Ledger,
  { signal, stop, lag, playing }: Stage,
): CheckContext {
  const scim = scimFor(session, { checkId: check.id, scope: 'check', signal, ledger, lag })
  const identity = identityFor(session.settings, check.id, playing)
  const fixture = (spec: typeof session.user) => fixtureFor(session, scim, identity, spec)
  const secondOf = (other: Session) => {
    const elsewhere = scimFor(other, { checkId: check.id, scope: 'check', signal, ledger, lag })
    return {
      scim: elsewhere,
      users: fixtureFor(other, elsewhere, identity, other.user),
      groups: fixtureFor(other, elsewhere, identity, other.group),
    }
  }
  return {
    check,
    settings: session.settings,
    second: session.second === undefined ? undefined : secondOf(session.second),
    scim,
    users: fixture(session.user),
    groups: fixture(session.group),
    resources: (name) => {
      const spec = session.typeOf(name)
      return spec === undefined ? undefined : fixture(spec)
    },
    demand: (id) => session.demand(id),
    population: async () => {
      await session.demand('read-user')
      return session.population()
    },
    crowd: async () => {
      await session.demand('read-user')
      return session.crowd()
    },
    identity,
    facts: session.settings.facts,
    userSchema: session.user.schema,
    groupSchema: session.group.schema,
    signal,
    stop,
    ...(session.fuzzing === undefined ? {} : { fuzzing: session.fuzzing }),
    ledger,
    pause: (milliseconds) => session.wait(milliseconds, signal),
    warn: (finding) => void ledger.warnings.push(typeof finding === 'string' ? { reason: finding } : finding),
    grant: async () => session.client.grant?.(),
    handshake: async () => session.client.handshake?.(signal),
    note: (sentence) => session.note(sentence),
  }
}

/** Deletes what a check made, newest first; what resists stays in the journal and is left to the end of the run. */
async function removeMade(check: Check, session: Session): Promise<void> {
  const scim = scimFor(session, {
    checkId: check.id,
    scope: 'clean',
    signal: session.signal,
    ledger: openLedger(),
  })
  try {
    for (const path of session.madeBy(check.id)) await scim.delete(path)
    await giveBack(session, scim)
  } catch (error) {
    if (!(error instanceof TargetError || error instanceof ClosedCheckError)) throw error
    // the target is away or the run is over: the end of the run tries once more, from the journal
  }
}
