import type { JsonObject, ResourceSchema } from '../scim/types.ts'
import { GROUP_RESOURCE_TYPE, GROUP_SCHEMA, USER_RESOURCE_TYPE, USER_SCHEMA } from '../scim/schema/core.ts'
import { resourceSchema } from '../scim/schema/lookup.ts'
import { getMember, isObject } from '../scim/json.ts'
import type { Client } from '../target/client.ts'
import type { TargetFacts } from '../target/discovery.ts'
import type { Capability, ScimRequest, Wait } from '../target/types.ts'
import type { Admission } from './admission.ts'
import type { Answer } from './answer.ts'
import type { CreationFate } from './bulk.ts'
import { crowdSize, makeCrowd } from './crowd.ts'
import { fixtureFor, type FixtureSpec } from './fixtures.ts'
import { identityFor, type Identity, type UserNameFormat } from './identity.ts'
import type { Journal } from './journal.ts'
import { openLedger } from './ledger.ts'
import type { Matcher } from './matchers.ts'
import { leastPayload, type Templates } from './payload.ts'
import { makePopulation, type Population } from './population.ts'
import { probe, type ProbeId, type ProbeResult } from './probes.ts'
import { namesIn, scimFor } from './scim.ts'
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
  /** Milliseconds to wait for a write to be seen; `auto` measures. */
  readonly settle: 'auto' | number
  /** Whether two Organizations may have people of one name: `global` says that they may not; unknown by default. */
  readonly identities?: 'per-tenant' | 'global'
  readonly populationSize: number
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
}

/** All that the checks of one run share. */
export interface Session extends SessionParts {
  readonly settings: SessionSettings
  readonly user: FixtureSpec
  readonly group: FixtureSpec
  /** The type that the server advertises under this name. */
  typeOf(name: string): FixtureSpec | undefined
  payload(spec: FixtureSpec, identity: Identity, attributes: JsonObject): JsonObject
  /** Asks a probe once. */
  probe(id: ProbeId): Promise<ProbeResult>
  /** @throws {Decision} `blocked` or `skip` when the probe does not work */
  demand(id: ProbeId): Promise<void>
  population(): Promise<Population>
  /** Users with values of every kind; the population where only few may be alive, or the server takes none of them. */
  crowd(): Promise<Population>
  /** Notes in the journal that a resource is about to be made. */
  announce(request: ScimRequest): number
  settleCreation(ordinal: number, request: ScimRequest, answer: Answer, checkId: string): void
  /** Notes what became of a creation that was announced; `undefined` leaves it open. */
  settleFate(ordinal: number, fate: CreationFate, checkId: string): void
  forget(path: string): void
  /** Paths that a check made and that are not gone, newest first. */
  madeBy(checkId: string): readonly string[]
  /** What a check has made in all, and how many users and groups it held at once at most. */
  costOf(checkId: string): Cost
  sentBody(answer: Answer): JsonObject
  /** Adds what most servers want to each user from now on; `false` when that was done before. */
  beGenerous(why: string): boolean
  learnEcho(echoes: boolean): void
  /** Whether the answer to a creation is the whole representation. */
  echoesCreation(): boolean
  /** Reads until the answer is in the set, 5 s at most, and notes how long that took. */
  measure(lag: string, read: () => Promise<Answer>, matcher: Matcher): Promise<Answer>
  /** Milliseconds that a read-back may take to settle. */
  settleBudget(): Promise<number>
  readonly lags: Readonly<Record<string, number>>
  readonly notes: readonly string[]
}

/** Why a capability is believed to be absent. */
export function absence(facts: TargetFacts, capability: Capability): string {
  const belief = facts.believed.find((fact) => fact.capability === capability)
  return belief?.because ?? `The server does not offer ${capability}.`
}

/** What a check costs a server: creations in all, and the most users (and others) and groups alive at once. */
export interface Cost {
  readonly users: number
  readonly groups: number
  readonly creates: number
}

const NO_COST: Cost = { users: 0, groups: 0, creates: 0 }

/** The cost after one more creation, with what is alive now. */
function grown(cost: Cost, alive: readonly string[], groupEndpoint: string): Cost {
  const groups = alive.filter((path) => path.startsWith(`${groupEndpoint}/`)).length
  return {
    users: Math.max(cost.users, alive.length - groups),
    groups: Math.max(cost.groups, groups),
    creates: cost.creates + 1,
  }
}

const MOST_LAG_MS = 5_000

