import { getMember, isArray, isObject } from '../json.ts'
import type { Json, JsonObject, Resource } from '../types.ts'

/** URI of the list response (RFC 7644 §3.4.2). */
export const LIST_RESPONSE_URI = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

/** What a list response says. */
export interface ListResponse {
  /** Empty when the message has no `Resources`. */
  readonly resources: readonly Resource[]
  /** May be absent in cursor mode only (RFC 9865 §2). */
  readonly totalResults?: number
  readonly startIndex?: number
  readonly itemsPerPage?: number
  readonly nextCursor?: string
  readonly previousCursor?: string
}

/** The body of a list response (RFC 7644 §3.4.2, RFC 9865 §2). `Resources` is there even when it is empty. */
export function listResponse(list: ListResponse): JsonObject {
  const { resources, ...figures } = list
  return { schemas: [LIST_RESPONSE_URI], ...figures, Resources: [...resources] }
}

/**
 * Reads the body of a list response as a server sent it. Whether it has to have its figures, and its `schemas`, is not
 * decided here; what is there must have its type.
 * @throws Error naming the JSON path of what can not be read
 */
export function readListResponse(json: unknown): ListResponse {
  if (!isObject(json)) throw unreadable('$', 'an object', json)
  const resources = getMember(json, 'Resources') ?? []
  if (!isArray(resources)) throw unreadable('$.Resources', 'an array', resources)
  return {
    resources: resources.map((resource, index) => {
      if (!isObject(resource)) throw unreadable(`$.Resources[${index}]`, 'an object', resource)
      return resource
    }),
    ...figure(json, 'totalResults', isWholeNumber, 'a whole number'),
    ...figure(json, 'startIndex', isWholeNumber, 'a whole number'),
    ...figure(json, 'itemsPerPage', isWholeNumber, 'a whole number'),
    ...figure(json, 'nextCursor', isString, 'a string'),
    ...figure(json, 'previousCursor', isString, 'a string'),
  }
}

function figure<N extends string, V extends Json>(
  json: JsonObject,
  name: N,
  is: (value: Json) => value is V,
  expected: string,
): { [name in N]?: V } {
  const value = getMember(json, name)
  if (value === undefined || value === null) return {}
  if (!is(value)) throw unreadable(`$.${name}`, expected, value)
  return { [name]: value } as { [name in N]?: V }
}

function isWholeNumber(value: Json): value is number {
  return Number.isInteger(value)
}

function isString(value: Json): value is string {
  return typeof value === 'string'
}

function unreadable(at: string, expected: string, value: unknown): Error {
  const shown = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value)
  return new Error(`${at}: expected ${expected}, found ${shown.slice(0, 80)}`)
}
