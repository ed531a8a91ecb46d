import { ScimError } from './error.ts'
import { isArray, isObject, sameName } from './json.ts'
import { parseAttributePath } from './path.ts'
import { COMMON_ATTRIBUTES } from './schema/commonAttributes.ts'
import { attributeWith } from './schema/defaults.ts'
import { extensionByUri, subAttribute } from './schema/lookup.ts'
import type {
  AttributeDefinition,
  AttributePath,
  Json,
  JsonObject,
  Resource,
  ResourceSchema,
} from './types.ts'

/** Which attributes an answer shall hold (RFC 7644 §3.4.2.5, §3.9). */
export interface Projection {
  /** Names in attribute notation, or schema URIs for all that a schema defines. An empty list counts as not given. */
  readonly attributes?: readonly string[] | undefined
  /** As above. Not looked at when `attributes` is given too: the two exclude each other. */
  readonly excludedAttributes?: readonly string[] | undefined
  /** Names of what the client wrote in this very request: that brings back what is returned on request. */
  readonly written?: readonly string[] | undefined
}

/**
 * The representation of a resource that a request gets back. Always-returned attributes stay and never-returned ones go,
 * whatever is asked; among sub-attributes this holds within an attribute that is returned. A sub-attribute asked for by
 * name brings its attribute with it. Names that mean nothing have no effect, and attributes that no schema defines count
 * as returned by default. A complex value of which nothing is left is left out.
 */
export function project(resource: Resource, schema: ResourceSchema, projection: Projection = {}): Resource {
  const asked = readNames(schema, projection.attributes)
  const excluded = readNames(schema, projection.excludedAttributes) ?? []
  const written = readNames(schema, projection.written) ?? []
  const rule = asked === undefined ? byDefault(excluded, written) : byName(asked)

  return members(resource, (name, value) => {
    const extension = extensionByUri(schema, name)
    if (extension === undefined && !(name.includes(':') && isObject(value))) {
      const common = definition(COMMON_ATTRIBUTES, name)
      const attribute = common ?? definition(schema.core.attributes, name) ?? attributeWith({ name })
      const home = common === undefined ? { schema: schema.core.id } : {}
      return projectValue(value, attribute, rule({ attribute, ...home }))
    }
    if (!isObject(value)) return undefined
    const uri = extension?.schema.id ?? name
    const part = members(value, (inner, innerValue) => {
      const attribute =
        definition(extension?.schema.attributes ?? [], inner) ?? attributeWith({ name: inner })
      return projectValue(innerValue, attribute, rule({ attribute, schema: uri, extension: uri }))
    })
    return Object.keys(part).length === 0 ? undefined : part
  })
}

/** An attribute and where it stands. Common attributes belong to no schema, core ones to no extension. */
interface Place {
  readonly attribute: AttributeDefinition
  readonly schema?: string
  readonly extension?: string
}

/** What becomes of an attribute: nothing is returned, or the value with those sub-attributes that pass. */
type Rule = (place: Place) => ((sub: AttributeDefinition) => boolean) | undefined

/** A name as given; the path is absent when the text is none, or is a schema's URI. */
interface Name {
  readonly text: string
  readonly path?: AttributePath
}

/** The attributes asked for, and the minimum set (RFC 7644 §3.9). */
function byName(asked: readonly Name[]): Rule {
  return (place) => {
    const { attribute } = place
    const names = mentions(asked, place)
    if (attribute.returned !== 'always' && !names.whole && names.subs.length === 0) return undefined
    const whole = names.whole || attribute.returned === 'always'
    return (sub) =>
      sub.returned === 'always' || has(names.subs, sub.name) || (whole && sub.returned === 'default')
  }
}

/** The default set without the excluded attributes, and the minimum set (RFC 7644 §3.9). */
function byDefault(excluded: readonly Name[], written: readonly Name[]): Rule {
  return (place) => {
    const { attribute } = place
    const without = mentions(excluded, place)
    const wrote = mentions(written, place)
    if (attribute.returned !== 'always' && without.whole) return undefined
    if (attribute.returned === 'request' && !wrote.whole && wrote.subs.length === 0) return undefined
    return (sub) =>
      sub.returned === 'always' ||
      (!has(without.subs, sub.name) &&
        (sub.returned === 'default' || wrote.whole || has(wrote.subs, sub.name)))
  }
}

function projectValue(
  value: Json,
  attribute: AttributeDefinition,
  passes: ((sub: AttributeDefinition) => boolean) | undefined,
): Json | undefined {
  if (passes === undefined || isHidden(attribute)) return undefined
  if (isObject(value)) return projectElement(value, attribute, passes)
  if (!isArray(value) || value.length === 0) return value
  const elements = value
    .map((element) => (isObject(element) ? projectElement(element, attribute, passes) : element))
    .filter((element) => element !== undefined)
  return elements.length === 0 ? undefined : elements
}

function projectElement(
  element: JsonObject,
  attribute: AttributeDefinition,
  passes: (sub: AttributeDefinition) => boolean,
): JsonObject | undefined {
  const kept = members(element, (name, value) => {
    const sub = subAttribute(attribute, name) ?? attributeWith({ name })
    return isHidden(sub) || !passes(sub) ? undefined : value
  })
  return Object.keys(kept).length === 0 ? undefined : kept
}

/** Never returned; `writeOnly` says the same of the value (RFC 7643 §7). */
function isHidden(attribute: AttributeDefinition): boolean {
  return attribute.returned === 'never' || attribute.mutability === 'writeOnly'
}

function readNames(
  schema: ResourceSchema,
  texts: readonly string[] | undefined,
): readonly Name[] | undefined {
  const names = (texts ?? []).map((text) => text.trim()).filter((text) => text !== '')
  if (names.length === 0) return undefined
  return names.map((text) => {
    const isSchema = sameName(text, schema.core.id) || extensionByUri(schema, text) !== undefined
    const path = isSchema ? undefined : pathOrNothing(text)
    return path === undefined ? { text } : { text, path }
  })
}

function pathOrNothing(text: string): AttributePath | undefined {
  try {
    return parseAttributePath(text)
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

/** What a list of names says about an attribute: all of it, or these sub-attributes. */
function mentions(names: readonly Name[], place: Place): { whole: boolean; subs: readonly string[] } {
  const here = names.filter(
    ({ path }) => path !== undefined && sameName(path.name, place.attribute.name) && isIn(path.uri, place),
  )
  return {
    whole:
      names.some(({ text }) => place.schema !== undefined && sameName(text, place.schema)) ||
      here.some(({ path }) => path?.sub === undefined),
    subs: here.flatMap(({ path }) => path?.sub ?? []),
  }
}

/** Extension attributes are named with their URN, common and core ones with the core URN or without. */
function isIn(uri: string | undefined, place: Place): boolean {
  if (place.extension !== undefined) return uri !== undefined && sameName(uri, place.extension)
  return uri === undefined || place.schema === undefined || sameName(uri, place.schema)
}

function has(names: readonly string[], name: string): boolean {
  return names.some((each) => sameName(each, name))
}

function definition(
  attributes: readonly AttributeDefinition[],
  name: string,
): AttributeDefinition | undefined {
  return attributes.find((attribute) => sameName(attribute.name, name))
}

function members(object: JsonObject, map: (name: string, value: Json) => Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const mapped = map(name, value)
      return mapped === undefined ? [] : [[name, mapped] as const]
    }),
  )
}
