import type { Json, JsonObject } from './types.ts'

/** True for a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** Letters A to Z in lower case, everything else as it is: names and URIs are compared in ASCII (RFC 7643 §2.1). */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Whether two attribute names or schema URIs are the same without regard to case (RFC 7643 §2.1, RFC 7644 §3.10). */
export function sameName(left: string, right: string): boolean {
  if (left === right) return true
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) {
    const one = left.charCodeAt(index)
    const other = right.charCodeAt(index)
    if (one !== other && lowerCode(one) !== lowerCode(other)) return false
  }
  return true
}

/** The code of a letter A to Z in lower case; any other code as it is. */
const lowerCode = (code: number) => (code >= 65 && code <= 90 ? code + 32 : code)

/** The name of a member as the object spells it; the exact spelling wins over another one. */
export function memberName(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name
  return Object.keys(object).find((key) => sameName(key, name))
}

/** The value of a member; its name is compared without regard to case (RFC 7643 §2.1). Inherited members are not seen. */
export function getMember(object: JsonObject, name: string): Json | undefined {
  const key = memberName(object, name)
  return key === undefined ? undefined : object[key]
}

/** A copy in which a member has another value: under the spelling and in the place it had, or else at the end. */
export function withMember(object: JsonObject, name: string, value: Json): JsonObject {
  const kept = memberName(object, name)
  if (kept === undefined) return Object.fromEntries([...Object.entries(object), [name, value]])
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => key === kept || !sameName(key, name))
      .map(([key, old]) => [key, key === kept ? value : old]),
  )
}

/** A copy without a member, however it is spelled. */
export function withoutMember(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !sameName(key, name)))
}

/** Absent, null and the empty array are one state (RFC 7643 §2.5). */
export function isUnassigned(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

/** Whether two JSON values are the same. The order of members does not count; names and strings are compared exactly. */
export function equalJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item, index) => equalJson(item, right[index]))
  }
  if (!isObject(left) || !isObject(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]))
  )
}

/**
 * The resource without what is unassigned (RFC 7643 §2.5): null, empty arrays, and complex values in which nothing is
 * assigned, at any depth. Everything else keeps its spelling and order.
 */
export function normalise(resource: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      const assigned = assignedPart(value)
      return assigned === undefined ? [] : [[name, assigned] as const]
    }),
  )
}

function assignedPart(value: Json): Json | undefined {
  if (isArray(value)) {
    const items = value.map(assignedPart).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (isObject(value)) {
    const object = normalise(value)
    return Object.keys(object).length === 0 ? undefined : object
  }
  return value === null ? undefined : value
}
