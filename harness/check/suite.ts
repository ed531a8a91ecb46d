import type { Capability } from '../target/types.ts'
import type { CheckContext } from './context.ts'
import type { ProbeId } from './probes.ts'
import type { Observe } from './observers.ts'
import type { ForAll } from './property/property.ts'
import type { Severity } from './verdict.ts'

/** Which question a check answers; profiles are graded apart. */
export type Profile = 'rfc' | 'entra' | 'microsoft' | 'security'

/** Strength of the demand that a check reads (RFC 2119); IMPLIED is a normative sentence without a keyword. */
export type Level = 'MUST' | 'IMPLIED' | 'SHOULD' | 'MAY'

/** Something that must hold before a check makes sense: what the server can do, or a probe that works. */
export type Need = Capability | ProbeId | 'second-connection'

/** What suite and check both may say; a check's word wins, `needs` and `tags` add up. */
interface Shared {
  readonly profile?: Profile
  readonly needs?: readonly Need[]
  readonly tags?: readonly string[]
  readonly severity?: Severity
  /** What it breaks in Entra, in one sentence. */
  readonly impact?: string
  /** Runs alone after the concurrent checks: totals, whole walks, sorts, latency, locking. */
  readonly quiet?: boolean
}

/** What a suite says of all its checks. */
export interface SuiteOptions extends Shared {
  /** Prefix of the checks' ids: `rfc7644.patch`. Never a section number or a position. */
  readonly id: string
  /** Where it lies, without extension: `suites/rfc7644/3.5.2-patch`. */
  readonly file: string
}

/** What a check says of itself. */
export interface CheckOptions extends Shared {
  /** Last part of the id, stable for ever: lower case and dashes. */
  readonly id: string
  /** One to three requirement ids of the catalogue. */
  readonly verifies: readonly string[]
  /** Where it differs from the strongest requirement that is verified. */
  readonly level?: Level
  /** The rulings that decided how it grades. */
  readonly rulings?: readonly string[]
  /** What a failure usually comes from and how it is mended. */
  readonly advice?: string
  /** Id that failures of one cause share across checks; the check's own id by default. */
  readonly cause?: string
  /** Milliseconds; 30 s by default. */
  readonly timeoutMs?: number
  /** What it costs a server, where that is known beforehand; else it is measured. */
  readonly cost?: ExpectedCost
}

/** Users and groups that are alive at once at most, creations and requests in all. */
export interface ExpectedCost {
  readonly users: number
  readonly groups: number
  readonly creates: number
  readonly requests: number
}

/** Plays a check: sends what it needs and decides. Returning normally is `pass`, or `warn` when a warning was given. */
export type CheckBody = (context: CheckContext) => Promise<unknown> | unknown

/** One check, complete. */
export interface Check {
  readonly id: string
  readonly title: string
  readonly suite: string
  readonly suiteTitle: string
  readonly profile: Profile
  readonly level: Level | undefined
  readonly verifies: readonly string[]
  readonly rulings: readonly string[]
  readonly needs: readonly Need[]
  readonly tags: readonly string[]
  readonly severity: Severity
  readonly impact: string | undefined
  readonly advice: string | undefined
  readonly cause: string
  readonly quiet: boolean
  readonly timeoutMs: number
  readonly cost: ExpectedCost | undefined
  readonly body: CheckBody
  /** Present when it watches every exchange of the run instead of sending its own. */
  readonly observe: Observe | undefined
}

/** Checks on one subject. Building it runs nothing, and any runner can play it. */
export interface Suite {
  readonly id: string
  readonly title: string
  readonly file: string
  readonly checks: readonly Check[]
}

/** The words in which a suite is written. */
export interface SuiteWords {
  /** One example. The title states a fact, without "should". */
  check(title: string, options: CheckOptions, body: CheckBody): void
  /** A look at every exchange of the run, reported once per kind of violation. */
  observe(title: string, options: CheckOptions, look: Observe): void
  /** A statement about all values of an arbitrary. */
  property(
    title: string,
    options: CheckOptions,
    build: (context: CheckContext) => ForAll | Promise<ForAll>,
  ): void
}

const DEFAULT_TIMEOUT_MS = 30_000

/**
 * Describes a suite.
 *
 * @throws {Error} when an id is malformed or stands twice
 */
export function suite(title: string, options: SuiteOptions, define: (words: SuiteWords) => void): Suite {
  const checks: Check[] = []

  function addCheck(checkTitle: string, own: CheckOptions, body: CheckBody, look?: Observe): void {
    const id = `${options.id}.${own.id}`
    if (!/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(id))
      throw new Error(`The check id ${id} is not made of lower case, dots and dashes.`)
    if (checks.some((check) => check.id === id))
      throw new Error(`The check id ${id} stands twice in ${options.file}.`)
    checks.push({
      id,
      title: checkTitle,
      suite: options.file,
      suiteTitle: title,
      profile: own.profile ?? options.profile ?? 'rfc',
      level: own.level,
      verifies: own.verifies,
      rulings: own.rulings ?? [],
      needs: [...new Set([...(options.needs ?? []), ...(own.needs ?? [])])],
      tags: [...new Set([...(options.tags ?? []), ...(own.tags ?? [])])],
      severity: own.severity ?? options.severity ?? 'wrong-answer',
      impact: own.impact ?? options.impact,
      advice: own.advice,
      cause: own.cause ?? id,
      quiet: own.quiet ?? options.quiet ?? false,
      timeoutMs: own.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      cost: own.cost,
      body,
      observe: look,
    })
  }

  define({
    check: (checkTitle, own, body) => addCheck(checkTitle, own, body),
    observe: (checkTitle, own, look) => addCheck(checkTitle, own, () => undefined, look),
    property: (propertyTitle, own, build) =>
      addCheck(propertyTitle, own, async (context) => {
        const forAll = await build(context)
        await forAll.play(context)
      }),
  })
  return { id: options.id, title, file: options.file, checks }
}
