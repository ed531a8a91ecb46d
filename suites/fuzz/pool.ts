import {
  type Answer,
  type CheckContext,
  type Created,
  deriveSeed,
  draw,
  skip,
  writablePart,
} from '../../harness/check/index.ts'
import { addressOf } from '../../harness/check/calibration/crowd.ts'
import { type Addresses, resourceOf, type ValueOptions } from '../../harness/generate/index.ts'
import { isArray, isObject, withoutMember } from '../../harness/scim/json.ts'
import { differences } from '../../harness/scim/patch/index.ts'
import { attributesOf, getAt } from '../../harness/scim/schema/lookup.ts'
import type {
  Json,
  JsonObject,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../../harness/scim/types.ts'
import { NOT_DRAWN } from '../../harness/check/calibration/calibration.ts'
import { idIn } from './asking.ts'
import { agree } from './touched.ts'

/** What nearly every server stores, in lower case. */
const USUAL = ['name', 'displayname', 'nickname', 'title', 'emails', 'phonenumbers', 'addresses']

/** A user of a pool, and how the server represents it now. */
export interface Taken {
  readonly user: Created
  readonly before: Resource
  /** Whether all of it is as in the baseline, and not only what was asked for. */
  readonly isFresh: boolean
}

/** Users made alike, one at a time. What one example leaves is put back when another needs it otherwise. */
export interface Pool {
  readonly schema: ResourceSchema
  readonly omit: readonly string[]
  readonly values: ValueOptions
  /** What a user of the pool looks like. */
  readonly baseline: Resource
  /**
   * A user that is as in the baseline, at least in these attributes. It is put back by a PUT only when it is not; one
   * whom that does not bring back is deleted, and another made.
   */
  take(attributes?: readonly ResolvedAttribute[]): Promise<Taken>
  /** Notes how the user is left; without it, that is unknown, and is read when it is taken again. */
  leave(state?: Resource): void
  /** Deletes the user, so that its values are free. */
  drop(): Promise<void>
  /** Whether a user that is created in this state is stored so, once the pool's own is gone. */
  stores(state: Resource): Promise<boolean>
  /** Another pool of this kind, whose users share no unique value with those of this one. */
  beside(ordinal: number): Pool
  /** Something that was drawn for the baseline, with the unique values of this pool's own users. */
  own<T>(drawn: T): T
}

/** The whole representation in the answer to a write, as far as the answer has one (ruling M-17). */
export function wholeIn({ status, json }: Answer, id: string): Resource | undefined {
  return (status === 200 || status === 201) &&
    isObject(json) &&
    json['id'] === id &&
    Object.keys(json).length > 3
    ? json
    : undefined
}

/** The first of some users whom the server takes: it may have rules for values that no schema tells. */
async function firstStored<T extends { readonly wanted: JsonObject }>(
  { scim, users }: CheckContext,
  candidates: readonly T[],
): Promise<T & { readonly made: Created }> {
  for (const candidate of candidates) {
    const sent = users.payload(users.fit(candidate.wanted))
    const answer = await scim.post(users.endpoint, sent)
    const id = idIn(answer)
    if (id === undefined) continue
    const path = `${users.endpoint}/${encodeURIComponent(id)}`
    return { ...candidate, made: { id, path, sent, resource: answer.resource, answer } }
  }
  return skip('The server takes none of the users that are drawn for this, so nothing can be compared.')
}

/** The address that a local part has among those of a check. */
const addressesOf =
  ({ identity }: CheckContext): Addresses =>
  (local, kind) =>
    kind === 'userName' ? `${identity.mark}${local}@${identity.domain}` : addressOf(identity, local, kind)

/** What a user is made of: of everything, and plainer where the server does not take that. */
function wantedUsers(context: CheckContext, leftOut: readonly string[]) {
  const { userSchema: schema } = context
  const unusual = schema.core.attributes
    .map(({ name }) => name)
    .filter((name) => !USUAL.includes(name.toLowerCase()))
  const shared = { maxLength: 24, addresses: addressesOf(context) }
  const rich: ValueOptions = { ...shared, alphabet: 'unicode', maxValues: 3 }
  const plain: ValueOptions = { ...shared, alphabet: 'plain', maxValues: 2 }
  const attempts = [
    { attempt: 'first', values: rich, refused: [] },
    { attempt: 'second', values: plain, refused: [] },
    { attempt: 'third', values: plain, refused: unusual },
  ]
  return attempts.map(({ attempt, values, refused }) => {
    const arbitrary = resourceOf(schema, { ...values, fullness: 'full', omit: [...leftOut, ...refused] })
    const seed = deriveSeed(context.settings.seed, context.check.id, attempt)
    return { values, refused, wanted: withoutMember(draw(arbitrary, seed), 'schemas') }
  })
}

/** Makes one user with everything, and leaves out what the server does not store as it was sent. */
export async function openPool(context: CheckContext, leftOut: readonly string[] = NOT_DRAWN): Promise<Pool> {
  const { users, userSchema: schema } = context
  const { made: trial, wanted, refused, values } = await firstStored(context, wantedUsers(context, leftOut))
  const baseline = (await users.read(trial)).resource
  const sent = { ...wanted, userName: trial.sent['userName'] ?? '' }
  const lost = differences(schema, {}, sent, baseline).map(({ path }) => path)
  const omit = [...attributesOf(schema)]
    .filter(({ attribute, extension }) =>
      lost.includes(extension === undefined ? attribute.name : `${extension}:${attribute.name}`),
    )
    .map(({ attribute }) => attribute.name)
  return poolOf(context, { schema, omit: [...leftOut, ...refused, ...omit], values, baseline }, trial)
}

/** A pool like another, whose users are in another state. */
export async function poolInState(context: CheckContext, like: Pool, state: JsonObject): Promise<Pool> {
  const made = await context.users.create(state)
  const baseline = (await context.users.read(made)).resource
  const { schema, omit, values } = like
  return poolOf(context, { schema, omit, values, baseline }, made)
}

/** A text that stands for another in whatever is drawn. */
type Renaming = readonly (readonly [from: string, to: string])[]

/** Other values for what no two users may share. */
function renamingOf({ schema, baseline }: Pick<Pool, 'schema' | 'baseline'>, ordinal: number): Renaming {
  return [...attributesOf(schema)].flatMap((resolved) => {
    const value = getAt(baseline, resolved)
    const isOwn = resolved.attribute.uniqueness !== 'none' && resolved.attribute.mutability === 'readWrite'
    if (!isOwn || typeof value !== 'string' || resolved.attribute.name === 'userName') return []
    const last = [...value].at(-1) ?? ''
    return [[value, `${[...value].slice(0, -1).join('')}${last === 'x' ? 'y' : 'x'}${ordinal}`] as const]
  })
}

function poolOf(
  context: CheckContext,
  kind: Pick<Pool, 'schema' | 'omit' | 'values' | 'baseline'>,
  first: Created | undefined,
  renaming: Renaming = [],
): Pool {
  const { scim, users } = context
  const { schema, baseline } = kind
  const own = <T>(drawn: T): T => (renaming.length === 0 ? drawn : (renamed(drawn as Json, renaming) as T))
  const body = own(writablePart(schema, baseline))
  const oddIn = (resource: Resource) =>
    differences(schema, {}, body, resource).find(({ path }) => path !== 'userName' && path !== 'id')
  /** The user, as it was made or put back, and as it was left. */
  let current: { user: Created; fresh: Resource; state: Resource | undefined } | undefined =
    first === undefined ? undefined : { user: first, fresh: baseline, state: baseline }
  let putRestores = true

  const drop = async () => {
    if (current !== undefined) await scim.delete(current.user)
    current = undefined
  }

  const remake = async (): Promise<Taken> => {
    await drop()
    const user = await users.create(body)
    const before = wholeIn(user.answer, user.id) ?? (await users.read(user)).resource
    const odd = oddIn(before)
    if (odd !== undefined)
      skip(
        `A second user with the same attributes was not stored alike (${odd.path}), so nothing can be compared.`,
      )
    current = { user, fresh: before, state: before }
    return { user, before, isFresh: true }
  }

  const read = async (user: Created) => {
    const { status, json } = await scim.get(user)
    return status === 200 && isObject(json) ? json : undefined
  }

  /** The user brought back by a PUT; undefined when that does not bring it back. */
  const putBack = async (user: Created): Promise<Taken | undefined> => {
    const { userName = '' } = user.sent
    const answer = await scim.put(user, { ...users.payload({ ...body, userName }) })
    const before = answer.status >= 300 ? undefined : (wholeIn(answer, user.id) ?? (await read(user)))
    if (before === undefined || oddIn(before) !== undefined) return undefined
    current = { user, fresh: before, state: before }
    return { user, before, isFresh: true }
  }

  return {
    ...kind,
    own,
    take: async (attributes = [...attributesOf(schema)]) => {
      if (current === undefined) return remake()
      const { user, fresh } = current
      const before = current.state ?? (await read(user))
      if (before !== undefined && agree(fresh, before, attributes))
        return { user, before, isFresh: agree(fresh, before, [...attributesOf(schema)]) }
      const back = putRestores && before !== undefined ? await putBack(user) : undefined
      if (back !== undefined) return back
      putRestores = false
      return remake()
    },
    leave: (state) => {
      if (current !== undefined) current = { ...current, state }
    },
    drop,
    beside: (ordinal) => poolOf(context, kind, undefined, renamingOf(kind, ordinal)),
    stores: async (state) => {
      const answer = await scim.post(users.endpoint, users.payload(writablePart(schema, state)))
      const id = idIn(answer)
      if (id === undefined) return false
      const path = `${users.endpoint}/${encodeURIComponent(id)}`
      const seen = await scim.get(path)
      await scim.delete(path)
      if (seen.status !== 200) return false
      const found = differences(schema, {}, state, seen.resource)
      return found.every(({ path: at }) => at === 'id' || at === 'userName')
    },
  }
}

function renamed(json: Json, renaming: Renaming): Json {
  if (typeof json === 'string')
    return renaming.reduce((text, [from, to]) => (text === from ? to : text), json)
  if (isArray(json)) return json.map((part) => renamed(part, renaming))
  if (!isObject(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, renamed(part, renaming)]))
}
