import { equalJson, getMember } from '../scim/json.ts'
import type { Json, JsonObject, ResourceSchema } from '../scim/types.ts'
import { type Answer, describeAnswer } from './answer.ts'
import { fitResource } from './identity/constraints.ts'
import { idOfCreated } from './holdings/holdings.ts'
import type { Identity } from './identity/identity.ts'
import { lend } from './holdings/lending.ts'
import { differences, holding, status } from './matchers.ts'
import type { Scim } from './scim.ts'
import type { Session } from './session.ts'
import { block, fail, skip } from './verdict.ts'

/** A resource that the check made. */
export interface Created {
  readonly id: string
  /** Below the base URL: `/Users/2819`. */
  readonly path: string
  /** What was sent. */
  readonly sent: JsonObject
  /** The server's representation right after creation. */
  readonly resource: JsonObject
  readonly answer: Answer
}

/** Makes resources of one type under names of the run's own, and looks at them again. */
export interface ResourceFixture {
  readonly schema: ResourceSchema
  /** `/Users` */
  readonly endpoint: string
  /** A body to create with: the least that this server needs, with the given attributes laid over it. */
  payload(attributes?: JsonObject): JsonObject
  /** Attributes of one's own choice as this server takes them (`constraints`): changed where need be, or left out. */
  fit(attributes: JsonObject): JsonObject
  /** Creates one. Ends the check as `blocked` when the server refuses. */
  create(attributes?: JsonObject): Promise<Created>
  /** GET of it. */
  read(created: Created): Promise<Answer>
  /** Ends the check with `fail` when its state is no longer that of its creation (`meta` aside). */
  expectUnchanged(created: Created, reason?: string): Promise<void>
  /** Ends the check with `fail` unless a GET shows these values; `undefined` demands absence. Gives the answer. */
  expectState(
    created: Created,
    attributes: Readonly<Record<string, Json | undefined>>,
    reason: string,
  ): Promise<Answer>
}

/** What a fixture needs to know of its type. */
export interface FixtureSpec {
  readonly kind: 'user' | 'group' | 'other'
  readonly schema: ResourceSchema
  readonly endpoint: string
}

/** The fixture of one resource type for one check. */
export function fixtureFor(
  session: Session,
  scim: Scim,
  identity: Identity,
  spec: FixtureSpec,
): ResourceFixture {
  const payload = (attributes: JsonObject = {}) => session.payload(spec, identity, attributes)

  async function read(created: Created): Promise<Answer> {
    return scim.get(created.path)
  }

  async function create(attributes: JsonObject = {}): Promise<Created> {
    if (spec.kind !== 'other') await session.demand(spec.kind === 'user' ? 'create-user' : 'create-group')
    const named = getMember(attributes, spec.kind === 'user' ? 'userName' : 'displayName') !== undefined
    const { sent, answer, path } = await lend(session, scim, spec, payload(attributes), named)
    const id = idOfCreated(answer)
    if (spec.kind === 'other' && [403, 405, 501].includes(answer.status))
      skip(`POST ${spec.endpoint} is not supported: it was answered ${describeAnswer(answer)}.`)
    if (path === undefined || id === undefined) {
      if (answer.status === 400)
        session.tellDemand(`A ${spec.schema.resourceType.name}`, describeAnswer(answer))
      return block(
        `The ${spec.schema.resourceType.name} this check needs could not be made: POST ${spec.endpoint} was answered ${describeAnswer(answer)}.`,
      )
    }
    if (spec.kind !== 'other') session.countFixture(scim.checkId)
    const made = { id, path, sent, resource: answer.resource, answer }
    if (session.echoesCreation()) return made
    const seen = await scim.until(() => scim.get(path), status(200))
    return seen.status === 200 ? { ...made, resource: seen.resource } : made
  }

  return {
    schema: spec.schema,
    endpoint: spec.endpoint,
    payload,
    fit: (attributes) => fitResource(attributes, spec.schema, session.settings.constraints ?? {}),
    create,
    read,
    expectUnchanged: async (created, reason = 'The request was refused, yet the resource changed.') => {
      const unchanged = {
        expects: 'the resource as it was before',
        differs: (answer: Answer) => {
          if (answer.status !== 200) return describeAnswer(answer)
          const changes = changesBetween(created.resource, answer.resource)
          return changes.length === 0 ? undefined : changes.join('; ')
        },
      }
      const seen = await scim.until(() => read(created), unchanged)
      const observed = unchanged.differs(seen)
      if (observed !== undefined)
        fail({ reason, expected: unchanged.expects, observed, decisive: [seen.exchange.id] })
    },
    expectState: async (created, attributes, reason) => {
      const demanded = holding(attributes)
      const seen = await scim.until(() => read(created), demanded)
      const observed = demanded.differs(seen)
      if (observed !== undefined)
        fail({ reason, expected: demanded.expects, observed, decisive: [seen.exchange.id] })
      return seen
    },
  }
}

/** Which attributes differ between two representations of one resource, `meta` aside, each told in words. */
export function changesBetween(before: JsonObject, after: JsonObject): string[] {
  const names = new Map(
    [...Object.keys(before), ...Object.keys(after)].map((name) => [name.toLowerCase(), name]),
  )
  return [...names].flatMap(([folded, name]) => {
    if (folded === 'meta') return []
    const old = getMember(before, name)
    const found = getMember(after, name)
    if (old !== undefined && found !== undefined && equalJson(old, found)) return []
    if (empty(old) && empty(found)) return []
    return old === undefined
      ? [`${name} appeared: ${JSON.stringify(found)}`]
      : [...differences(after, { [name]: old })]
  })
}

const empty = (value: Json | undefined) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)
