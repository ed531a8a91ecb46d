import { getMember, isArray, isObject, isUnassigned } from '../json.ts'
import { defaultSubAttributes } from './defaults.ts'
import type { AttributeDefinition, Json, JsonObject, ResourceType, SchemaDefinition } from '../types.ts'

const types = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
] as const
const mutabilities = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const
const returneds = ['always', 'never', 'default', 'request'] as const
const uniquenesses = ['none', 'server', 'global'] as const

/**
 * Reads a schema definition (RFC 7643 §7) as a server publishes it. Characteristics that are missing or null take the
 * defaults of §2.2; names and keywords may have any case.
 * @throws Error naming the JSON path of what can not be read
 */
export function readSchema(json: unknown): SchemaDefinition {
  const schema = objectAt(json, '$')
  const id = requiredText(schema, 'id', '$')
  return {
    id,
    name: text(schema, 'name', '$') ?? id,
    description: text(schema, 'description', '$') ?? '',
    attributes: attributes(schema, 'attributes', '$'),
  }
}

/**
 * Reads a resource type (RFC 7643 §6). The endpoint becomes relative to the base URL, with one leading slash and none
 * behind: `Users`, `/Users/`, and, given the base URL, also `https://host/scim/v2/Users` and `/scim/v2/Users`. An
 * absolute URL that does not begin with the base URL stays as it is. A missing `id` is filled from `name` and the other
 * way round.
 * @throws Error naming the JSON path of what can not be read
 */
export function readResourceType(json: unknown, baseUrl?: string): ResourceType {
  const type = objectAt(json, '$')
  const name = text(type, 'name', '$') ?? requiredText(type, 'id', '$')
  const extensions = getMember(type, 'schemaExtensions')
  return {
    id: text(type, 'id', '$') ?? name,
    name,
    endpoint: relativeEndpoint(requiredText(type, 'endpoint', '$'), baseUrl),
    description: text(type, 'description', '$') ?? '',
    schema: requiredText(type, 'schema', '$'),
    schemaExtensions: items(extensions, '$.schemaExtensions').map((item, index) => {
      const at = `$.schemaExtensions[${index}]`
      const extension = objectAt(item, at)
      return {
        schema: requiredText(extension, 'schema', at),
        required: flag(extension, 'required', at) ?? false,
      }
    }),
  }
}

function attributes(object: JsonObject, name: string, at: string): AttributeDefinition[] {
  return items(getMember(object, name), `${at}.${name}`).map((item, index) =>
    attribute(item, `${at}.${name}[${index}]`),
  )
}

function attribute(json: Json, at: string): AttributeDefinition {
  const object = objectAt(json, at)
  const subAttributes = attributes(object, 'subAttributes', at)
  const type = keyword(object, 'type', types, at) ?? (subAttributes.length > 0 ? 'complex' : 'string')
  const multiValued = flag(object, 'multiValued', at) ?? false
  return {
    name: requiredText(object, 'name', at),
    type,
    multiValued,
    description: text(object, 'description', at) ?? '',
    required: flag(object, 'required', at) ?? false,
    canonicalValues: texts(object, 'canonicalValues', at),
    // References and binaries are case-exact unless a definition says otherwise (RFC 7643 §2.3.6, §2.3.7).
    caseExact: flag(object, 'caseExact', at) ?? (type === 'reference' || type === 'binary'),
    mutability: keyword(object, 'mutability', mutabilities, at) ?? 'readWrite',
    returned: keyword(object, 'returned', returneds, at) ?? 'default',
    uniqueness: keyword(object, 'uniqueness', uniquenesses, at) ?? 'none',
    referenceTypes: texts(object, 'referenceTypes', at),
    subAttributes:
      type === 'complex' && multiValued && subAttributes.length === 0 ? defaultSubAttributes : subAttributes,
  }
}

function relativeEndpoint(endpoint: string, baseUrl: string | undefined): string {
  for (const prefix of baseUrl === undefined ? [] : [baseUrl, new URL(baseUrl).pathname]) {
    const root = prefix.replace(/\/+$/, '')
    if (root !== '' && endpoint.startsWith(`${root}/`)) return slashed(endpoint.slice(root.length))
  }
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(endpoint) ? endpoint : slashed(endpoint)
}

function slashed(endpoint: string): string {
  return `/${endpoint.replace(/^\/+|\/+$/g, '')}`
}

function objectAt(value: unknown, at: string): JsonObject {
  if (!isObject(value)) throw unreadable(at, 'an object', value)
  return value
}

/** The items of an array; one item that stands without an array counts as an array of one. */
function items(value: Json | undefined, at: string): readonly Json[] {
  if (value === undefined || isUnassigned(value)) return []
  if (isArray(value)) return value
  if (isObject(value)) return [value]
  throw unreadable(at, 'an array of objects', value)
}

function text(object: JsonObject, name: string, at: string): string | undefined {
  const value = getMember(object, name)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw unreadable(`${at}.${name}`, 'a string', value)
  return value
}

function requiredText(object: JsonObject, name: string, at: string): string {
  const value = text(object, name, at)
  if (value === undefined || value === '')
    throw unreadable(`${at}.${name}`, 'a string that is not empty', value)
  return value
}

function flag(object: JsonObject, name: string, at: string): boolean | undefined {
  const value = getMember(object, name)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  if (word === 'true' || word === 'false') return word === 'true'
  throw unreadable(`${at}.${name}`, 'true or false', value)
}

function keyword<K extends string>(
  object: JsonObject,
  name: string,
  keywords: readonly K[],
  at: string,
): K | undefined {
  const value = text(object, name, at)
  if (value === undefined) return undefined
  const known = keywords.find((candidate) => candidate.toLowerCase() === value.toLowerCase())
  if (known === undefined) throw unreadable(`${at}.${name}`, `one of ${keywords.join(', ')}`, value)
  return known
}

function texts(object: JsonObject, name: string, at: string): string[] {
  const value = getMember(object, name)
  if (value === undefined || isUnassigned(value)) return []
  const list = isArray(value) ? value : [value]
  return list.map((item, index) => {
    if (typeof item === 'string') return item
    throw unreadable(`${at}.${name}[${index}]`, 'a string', item)
  })
}

function unreadable(at: string, expected: string, value: unknown): Error {
  const shown = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value)
  return new Error(`${at}: expected ${expected}, found ${shown.slice(0, 80)}`)
}
