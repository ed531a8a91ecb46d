import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'

/**
 * What can be left out of a state one by one: attributes, elements of multi-valued attributes, attributes of extensions.
 * Each part is a state that holds just this.
 */
export function partsOfState(state: JsonObject): readonly JsonObject[] {
  return Object.entries(state).flatMap(([name, value]): readonly JsonObject[] => {
    if (isArray(value)) return value.map((element) => ({ [name]: [element] }))
    if (isObject(value) && name.includes(':')) return partsOfState(value).map((part) => ({ [name]: part }))
    return [{ [name]: value }]
  })
}

/** The state that holds all of some parts, in their order. */
export function stateOfParts(parts: readonly JsonObject[]): JsonObject {
  return parts.reduce<JsonObject>(merged, {})
}

function merged(state: JsonObject, part: JsonObject): JsonObject {
  return Object.entries(part).reduce<JsonObject>(
    (all, [name, value]) => ({ ...all, [name]: joined(all[name], value) }),
    state,
  )
}

function joined(before: Json | undefined, value: Json): Json {
  if (before !== undefined && isArray(before) && isArray(value)) return [...before, ...value]
  if (before !== undefined && isObject(before) && isObject(value)) return merged(before, value)
  return value
}
