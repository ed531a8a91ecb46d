import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { jsonIn } from './jsonText.ts'

/** Names without case, blanks and punctuation: `Change ID`, `changeId` and `ChangeId` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Reads members of an object by any of several names, and remembers which were asked for. */
export interface MemberReader {
  json(...names: readonly string[]): Json | undefined
  /** As text; numbers and booleans are written out. Absent when it is empty. */
  text(...names: readonly string[]): string | undefined
  object(...names: readonly string[]): JsonObject
  list(...names: readonly string[]): readonly JsonObject[]
  /** Names of members that nobody asked for. */
  unread(): readonly string[]
}

/** Opens an object for reading. Objects and lists that stand as JSON in a text (Log Analytics, CSV) are read as well. */
export function membersOf(object: JsonObject): MemberReader {
  const byName = new Map(Object.entries(object).map(([name, value]) => [plainName(name), { name, value }]))
  const asked = new Set<string>()
  const json = (...names: readonly string[]): Json | undefined => {
    for (const name of names) asked.add(plainName(name))
    for (const name of names) {
      const value = byName.get(plainName(name))?.value
      if (value !== undefined && value !== null && value !== '') return unwrapped(value)
    }
    return undefined
  }
  return {
    json,
    text: (...names) => textOf(json(...names)),
    object(...names) {
      const value = json(...names)
      return isObject(value) ? value : {}
    },
    list(...names) {
      const value = json(...names)
      if (isArray(value)) return value.filter(isObject)
      return isObject(value) ? [value] : []
    },
    unread: () => [...byName].filter(([plain]) => !asked.has(plain)).map(([, { name }]) => name),
  }
}

/** A value as the log would print it; undefined for null and the empty text. */
export function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The simple members of a property bag, as texts. */
export function textsOf(object: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const text = textOf(value)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

function unwrapped(value: Json): Json {
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? (jsonIn(value) ?? value) : value
}
