import Type, { type Static } from 'typebox'
import { CheckSchema } from './check.ts'
import { ExchangeSchema } from './exchange.ts'
import { outcomes } from './lists.ts'
import type { Readonlies } from './readonly.ts'
import { LevelSchema, RequirementStatusSchema, SeveritySchema, VerdictSchema } from './verdict.ts'

const count = Type.Integer({ minimum: 0 })
const names = Type.Array(Type.String())
const text = (description: string) => Type.Optional(Type.String({ description }))

const tallies = { pass: count, fail: count, warn: count, skip: count, blocked: count, error: count }

export const TalliesSchema = Type.Object(tallies)

/** What of one job of Entra's succeeds in each dialect. */
export const JobSchema = Type.Object({
  job: Type.String({ description: "The second part of its checks' ids: groups, members, update …" }),
  dialects: Type.Record(
    Type.String(),
    Type.Object({
      outcome: Type.Enum(outcomes, { description: 'The worst that was seen' }),
      checks: count,
      failed: Type.Array(Type.String(), { description: 'Ids of the checks that failed' }),
    }),
  ),
})

export const ProfileTotalsSchema = Type.Object({
  verdict: VerdictSchema,
  gated: Type.Boolean({ description: 'It decides the exit code' }),
  ...tallies,
  known: Type.Optional(Type.Integer({ description: 'Failures that the baseline knows' })),
  fresh: Type.Optional(Type.Integer({ description: 'Failures of checks newer than the ruleset' })),
  dialects: Type.Optional(Type.Record(Type.String(), TalliesSchema)),
  jobs: Type.Optional(Type.Array(JobSchema, { description: "Entra's jobs, in both of its dialects" })),
  tenantUrl: text('What an administrator enters as Tenant URL'),
  tenantUrlReason: text('Why that one, in one sentence'),
})

export const CauseSchema = Type.Object({
  id: Type.String(),
  title: Type.String({ description: 'A fact about the server' }),
  severity: SeveritySchema,
  checks: Type.Array(Type.String(), { description: 'Ids of the checks it explains, the most telling first' }),
  advice: Type.String({ description: 'What to do about it' }),
})

export const RequirementResultSchema = Type.Object({
  id: Type.String(),
  level: LevelSchema,
  status: RequirementStatusSchema,
  checks: names,
  why: text('Why it is uncovered or undecided'),
})

export const LeftoverSchema = Type.Object({
  url: Type.String(),
  state: Type.Enum(['active', 'deactivated']),
  reason: Type.String(),
})

export const FactSchema = Type.Object({
  subject: Type.String({ description: 'A capability, or a habit of the server' }),
  believed: Type.String({ description: 'yes, no, or a value' }),
  because: Type.String(),
  exchanges: Type.Optional(names),
})

export const IdentitiesSchema = Type.Object({
  domains: Type.Array(Type.String(), { description: 'No address outside these is ever sent' }),
  userNameFormat: Type.Enum(['email', 'upn', 'plain']),
  constraints: Type.Optional(
    Type.Array(Type.String(), { description: 'What this server needs beyond its schema' }),
  ),
  templates: Type.Optional(names),
})

export const BaselineSchema = Type.Object({
  file: Type.String(),
  known: Type.Array(Type.String(), { description: 'Known failures that failed again' }),
  fresh: Type.Array(Type.String(), { description: 'Failures it does not know' }),
  fulfilled: Type.Array(Type.String(), { description: 'Entries whose check no longer fails' }),
  expired: Type.Array(Type.String(), { description: 'Entries past their day' }),
})

export const GrammarSchema = Type.Object({
  seen: names,
  unseen: names,
  open: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Rules about which conforming servers may differ: never drawn',
    }),
  ),
  counts: Type.Optional(
    Type.Record(Type.String(), count, { description: 'Examples that exercised each rule' }),
  ),
})

/** The one document of a run, which every renderer, baseline, diff, merge and certificate reads. */
export const RunSchema = Type.Object({
  schemaVersion: Type.Literal(1),
  tool: Type.Object({ name: Type.String(), version: Type.String(), catalogue: Type.String() }),
  gradingVersion: Type.Integer({ minimum: 1 }),
  startedAt: Type.String({ description: 'RFC 3339, UTC' }),
  durationMs: Type.Number({ minimum: 0 }),
  runId: Type.String(),
  seed: Type.Integer(),
  shard: Type.Union([Type.String({ description: '2/4' }), Type.Null()]),
  exitCode: Type.Integer(),
  complete: Type.Optional(Type.Boolean({ description: 'False or absent: cut short' })),
  environment: Type.Optional(Type.Record(Type.String(), Type.String())),
  command: text('How the run was started, without secrets'),
  notes: Type.Array(Type.String(), { description: 'For the head of the report' }),
  selection: Type.Object({
    profiles: names,
    only: names,
    skip: names,
    requirements: Type.Optional(names),
    tags: Type.Optional(names),
    ruleset: text('Version of the ruleset that decides the exit code'),
    selected: count,
    of: count,
  }),
  target: Type.Object({
    baseUrl: Type.String(),
    product: text('Name'),
    version: text('Version'),
    image: text('Reference of the container image'),
    capabilities: Type.Record(Type.String(), Type.Boolean()),
    lags: Type.Record(Type.String(), Type.Number(), {
      description: 'Milliseconds: create to GET, and so on',
    }),
    resourceTypes: names,
    connections: Type.Integer({ minimum: 1 }),
  }),
  facts: Type.Array(FactSchema, { description: 'What was believed of the target, and why' }),
  identities: IdentitiesSchema,
  requests: Type.Object({ count, bytesSent: count, bytesReceived: count, wireMs: Type.Number() }),
  profiles: Type.Record(Type.String(), ProfileTotalsSchema),
  causes: Type.Array(CauseSchema),
  checks: Type.Array(CheckSchema),
  requirements: Type.Array(RequirementResultSchema),
  exchanges: Type.Record(Type.String(), ExchangeSchema),
  leftovers: Type.Array(LeftoverSchema),
  baseline: Type.Union([BaselineSchema, Type.Null()]),
  grammar: Type.Optional(
    Type.Record(Type.String(), GrammarSchema, {
      description: 'Rules of a grammar that the run exercised, and those it did not',
    }),
  ),
})

export type Tallies = Readonlies<Static<typeof TalliesSchema>>
export type JobResult = Readonlies<Static<typeof JobSchema>>
export type ProfileTotals = Readonlies<Static<typeof ProfileTotalsSchema>>
export type Cause = Readonlies<Static<typeof CauseSchema>>
export type RequirementResult = Readonlies<Static<typeof RequirementResultSchema>>
export type Leftover = Readonlies<Static<typeof LeftoverSchema>>
export type Fact = Readonlies<Static<typeof FactSchema>>
export type Identities = Readonlies<Static<typeof IdentitiesSchema>>
export type BaselineResult = Readonlies<Static<typeof BaselineSchema>>
export type Grammar = Readonlies<Static<typeof GrammarSchema>>
export type RunDocument = Readonlies<Static<typeof RunSchema>>
