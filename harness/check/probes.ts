import { getMember, isObject, sameName } from '../scim/json.ts'
import type { Capability } from '../target/types.ts'
import type { JsonObject } from '../scim/types.ts'
import { type Answer, describeAnswer } from './answer.ts'
import type { FixtureSpec } from './fixtures.ts'
import { changesBetween } from './fixtures.ts'
import { idOfCreated } from './holdings/holdings.ts'
import type { Identity } from './identity/identity.ts'
import { lend, type Lent } from './holdings/lending.ts'
import { holding, listOf, status } from './matchers.ts'
import { replace } from './operations.ts'
import { idsOf } from './population.ts'
import type { Scim } from './scim.ts'
import { askQuery } from './selection.ts'
import type { Session } from './session.ts'
import type { Profile } from './suite.ts'

/** What was found when a basic operation was tried once. */
export interface ProbeResult {
  /** `absent`: the server says that it does not offer the operation (ruling X-13). */
  readonly state: 'works' | 'absent' | 'broken'
  readonly reason: string
  /** The check that carries the failure, where it is that of a probe which this one stands on. */
  readonly by?: string
}

/** A basic operation that many checks stand on. */
interface Probe {
  /** What works, as a fact. */
  readonly title: string
  /** The one check that carries the failure. */
  readonly carriedBy: string
  /** Checks that tell the same failure in other words; they are not blocked either. */
  readonly toldBy?: readonly string[]
  /** Where the server says that it does without this, the probe is not asked. */
  readonly capability?: Capability
  readonly ask: (tools: ProbeTools) => Promise<ProbeResult>
}

interface ProbeTools {
  readonly session: Session
  readonly scim: Scim
  readonly identity: Identity
  readonly user: FixtureSpec
  readonly group: FixtureSpec
}

const works = (reason: string): ProbeResult => ({ state: 'works', reason })
const broken = (reason: string): ProbeResult => ({ state: 'broken', reason })
const absentOr = (answer: Answer, reason: string): ProbeResult => ({
  state: [403, 405, 501].includes(answer.status) ? 'absent' : 'broken',
  reason,
})

async function make(
  { session, scim, identity }: ProbeTools,
  spec: FixtureSpec,
  attributes: JsonObject = {},
): Promise<Lent> {
  return lend(session, scim, spec, session.payload(spec, identity, attributes), false)
}

/** Whether schema and constraints let a probe write words of its own into an attribute. */
function takes({ session, user }: ProbeTools, name: string): boolean {
  const published = user.schema.core.attributes.find((attribute) => sameName(attribute.name, name))
  if (published !== undefined && published.mutability !== 'readWrite') return false
  const objects = (value: string) =>
    session.objectionTo({ method: 'POST', path: user.endpoint, body: { [name]: value } }) !== undefined
  return !objects('made') && !objects('patched')
}

async function creates(tools: ProbeTools, spec: FixtureSpec): Promise<ProbeResult> {
  let made = await make(tools, spec)
  if (
    made.answer.status === 400 &&
    spec.kind === 'user' &&
    tools.session.beGenerous(describeAnswer(made.answer))
  ) {
    made = await make(tools, spec)
  }
  const said = `POST ${spec.endpoint} was answered ${describeAnswer(made.answer)}`
  if (made.answer.status === 400)
    tools.session.tellDemand(`A ${spec.schema.resourceType.name}`, describeAnswer(made.answer))
  return made.path === undefined ? absentOr(made.answer, said) : works(said)
}

