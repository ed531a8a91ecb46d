import { catalogueHash, gradingVersion } from '../check/catalogue.ts'
import type { CheckOutcome } from '../check/outcome.ts'
import type { SessionSettings } from '../check/session.ts'
import type { Check, Profile } from '../check/suite.ts'
import type { Verdict } from '../check/verdict.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import type { ResourceSchema } from '../scim/types.ts'
import type {
  CheckResult,
  ExchangeRecord,
  Leftover,
  ProfileTotals,
  RequirementResult,
  RunDocument,
} from '../../reports/model/index.ts'
import type { Selection } from './select.ts'
import { applyBaseline, type Baseline } from './baseline.ts'
import { causesOf } from './causes.ts'
import { grammarOf } from './fuzz/grammar.ts'
import { type DialectFacts, dialectFacts, isOtherDialect, jobsOf } from './dialects.ts'
import { levelOfRequirement } from './level.ts'
import type { FailOn } from './options.ts'
import type { TargetWords } from './reproduce.ts'
import { resultOf } from './results.ts'
import type { StageSums } from './stage.ts'
import { exitCodeOf, profileVerdict, requirementState } from './verdict.ts'

/** All that a run document is made of. */
export interface Ingredients {
  readonly version: string
  readonly startedAt: string
  readonly durationMs: number
  readonly settings: SessionSettings
  readonly selection: Selection
  readonly checks: readonly Check[]
  /** How many checks there are in all. */
  readonly registered: number
  readonly outcomes: readonly CheckOutcome[]
  readonly sums: StageSums
  readonly exchanges: Readonly<Record<string, ExchangeRecord>>
  readonly leftovers: readonly Leftover[]
  readonly notes: readonly string[]
  readonly baseUrl: string
  readonly words: TargetWords
  readonly gate: readonly Profile[]
  readonly failOn: FailOn | Readonly<Partial<Record<Profile, FailOn>>>
  readonly maxErrors: number
  readonly baseline?: { readonly file: string; readonly content: Baseline }
  readonly interrupted: boolean
  readonly commandLine?: string
  readonly environment: Readonly<Record<string, string>>
}

const VERDICTS = ['pass', 'fail', 'warn', 'skip', 'blocked', 'error'] as const

/** Puts the document of a run together: results, baseline, causes, requirements, totals, exit code. */
export function runDocument(from: Ingredients): RunDocument {
  const { settings, selection, checks } = from
  const known = new Map(checks.map((check) => [check.id, check]))
  const schemas = schemasOf(settings.facts)
  const plain = from.outcomes.flatMap((outcome) => {
    const check = known.get(outcome.id)
    return check === undefined ? [] : [resultOf(check, outcome, from.exchanges, from.words, schemas)]
  })
  const order = new Map(checks.map((check, index) => [check.id, index]))
  plain.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  const held =
    from.baseline === undefined
      ? undefined
      : applyBaseline(from.baseline.file, from.baseline.content, plain, from.startedAt.slice(0, 10))
  const results = held?.results ?? plain
  const dialects = dialectFacts(
    results
      .filter(({ profile }) => profile === 'entra')
      .map(({ verdict, tags, baseline }) => ({ verdict, tags, excused: baseline !== undefined })),
    from.baseUrl,
  )
  const complete = results.length === checks.length && !from.interrupted
  const exitCode = exitCodeOf(
    results.map((result) => ({
      profile: result.profile as Profile,
      verdict: weightOf(result, dialects),
      severity: result.severity ?? 'wrong-answer',
      excused: result.baseline !== undefined || result.isNew === true,
    })),
    {
      gate: from.gate,
      failOn: from.failOn,
      maxErrors: from.maxErrors,
      complete,
      interrupted: from.interrupted,
    },
  )
  const { facts } = settings
  return {
    schemaVersion: 1,
    tool: { name: 'scimproof', version: from.version, catalogue: catalogueHash() },
    gradingVersion: gradingVersion(),
    startedAt: from.startedAt,
    durationMs: Math.round(from.durationMs),
    runId: settings.runId,
    seed: settings.seed,
    shard: null,
    exitCode,
    environment: from.environment,
    ...(from.commandLine === undefined ? {} : { command: from.commandLine }),
    notes: [...from.notes, ...facts.findings, ...from.sums.notes],
    selection: {
      profiles: [...selection.profiles],
      only: [...selection.only],
      skip: [...selection.skip],
      requirements: [...selection.requirements],
      tags: [...selection.tags],
      selected: checks.length,
      of: from.registered,
    },
    target: {
      baseUrl: from.baseUrl,
      capabilities: facts.capabilities,
      lags: from.sums.lags,
      resourceTypes: facts.resourceTypes.map((type) => type.name),
      connections: 1,
    },
    facts: facts.believed.map(({ capability, value, because, exchanges }) => ({
      subject: capability,
      believed: value ? 'yes' : 'no',
      because,
      exchanges: [...exchanges],
    })),
    identities: { domains: [...settings.emailDomains], userNameFormat: settings.userNameFormat },
    requests: {
      count: from.sums.requests.requests,
      bytesSent: from.sums.requests.bytesSent,
      bytesReceived: from.sums.requests.bytesReceived,
      wireMs: Math.round(from.sums.requests.wireMs),
    },
    profiles: totalsOf(results, selection.profiles, from.gate, dialects),
    causes: causesOf(results, checks),
    checks: results,
    requirements: requirementsOf(results),
    exchanges: from.exchanges,
    leftovers: [...from.leftovers],
    ...grammarOf(from.outcomes),
    baseline: held?.summary ?? null,
    complete,
  }
}

