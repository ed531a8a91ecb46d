import { foldCase, isArray, isObject, sameName } from '../../scim/json.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from '../../scim/schema/core.ts'
import type { Json, ResourceSchema } from '../../scim/types.ts'
import type { WireRequest } from '../../target/types.ts'

/** An attribute that the standard lets clients write and a server does not, and what the server says of it. */
export interface Unusual {
  readonly name: string
  /** `readOnly`, `immutable` … or `absent`. */
  readonly published: string
}

/**
 * The attributes of users and groups that RFC 7643 §8.7.1 has as readWrite and the server publishes otherwise, or not at
 * all: that section is an example, and servers may differ (ruling S-05).
 */
export function unusualAttributes(types: readonly ResourceSchema[]): readonly Unusual[] {
  return [USER_SCHEMA, GROUP_SCHEMA].flatMap((standard) => {
    const published = types.find(({ core }) => sameName(core.id, standard.id))?.core.attributes
    if (published === undefined) return []
    return standard.attributes.flatMap(({ name, mutability }): Unusual[] => {
      const own = published.find((attribute) => sameName(attribute.name, name))
      if (mutability !== 'readWrite' || own?.mutability === 'readWrite') return []
      return [{ name, published: own?.mutability ?? 'absent' }]
    })
  })
}

/** The first of the attributes that a request writes: as a member, at a PATCH path, within a bulk job. */
export function unusualIn({ body }: WireRequest, unusual: readonly Unusual[]): Unusual | undefined {
  if (typeof body !== 'string' || unusual.length === 0) return undefined
  const names = writtenNames(parsed(body))
  return unusual.find(({ name }) => names.has(foldCase(name)))
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null // a malformed body on purpose: it writes nothing
  }
}

function writtenNames(json: Json, names = new Set<string>()): Set<string> {
  if (isArray(json)) json.forEach((element) => writtenNames(element, names))
  if (!isObject(json)) return names
  for (const [name, value] of Object.entries(json)) {
    names.add(foldCase(name))
    if (foldCase(name) === 'path' && typeof value === 'string')
      names.add(foldCase(value.replace(/^urn:.*:/i, '').replace(/[[.].*$/s, '')))
    writtenNames(value, names)
  }
  return names
}
