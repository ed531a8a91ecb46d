import { attributesOf } from './lookup.ts'
import { RESOURCE_TYPE_SCHEMA, SERVICE_PROVIDER_CONFIG_SCHEMA } from './core.ts'
import { sameName } from '../json.ts'
import type { AttributeDefinition, AttributeType, ResourceSchema } from '../types.ts'

/**
 * What a representation is: sent to create a resource, returned as a whole, or returned with `attributes` or
 * `excludedAttributes`.
 */
export type RepresentationContext = 'create' | 'response' | 'projected'

/** A JSON Schema that uses only keywords common to draft-07 and 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

const dateTime =
  '^-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?(Z|[+-][01][0-9]:[0-5][0-9])?$'

/** Either alphabet of RFC 4648, padding optional (RFC 7643 §2.3.6). */
const base64 = '^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$'

const values: Readonly<Record<Exclude<AttributeType, 'complex'>, JsonSchema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  decimal: { type: 'number' },
  integer: { type: 'integer' },
  dateTime: { type: 'string', pattern: dateTime },
  binary: { type: 'string', pattern: base64 },
  reference: { type: 'string' },
}

/**
 * The JSON Schema of a resource's representation. Each attribute has the JSON type of RFC 7643 §2.3, or null or, when it
 * is multi-valued, an empty array, which say that it is unassigned (§2.5). Names must be spelled as in the schema
 * (`spellAsSchema`). Attributes that the schema does not define are allowed, and canonical values are not enforced.
 *
 * - `create`: required attributes must be there; read-only ones may be anything, for the server ignores them.
 * - `response`: `schemas`, `id` and required attributes that are returned must be there; never-returned and write-only
 *   ones must not have a value.
 * - `projected`: only `id` must be there.
 */
export function jsonSchemaFor(schema: ResourceSchema, context: RepresentationContext): JsonSchema {
  const all = [...attributesOf(schema)]
  const own = all.filter(({ extension }) => extension === undefined).map(({ attribute }) => attribute)
  const resource = objectOf(own, context)
  const extensions = schema.extensions.map(({ schema: extension, required }) => ({
    uri: extension.id,
    required: required && context !== 'projected',
    value: required
      ? objectOf(extension.attributes, context)
      : orNull(objectOf(extension.attributes, context)),
  }))
  return {
    ...resource,
    properties: {
      ...(resource['properties'] as JsonSchema),
      schemas: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, uniqueItems: true },
      ...(context === 'create' ? {} : { id: { type: 'string', minLength: 1 } }),
      ...Object.fromEntries(extensions.map(({ uri, value }) => [uri, value])),
    },
    required: unique([
      ...(hasId(schema) && context !== 'create' ? ['id'] : []),
      ...(resource['required'] as string[]),
      ...extensions.filter(({ required }) => required).map(({ uri }) => uri),
    ]),
  }
}

function objectOf(attributes: readonly AttributeDefinition[], context: RepresentationContext): JsonSchema {
  const required = attributes.filter((attribute) => isDemanded(attribute, context))
  return {
    type: 'object',
    properties: Object.fromEntries(
      attributes.map((attribute) => [attribute.name, valueOf(attribute, context)]),
    ),
    required: required.map(({ name }) => name),
  }
}

function valueOf(attribute: AttributeDefinition, context: RepresentationContext): JsonSchema | boolean {
  if (context === 'create' && attribute.mutability === 'readOnly') return true
  if (context !== 'create' && isHidden(attribute)) return { enum: [null] }

  const one =
    attribute.type === 'complex' ? objectOf(attribute.subAttributes, context) : values[attribute.type]
  const demanded = isDemanded(attribute, context)
  if (!attribute.multiValued) return demanded ? one : orNull(one)
  const list = { type: 'array', items: one, ...(demanded ? { minItems: 1 } : {}) }
  return demanded ? list : orNull(list)
}

function isDemanded(attribute: AttributeDefinition, context: RepresentationContext): boolean {
  if (!attribute.required || context === 'projected') return false
  if (context === 'create') return attribute.mutability !== 'readOnly'
  return !isHidden(attribute) && attribute.returned !== 'request'
}

function isHidden(attribute: AttributeDefinition): boolean {
  return attribute.returned === 'never' || attribute.mutability === 'writeOnly'
}

function orNull(schema: JsonSchema): JsonSchema {
  return { ...schema, type: [schema['type'], 'null'] }
}

/** ServiceProviderConfig and ResourceType are exempt from the common attributes (RFC 7643 §3.1). */
function hasId(schema: ResourceSchema): boolean {
  return ![SERVICE_PROVIDER_CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA].some(({ id }) =>
    sameName(id, schema.core.id),
  )
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
