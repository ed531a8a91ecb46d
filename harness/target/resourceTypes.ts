import { getMember, sameName } from '../scim/json.ts'
import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_RESOURCE_TYPE,
  GROUP_SCHEMA,
  USER_RESOURCE_TYPE,
  USER_SCHEMA,
} from '../scim/schema/core.ts'
import { resourceSchema } from '../scim/schema/lookup.ts'
import { readResourceType, readSchema } from '../scim/schema/read.ts'
import type { JsonObject, ResourceSchema, ResourceType, SchemaDefinition } from '../scim/types.ts'

const CORE_SCHEMAS: readonly SchemaDefinition[] = [USER_SCHEMA, GROUP_SCHEMA, ENTERPRISE_USER_SCHEMA]

/** Resource types and schemas as far as they can be read, and what could not. */
export interface ReadTypes {
  readonly resourceTypes: readonly ResourceType[]
  /** As published. */
  readonly schemas: readonly SchemaDefinition[]
  readonly resourceSchemas: readonly ResourceSchema[]
  readonly findings: readonly string[]
}

/** What the discovery documents and probes say of types and schemas. */
export interface TypeSources {
  readonly base: string
  readonly resourceTypes: readonly JsonObject[] | undefined
  readonly schemas: readonly JsonObject[] | undefined
  /** A list came from /Users, from /Groups. */
  readonly usersAnswer: boolean
  readonly groupsAnswer: boolean
}

/**
 * Interprets the published types and schemas (RFC 7643 §6, §7). Where the server publishes no schema, or one that can
 * not be read, that of RFC 7643 §8.7.1 stands in; where it lists no type, User and Group stand in if they answer.
 */
export function readTypes(sources: TypeSources): ReadTypes {
  const findings: string[] = []
  const schemas = (sources.schemas ?? []).flatMap((json) => {
    const read = attempt(() => readSchema(json), `/Schemas: ${label(json)} can not be read`, findings)
    return read === undefined ? [] : [read]
  })
  const listed = (sources.resourceTypes ?? []).flatMap((json) => {
    const withEndpoint = {
      ...json,
      endpoint: localEndpoint(getMember(json, 'endpoint'), sources.base) ?? null,
    }
    const tidy = Object.fromEntries(
      Object.entries(withEndpoint).filter(([name]) => name === 'endpoint' || !sameName(name, 'endpoint')),
    )
    const what = `/ResourceTypes: ${label(json)} can not be read`
    const read = attempt(() => readResourceType(tidy, sources.base), what, findings)
    return read === undefined ? [] : [read]
  })
  const resourceTypes = [...listed, ...unlisted(sources, listed, schemas, findings)]
  const resourceSchemas = resourceTypes.flatMap((type) => {
    const known = [...schemas, ...CORE_SCHEMAS]
    for (const uri of [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)]) {
      if (sources.schemas !== undefined && !schemas.some(({ id }) => sameName(id, uri))) {
        findings.push(`/Schemas does not list ${uri}, which resource type ${type.name} uses.`)
      }
    }
    const joined = attempt(() => resourceSchema(type, known), `${type.name} has no schema to go by`, findings)
    return joined === undefined ? [] : [joined]
  })
  return { resourceTypes, schemas, resourceSchemas, findings }
}

/** User and Group when they answer but are not listed. */
function unlisted(
  sources: TypeSources,
  listed: readonly ResourceType[],
  schemas: readonly SchemaDefinition[],
  findings: string[],
): ResourceType[] {
  const enterprise = schemas.some(({ id }) => sameName(id, ENTERPRISE_USER_SCHEMA.id))
  const user = enterprise ? USER_RESOURCE_TYPE : { ...USER_RESOURCE_TYPE, schemaExtensions: [] }
  const standard: readonly (readonly [ResourceType, boolean])[] = [
    [user, sources.usersAnswer],
    [GROUP_RESOURCE_TYPE, sources.groupsAnswer],
  ]
  return standard.flatMap(([type, answers]) => {
    const isListed = listed.some(
      ({ name, schema }) => sameName(name, type.name) || sameName(schema, type.schema),
    )
    if (isListed || !answers) return []
    if (sources.resourceTypes !== undefined) {
      findings.push(`${type.endpoint} answers, but /ResourceTypes does not list ${type.name}.`)
    }
    return [type]
  })
}

/**
 * An endpoint relative to the base URL, however the server writes it: `Users`, `/Users`, `/scim/v2/Users`, or an
 * absolute URL, also one with the host name that the server has behind a proxy. Other values stay as they are.
 */
export function localEndpoint<T>(endpoint: T, base: string): T | string {
  if (typeof endpoint !== 'string') return endpoint
  const isUrl = /^https?:\/\//i.test(endpoint) && URL.canParse(endpoint)
  if (!isUrl && !endpoint.startsWith('/')) return endpoint
  const path = isUrl ? new URL(endpoint).pathname : endpoint
  const root = new URL(base).pathname.replace(/\/+$/, '')
  const segments = path.split('/').filter((segment) => segment !== '')
  for (let count = segments.length - 1; count > 0; count -= 1) {
    const head = `/${segments.slice(0, count).join('/')}`
    if (`${root}/`.toLowerCase().endsWith(`${head}/`.toLowerCase()))
      return `/${segments.slice(count).join('/')}`
  }
  return isUrl && root !== '' && segments.length > 1 ? `/${segments.at(-1) ?? ''}` : `/${segments.join('/')}`
}

function attempt<T>(read: () => T, what: string, findings: string[]): T | undefined {
  try {
    return read()
  } catch (error) {
    findings.push(`${what}: ${error instanceof Error ? error.message : String(error)}.`)
    return undefined
  }
}

function label(json: JsonObject): string {
  const name = getMember(json, 'id') ?? getMember(json, 'name')
  return typeof name === 'string' ? name : 'an entry without id'
}
