import { ScimError } from '../error.ts'
import { getMember, isArray, isObject, isUnassigned, sameName, withMember, withoutMember } from '../json.ts'
import { extensionByUri, resolve, subAttribute } from '../schema/lookup.ts'
import type { AttributeDefinition, Filter, Json, JsonObject, PatchPath, Resource } from '../types.ts'
import type { PatchContext } from './context.ts'
import { parsePatchPath } from './path.ts'
import { refuse } from './refusal.ts'

/** An attribute that an operation changes, with the part of it that is meant. */
export interface Place {
  /** The extension's URI as the schema spells it; absent for core and common attributes. */
  readonly extension?: string
  readonly attribute: AttributeDefinition
  readonly sub?: AttributeDefinition
  readonly filter?: Filter
  /** As sent. */
  readonly text: string
}

/** What a path leads to: an attribute, the container of an extension, or nothing that the schema knows. */
export type Target =
  | { readonly kind: 'attribute'; readonly place: Place }
  | { readonly kind: 'extension'; readonly uri: string }
  | { readonly kind: 'unknown' }

/**
 * Finds what a path means in the schema.
 * @throws PatchRefusal `path` or `filter` when the text breaks the grammar
 */
export function locate(context: PatchContext, text: string): Target {
  const path = readPath(context, text)
  const extension = path.path.uri === undefined ? extensionByUri(context.schema, path.path.name) : undefined
  if (extension !== undefined) return { kind: 'extension', uri: extension.schema.id }

  const resolved = resolve(context.schema, path.path)
  if (resolved === undefined) return { kind: 'unknown' }
  if (path.filter === undefined) return { kind: 'attribute', place: { ...resolved, text } }

  const { attribute } = resolved
  if (!attribute.multiValued) {
    refuse('path', `${attribute.name} has one value: a filter has nothing to select in it`)
  }
  const sub = path.sub === undefined ? undefined : subAttribute(attribute, path.sub)
  if (path.sub !== undefined && sub === undefined) return { kind: 'unknown' }
  const place = { ...resolved, filter: path.filter, text }
  return { kind: 'attribute', place: sub === undefined ? place : { ...place, sub } }
}

function readPath(context: PatchContext, text: string): PatchPath {
  try {
    return parsePatchPath(text, context.schema)
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    return refuse(error.scimType === 'invalidFilter' ? 'filter' : 'path', error.message)
  }
}

/** The value of the whole attribute in a resource. */
export function valueAt(resource: Resource, place: Place): Json | undefined {
  const container = place.extension === undefined ? resource : getMember(resource, place.extension)
  return isObject(container) ? getMember(container, place.attribute.name) : undefined
}

/**
 * The resource with another value of the attribute, under the schema's spelling; without it if the value is unassigned.
 * The container of an extension comes and goes with its last attribute, and `schemas` follows (RFC 7644 §3.5.2).
 */
export function withValueAt(resource: Resource, place: Place, value: Json | undefined): Resource {
  if (place.extension === undefined) return assign(resource, place.attribute.name, value)
  const container = getMember(resource, place.extension)
  return withContainer(
    resource,
    place.extension,
    assign(isObject(container) ? container : {}, place.attribute.name, value),
  )
}

/** The resource with another container of an extension; without it, and without its URI in `schemas`, if it is empty. */
export function withContainer(resource: Resource, uri: string, container: JsonObject): Resource {
  const empty = Object.values(container).every(isUnassigned)
  const schemas = getMember(resource, 'schemas')
  const others = (isArray(schemas) ? schemas : []).filter(
    (item) => !(typeof item === 'string' && sameName(item, uri)),
  )
  const changed = assign(resource, uri, empty ? undefined : container)
  if (!isArray(schemas) || (!empty && others.length < schemas.length)) return changed
  return assign(changed, 'schemas', empty ? others : [...others, uri])
}

/** The object with a member under exactly this spelling, in the place it had; without it if the value is unassigned. */
export function assign(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  if (value === undefined || isUnassigned(value)) return withoutMember(object, name)
  const renamed = Object.hasOwn(object, name)
    ? object
    : Object.fromEntries(Object.entries(object).map(([key, old]) => [sameName(key, name) ? name : key, old]))
  return withMember(renamed, name, value)
}

/** The object, or undefined when nothing in it is assigned (RFC 7643 §2.5). */
export function assignedObject(object: JsonObject): JsonObject | undefined {
  return Object.values(object).every(isUnassigned) ? undefined : object
}
