import { ClosedCheckError, TargetError } from '../target/errors.ts'
import type { CheckContext } from './context.ts'
import { excuseFor } from './excuses.ts'
import { fixtureFor } from './fixtures.ts'
import { identityFor } from './identity/identity.ts'
import { type Lag, lagOf, NO_LAG } from './lag.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { giveBack } from './holdings/lending.ts'
import { meetNeeds } from './needs.ts'
import type { CheckOutcome } from './outcome.ts'
import { ForeignAddress } from './identity/outgoing.ts'
import type { Share } from './holdings/admission.ts'
import { Falsified } from './property/counterexample.ts'
import { scimFor } from './scim.ts'
import type { Session } from './session.ts'
import type { Check } from './suite.ts'
import { Decision } from './verdict.ts'

/** After this share of its time a check begins nothing new. */
const SHARE_OF_TIME = 0.7

/** A check took longer than it may. */
class TooLong extends Error {
  override readonly name = 'TooLong'
}

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
  try {
    const first = await attempt(check, session, signal)
    const outcome = wasCut(first)
      ? await afterCut(first)
      : first.verdict === 'fail' && answeredServerError(first)
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
      const next = await attempt(check, session, signal)
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
    const second = await attempt(check, session, signal, lag)
    return {
      ...second,
      exchanges: [...first.exchanges, ...second.exchanges],
      requests: first.requests + second.requests,
    }
  }

  /** A 5xx counts only when it comes back on fresh resources (grading, head). */
  async function again(first: Attempt): Promise<Attempt> {
    const second = await attempt(check, session, signal)
    const exchanges = [...first.exchanges, ...second.exchanges]
    const requests = first.requests + second.requests
    if (second.verdict === 'fail' || second.verdict === 'error') return { ...second, exchanges, requests }
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

function answeredServerError(attempt: Attempt): boolean {
  const decisive = attempt.ledger.exchanges.filter((exchange) => attempt.decisive.includes(exchange.id))
  return decisive.some(
    ({ response }) => response !== undefined && response.status >= 500 && response.status !== 501,
  )
}

async function attempt(check: Check, session: Session, outer: AbortSignal, lag = 0): Promise<Attempt> {
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
    signal,
    stop: AbortSignal.any([signal, nearlyOver.signal, ...(stop === undefined ? [] : [stop])]),
    lag: lag === 0 ? NO_LAG : lagOf(lag, session.clock, (milliseconds) => session.wait(milliseconds, signal)),
  })
  let outcome: Pick<CheckOutcome, 'verdict' | 'reason'> & Partial<CheckOutcome>
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

function passed(ledger: Ledger): Pick<CheckOutcome, 'verdict' | 'reason'> & Partial<CheckOutcome> {
  const [warning] = ledger.warnings
  if (warning === undefined) return { verdict: 'pass', reason: '' }
  const { reason, expected, observed, decisive } = warning
  return {
    verdict: 'warn',
    reason,
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    decisive: decisive ?? [],
  }
}

function decided(
  thrown: unknown,
  ledger: Ledger,
): Pick<CheckOutcome, 'verdict' | 'reason'> & Partial<CheckOutcome> {
  if (thrown instanceof ForeignAddress) throw thrown
  if (thrown instanceof Decision) {
    const { reason, expected, observed, decisive, explanation } = thrown.finding
    return {
      verdict: thrown.verdict,
      reason,
      ...(expected === undefined ? {} : { expected }),
      ...(observed === undefined ? {} : { observed }),
      ...(thrown.by === undefined ? {} : { blockedBy: thrown.by }),
      ...(thrown instanceof Falsified
        ? { counterexample: thrown.counterexample, counterexamples: thrown.counterexamples }
        : {}),
      decisive: decisive ?? [],
      explanation: [...ledger.explanation, ...(explanation ?? [])],
    }
  }
  if (thrown instanceof TargetError)
    return { verdict: 'error', reason: `${thrown.message} ${thrown.remedy}`.trim(), observed: thrown.code }
  if (thrown instanceof TooLong || thrown instanceof ClosedCheckError)
    return { verdict: 'error', reason: thrown.message }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return { verdict: 'error', reason: `The check itself broke: ${error.message}${placeOf(error)}` }
}

/** File and line of ours in which an error arose, without a stack. */
function placeOf(error: Error): string {
  const frame = (error.stack ?? '').split('\n').find((line) => /(suites|harness)[\\/]/.test(line))
  const place = frame?.match(/((?:suites|harness)[\\/][^):]+:\d+)/)?.[1]
  return place === undefined ? '' : ` (${place})`
}

/** The body goes on after an abort, but its client refuses to send; we don't wait for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    work.then(resolve, reject)
  })
}

function contextFor(
  check: Check,
  session: Session,
  ledger: Ledger,
  { signal, stop, lag }: { readonly signal: AbortSignal; readonly stop: AbortSignal; readonly lag: Lag },
): CheckContext {
  const scim = scimFor(session, { checkId: check.id, scope: 'check', signal, ledger, lag })
  const identity = identityFor(session.settings, check.id)
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
