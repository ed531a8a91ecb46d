import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { foldCase } from '../scim/json.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { attributesOf } from '../scim/schema/lookup.ts'
import type { AttributeDefinition, Json, ResolvedAttribute, Resource, ResourceSchema } from '../scim/types.ts'
import { isGenerable, isWritable } from './complex.ts'
import { membershipOf } from './membership.ts'
import { attributeValue } from './value.ts'
import type { ValueOptions } from './valueOptions.ts'

/** What generated resources look like. */
export interface ResourceOptions extends ValueOptions {
  /** `minimal`: what is required. `full`: all a client can write. `any` (default): all between. */
  readonly fullness?: 'minimal' | 'any' | 'full'
  /** Names of attributes never to send; default `x509Certificates`, whose values would have to be certificates. */
  readonly omit?: readonly string[]
  /** URIs of extensions to leave out; default none. */
  readonly omitExtensions?: readonly string[]
}

const notGenerated = ['schemas', 'meta', 'id']

/** The attributes that a client can write, without those that can not or shall not be made. */
export function writableAttributes(
  schema: ResourceSchema,
  options: ResourceOptions = {},
): readonly ResolvedAttribute[] {
  const omitted = new Set([...notGenerated, ...(options.omit ?? ['x509Certificates'])].map(foldCase))
  const withoutExtensions = new Set((options.omitExtensions ?? []).map(foldCase))
  return [...attributesOf(schema)].filter(
    ({ attribute, extension }) =>
      isWritable(attribute) &&
      !omitted.has(foldCase(attribute.name)) &&
      !(extension !== undefined && withoutExtensions.has(foldCase(extension))) &&
      isGenerable(attribute, options),
  )
}

/** Required by its schema, or demanded by the text: a group without `displayName` is none (RFC 7643 §4.2). */
export function isDemanded(schema: ResourceSchema, attribute: AttributeDefinition): boolean {
  return (
    attribute.required ||
    (schema.core.id === GROUP_RESOURCE_SCHEMA.core.id && attribute.name === 'displayName')
  )
}

function partOf(
  schema: ResourceSchema,
  attributes: readonly AttributeDefinition[],
  options: ResourceOptions,
): Arbitrary<Record<string, Json>> {
  const demanded = attributes.filter((attribute) => isDemanded(schema, attribute))
  const chosen = options.fullness === 'minimal' ? demanded : attributes
  const required = options.fullness === 'full' ? attributes : demanded
  return fc.record(
    Object.fromEntries(chosen.map((attribute) => [attribute.name, valueFor(attribute, options)] as const)),
    { requiredKeys: required.map((attribute) => attribute.name), noNullPrototype: true },
  )
}

function valueFor(attribute: AttributeDefinition, options: ResourceOptions): Arbitrary<Json> {
  if (attribute.name === 'members' && attribute.multiValued) {
    return membershipOf(options.references ?? [], { minMembers: 1, withType: false })
  }
  return attributeValue(attribute, options)
}

/**
 * Resources of any type, as a client creates them (RFC 7644 §3.3): `schemas`, required attributes, and any others that
 * a client can write. Never `id`, `meta`, or anything readOnly. Shrinks towards a minimal resource.
 */
export function resourceOf(schema: ResourceSchema, options: ResourceOptions = {}): Arbitrary<Resource> {
  const writable = writableAttributes(schema, options)
  const core = writable.filter(({ extension }) => extension === undefined).map(({ attribute }) => attribute)
  const extensions = schema.extensions.flatMap(({ schema: { id }, required }) => {
    const attributes = writable.filter(({ extension }) => extension === id).map(({ attribute }) => attribute)
    return attributes.length === 0 ? [] : [{ id, required, attributes }]
  })
  const parts = fc.record(
    Object.fromEntries(
      extensions.map(({ id, attributes }) => [id, partOf(schema, attributes, options)] as const),
    ),
    {
      requiredKeys: extensions
        .filter(({ required }) => required || options.fullness === 'full')
        .map(({ id }) => id),
      noNullPrototype: true,
    },
  )
  const chosen = options.fullness === 'minimal' ? withRequiredOnly(extensions, schema, options) : parts
  return fc.tuple(partOf(schema, core, options), chosen).map(([own, extended]) => {
    const used = Object.entries(extended).filter(([, part]) => Object.keys(part).length > 0)
    return { schemas: [schema.core.id, ...used.map(([id]) => id)], ...own, ...Object.fromEntries(used) }
  })
}

function withRequiredOnly(
  extensions: readonly { id: string; required: boolean; attributes: readonly AttributeDefinition[] }[],
  schema: ResourceSchema,
  options: ResourceOptions,
): Arbitrary<Record<string, Record<string, Json>>> {
  const required = extensions.filter((extension) => extension.required)
  return fc.record(
    Object.fromEntries(
      required.map(({ id, attributes }) => [id, partOf(schema, attributes, options)] as const),
    ),
    { noNullPrototype: true },
  )
}

/** Users (RFC 7643 §4.1) with the Enterprise User extension (§4.3). */
export function userOf(options: ResourceOptions = {}): Arbitrary<Resource> {
  return resourceOf(USER_RESOURCE_SCHEMA, options)
}

/** Groups (RFC 7643 §4.2); members are drawn from `options.references`. */
export function groupOf(options: ResourceOptions = {}): Arbitrary<Resource> {
  return resourceOf(GROUP_RESOURCE_SCHEMA, options)
}
