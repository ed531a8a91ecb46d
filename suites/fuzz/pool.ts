import {
  type CheckContext,
  type Created,
  deriveSeed,
  draw,
  skip,
  writablePart,
} from '../../harness/check/index.ts'
import { addressOf } from '../../harness/check/calibration/crowd.ts'
import { type Addresses, resourceOf, type ValueOptions } from '../../harness/generate/index.ts'
import { withoutMember } from '../../harness/scim/json.ts'
import { differences } from '../../harness/scim/patch/index.ts'
import { attributesOf } from '../../harness/scim/schema/lookup.ts'
import type { JsonObject, Resource, ResourceSchema } from '../../harness/scim/types.ts'
import { idIn } from './asking.ts'

/** Never sent: what names the user, what can not be seen, and what would have to be made with more care than here. */
export const LEFT_OUT: readonly string[] = [
  'userName',
  'externalId',
  'password',
  'x509Certificates',
  'active',
  'groups',
  'manager',
]

/** What nearly every server stores, in lower case. */
const USUAL = ['name', 'displayname', 'nickname', 'title', 'emails', 'phonenumbers', 'addresses']

/** Users made alike, one at a time. */
export interface Pool {
  readonly schema: ResourceSchema
  readonly omit: readonly string[]
  readonly values: ValueOptions
  /** What a user of the pool looks like. */
  readonly baseline: Resource
  /** A user in that state, and how the server represents it now. */
  take(): Promise<{ readonly user: Created; readonly before: Resource }>
  /** Brings the user back into that state by a PUT; one whom that does not bring back is deleted, and another made. */
  restore(): Promise<void>
  /** Deletes the user, so that its values are free. */
  drop(): Promise<void>
  /** Whether a user that is created in this state is stored so, once the pool's own is gone. */
  stores(state: Resource): Promise<boolean>
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
export async function openPool(context: CheckContext, leftOut: readonly string[] = LEFT_OUT): Promise<Pool> {
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

function poolOf(
  context: CheckContext,
  kind: Pick<Pool, 'schema' | 'omit' | 'values' | 'baseline'>,
  first: Created,
): Pool {
  const { scim, users } = context
  const { schema, baseline } = kind
  const body = writablePart(schema, baseline)
  const oddIn = (resource: Resource) =>
    differences(schema, {}, body, resource).find(({ path }) => path !== 'userName' && path !== 'id')
  let current: Created | undefined = first
  let putRestores = true

  const drop = async () => {
    if (current !== undefined) await scim.delete(current)
    current = undefined
  }

  const remake = async () => {
    const user = await users.create(body)
    const before = (await users.read(user)).resource
    const odd = oddIn(before)
    if (odd !== undefined)
      skip(
        `A second user with the same attributes was not stored alike (${odd.path}), so nothing can be compared.`,
      )
    current = user
    return { user, before }
  }

  return {
    ...kind,
    take: async () => {
      if (current === undefined) return remake()
      const read = await scim.get(current)
      if (read.status === 200 && oddIn(read.resource) === undefined)
        return { user: current, before: read.resource }
      putRestores = false
      await drop()
      return remake()
    },
    drop,
    restore: async () => {
      if (current === undefined) return
      const { userName = '' } = current.sent
      const answer = putRestores
        ? await scim.put(current, { ...users.payload({ ...body, userName }) })
        : undefined
      if (answer !== undefined && answer.status < 300) return
      putRestores = false
      await drop()
    },
    stores: async (state) => {
      const answer = await scim.post(users.endpoint, users.payload(writablePart(schema, state)))
      const id = idIn(answer)
      if (id === undefined) return false
      const path = `${users.endpoint}/${encodeURIComponent(id)}`
      const read = await scim.get(path)
      await scim.delete(path)
      if (read.status !== 200) return false
      const found = differences(schema, {}, state, read.resource)
      return found.every(({ path: at }) => at === 'id' || at === 'userName')
    },
  }
}
