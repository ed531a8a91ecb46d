import { getMember, isArray, isObject, sameName } from '../json.ts'
import { COMMON_ATTRIBUTES } from './commonAttributes.ts'
import { defaultSubAttributes } from './defaults.ts'
import type {
  AttributeDefinition,
  AttributePath,
  Json,
  JsonObject,
  ResolvedAttribute,
  ResourceSchema,
  ResourceType,
  SchemaDefinition,
} from '../types.ts'

/**
 * Joins a resource type with its schemas. An extension whose schema is not among them has no attributes.
 * @throws Error if the core schema is not among them
 */
export function resourceSchema(
  resourceType: ResourceType,
  schemas: readonly SchemaDefinition[],
): ResourceSchema {
  const byUri = (uri: string) => schemas.find((schema) => sameName(schema.id, uri))
  const core = byUri(resourceType.schema)
  if (core === undefined) {
    throw new Error(
      `No schema ${resourceType.schema}, which resource type ${resourceType.name} names as its own`,
    )
  }
  return {
    resourceType,
    core,
    extensions: resourceType.schemaExtensions.map(({ schema: uri, required }) => ({
      schema: byUri(uri) ?? { id: uri, name: uri, description: '', attributes: [] },
      required,
    })),
  }
}

/** The extension that has a URI, compared without regard to case; undefined when there is none. */
export function extensionByUri(
  schema: ResourceSchema,
  uri: string,
): ResourceSchema['extensions'][number] | undefined {
  return schema.extensions.find((extension) => sameName(extension.schema.id, uri))
}

/**
 * What a path names (RFC 7644 §3.10): without URN or with the core schema's a common or core attribute, with an
 * extension's URN an attribute of that extension. Undefined when the schema defines no such attribute. The five default
 * sub-attributes of RFC 7643 §2.4 are known in every multi-valued complex attribute.
 */
export function resolve(schema: ResourceSchema, path: AttributePath): ResolvedAttribute | undefined {
  const extension =
    path.uri === undefined || sameName(path.uri, schema.core.id)
      ? undefined
      : extensionByUri(schema, path.uri)
  if (extension === undefined && path.uri !== undefined && !sameName(path.uri, schema.core.id))
    return undefined

  const attribute =
    extension === undefined
      ? named(coreAttributes(schema), path.name)
      : named(extension.schema.attributes, path.name)
  if (attribute === undefined) return undefined

  const home = extension === undefined ? {} : { extension: extension.schema.id }
  if (path.sub === undefined) return { ...home, attribute }
  const sub = subAttribute(attribute, path.sub)
  return sub === undefined ? undefined : { ...home, attribute, sub }
}

/** The sub-attribute of a complex attribute that has a name; the defaults of RFC 7643 §2.4 included. */
export function subAttribute(attribute: AttributeDefinition, name: string): AttributeDefinition | undefined {
  if (attribute.type !== 'complex') return undefined
  return (
    named(attribute.subAttributes, name) ??
    (attribute.multiValued ? named(defaultSubAttributes, name) : undefined)
  )
}

/** All attributes of a resource: common ones first, then core, then those of the extensions with their URI. */
export function* attributesOf(schema: ResourceSchema): Generator<ResolvedAttribute, void, undefined> {
  for (const attribute of coreAttributes(schema)) yield { attribute }
  for (const extension of schema.extensions) {
    for (const attribute of extension.schema.attributes) yield { extension: extension.schema.id, attribute }
  }
}

/**
 * The value of an attribute in a resource; undefined when it is absent. For a sub-attribute of several values it is the
 * list of the values found, undefined when there are none.
 */
export function getAt(resource: JsonObject, resolved: ResolvedAttribute): Json | undefined {
  const container = resolved.extension === undefined ? resource : getMember(resource, resolved.extension)
  if (!isObject(container)) return undefined
  const value = getMember(container, resolved.attribute.name)
  if (resolved.sub === undefined) return value
  const sub = resolved.sub.name
  if (isObject(value)) return getMember(value, sub)
  if (!isArray(value)) return undefined
  const found = value
    .map((item) => (isObject(item) ? getMember(item, sub) : undefined))
    .filter((item) => item !== undefined)
  return found.length === 0 ? undefined : found
}

const ownAttributes = new WeakMap<SchemaDefinition, readonly AttributeDefinition[]>()

/** Common attributes come first: their characteristics hold even where a schema lists them too (RFC 7643 §3.1). */
function coreAttributes({ core }: ResourceSchema): readonly AttributeDefinition[] {
  const kept = ownAttributes.get(core)
  if (kept !== undefined) return kept
  const attributes = [
    ...COMMON_ATTRIBUTES,
    ...core.attributes.filter((attribute) => named(COMMON_ATTRIBUTES, attribute.name) === undefined),
  ]
  ownAttributes.set(core, attributes)
  return attributes
}

function named(attributes: readonly AttributeDefinition[], name: string): AttributeDefinition | undefined {
  return attributes.find((attribute) => sameName(attribute.name, name))
}
