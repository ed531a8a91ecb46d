import { isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject, Resource } from '../../harness/scim/types.ts'

/** What makes two elements one value: type and value (RFC 7643 §2.4), else all of it. */
function identityOf(element: Json): string {
  if (!isObject(element) || element['value'] === undefined) return JSON.stringify(element)
  return JSON.stringify([element['type'] ?? null, element['value']])
}

function distinctIn(value: Json): Json {
  if (!isArray(value)) return isObject(value) ? (distinct(value) as Json) : value
  const seen = new Set<string>()
  return value.filter((element) => {
    const identity = identityOf(element)
    if (seen.has(identity)) return false
    seen.add(identity)
    return true
  })
}

/** A resource in which no attribute has one value twice: a server that finds two alike may keep one (RFC 7643 §2.4). */
export function distinct(resource: Resource): Resource {
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [name, distinctIn(value)] as const),
  ) as JsonObject
}