/** Opens the session of a run. Sends nothing by itself. */
export function openSession(settings: SessionSettings, parts: SessionParts): Session {
  const { client, journal, wait, clock, signal } = parts
  const probes = new Map<ProbeId, Promise<ProbeResult>>()
  const made = new Map<string, string[]>()
  const owners = new Map<string, string>()
  const costs = new Map<string, Cost>()
  const lags: Record<string, number> = {}
  const notes: string[] = []
  const learnt = { generous: false, echoes: true }
  let ordinal = 0
  let population: Promise<Population> | undefined
  let crowd: Promise<Population | undefined> | undefined
  const user = specOf('user', settings.facts, 'User', resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA]))
  const group = specOf('group', settings.facts, 'Group', resourceSchema(GROUP_RESOURCE_TYPE, [GROUP_SCHEMA]))

  const scimOf = (checkId: string, scope: 'probe' | 'population') =>
    scimFor(session, { checkId, scope, signal, ledger: openLedger() })

  async function ask(id: ProbeId): Promise<ProbeResult> {
    const checkId = `probe.${id}`
    const tools = {
      session,
      scim: scimOf(checkId, 'probe'),
      identity: identityFor(settings, checkId),
      user,
      group,
    }
    try {
      return await probe(id).ask(tools)
    } catch (error) {
      if (error instanceof Decision)
        return { state: error.verdict === 'skip' ? 'absent' : 'broken', reason: error.finding.reason }
      throw error
    }
  }

  const askOnce = (id: ProbeId) => {
    const known = probes.get(id) ?? ask(id)
    probes.set(id, known)
    return known
  }

  const session: Session = {
    ...parts,
    settings,
    user,
    group,
    lags,
    notes,
    typeOf: (name) => {
      const schema = schemaOf(settings.facts, name)
      return schema === undefined
        ? undefined
        : { kind: 'other', schema, endpoint: schema.resourceType.endpoint }
    },
    payload: (spec, identity, attributes) =>
      leastPayload(spec, identity, settings.templates, attributes, learnt.generous),
    probe: askOnce,
    demand: async (id) => {
      const { capability } = probe(id)
      if (capability !== undefined && !settings.facts.capabilities[capability])
        skip(absence(settings.facts, capability))
      const result = await askOnce(id)
      if (result.state === 'absent') skip(`${probe(id).title}: not supported (${result.reason}).`)
      if (result.state === 'broken')
        block(
          `It stands on a fact that does not hold here, that ${probe(id).title}: ${result.reason}.`,
          probe(id).carriedBy,
        )
    },
    population: () => {
      const identity = identityFor(settings, 'population')
      population ??= makePopulation(
        fixtureFor(session, scimOf('population', 'population'), identity, user),
        identity,
        settings.populationSize,
      )
      return population
    },
    crowd: async () => {
      const size = crowdSize(settings.populationSize)
      if (size === 0) return session.population()
      const scim = scimOf('crowd', 'population')
      const identity = identityFor(settings, 'crowd')
      crowd ??= makeCrowd(scim, fixtureFor(session, scim, identity, user), identity, {
        size,
        seed: settings.seed,
      })
      return (await crowd) ?? session.population()
    },
    announce: (request) => {
      ordinal += 1
      journal.write({ kind: 'intent', ordinal, endpoint: request.path, names: namesIn(request.body) })
      return ordinal
    },
    settleCreation: (creation, request, answer, checkId) => {
      const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
      if (answer.status < 200 || answer.status >= 300 || typeof id !== 'string') {
        const refused = answer.status >= 400 && answer.status < 500
        return session.settleFate(creation, refused ? 'refused' : undefined, checkId)
      }
      const endpoint = request.path.replace(/[?#].*$/, '').replace(/\/$/, '')
      session.settleFate(creation, { path: `${endpoint}/${encodeURIComponent(id)}` }, checkId)
    },
    settleFate: (creation, fate, checkId) => {
      if (fate === undefined) return
      if (fate === 'refused') return journal.write({ kind: 'refused', ordinal: creation })
      const { path } = fate
      journal.write({ kind: 'made', ordinal: creation, url: urlOf(client.base, path) })
      const mine = [...(made.get(checkId) ?? []), path]
      made.set(checkId, mine)
      owners.set(path, checkId)
      costs.set(checkId, grown(costs.get(checkId) ?? NO_COST, mine, group.endpoint))
    },
    forget: (path) => {
      const owner = owners.get(path)
      if (owner === undefined) return
      owners.delete(path)
      made.set(
        owner,
        (made.get(owner) ?? []).filter((other) => other !== path),
      )
      journal.write({ kind: 'gone', url: urlOf(client.base, path) })
    },
    madeBy: (checkId) => [...(made.get(checkId) ?? [])].reverse(),
    costOf: (checkId) => costs.get(checkId) ?? NO_COST,
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

const urlOf = (base: string, path: string) => (/^https?:/i.test(path) ? path : `${base}${path}`)

function schemaOf(facts: TargetFacts, name: string): ResourceSchema | undefined {
  return facts.resourceSchemas.find((schema) => schema.resourceType.name.toLowerCase() === name.toLowerCase())
}

function specOf(
  kind: 'user' | 'group',
  facts: TargetFacts,
  name: string,
  standard: ResourceSchema,
): FixtureSpec {
  const schema = schemaOf(facts, name) ?? standard
  return { kind, schema, endpoint: schema.resourceType.endpoint }
}
