import type { Verdict } from '../check/verdict.ts'
import type { CheckResult, JobResult, Tallies } from '../../reports/model/index.ts'
import { outcomes } from '../../reports/model/index.ts'

/** Entra's two ways of writing PATCH; the Tenant URL chooses, with the flag or without it. */
export const DIALECTS = ['legacy', 'compliant'] as const

export type EntraDialect = (typeof DIALECTS)[number]

/** A verdict of the entra profile, with the tags of its check. */
export interface Spoken {
  readonly verdict: Verdict
  readonly tags: readonly string[]
  /** Known to the baseline. */
  readonly excused?: boolean
}

/** What a run says of the two dialects (ruling EN-11). */
export interface DialectFacts {
  /** Per dialect; a check that belongs to neither counts in both. */
  readonly tallies: Readonly<Record<EntraDialect, Tallies>>
  /** The dialects in which everything that was seen works. */
  readonly whole: readonly EntraDialect[]
  /** What to enter as Tenant URL, and why, once a dialect was seen. */
  readonly advice?: { readonly tenantUrl: string; readonly reason: string }
}

const VERDICTS = ['pass', 'fail', 'warn', 'skip', 'blocked', 'error'] as const

/** The one dialect that a check belongs to; `undefined` when it says something of both. */
export function dialectOf(tags: readonly string[]): EntraDialect | undefined {
  const own = DIALECTS.filter((dialect) => tags.includes(dialect))
  return own.length === 1 ? own[0] : undefined
}

/** Sums the checks of the entra profile up per dialect, and says which Tenant URL to hand out. */
export function dialectFacts(checks: readonly Spoken[], baseUrl: string): DialectFacts {
  const tallies = { legacy: talliesOf(checks, 'legacy'), compliant: talliesOf(checks, 'compliant') }
  const whole = DIALECTS.filter((dialect) => worksWhole(checks, dialect))
  const seen = DIALECTS.some((dialect) => wasSeen(checks, dialect))
  return { tallies, whole, ...(seen ? { advice: adviceOf(tallies, whole, baseUrl) } : {}) }
}

/**
 * Whether a failure weighs as a warning only (EN-11): it says something of one dialect alone, and the other works whole.
 */
export function isOtherDialect(check: Spoken, whole: readonly EntraDialect[]): boolean {
  const own = dialectOf(check.tags)
  return check.verdict === 'fail' && own !== undefined && whole.some((dialect) => dialect !== own)
}

/** What of each job of Entra's succeeds in each dialect; a check that belongs to neither counts in both. */
export function jobsOf(results: readonly CheckResult[]): JobResult[] {
  const entra = results.filter(({ profile }) => profile === 'entra')
  const jobs = [...new Set(entra.map(jobOf))]
  return jobs.map((job) => ({
    job,
    dialects: Object.fromEntries(
      DIALECTS.map((dialect) => {
        const mine = entra.filter(
          (result) => jobOf(result) === job && (result.dialect ?? dialect) === dialect,
        )
        const seen = mine.map(outcomeOf)
        const failed = mine.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
        const outcome = outcomes.find((one) => seen.includes(one)) ?? 'not played'
        return [dialect, { outcome, checks: mine.length, failed }]
      }),
    ),
  }))
}

const jobOf = ({ id }: CheckResult) => (id.startsWith('fuzz.') ? 'fuzz' : (id.split('.')[1] ?? id))

function outcomeOf({ verdict, change }: CheckResult): (typeof outcomes)[number] {
  if (verdict === 'blocked' || verdict === 'error') return 'undecided'
  if (verdict !== 'fail') return verdict === 'skip' ? 'not played' : 'works'
  if (change === undefined) return 'goes wrong'
  return change.status === undefined || change.status >= 400 ? 'is refused' : 'loses data'
}

function talliesOf(checks: readonly Spoken[], dialect: EntraDialect): Tallies {
  const mine = checks.filter(({ tags }) => (dialectOf(tags) ?? dialect) === dialect)
  return Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, mine.filter((check) => check.verdict === verdict).length]),
  ) as Record<(typeof VERDICTS)[number], number>
}

function wasSeen(checks: readonly Spoken[], dialect: EntraDialect): boolean {
  return checks.some(
    ({ verdict, tags }) => dialectOf(tags) === dialect && ['pass', 'warn', 'fail'].includes(verdict),
  )
}

/** Its own checks were seen, and nothing that Entra does in it failed or was left undecided. */
function worksWhole(checks: readonly Spoken[], dialect: EntraDialect): boolean {
  const own = checks.filter(({ tags }) => dialectOf(tags) === dialect)
  const shared = checks.filter(({ tags, excused }) => dialectOf(tags) === undefined && excused !== true)
  return (
    own.some(({ verdict }) => verdict === 'pass' || verdict === 'warn') &&
    ![...own, ...shared].some(({ verdict }) => ['fail', 'blocked', 'error'].includes(verdict))
  )
}

function adviceOf(
  tallies: Readonly<Record<EntraDialect, Tallies>>,
  whole: readonly EntraDialect[],
  baseUrl: string,
): { tenantUrl: string; reason: string } {
  const plain = baseUrl
  const flagged = `${baseUrl}/?aadOptscim062020`
  if (whole.length === DIALECTS.length) {
    const reason = 'Both dialects work; with the flag Entra keeps closer to RFC 7644.'
    return { tenantUrl: flagged, reason }
  }
  if (whole.includes('legacy')) {
    const reason = `Without the flag everything works; with it ${failures(tallies.compliant)}.`
    return { tenantUrl: plain, reason }
  }
  if (whole.includes('compliant')) {
    const reason =
      `With the flag everything works, except for provision on demand: that sends the legacy dialect even so, ` +
      `in which ${failures(tallies.legacy)}.`
    return { tenantUrl: flagged, reason }
  }
  const { legacy, compliant } = tallies
  const reason = `Neither dialect works whole: with the flag ${failures(compliant)}, without it ${failures(legacy)}.`
  return { tenantUrl: legacy.fail < compliant.fail ? plain : flagged, reason }
}

function failures({ fail }: Tallies): string {
  if (fail === 0) return 'nothing failed, but not everything was decided'
  return fail === 1 ? '1 check fails' : `${fail} checks fail`
}
