import type { JsonObject } from '../scim/types.ts'

/** What a check can end in. `error` means that the harness or the network failed, never the server's conformance. */
export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'blocked' | 'error'

/** How bad a failure is for those who run the server, worst first. */
export type Severity = 'data-loss' | 'security' | 'breaks-provisioning' | 'wrong-answer' | 'cosmetic'

/**
 * What the answer of one exchange had to be, as data, so that a test can be written that demands just this: users whom a
 * list holds and whom it does not, by userName; a representation that holds one of some sets of attributes; one of some statuses.
 */
export type Demand =
  | {
      readonly exchange: string
      readonly selects: readonly string[]
      readonly leavesOut: readonly string[]
    }
  | { readonly exchange: string; readonly holdsOneOf: readonly JsonObject[] }
  | { readonly exchange: string; readonly statusOneOf: readonly number[] }

/** What was demanded and what was seen, both as whole sentences or short facts. */
export interface Finding {
  readonly reason: string
  readonly expected?: string
  readonly observed?: string
  /** Ids of the resources that it is about. */
  readonly about?: readonly string[]
  /** Ids of the exchanges that decided. */
  readonly decisive?: readonly string[]
  /** Why the oracle thinks so, step by step. */
  readonly explanation?: readonly string[]
  /** The same demand as `expected`, for a test that reproduces the fault. */
  readonly demands?: readonly Demand[]
}

/** Thrown by a check's body to end it with a verdict about the server. Anything else that is thrown is `error`. */
export class Decision extends Error {
  override readonly name = 'Decision'
  readonly verdict: 'fail' | 'skip' | 'blocked'
  readonly finding: Finding
  /** For `blocked`: the check that carries the failure. */
  readonly by: string | undefined

  constructor(verdict: 'fail' | 'skip' | 'blocked', finding: Finding, by?: string) {
    super(finding.reason)
    this.verdict = verdict
    this.finding = finding
    this.by = by
  }
}

/** Ends the check: the server does what it must not, or does not what it must. */
export function fail(finding: Finding | string): never {
  throw new Decision('fail', typeof finding === 'string' ? { reason: finding } : finding)
}

/** Ends the check: a named precondition is absent. */
export function skip(reason: string): never {
  throw new Decision('skip', { reason })
}

/** Ends the check: something it stands on failed already, and another check carries that failure. */
export function block(reason: string, by?: string): never {
  throw new Decision('blocked', { reason }, by)
}
