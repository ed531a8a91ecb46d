import { getMember, isArray, isObject } from '../../scim/json.ts'
import { differences } from '../../scim/patch/index.ts'
import { attributesOf, getAt } from '../../scim/schema/lookup.ts'
import type {
  AttributeDefinition,
  Json,
  JsonObject,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../../scim/types.ts'

/** A value that is not there as it was sent. */
export interface Lost {
  /** `nickName`, `emails.display`, `urn:…:User:costCenter`. */
  readonly path: string
  readonly kind: 'ignored' | 'normalised' | 'shortened' | 'changed'
  readonly sent?: Json
  readonly seen?: Json
}

/**
 * What of a resource is not stored as it was sent, with the leniency that is due to servers: whole attributes, or single
 * sub-attributes where all else of an attribute is there.
 */
export function lostIn(schema: ResourceSchema, wanted: JsonObject, seen: Resource): readonly Lost[] {
  const paths = differences(schema, {}, wanted, seen).map(({ path }) => path)
  return [...attributesOf(schema)].flatMap((resolved) => {
    if (!paths.includes(pathOf(resolved))) return []
    const [sent, found] = [wanted, seen].map((resource) => getAt(resource, resolved))
    if (sent === undefined) return []
    return lostSubs(schema, resolved, wanted, seen) ?? [lost(pathOf(resolved), sent, found)]
  })
}

const pathOf = ({ extension, attribute }: ResolvedAttribute) =>
  extension === undefined ? attribute.name : `${extension}:${attribute.name}`

/** The sub-attributes without which the attribute is there as sent; `undefined` when it is not even then. */
function lostSubs(
  schema: ResourceSchema,
  resolved: ResolvedAttribute,
  wanted: JsonObject,
  seen: Resource,
): readonly Lost[] | undefined {
  const path = pathOf(resolved)
  const [sent, found] = [wanted, seen].map((resource) => getAt(resource, resolved))
  if (resolved.attribute.type !== 'complex' || sent === undefined || found === undefined) return undefined
  const odd = resolved.attribute.subAttributes.filter(
    ({ name }) => textOf(partsAt(sent, name)) !== textOf(partsAt(found, name)),
  )
  if (odd.length === 0 || odd.length === resolved.attribute.subAttributes.length) return undefined
  const cut = (resource: JsonObject) => withoutSubs(resource, resolved, odd)
  const still = differences(schema, {}, cut(wanted), cut(seen)).some((one) => one.path === path)
  if (still) return undefined
  return odd.flatMap(({ name }) => {
    const [before, after] = [partsAt(sent, name), partsAt(found, name)]
    return before.length === 0
      ? []
      : [lost(`${path}.${name}`, single(before), after.length === 0 ? undefined : single(after))]
  })
}

const single = (values: readonly Json[]): Json => (values.length === 1 ? (values[0] ?? null) : values)
const textOf = (values: readonly Json[]) =>
  values
    .map((value) => JSON.stringify(value))
    .sort()
    .join()

function partsAt(value: Json, name: string): readonly Json[] {
  const elements: readonly Json[] = isArray(value) ? value : [value]
  return elements.flatMap((element) => (isObject(element) ? (getMember(element, name) ?? []) : []))
}

function withoutSubs(
  resource: JsonObject,
  { attribute, extension }: ResolvedAttribute,
  odd: readonly AttributeDefinition[],
): JsonObject {
  const names = new Set(odd.map(({ name }) => name.toLowerCase()))
  const cut = (value: Json): Json =>
    isArray(value)
      ? value.map(cut)
      : isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name.toLowerCase())))
        : value
  const inHome = (home: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(home).map(([name, value]) => [
        name,
        name.toLowerCase() === attribute.name.toLowerCase() ? cut(value) : value,
      ]),
    )
  if (extension === undefined) return inHome(resource)
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      name.toLowerCase() === extension.toLowerCase() && isObject(value) ? inHome(value) : value,
    ]),
  )
}

function lost(path: string, sent: Json, seen: Json | undefined): Lost {
  if (seen === undefined || seen === null || (isArray(seen) && seen.length === 0))
    return { path, kind: 'ignored', sent }
  const [before, after] = [folded(sent), folded(seen)]
  const kind = before === after ? 'normalised' : isShorter(sent, seen) ? 'shortened' : 'changed'
  return { path, kind, sent, seen }
}

/** Letter case, forms of one character, and white space aside (RFC 7644 §5 lets servers prepare texts). */
const folded = (value: Json) => JSON.stringify(value).normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')

function isShorter(sent: Json, seen: Json): boolean {
  if (typeof sent === 'string' && typeof seen === 'string') return seen !== sent && sent.startsWith(seen)
  return isArray(sent) && isArray(seen) && seen.length < sent.length
}
