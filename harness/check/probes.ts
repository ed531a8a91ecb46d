import { getMember } from '../scim/json.ts'
import type { Capability } from '../target/types.ts'
import type { JsonObject } from '../scim/types.ts'
import { type Answer, describeAnswer } from './answer.ts'
import type { FixtureSpec } from './fixtures.ts'
import { changesBetween } from './fixtures.ts'
import { pathOfCreated } from './holdings.ts'
import type { Identity } from './identity.ts'
import { holding, listOf, status } from './matchers.ts'
import { replace } from './operations.ts'
import type { Scim } from './scim.ts'
import { askQuery } from './selection.ts'
import type { Session } from './session.ts'

/** What was found when a basic operation was tried once. */
export interface ProbeResult {
  /** `absent`: the server says that it does not offer the operation (ruling X-13). */
  readonly state: 'works' | 'absent' | 'broken'
  readonly reason: string
}

/** A basic operation that many checks stand on. */
interface Probe {
  /** What works, as a fact. */
  readonly title: string
  /** The one check that carries the failure. */
  readonly carriedBy: string
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
): Promise<{ answer: Answer; path: string | undefined }> {
  const answer = await scim.post(spec.endpoint, session.payload(spec, identity, attributes))
  return { answer, path: answer.status === 201 ? pathOfCreated(spec.endpoint, answer) : undefined }
}

/** Whether the constraints let a probe write words of its own into an attribute. */
function takes({ session, user }: ProbeTools, name: string): boolean {
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
      tools.session.learnEcho(changesBetween(answer.resource, seen.resource).length === 0)
      return works(`GET ${path} was answered 200`)
    },
  },
  'filter-eq': {
    title: 'a user can be found by userName',
    carriedBy: 'rfc7644.query.eq-finds-the-user',
    capability: 'filter',
    ask: async (tools) => {
      await tools.session.demand('create-user')
      const { answer, path } = await make(tools, tools.user)
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const name = getMember(tools.session.sentBody(answer), 'userName') ?? null
      const query = { filter: `userName eq ${JSON.stringify(name)}` }
      const found = await tools.session.measure(
        'create → filter',
        () => askQuery({ scim: tools.scim, facts: tools.session.settings.facts }, tools.user.endpoint, query),
        listOf(1),
      )
      const said = `GET ${tools.user.endpoint}?filter=userName eq … was answered ${describeAnswer(found)}`
      return listOf(1).differs(found) === undefined ? works(said) : absentOr(found, said)
    },
  },
  'replace-user': {
    title: 'a user can be replaced',
    carriedBy: 'rfc7644.put.replaces-the-resource',
    ask: async (tools) => {
      await tools.session.demand('read-user')
      const { answer, path } = await make(tools, tools.user)
      if (path === undefined) return broken(`a second POST was answered ${describeAnswer(answer)}`)
      const body = {
        ...tools.session.sentBody(answer),
        ...(takes(tools, 'displayName') ? { displayName: 'replaced' } : {}),
      }
      const replaced = await tools.scim.put(path, body)
      const said = `PUT ${path} was answered ${describeAnswer(replaced)}`
      return replaced.status >= 200 && replaced.status < 300 ? works(said) : absentOr(replaced, said)
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
  'delete-user': {
    title: 'a user can be deleted',
    carriedBy: 'rfc7644.delete.answers-204',
    ask: async (tools) => {
      await tools.session.demand('create-user')
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

/** The probe of this name. */
export const probe = (id: ProbeId): Probe => PROBES[id]
