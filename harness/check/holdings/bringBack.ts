import { foldCase, getMember, isArray, isObject, isUnassigned, sameName } from '../../scim/json.ts'
import type { AttributeDefinition, Json, JsonObject, ResourceSchema } from '../../scim/types.ts'
import type { Answer } from '../answer.ts'
import { remove, replace, type WireOperation } from '../operations.ts'
import type { Scim } from '../scim.ts'

/**
 * Brings a resource that is there to a state: what the body names has its values, and nothing else is left that a client
 * can write. By PATCH where that works, else by PUT.
 *
 * @returns the read that shows it; `undefined` when it could not be brought there
 */
export async function bringBack(
  scim: Scim,
  path: string,
  body: JsonObject,
  schema: ResourceSchema,
  ways: readonly ('patch' | 'put')[],
): Promise<Answer | undefined> {
  for (const way of ways) {
    const before = await scim.get(path)
    if (before.status !== 200) return undefined
    const answer =
      way === 'patch'
        ? await scim.patch(path, changesTo(body, before.resource, schema))
        : await scim.put(path, {
            ...cleared(body, before.resource, schema),
            ...body,
            id: before.resource['id'] ?? null,
          })
    if (answer.status < 200 || answer.status >= 300) continue
    const reached = {
      expects: 'the state that was asked for',
      differs: (seen: Answer) =>
        seen.status === 200 && isAt(seen.resource, body, schema) ? undefined : 'another state',
    }
    const seen = await scim.until(() => scim.get(path), reached)
    if (reached.differs(seen) === undefined) return seen
  }
  return undefined
}

const OWNED = ['schemas', 'id', 'meta', 'password']

/** Names of attributes that a client can write, of the core or of one extension. */
function writable(attributes: readonly AttributeDefinition[]): readonly string[] {
  return attributes
    .filter(({ name, mutability }) => mutability === 'readWrite' && !OWNED.includes(name))
    .map(({ name }) => name)
}

/** What stands in an object, is not in the wanted one, and can be written. */
function leftovers(found: JsonObject, wanted: JsonObject, names: readonly string[]): readonly string[] {
  return Object.keys(found).filter(
    (name) =>
      names.some((one) => sameName(one, name)) &&
      getMember(wanted, name) === undefined &&
      !isUnassigned(getMember(found, name)),
  )
}

/** Each part of a resource: the core with no prefix, each extension with its URI. */
function partsOf(schema: ResourceSchema, found: JsonObject, wanted: JsonObject) {
  const inside = (object: JsonObject, uri: string) => {
    const value = getMember(object, uri)
    return isObject(value) ? value : {}
  }
  const core = { uri: undefined, found, wanted, names: ['externalId', ...writable(schema.core.attributes)] }
  const extensions = schema.extensions.map(({ schema: { id, attributes } }) => ({
    uri: id,
    found: inside(found, id),
    wanted: inside(wanted, id),
    names: writable(attributes),
  }))
  return [core, ...extensions]
}

function changesTo(body: JsonObject, current: JsonObject, schema: ResourceSchema): readonly WireOperation[] {
  return partsOf(schema, current, body).flatMap(({ uri, found, wanted, names }) => {
    const at = (name: string) => (uri === undefined ? name : `${uri}:${name}`)
    const gone = leftovers(found, wanted, names)
    const set = Object.entries(wanted).filter(
      ([name, value]) =>
        !OWNED.includes(name) &&
        !schema.extensions.some((extension) => sameName(extension.schema.id, name)) &&
        !holds(getMember(found, name), value),
    )
    const whole = set.filter(([name, value]) => isObject(value) && isObject(getMember(found, name)))
    return [
      ...[...gone, ...whole.map(([name]) => name)].map((name) => remove(at(name))),
      ...set.map(([name, value]) => replace(at(name), value)),
    ]
  })
}

/** null for all that is left over, which means unassigned (RFC 7643 §2.5). */
function cleared(body: JsonObject, current: JsonObject, schema: ResourceSchema): JsonObject {
  const [core, ...extensions] = partsOf(schema, current, body)
  const nulls = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]))
  return {
    ...nulls(core === undefined ? [] : leftovers(core.found, core.wanted, core.names)),
    ...Object.fromEntries(
      extensions.flatMap(({ uri, found, wanted, names }) => {
        const gone = leftovers(found, wanted, names)
        return gone.length === 0 || uri === undefined ? [] : [[uri, nulls(gone)]]
      }),
    ),
  }
}

function isAt(found: JsonObject, body: JsonObject, schema: ResourceSchema): boolean {
  return partsOf(schema, found, body).every(
    ({ found: there, wanted, names }) =>
      leftovers(there, wanted, names).length === 0 &&
      Object.entries(wanted).every(
        ([name, value]) => OWNED.includes(name) || holds(getMember(there, name), value),
      ),
  )
}

/** Whether a value holds all of another: servers may add sub-attributes, and spell text in another case (C-13). */
function holds(found: Json | undefined, wanted: Json): boolean {
  if (isUnassigned(wanted)) return isUnassigned(found)
  if (isArray(wanted))
    return (
      isArray(found) &&
      found.length === wanted.length &&
      wanted.every((one) => found.some((other) => holds(other, one)))
    )
  if (isObject(wanted))
    return (
      isObject(found) && Object.entries(wanted).every(([name, value]) => holds(getMember(found, name), value))
    )
  return typeof wanted === 'string' && typeof found === 'string'
    ? foldCase(found) === foldCase(wanted)
    : found === wanted
}
