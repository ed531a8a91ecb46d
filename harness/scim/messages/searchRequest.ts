import { ScimError } from '../error.ts'
import { isArray } from '../json.ts'
import { memberOf, readEnvelope } from './envelope.ts'
import type { SortOrder } from '../sort.ts'
import type { Json, JsonObject } from '../types.ts'

/** URI of the search request (RFC 7644 §3.4.3). */
export const SEARCH_REQUEST_URI = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'

/** The parameters of a query (RFC 7644 §3.4.2, RFC 9865 §2) as sent: paging figures are not yet clamped. */
export interface SearchRequest {
  readonly filter?: string
  readonly attributes?: readonly string[]
  readonly excludedAttributes?: readonly string[]
  readonly sortBy?: string
  readonly sortOrder?: SortOrder
  readonly startIndex?: number
  readonly count?: number
  /** Empty for the first page in cursor mode. */
  readonly cursor?: string
}

/** The body of a search request (RFC 7644 §3.4.3). */
export function searchRequest(search: SearchRequest): JsonObject {
  const entries = Object.entries(search).map(([name, value]) => [name, isArray(value) ? [...value] : value])
  return { schemas: [SEARCH_REQUEST_URI], ...(Object.fromEntries(entries) as JsonObject) }
}

/** The same parameters for a URL (RFC 7644 §3.4.2); lists are joined by commas. */
export function searchQuery(search: SearchRequest): URLSearchParams {
  return new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)]))
}

/**
 * Reads the body of a search request. The filter is not parsed here.
 * @throws ScimError 400: invalidSyntax when it is not a search request; invalidValue when a parameter has another type or
 * value than allowed, or `attributes` stands beside `excludedAttributes`; in cursor mode invalidCount for `count`
 */
export function readSearchRequest(json: unknown): SearchRequest {
  const body = readEnvelope(json, SEARCH_REQUEST_URI)
  return search({
    text: (name) => {
      const value = memberOf(body, name)
      if (value === undefined || typeof value === 'string') return value
      throw invalid(name, 'a string', value)
    },
    list: (name) => {
      const value = memberOf(body, name)
      if (value === undefined) return undefined
      const items = isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
      if (items === undefined || !isArray(value) || items.length < value.length) {
        throw invalid(name, 'an array of strings', value)
      }
      return items
    },
    integer: (name, scimType) => {
      const value = memberOf(body, name)
      if (value === undefined) return undefined
      if (typeof value !== 'number' || !Number.isInteger(value))
        throw invalid(name, 'an integer', value, scimType)
      return safe(value)
    },
  })
}

/**
 * Reads the same parameters from the query part of a URL (RFC 7644 §3.4.2). Others are not looked at.
 * @throws ScimError 400 as `readSearchRequest`; invalidValue too when a parameter is given twice
 */
export function readSearchQuery(query: URLSearchParams | string): SearchRequest {
  const parameters = typeof query === 'string' ? new URLSearchParams(query) : query
  const text = (name: string) => {
    const values = parameters.getAll(name)
    if (values.length > 1) throw new ScimError(400, 'invalidValue', `"${name}" is given more than once`)
    return values[0]
  }
  return search({
    text,
    list: (name) => {
      const value = text(name)
      return value
        ?.split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    },
    integer: (name, scimType) => {
      const value = text(name)
      if (value === undefined) return undefined
      if (!/^-?\d+$/.test(value)) throw invalid(name, 'an integer', value, scimType)
      return safe(Number(value))
    },
  })
}

/** Where the parameters come from; each function gives undefined for an absent one. */
interface Source {
  readonly text: (name: string) => string | undefined
  readonly list: (name: string) => readonly string[] | undefined
  readonly integer: (name: string, scimType: 'invalidValue' | 'invalidCount') => number | undefined
}

function search(source: Source): SearchRequest {
  const cursor = source.text('cursor')
  const attributes = nonEmpty(source.list('attributes'))
  const excludedAttributes = nonEmpty(source.list('excludedAttributes'))
  if (attributes !== undefined && excludedAttributes !== undefined) {
    throw new ScimError(400, 'invalidValue', '"attributes" and "excludedAttributes" exclude each other')
  }
  return present({
    filter: source.text('filter'),
    attributes,
    excludedAttributes,
    sortBy: source.text('sortBy') || undefined,
    sortOrder: sortOrder(source.text('sortOrder')),
    startIndex: source.integer('startIndex', 'invalidValue'),
    count: source.integer('count', cursor === undefined ? 'invalidValue' : 'invalidCount'),
    cursor,
  })
}

function sortOrder(text: string | undefined): SortOrder | undefined {
  if (text === undefined || text === '') return undefined
  const order = text.toLowerCase()
  if (order === 'ascending' || order === 'descending') return order
  throw invalid('sortOrder', 'ascending or descending', text)
}

/** Figures beyond what a JSON number holds exactly mean the same as the largest one. */
function safe(value: number): number {
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

function nonEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list
}

function present(parameters: { [K in keyof SearchRequest]-?: SearchRequest[K] | undefined }): SearchRequest {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
}

function invalid(
  name: string,
  expected: string,
  value: Json,
  scimType: 'invalidValue' | 'invalidCount' = 'invalidValue',
): ScimError {
  return new ScimError(
    400,
    scimType,
    `"${name}" must be ${expected}, not ${JSON.stringify(value).slice(0, 80)}`,
  )
}
