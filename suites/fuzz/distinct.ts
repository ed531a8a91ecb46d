import { isArray, isObject, withoutMember } from '../../harness/scim/json.ts'
import type { Json, JsonObject, Resource } from '../../harness/scim/types.ts'

/** What makes two elements one value: type and value (RFC 7643 §2.4), else all of it but which one is primary. */
function identityOf(element: Json): string {
  if (!isObject(element)) return JSON.stringify(element)
  if (element['value'] === undefined)
    return JSON.stringify(Object.entries(withoutMember(element, 'primary')).sort())
  return JSON.stringify([element['type'] ?? null, element['value']])
}

/** Two elements in one: what either has, and none of them primary, which servers settle in their own ways. */
function merged(one: Json, other: Json): Json {
  return isObject(one) && isObject(other) ? withoutMember({ ...other, ...one }, 'primary') : one
}

function distinctIn(value: Json): Json {
  if (!isArray(value)) return isObject(value) ? (distinct(value) as Json) : value
  const seen = new Map<string, Json>()
  for (const element of value) {
    const identity = identityOf(element)
    const before = seen.get(identity)
    seen.set(identity, before === undefined ? element : merged(before, element))
  }
  return [...seen.values()]
}

/**
 * A resource in which no attribute has one value twice: what a server makes of two that have become alike is open, it may
 * keep all of them or one (RFC 7643 §2.4).
 */
export function distinct(resource: Resource): Resource {
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [name, distinctIn(value)] as const),
  ) as JsonObject
}

/** A resource without repeated values, in which no element is primary. */
export function values(resource: Resource): Resource {
  const plain = (value: Json): Json => (isObject(value) ? withoutMember(value, 'primary') : value)
  const within = (home: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(home).map(([name, value]) => [
        name,
        isArray(value) ? value.map(plain) : name.includes(':') && isObject(value) ? within(value) : value,
      ]),
    )
  return within(distinct(resource))
}

/** Whether some attribute of a resource has one value twice. */
export const isRepeating = (resource: Resource): boolean =>
  JSON.stringify(distinct(resource)) !== JSON.stringify(resource)
