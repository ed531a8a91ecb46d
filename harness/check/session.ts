import type { AttributeMapping } from '../entra/import/mapping.ts'
import type { JsonObject, ResourceSchema } from '../scim/types.ts'
import { GROUP_RESOURCE_TYPE, GROUP_SCHEMA, USER_RESOURCE_TYPE, USER_SCHEMA } from '../scim/schema/core.ts'
import { resourceSchema } from '../scim/schema/lookup.ts'
import type { Client } from '../target/client.ts'
import type { TargetFacts } from '../target/discovery.ts'
import type { Capability, ScimRequest, Wait } from '../target/types.ts'
import type { Admission } from './holdings/admission.ts'
import { doneAgain } from './again.ts'
import type { Answer } from './answer.ts'
import { constrainedSchema, type Constraints } from './identity/constraints.ts'
import { makeCrowd } from './calibration/crowd.ts'
import { fixtureFor, type FixtureSpec, type ResourceFixture } from './fixtures.ts'
import type { Fuzzing } from './property/fuzzing.ts'
import { type Holdings, openHoldings } from './holdings/holdings.ts'
import { identityFor, type Identity, type UserNameFormat } from './identity/identity.ts'
import type { Journal } from './holdings/journal.ts'
import type { Ledger } from './ledger.ts'
import type { Matcher } from './matchers.ts'
import { leastPayload, type Templates } from './payload.ts'
import { openPools, type Pools, type PoolSettings } from './holdings/lentPool.ts'
import { makePopulation, type Population } from './population.ts'
import { probe, type ProbeId, type ProbeResult } from './probes.ts'
import { objectionTo } from './identity/objections.ts'
import { type Scim, scimFor } from './scim.ts'
import { block, Decision, skip } from './verdict.ts'

/** What a run's checks all go by; plain data, so that it can cross into a worker. */
export interface SessionSettings {
  readonly runId: string
  readonly seed: number
  /** Examples per property; each property's own number when absent. */
  readonly examples?: number
  /** Further examples that shrinking may cost. */
  readonly shrinkBudget: number
  readonly facts: TargetFacts
  readonly emailDomains: readonly string[]
  readonly userNameFormat: UserNameFormat
  readonly templates: Templates
  /** What the server demands of single attributes beyond its schemas. */
  readonly constraints?: Constraints
  /** The attribute mapping that is handed out to admins (`--mapping`); Entra's default one when absent. */
  readonly mapping?: AttributeMapping
  /** Milliseconds to wait for a write to be seen; `auto` measures. */
  readonly settle: 'auto' | number
  /** Whether two Organizations may have people of one name: `global` says that they may not; unknown by default. */
  readonly identities?: 'per-tenant' | 'global'
  readonly populationSize: number
  /** Makes few users, and lends them to one check after the other. */
  readonly pool?: PoolSettings
}

/** The parts of the world a session plays in. */
export interface SessionParts {
  /** The same for a second connection (another Organization), when one was given. */
  readonly second?: Session
  readonly client: Client
  readonly journal: Journal
  readonly admission: Admission
  readonly wait: Wait
  readonly clock: () => number
  /** Aborted when the whole run ends early. */
  readonly signal: AbortSignal
  readonly fuzzing?: Fuzzing
}

/** All that the checks of one run share. */
export interface Session extends SessionParts, Holdings {
  readonly settings: SessionSettings
  /** There when the run makes few users and lends them. */
  readonly pools: Pools | undefined
  readonly user: FixtureSpec
  readonly group: FixtureSpec
  /** The type that the server advertises under this name. */
  typeOf(name: string): FixtureSpec | undefined
  payload(spec: FixtureSpec, identity: Identity, attributes: JsonObject): JsonObject
  /** What a request would send against the constraints, as a sentence; `undefined` when nothing. */
  objectionTo(request: ScimRequest): string | undefined
  /** Asks a probe once. */
  probe(id: ProbeId): Promise<ProbeResult>
  /** @throws {Decision} `blocked` or `skip` when the probe does not work */
  demand(id: ProbeId): Promise<void>
  population(): Promise<Population>
  /** Users with values of every kind; the population where only few may be alive, or the server takes none of them. */
  crowd(): Promise<Population>
  sentBody(answer: Answer): JsonObject
  /** Adds what most servers want to each user from now on; `false` when that was done before. */
  beGenerous(why: string): boolean
  /** Notes for the head of the report what a server asked for when it refused what fixtures sent; each demand once. */
  tellDemand(what: string, why: string): void
  learnEcho(echoes: boolean): void
  /** Whether the answer to a creation is the whole representation. */
  echoesCreation(): boolean
  /** Reads until the answer is in the set, 5 s at most, and notes how long that took. */
  measure(lag: string, read: () => Promise<Answer>, matcher: Matcher): Promise<Answer>
  /** Milliseconds that a read-back may take to settle. */
  settleBudget(): Promise<number>
  readonly lags: Readonly<Record<string, number>>
  readonly notes: readonly string[]
  /** Tells something at the head of the report, once. */
  note(sentence: string): void
}

/** Why a capability is believed to be absent. */
export function absence(facts: TargetFacts, capability: Capability): string {
  const belief = facts.believed.find((fact) => fact.capability === capability)
  return belief?.because ?? `The server does not offer ${capability}.`
}

const MOST_LAG_MS = 5_000

