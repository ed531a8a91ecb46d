import { getMember, isObject, withoutMember } from '../scim/json.ts'
import { differences } from '../scim/patch/index.ts'
import { attributesOf } from '../scim/schema/lookup.ts'
import type { JsonObject, Resource, ResourceSchema } from '../scim/types.ts'
import type { CheckContext } from './context.ts'
import type { Created } from './fixtures.ts'
import { skip } from './verdict.ts'

/** Users made alike, one for each lane, put back by PUT after each example. */
export interface Pool {
  /** What each looks like when it is taken. */
  readonly baseline: Resource
  /** The user of a lane, in the state of the baseline. */
  take(lane?: number): Promise<Created>
  /** Says that the user of a lane is no longer as it was; it is put back, or made anew, when it is taken again. */
  spoil(lane?: number): void
  /** Whether a user that is created in this state is stored so. */
  stores(state: Resource): Promise<boolean>
}

/** What a client can send of a representation: nothing readOnly, no id, no name of its own. */
export function writablePart(schema: ResourceSchema, resource: Resource): JsonObject {
  const readOnly = [...attributesOf(schema)].flatMap(({ attribute, extension }) =>
    attribute.mutability === 'readOnly' && extension === undefined ? [attribute.name] : [],
  )
  return ['schemas', 'id', 'meta', 'userName', ...readOnly].reduce<JsonObject>(withoutMember, resource)
}

/**
 * Opens a pool of users with these attributes (for instance what a calibration has found to be stored as sent). Makes the
 * first at once, from which the baseline is read.
 */
export async function openPool(context: CheckContext, wanted: JsonObject): Promise<Pool> {
  const { scim, users, userSchema: schema } = context
  const first = await users.create(wanted)
  const baseline = (await users.read(first)).resource
  const kept = writablePart(schema, baseline)
  const ready = new Map<number, Created>([[0, first]])
  const spoilt = new Map<number, Created>()
  let putWorks = true

  const isBaseline = (found: Resource) =>
    differences(schema, {}, kept, found).every(({ path }) => path === 'id' || path === 'userName')

  async function putBack(user: Created): Promise<Created | undefined> {
    if (!putWorks) return undefined
    const body = { ...users.payload(kept), ...namesOf(user), id: user.id }
    const answer = await scim.put(user, body)
    const seen = answer.status === 200 ? await users.read(user) : undefined
    if (seen?.status === 200 && isBaseline(seen.resource)) return { ...user, resource: seen.resource }
    putWorks = false
    return undefined
  }

  async function remake(): Promise<Created> {
    const made = await users.create(kept)
    const [odd] = differences(schema, {}, kept, made.resource).filter(
      ({ path }) => path !== 'userName' && path !== 'id',
    )
    if (odd !== undefined)
      skip(
        `A second user with the same attributes was not stored alike (${odd.path}), so nothing can be compared.`,
      )
    return made
  }

  return {
    baseline,
    take: async (lane = 0) => {
      const current = ready.get(lane)
      if (current !== undefined) return current
      const old = spoilt.get(lane)
      spoilt.delete(lane)
      const back = old === undefined ? undefined : await putBack(old)
      if (back === undefined && old !== undefined) await scim.delete(old)
      const user = back ?? (await remake())
      ready.set(lane, user)
      return user
    },
    spoil: (lane = 0) => {
      const user = ready.get(lane)
      if (user !== undefined) spoilt.set(lane, user)
      ready.delete(lane)
    },
    stores: async (state) => {
      const answer = await scim.post(users.endpoint, users.payload(writablePart(schema, state)))
      const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
      if (answer.status !== 201 || typeof id !== 'string') return false
      const path = `${users.endpoint}/${encodeURIComponent(id)}`
      const read = await scim.get(path)
      await scim.delete(path)
      if (read.status !== 200) return false
      return differences(schema, {}, state, read.resource).every(
        ({ path: at }) => at === 'id' || at === 'userName',
      )
    },
  }
}

/** The names by which a user goes, which stay when it is put back. */
function namesOf({ sent }: Created): JsonObject {
  const userName = getMember(sent, 'userName')
  return userName === undefined ? {} : { userName }
}
