import { ScimError } from '../error.ts'
import { getMember, isArray, isObject } from '../json.ts'
import { memberOf, readEnvelope } from './envelope.ts'
import type { Json, JsonObject } from '../types.ts'

/** URI of the bulk request (RFC 7644 §3.7). */
export const BULK_REQUEST_URI = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'

/** URI of the bulk response (RFC 7644 §3.7). */
export const BULK_RESPONSE_URI = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'

/** Methods of bulk operations (RFC 7644 §3.7). */
export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One operation of a bulk request. */
export interface BulkOperation {
  readonly method: BulkMethod
  /** Relative to the base URL: `/Users`, `/Users/2819`. */
  readonly path: string
  readonly bulkId?: string
  readonly version?: string
  readonly data?: Json
}

/** An operation that can not be played; its error is its own, not the whole job's (RFC 7644 §3.7.3). */
export interface BulkFault {
  readonly fault: ScimError
  /** As sent, as far as it could be read: the answer repeats it. */
  readonly method: string
  readonly bulkId?: string
}

/** A bulk request. */
export interface BulkRequest<O = BulkOperation | BulkFault> {
  readonly operations: readonly O[]
  readonly failOnErrors?: number
}

/** What became of one operation. */
export interface BulkResult {
  readonly method: string
  readonly status: number
  /** Absent only when a POST failed. */
  readonly location?: string
  readonly bulkId?: string
  readonly version?: string
  /** The body that the operation alone would have been answered with. */
  readonly response?: Json
}

/** The body of a bulk request. */
export function bulkRequest(request: BulkRequest<BulkOperation>): JsonObject {
  return {
    schemas: [BULK_REQUEST_URI],
    ...(request.failOnErrors === undefined ? {} : { failOnErrors: request.failOnErrors }),
    Operations: request.operations.map((operation) => ({ ...operation })),
  }
}

/** The body of a bulk response; each status is a string (RFC 7644 §3.7.3 with erratum 7916). */
export function bulkResponse(results: readonly BulkResult[]): JsonObject {
  return {
    schemas: [BULK_RESPONSE_URI],
    Operations: results.map((result) => ({ ...result, status: String(result.status) })),
  }
}

/**
 * Reads the body of a bulk request. An operation that is faulty by itself becomes a `BulkFault`: unknown method, a path
 * that does not fit the method, data missing, a POST without `bulkId`, a `bulkId` used before.
 * @throws ScimError 400: invalidSyntax when it is not a bulk request; invalidValue when `failOnErrors` is not a positive
 * integer
 */
export function readBulkRequest(json: unknown): BulkRequest {
  const body = readEnvelope(json, BULK_REQUEST_URI)
  const operations = memberOf(body, 'Operations')
  if (!isArray(operations)) throw new ScimError(400, 'invalidSyntax', '"Operations" must be an array')
  const failOnErrors = memberOf(body, 'failOnErrors')
  if (failOnErrors !== undefined && !(typeof failOnErrors === 'number' && isPositiveInteger(failOnErrors))) {
    throw new ScimError(400, 'invalidValue', '"failOnErrors" must be a positive integer')
  }
  const used = new Set<string>()
  const read = operations.map((operation, index) => readOperation(operation, `Operations[${index}]`, used))
  return { operations: read, ...(failOnErrors === undefined ? {} : { failOnErrors }) }
}

/**
 * Reads the body of a bulk response as a server sent it. A status may be a string, a number, or an object with a `code`,
 * as in a figure of RFC 7644 §3.7.2.
 * @throws Error naming the JSON path of what can not be read
 */
export function readBulkResponse(json: unknown): BulkResult[] {
  const operations = isObject(json) ? getMember(json, 'Operations') : undefined
  if (!isArray(operations)) throw new Error('$.Operations: expected an array')
  return operations.map((result, index) => {
    const at = `$.Operations[${index}]`
    if (!isObject(result)) throw new Error(`${at}: expected an object`)
    const response = getMember(result, 'response') ?? undefined
    return {
      method: textOf(result, 'method') ?? '',
      status: statusOf(getMember(result, 'status'), at),
      ...optional('location', textOf(result, 'location')),
      ...optional('bulkId', textOf(result, 'bulkId')),
      ...optional('version', textOf(result, 'version')),
      ...optional('response', response),
    }
  })
}

function readOperation(json: Json, at: string, used: Set<string>): BulkOperation | BulkFault {
  if (!isObject(json)) return { method: '', fault: invalidSyntax(`${at} is not an object`) }
  const bulkId = textOf(json, 'bulkId')
  const method = textOf(json, 'method') ?? ''
  const path = textOf(json, 'path') ?? ''
  const data = getMember(json, 'data') ?? undefined

  const known = (['POST', 'PUT', 'PATCH', 'DELETE'] as const).find((each) => each === method.toUpperCase())
  const fault =
    known === undefined
      ? invalidSyntax(`${at}: "method" must be POST, PUT, PATCH or DELETE`)
      : faultOf({ method: known, path, bulkId, data }, at, used)
  if (bulkId !== undefined) used.add(bulkId)
  if (known === undefined || fault !== undefined) {
    return { method, fault: fault ?? invalidSyntax(at), ...optional('bulkId', bulkId) }
  }
  return {
    method: known,
    path,
    ...optional('bulkId', bulkId),
    ...optional('version', textOf(json, 'version')),
    ...optional('data', data),
  }
}

function faultOf(
  operation: { method: BulkMethod; path: string; bulkId: string | undefined; data: Json | undefined },
  at: string,
  used: ReadonlySet<string>,
): ScimError | undefined {
  const { method, path, bulkId, data } = operation
  const segments = path.split('/').filter((segment) => segment !== '').length
  if (!path.startsWith('/') || segments !== (method === 'POST' ? 1 : 2)) {
    const kind = method === 'POST' ? 'a resource type endpoint, as /Users' : 'one resource, as /Users/2819'
    return new ScimError(400, 'invalidPath', `${at}: the path of a ${method} must name ${kind}`)
  }
  if (method !== 'DELETE' && !isObject(data)) {
    return new ScimError(400, 'invalidValue', `${at}: ${method} needs data that is an object`)
  }
  if (method === 'POST' && (bulkId === undefined || bulkId === '')) {
    return new ScimError(400, 'invalidValue', `${at}: POST needs a bulkId`)
  }
  if (bulkId !== undefined && used.has(bulkId)) {
    return new ScimError(400, 'invalidValue', `${at}: bulkId "${bulkId}" is used before`)
  }
  return undefined
}

function statusOf(status: Json | undefined, at: string): number {
  const code = isObject(status) ? getMember(status, 'code') : status
  const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code
  if (typeof number === 'number' && Number.isInteger(number)) return number
  throw new Error(`${at}.status: expected a status code, found ${JSON.stringify(status) ?? 'nothing'}`)
}

function textOf(object: JsonObject, name: string): string | undefined {
  const value = getMember(object, name)
  return typeof value === 'string' ? value : undefined
}

function optional<N extends string, V>(name: N, value: V | undefined): { [name in N]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [name in N]?: V })
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value > 0
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}