/** Opens the session of a run. Sends nothing by itself. */
export function openSession(settings: SessionSettings, parts: SessionParts): Session {
  const { client, journal, wait, clock, signal } = parts
  const probes = new Map<ProbeId, Promise<ProbeResult>>()
  const lags: Record<string, number> = {}
  const notes: string[] = []
  const learnt = { generous: false, echoes: true }
  let population: Promise<Population> | undefined
  let crowd: Promise<Population | undefined> | undefined
  const { facts, constraints = {} } = settings
  const specOf = (kind: FixtureSpec['kind'], published: ResourceSchema): FixtureSpec => {
    const schema = constrainedSchema(published, constraints)
    return { kind, schema, endpoint: schema.resourceType.endpoint }
  }
  const user = specOf('user', schemaOf(facts, 'User') ?? resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA]))
  const group = specOf(
    'group',
    schemaOf(facts, 'Group') ?? resourceSchema(GROUP_RESOURCE_TYPE, [GROUP_SCHEMA]),
  )
  const asked = new Set<string>()

  async function ask(id: ProbeId, playing: number, ledger: Ledger): Promise<ProbeResult> {
    const checkId = `probe.${id}`
    const tools = {
      session,
      scim: scimFor(session, { checkId, scope: 'probe', signal, ledger }),
      identity: identityFor(settings, checkId, playing),
      user,
      group,
    }
    try {
      return await probe(id).ask(tools)
    } catch (error) {
      if (error instanceof Decision)
        return {
          state: error.verdict === 'skip' ? 'absent' : 'broken',
          reason: error.finding.reason,
          ...(error.by === undefined ? {} : { by: error.by }),
        }
      throw error
    } finally {
      session.pools?.user.release(checkId)
      session.pools?.group.release(checkId)
    }
  }

  const askOnce = (id: ProbeId) => {
    const known =
      probes.get(id) ??
      doneAgain(
        (playing, ledger) => ask(id, playing, ledger),
        ({ state }) => state === 'broken',
      )
    probes.set(id, known)
    return known
  }

  const gathered = <People>(
    name: string,
    make: (scim: Scim, identity: Identity, users: ResourceFixture) => Promise<People>,
  ) =>
    doneAgain((playing, ledger) => {
      const scim = scimFor(session, { checkId: name, scope: 'population', signal, ledger })
      const identity = identityFor(settings, name, playing)
      return make(scim, identity, fixtureFor(session, scim, identity, user))
    })

  const session: Session = {
    ...parts,
    ...openHoldings(journal, client.base, group.endpoint),
    settings,
    pools: settings.pool === undefined ? undefined : openPools(settings.pool),
    user,
    group,
    lags,
    notes,
    note: (sentence) => {
      if (!notes.includes(sentence)) notes.push(sentence)
    },
    typeOf: (name) => {
      const schema = schemaOf(facts, name)
      return schema === undefined ? undefined : specOf('other', schema)
    },
    payload: (spec, identity, attributes) =>
      leastPayload(spec, identity, { ...settings.templates, constraints }, attributes, learnt.generous),
    objectionTo: (request) =>
      objectionTo(request, [user.schema, group.schema, ...facts.resourceSchemas], constraints),
    probe: askOnce,
    demand: async (id) => {
      const { capability } = probe(id)
      if (capability !== undefined && !settings.facts.capabilities[capability])
        skip(absence(settings.facts, capability))
      const result = await askOnce(id)
      if (result.state === 'absent') skip(`${probe(id).title}: not supported (${result.reason}).`)
      if (result.state === 'broken')
        block(
          result.by === undefined
            ? `It stands on a fact that does not hold here, that ${probe(id).title}: ${result.reason}.`
            : result.reason,
          result.by ?? probe(id).carriedBy,
        )
    },
    population: () => {
      const { userName, mark } = identityFor(settings, 'population')
      if (!userName(`${mark}1`).startsWith(mark))
        skip('The constraints on userName leave no room for a mark by which the users of this run are known.')
      population ??= gathered('population', (scim, identity, users) =>
        makePopulation(scim, users, identity, settings.populationSize),
      )
      return population
    },
    crowd: async () => {
      crowd ??= gathered('crowd', (scim, identity, users) => makeCrowd(scim, users, identity, settings))
      return (await crowd) ?? session.population()
    },
    sentBody: (answer) => {
      const { body } = answer.exchange.request
      return typeof body === 'string' ? (JSON.parse(body) as JsonObject) : {}
    },
    beGenerous: (why) => {
      if (learnt.generous) return false
      learnt.generous = true
      notes.push(
        `A user with the least that the schema asks for was refused (${why}), so names, an e-mail address and active are sent with each one. Say what this server needs with --user-template.`,
      )
      return true
    },
    tellDemand: (what, why) => {
      if (asked.has(why) || asked.size >= 5) return
      asked.add(why)
      notes.push(
        `${what} was refused: ${why}. If this is a rule of the server's own, say it with constraints in the configuration, or with a template.`,
      )
    },
    learnEcho: (echoes) => {
      learnt.echoes = echoes
    },
    echoesCreation: () => learnt.echoes,
    measure: async (lag, read, matcher) => {
      const begun = clock()
      const budget = settings.settle === 'auto' ? MOST_LAG_MS : settings.settle
      for (let pause = 25; ; pause = Math.min(pause * 2, 500)) {
        const answer = await read()
        const passed = clock() - begun
        if (matcher.differs(answer) === undefined) {
          lags[lag] = pause === 25 ? 0 : Math.round(passed)
          return answer
        }
        if (passed >= budget || (answer.status >= 400 && answer.status !== 404)) return answer
        await wait(pause, signal)
      }
    },
    settleBudget: async () => {
      if (settings.settle !== 'auto') return settings.settle
      await askOnce('read-user')
      await askOnce('patch-user')
      return Math.min(2 * Math.max(0, ...Object.values(lags)), MOST_LAG_MS)
    },
  }
  return session
}

function schemaOf(facts: TargetFacts, name: string): ResourceSchema | undefined {
  return facts.resourceSchemas.find((schema) => schema.resourceType.name.toLowerCase() === name.toLowerCase())
}
