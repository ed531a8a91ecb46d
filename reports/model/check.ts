import Type, { type Static } from 'typebox'
import type { Readonlies } from './readonly.ts'
import { LevelSchema, SeveritySchema, VerdictSchema } from './verdict.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))

/** A requirement that a check verifies, told in our words. */
export const ClauseSchema = Type.Object({
  id: Type.String({ description: 'Id in the catalogue: RFC7644-3.5.2.3-10' }),
  section: Type.String({ description: 'For people: RFC 7644 §3.5.2.3' }),
  url: Type.String({ description: 'Deep link to the section' }),
  demand: Type.String({ description: 'What it demands, in our words' }),
  erratum: text('Number and status of an erratum that touches it'),
})

/** What the server held when an example was played, once that was made smaller as well. */
const HeldSchema = Type.Object({
  size: Type.Integer({ description: 'Parts that are enough to show the fault' }),
  was: Type.Optional(Type.Integer({ description: 'Parts before shrinking' })),
  members: Type.Array(Type.Unknown()),
})

/** The smallest input with which a property fails. */
export const CounterexampleSchema = Type.Object({
  kind: Type.String({ description: 'What was drawn: filter, patch, payload …' }),
  smallest: Type.String(),
  original: text('Before shrinking'),
  value: Type.Optional(Type.Unknown({ description: 'The input itself, as a replay sends it' })),
  population: Type.Optional(HeldSchema),
  state: Type.Optional(HeldSchema),
  reason: text('Why it is wrong, in one sentence'),
  expected: text('All acceptable outcomes'),
  observed: text('What was seen in their place'),
  seed: Type.Integer(),
  path: Type.String({ description: 'Where fast-check finds it again' }),
  tried: Type.Integer(),
  shrinks: Type.Integer(),
  requests: Type.Optional(Type.Integer()),
  cut: Type.Optional(
    Type.Boolean({
      description: 'The budget was used up, or the run ended, before nothing smaller was left',
    }),
  ),
  again: Type.Optional(Type.Boolean({ description: 'It failed once more when it was played again' })),
  alike: Type.Optional(Type.Integer({ description: 'Further examples that failed for the same fault' })),
  shape: text('What all counterexamples of the fault have in common'),
  exchanges: Type.Optional(Type.Array(Type.String(), { description: 'Ids of its last playing' })),
  command: text('The command that plays it again'),
  curl: Type.Optional(Type.Array(Type.String())),
  test: text('A test of vitest that reproduces it with fetch'),
  file: text('The counterexample as a file that replay reads'),
})

/** What one of Microsoft's gates is expected to say of one of its tests. */
export const PredictionSchema = Type.Object({
  gate: Type.String({
    description: 'SCIM Validator, SCIM validation Logic App, requirements of the App Gallery',
  }),
  test: Type.String({ description: "The gate's own name of the test" }),
  verdict: Type.Enum(['pass', 'fail', 'warning', 'skipped']),
  basis: Type.Object({
    document: Type.String(),
    version: Type.String(),
    date: Type.String({ description: 'Day' }),
    url: Type.String(),
  }),
  confidence: Type.Enum(['recorded', 'template', 'documented', 'reconstructed'], {
    description: 'How its requests and assertions are known; the last two can warn at most',
  }),
  disagreements: Type.Array(Type.String(), {
    description: 'Where the standards, or Entra in production, see it otherwise',
  }),
})

const state = (description: string) => Type.Optional(Type.Unknown({ description }))

/** What a request of Entra's should have made of a resource, and what became of it: the attributes that differ. */
export const ChangeSchema = Type.Object({
  request: Type.String({ description: 'Method and path of the write' }),
  status: Type.Optional(Type.Integer({ description: 'How it was answered' })),
  before: state('Before the write; null: the resource was not there'),
  meant: state('As it should be afterwards; null: gone'),
  after: state('As read back afterwards; null: gone; absent: not read, because the write was refused'),
})

/** What one check found. */
export const CheckSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$', description: 'Stable for ever' }),
  title: Type.String(),
  suite: Type.String(),
  profile: Type.String(),
  level: LevelSchema,
  verifies: Type.Array(Type.String()),
  clauses: Type.Array(ClauseSchema),
  ruling: text('Id of the ruling that decides where the text is ambiguous'),
  rulingText: text('The readings accepted, and why this one is outside'),
  tags: Type.Array(Type.String()),
  dialect: text('Dialect of Entra that was spoken: legacy or compliant'),
  verdict: VerdictSchema,
  change: Type.Optional(ChangeSchema),
  severity: Type.Optional(SeveritySchema),
  reason: text('Why this verdict, in one sentence'),
  sent: text('The deciding request in short'),
  expected: text('All acceptable answers'),
  observed: text('The value that decided'),
  at: text('Where in the body it stands: a JSON path such as $.emails[0].value'),
  impact: text('What it breaks in Entra'),
  microsoftTests: Type.Optional(
    Type.Array(Type.String(), { description: "Microsoft's tests that would fail" }),
  ),
  prediction: Type.Optional(PredictionSchema),
  warnings: Type.Array(Type.String()),
  explanation: Type.Array(Type.String(), { description: 'Why the oracle thinks so, step by step' }),
  exchanges: Type.Array(Type.String(), { description: 'Ids, in order of sending' }),
  decisive: Type.Array(Type.String(), { description: 'Ids of the exchanges that decided' }),
  blockedBy: Type.Optional(Type.Array(Type.String(), { description: 'Checks that failed before' })),
  reproduce: Type.Object({ command: Type.String(), curl: Type.Array(Type.String()) }),
  counterexample: Type.Union([CounterexampleSchema, Type.Null()]),
  counterexamples: Type.Optional(
    Type.Array(CounterexampleSchema, { description: 'One for each fault, counterexample first' }),
  ),
  examples: Type.Optional(
    Type.Object({
      played: Type.Integer({ description: 'Examples that were played, and that alone count' }),
      wanted: Type.Integer(),
    }),
  ),
  repeated: Type.Optional(
    Type.Object({
      times: Type.Integer({ description: 'How often it was tried again' }),
      same: Type.Boolean({ description: 'The same verdict each time' }),
      note: text('For example: depends on timing'),
    }),
  ),
  others: Type.Optional(
    Type.Array(
      Type.Object({
        server: Type.String(),
        what: Type.String({ description: 'What it did, and how it was repaired' }),
        url: text('Where it is told'),
      }),
    ),
  ),
  isNew: Type.Optional(Type.Boolean({ description: 'Newer than the ruleset: shown, and not decisive' })),
  baseline: Type.Optional(
    Type.Object({
      reason: Type.String(),
      expires: text('Day, as 2026-12-31'),
      since: text('Day'),
      url: text('Link'),
    }),
  ),
  durationMs: Type.Number(),
  requests: Type.Integer({ minimum: 0 }),
})

export type Clause = Readonlies<Static<typeof ClauseSchema>>
export type Counterexample = Readonlies<Static<typeof CounterexampleSchema>>
export type PredictionResult = Readonlies<Static<typeof PredictionSchema>>
export type ChangeResult = Readonlies<Static<typeof ChangeSchema>>
export type CheckResult = Readonlies<Static<typeof CheckSchema>>
