import { requirement, ruling } from '../check/catalogue.ts'
import { NOTHING_SEEN, type Observation } from '../check/observers.ts'
import type { CheckOutcome } from '../check/outcome.ts'
import type { Check } from '../check/suite.ts'
import type { ResourceSchema } from '../scim/types.ts'
import type { CheckResult, ExchangeRecord } from '../../reports/model/index.ts'
import { toldCounterexamples } from './fuzz/counterexamples.ts'
import { changeOf } from './changeOf.ts'
import { dialectOf } from './dialects.ts'
import { levelOf } from './level.ts'
import { commandFor, curlOf, type TargetWords } from './reproduce.ts'

/** What an observer's sums come to, as the outcome of its check. */
export function outcomeOfObserver(check: Check, observation: Observation = NOTHING_SEEN): CheckOutcome {
  const base = {
    id: check.id,
    explanation: [],
    durationMs: 0,
    requests: 0,
    cost: { users: 0, groups: 0, creates: 0 },
  }
  const worst =
    observation.violations.find(({ verdict }) => verdict === 'fail') ??
    observation.violations.find(({ verdict }) => verdict === 'warn')
  if (worst === undefined) {
    const seen = observation.relevant > 0
    return {
      ...base,
      verdict: seen ? 'pass' : 'skip',
      reason: seen ? '' : 'No answer of this run says anything about it.',
      warnings: [],
      exchanges: [],
      decisive: [],
    }
  }
  const others = observation.violations.filter((violation) => violation !== worst)
  return {
    ...base,
    verdict: worst.verdict,
    reason: `${worst.reason} Seen ${worst.count} times in ${observation.relevant} answers.`,
    expected: worst.expected,
    observed: worst.observed,
    warnings: others.map(({ reason, expected, observed, count }) => ({
      reason: `${reason} Seen ${count} times.`,
      expected,
      observed,
    })),
    exchanges: observation.violations.flatMap(({ exchanges }) => exchanges),
    decisive: worst.exchanges,
  }
}

/** What became of a check that the plan left out. */
export function leftOut({ id, reason }: { readonly id: string; readonly reason: string }): CheckOutcome {
  return {
    id,
    verdict: 'skip',
    reason,
    warnings: [],
    explanation: [],
    exchanges: [],
    decisive: [],
    durationMs: 0,
    requests: 0,
    cost: { users: 0, groups: 0, creates: 0 },
  }
}

/** A check and what became of it, as the run document has it; what Entra meant is told by the schemas. */
export function resultOf(
  check: Check,
  outcome: CheckOutcome,
  exchanges: Readonly<Record<string, ExchangeRecord>>,
  target: TargetWords,
  schemas: readonly ResourceSchema[] = [],
): CheckResult {
  const deciding = outcome.decisive.flatMap((id) => exchanges[id] ?? [])
  const first = deciding[0]
  const sender = check.observe === undefined ? undefined : first?.check
  const settled = outcome.verdict === 'pass' || outcome.verdict === 'skip'
  const counterexamples = toldCounterexamples(check, outcome, exchanges, target)
  const dialect = check.profile === 'entra' ? dialectOf(check.tags) : undefined
  const change =
    check.profile === 'entra' && outcome.verdict === 'fail'
      ? changeOf(
          outcome.exchanges.flatMap((id) => (exchanges[id] === undefined ? [] : [[id, exchanges[id]]])),
          outcome.decisive,
          schemas,
        )
      : undefined
  return {
    id: check.id,
    title: check.title,
    suite: check.suite,
    profile: check.profile,
    level: levelOf(check),
    verifies: [...check.verifies],
    clauses: check.verifies.map((id) => {
      const { document, section, url, demand } = requirement(id)
      return { id, section: `${document.replace(/^RFC/, 'RFC ')} §${section}`, url, demand }
    }),
    ...(check.rulings.length === 0
      ? {}
      : {
          ruling: check.rulings.join(', '),
          rulingText: check.rulings.map((id) => ruling(id).statement).join(' '),
        }),
    tags: [...check.tags],
    ...(dialect === undefined ? {} : { dialect }),
    verdict: outcome.verdict,
    ...(change === undefined ? {} : { change }),
    ...(outcome.verdict === 'fail' ? { severity: check.severity } : {}),
    ...(outcome.reason === '' ? {} : { reason: outcome.reason }),
    ...(first === undefined || settled ? {} : { sent: shortOf(first) }),
    ...(outcome.expected === undefined ? {} : { expected: outcome.expected }),
    ...(outcome.observed === undefined ? {} : { observed: outcome.observed }),
    ...(check.impact === undefined ? {} : { impact: check.impact }),
    ...(outcome.prediction === undefined ? {} : { prediction: outcome.prediction }),
    warnings: outcome.warnings.map(({ reason, observed }) =>
      observed === undefined ? reason : `${reason} Observed: ${observed}.`,
    ),
    explanation: [...outcome.explanation],
    exchanges: [...outcome.exchanges],
    decisive: [...outcome.decisive],
    ...(outcome.blockedBy === undefined ? {} : { blockedBy: [outcome.blockedBy] }),
    reproduce: { command: commandFor(check.id, target, sender), curl: settled ? [] : deciding.map(curlOf) },
    counterexample: counterexamples[0] ?? null,
    ...(counterexamples.length === 0 ? {} : { counterexamples: [...counterexamples] }),
    ...(outcome.exercise === undefined
      ? {}
      : { examples: { played: outcome.exercise.played, wanted: outcome.exercise.wanted } }),
    durationMs: Math.round(outcome.durationMs * 10) / 10,
    requests: outcome.requests,
  }
}

/** A request in a few words: `PATCH /scim/v2/Users/1  replace emails[type eq "other"].value`. */
function shortOf({ request }: ExchangeRecord): string {
  const url = new URL(request.url)
  const line = `${request.method} ${url.pathname}${decodeSafely(url.search)}`
  if (typeof request.body !== 'string' || request.body === '') return line
  return `${line}   ${request.body.length > 160 ? `${request.body.slice(0, 160)}…` : request.body}`
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text // shown as it was sent
  }
}