const PROBES = {
  'create-user': {
    title: 'a user can be created',
    carriedBy: 'rfc7644.create.creates-a-user',
    capability: 'users',
    ask: (tools) => creates(tools, tools.user),
  },
  'create-group': {
    title: 'a group can be created',
    carriedBy: 'rfc7644.create.creates-a-group',
    capability: 'groups',
    ask: (tools) => creates(tools, tools.group),
  },
  'read-user': {
    title: 'a user that was created can be read',
    carriedBy: 'rfc7644.read.reads-a-user',
    ask: async (tools) => {
      await tools.session.demand('create-user')
      const { answer, path } = await make(tools, tools.user)
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const seen = await tools.session.measure('create → GET', () => tools.scim.get(path), status(200))
      if (seen.status !== 200) return broken(`GET ${path} was answered ${describeAnswer(seen)}`)
      if (idOfCreated(seen) !== idOfCreated(answer))
        return broken(`GET ${path} was answered ${describeAnswer(seen)}, which is not that user`)
      tools.session.learnEcho(changesBetween(answer.resource, seen.resource).length === 0)
      return works(`GET ${path} was answered 200`)
    },
  },
  'filter-eq': {
    title: 'a user can be found by userName',
    carriedBy: 'rfc7644.query.eq-finds-the-user',
    toldBy: ['rfc7644.read.listed-id-can-be-read'],
    capability: 'filter',
    ask: async (tools) => {
      await tools.session.demand('create-user')
      const { answer, path, sent } = await make(tools, tools.user)
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const name = getMember(sent, 'userName') ?? null
      const query = { filter: `userName eq ${JSON.stringify(name)}` }
      const found = await tools.session.measure(
        'create → filter',
        () => askQuery({ scim: tools.scim, facts: tools.session.settings.facts }, tools.user.endpoint, query),
        listOf(1),
      )
      const said = `GET ${tools.user.endpoint}?filter=userName eq … was answered ${describeAnswer(found)}`
      if (listOf(1).differs(found) !== undefined) return absentOr(found, said)
      return idsOf(found).includes(idOfCreated(answer) ?? '')
        ? works(said)
        : broken(`${said}, with another id`)
    },
  },
  'replace-user': {
    title: 'a user can be replaced',
    carriedBy: 'rfc7644.put.replaces-the-resource',
    ask: async (tools) => {
      await tools.session.demand('read-user')
      const { answer, path, sent } = await make(tools, tools.user)
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const body = {
        ...sent,
        ...(takes(tools, 'displayName') ? { displayName: 'replaced' } : {}),
      }
      const replaced = await tools.scim.put(path, body)
      const said = `PUT ${path} was answered ${describeAnswer(replaced)}`
      if (replaced.status < 200 || replaced.status >= 300) return absentOr(replaced, said)
      const id = idOfCreated(replaced)
      if (id !== undefined && id !== idOfCreated(answer)) return broken(`${said}, with another id`)
      if (!('displayName' in body)) return works(said)
      const demanded = holding({ displayName: 'replaced' })
      const seen = await tools.session.measure('write → GET', () => tools.scim.get(path), demanded)
      return demanded.differs(seen) === undefined
        ? works(said)
        : broken(`${said}, and displayName did not change`)
    },
  },
  'patch-user': {
    title: 'an attribute of a user can be replaced by PATCH',
    carriedBy: 'rfc7644.patch.replaces-an-attribute',
    capability: 'patch',
    ask: async (tools) => {
      await tools.session.demand('read-user')
      const name = ['displayName', 'nickName', 'title'].find((one) => takes(tools, one)) ?? 'displayName'
      const { answer, path } = await make(tools, tools.user, { [name]: 'made' })
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const patched = await tools.scim.patch(path, [replace(name, 'patched')])
      const said = `PATCH ${path} was answered ${describeAnswer(patched)}`
      if (patched.status < 200 || patched.status >= 300) return absentOr(patched, said)
      const demanded = holding({ [name]: 'patched' })
      const seen = await tools.session.measure('write → GET', () => tools.scim.get(path), demanded)
      return demanded.differs(seen) === undefined
        ? works(said)
        : broken(`${said}, and the value did not change`)
    },
  },
  projection: {
    title: 'attributes names what an answer holds',
    carriedBy: 'rfc7644.projection.attributes-replaces-the-default',
    ask: async (tools) => {
      await tools.session.demand('read-user')
      const name = ['displayName', 'nickName', 'title'].find((one) => takes(tools, one)) ?? 'displayName'
      const { answer, path } = await make(tools, tools.user, { [name]: 'made' })
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const seen = await tools.scim.until(() => tools.scim.get(path, { attributes: 'userName' }), status(200))
      const said = `GET ${path}?attributes=userName was answered ${describeAnswer(seen)}`
      if (idOfCreated(seen) === undefined) return broken(`${said} without an id`)
      const held = isObject(seen.json) ? getMember(seen.json, name) : undefined
      return held === undefined ? works(said) : broken(`${said} that holds ${name}, too`)
    },
  },
  'bulk-job': {
    title: '/Bulk answers',
    carriedBy: 'rfc7644.bulk.agrees-with-the-configuration',
    capability: 'bulk',
    ask: async ({ scim, user }) => {
      const nobody = { method: 'DELETE', path: `${user.endpoint}/00000000-0000-4000-8000-000000000000` }
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
      const answer = await scim.post('/Bulk', { schemas, Operations: [nobody] })
      const said = `POST /Bulk was answered ${describeAnswer(answer)}`
      const jobs = isObject(answer.json) ? getMember(answer.json, 'Operations') : undefined
      return [404, 405, 501].includes(answer.status) && jobs === undefined ? broken(said) : works(said)
    },
  },
  'delete-user': {
    title: 'a user can be deleted',
    carriedBy: 'rfc7644.delete.answers-204',
    ask: async (tools) => {
      await tools.session.demand('create-user')
      if (tools.session.pools?.settings.deletes === 'unknown')
        return { state: 'absent', reason: '--pool keeps the users that it makes' }
      const { answer, path } = await make(tools, tools.user)
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const deleted = await tools.scim.delete(path)
      const said = `DELETE ${path} was answered ${describeAnswer(deleted)}`
      return deleted.status >= 200 && deleted.status < 300 ? works(said) : absentOr(deleted, said)
    },
  },
} satisfies Record<string, Probe>

/** Names of the probes that a check can need. */
export type ProbeId = keyof typeof PROBES

/** Whether a need is a probe. */
export const isProbe = (need: string): need is ProbeId => need in PROBES

/** The probe of a capability that a server may advertise and lack; the checks of other profiles ask for themselves. */
export function probeOfCapability(need: string, profile: Profile): ProbeId | undefined {
  if (profile !== 'rfc') return undefined
  return need === 'bulk' ? 'bulk-job' : need === 'filter' ? 'filter-eq' : undefined
}

/** Whether a check tells itself that a probe does not work. */
export const tells = (check: string, id: ProbeId): boolean =>
  probe(id).carriedBy === check || probe(id).toldBy?.includes(check) === true

/** The probe of this name. */
export const probe = (id: ProbeId): Probe => PROBES[id]
