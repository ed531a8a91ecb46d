import { getMember, isArray, isObject } from '../../scim/json.ts'
import { attributesOf } from '../../scim/schema/lookup.ts'
import type { Json, JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import type { CheckContext } from '../context.ts'
import { idOf } from '../listing.ts'
import { writablePart } from '../writablePart.ts'
import type { Population } from '../population.ts'
import { partsOfState, stateOfParts } from './startState.ts'
import type { Surroundings } from './surroundings.ts'
import { skip } from '../verdict.ts'

/** How examples are played on copies of a population. */
export interface CopyOptions<T> {
  /** As the predicate of the property, on another population. */
  readonly play: (value: T, among: Population) => Promise<void>
  /** For values that are not JSON themselves. */
  readonly toJson?: (value: T) => Json
  readonly fromJson?: (json: Json) => T
}

/**
 * A population as surroundings of an example: copies of some of its members are made under a mark of their own, and what an
 * example says of the mark and the ids of the members, it says of the copies. Attributes that no two users may share
 * are left away, but for names that hold the mark.
 */
export function copiesOf<T>(
  context: CheckContext,
  population: Population,
  { play, toJson = (value) => value as Json, fromJson = (json) => json as T }: CopyOptions<T>,
): Surroundings<T, Resource> {
  const { scim, users, identity, userSchema } = context
  const state = { opened: 0 }
  return {
    what: 'population',
    items: population.members,
    suspects: ({ about = [] }) => population.members.filter((member) => about.includes(idOf(member))),
    slim: {
      parts: (member) => partsOfState(writablePart(userSchema, member)),
      whole: (member, parts) => ({ ...stateOfParts(parts), ...identityOf(member) }),
    },
    open: async (items) => {
      state.opened += 1
      const mark = `${identity.mark}${state.opened}c-`
      const made: { readonly path: string; readonly was: string; readonly resource: Resource }[] = []
      const close = async () => {
        for (const { path } of made.splice(0).reverse()) await scim.delete(path)
      }
      for (const item of items) {
        const old = markOf(item, population.mark)
        const answer = await scim.post(
          users.endpoint,
          users.payload(copyOf(userSchema, item, (json) => renamed(json, old, mark))),
        )
        const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
        if (answer.status !== 201 || typeof id !== 'string') {
          await close()
          return skip('The server takes no copies of its own users.')
        }
        const path = `${users.endpoint}/${encodeURIComponent(id)}`
        const read = await scim.get(path)
        const resource = read.status === 200 ? read.resource : answer.resource
        made.push({ path, was: idOf(item), resource })
      }
      const among = { mark, members: made.map(({ resource }) => resource) }
      const told = (value: T) => {
        const json = renamed(toJson(value), population.mark, mark)
        return fromJson(made.reduce((text, { was, resource }) => renamed(text, was, idOf(resource)), json))
      }
      return { play: (value) => play(told(value), among), close }
    },
  }
}

/** What a member can not be without. */
function identityOf(member: Resource): Resource {
  return Object.fromEntries(Object.entries(member).filter(([name]) => /^(id|userName)$/i.test(name)))
}

/** The mark in the name of a member; that of another run, when the member was written down by one. */
function markOf(member: Resource, mark: string): string {
  const name = getMember(member, 'userName')
  return typeof name === 'string' && !name.startsWith(mark) ? (/^.*-/.exec(name)?.[0] ?? mark) : mark
}

function renamed(json: Json, from: string, to: string): Json {
  if (from === '') return json
  if (typeof json === 'string') return json.replaceAll(from, to)
  if (isArray(json)) return json.map((part) => renamed(part, from, to))
  if (!isObject(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, renamed(part, from, to)]))
}

/** What is sent to make a second user like one. */
function copyOf(schema: ResourceSchema, member: Resource, rename: (json: Json) => Json): JsonObject {
  const userName = getMember(member, 'userName')
  const whole = { ...writablePart(schema, member), ...(userName === undefined ? {} : { userName }) }
  const alone = [...attributesOf(schema)].filter(({ attribute }) => attribute.uniqueness !== 'none')
  const mayStay = (name: string, value: Json, extension?: string) =>
    !alone.some(
      (one) =>
        one.attribute.name.toLowerCase() === name.toLowerCase() &&
        one.extension?.toLowerCase() === extension?.toLowerCase(),
    ) || JSON.stringify(rename(value)) !== JSON.stringify(value)
  const entries = Object.entries(whole).flatMap(([name, value]): readonly (readonly [string, Json])[] => {
    if (!name.includes(':') || !isObject(value)) return mayStay(name, value) ? [[name, value]] : []
    const inner = Object.entries(value).filter(([own, part]) => mayStay(own, part, name))
    return inner.length === 0 ? [] : [[name, Object.fromEntries(inner)]]
  })
  return rename(Object.fromEntries(entries)) as JsonObject
}
