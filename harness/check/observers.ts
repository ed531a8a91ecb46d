import type { Exchange, WireRequest } from '../target/types.ts'
import { type Answer, answerOf } from './answer.ts'
import { openLedger } from './ledger.ts'

/** One exchange as an observer sees it. */
export interface Seen {
  readonly request: WireRequest
  readonly answer: Answer
}

/** One way in which an exchange breaks what an observer watches. */
export interface Violation {
  /** Violations of one kind are reported once. */
  readonly kind: string
  readonly verdict: 'fail' | 'warn'
  readonly reason: string
  readonly expected: string
  readonly observed: string
  /** Whether a check that failed because of such an answer is blocked by this one: one cause, one failure. */
  readonly root?: true
}

/** A pure look at one exchange: `undefined` when it says nothing about the subject, else what is broken. */
export type Observe = (seen: Seen) => readonly Violation[] | undefined

/** What an observer has added up to; plain data, so that shards can be joined. */
export interface Observation {
  readonly relevant: number
  readonly violations: readonly (Violation & {
    readonly count: number
    readonly exchanges: readonly string[]
  })[]
}

/** The empty observation. */
export const NOTHING_SEEN: Observation = { relevant: 0, violations: [] }

const KEPT_EXCHANGES = 3

/** An exchange as observers see it; `undefined` when no answer came. Made once for all observers. */
export function seenIn(exchange: Exchange): Seen | undefined {
  if (exchange.response === undefined) return undefined
  return { request: exchange.request, answer: answerOf(exchange, openLedger()) }
}

/** Adds one exchange to an observation. */
export function fold(before: Observation, observe: Observe, seen: Seen): Observation {
  const violations = observe(seen)
  if (violations === undefined) return before
  if (violations.length === 0) return { ...before, relevant: before.relevant + 1 }
  const { exchange } = seen.answer
  return violations.reduce<Observation>(
    (observation, violation) =>
      join(observation, {
        relevant: 0,
        violations: [{ ...violation, count: 1, exchanges: [exchange.id] }],
      }),
    { ...before, relevant: before.relevant + 1 },
  )
}

/** Joins two observations of one observer. */
export function join(left: Observation, right: Observation): Observation {
  const kinds = new Map(left.violations.map((violation) => [violation.kind, violation]))
  for (const violation of right.violations) {
    const known = kinds.get(violation.kind)
    kinds.set(
      violation.kind,
      known === undefined
        ? violation
        : {
            ...known,
            count: known.count + violation.count,
            exchanges: [...known.exchanges, ...violation.exchanges].slice(0, KEPT_EXCHANGES),
          },
    )
  }
  return { relevant: left.relevant + right.relevant, violations: [...kinds.values()] }
}