function totalsOf(
  results: readonly CheckResult[],
  profiles: readonly Profile[],
  gate: readonly Profile[],
  dialects: DialectFacts,
): Record<string, ProfileTotals> {
  return Object.fromEntries(
    profiles.map((profile) => {
      const mine = results.filter((result) => result.profile === profile)
      const counts = countsOf(mine.map(({ verdict }) => verdict))
      const excused = mine.filter((result) => result.baseline !== undefined).length
      const totals: ProfileTotals = {
        verdict: profileVerdict(countsOf(mine.map((result) => weightOf(result, dialects)))),
        gated: gate.includes(profile),
        ...counts,
        ...(excused === 0 ? {} : { known: excused }),
        ...(profile === 'entra' ? { ...spokenOf(dialects), ...jobsIn(mine) } : {}),
      }
      return [profile, totals]
    }),
  )
}

/** What a result weighs: as its verdict has it, but for a failure in a dialect that need not be used. */
function weightOf(result: CheckResult, { whole }: DialectFacts): Verdict {
  return result.profile === 'entra' && isOtherDialect(result, whole) ? 'warn' : result.verdict
}

function countsOf(verdicts: readonly Verdict[]): Record<(typeof VERDICTS)[number], number> {
  return Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, verdicts.filter((one) => one === verdict).length]),
  ) as Record<(typeof VERDICTS)[number], number>
}

function spokenOf({ tallies, advice }: DialectFacts): Partial<ProfileTotals> {
  return {
    dialects: tallies,
    ...(advice === undefined ? {} : { tenantUrl: advice.tenantUrl, tenantUrlReason: advice.reason }),
  }
}

function jobsIn(results: readonly CheckResult[]): Partial<ProfileTotals> {
  return results.some(({ dialect }) => dialect !== undefined) ? { jobs: jobsOf(results) } : {}
}

/** The published schemas, and those of the standard for what is not published. */
function schemasOf({ resourceSchemas }: SessionSettings['facts']): readonly ResourceSchema[] {
  return [...resourceSchemas, USER_RESOURCE_SCHEMA, GROUP_RESOURCE_SCHEMA]
}

function requirementsOf(results: readonly CheckResult[]): RequirementResult[] {
  const ids = [...new Set(results.flatMap((result) => result.verifies))].sort()
  return ids.map((id) => {
    const readers = results.filter((result) => result.verifies.includes(id))
    return {
      id,
      level: levelOfRequirement(id),
      status: requirementState(readers.map((result) => result.verdict)),
      checks: readers.map((result) => result.id),
    }
  })
}
