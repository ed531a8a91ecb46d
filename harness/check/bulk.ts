import { getMember, isArray, isObject } from '../scim/json.ts'
import { BULK_REQUEST_URI } from '../scim/messages/bulk.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import type { ScimRequest } from '../target/types.ts'
import { at } from './at.ts'

/** One operation of a bulk request as it is sent; faulty ones included (RFC 7644 §3.7). */
export type WireBulkOperation = JsonObject

/** What an answer says of one operation, as far as it can be read; `raw` is the whole element. */
export interface BulkOutcome {
  readonly raw: JsonObject
  readonly method: string | undefined
  readonly bulkId: string | undefined
  readonly location: string | undefined
  /** From a string, a number, or an object with `code` (ruling B-01). */
  readonly status: number | undefined
  readonly response: Json | undefined
}

/** A creation that a bulk request asks for. */
export interface BulkCreation {
  /** Where it stands among the operations. */
  readonly index: number
  readonly bulkId: string | undefined
  /** The same as a request of its own. */
  readonly request: ScimRequest
}

/** What became of a creation: where the resource lies, or that there is none; `undefined` when it can not be told. */
export type CreationFate = { readonly path: string } | 'refused' | undefined

const textOf = (object: JsonObject, name: string): string | undefined => {
  const value = getMember(object, name)
  return typeof value === 'string' ? value : undefined
}

/** The body of a bulk request; `more` goes in beside the operations (`failOnErrors`). */
export function bulkMessage(operations: readonly WireBulkOperation[], more: JsonObject = {}): JsonObject {
  return { schemas: [BULK_REQUEST_URI], ...more, Operations: [...operations] }
}

/** Whether a request goes to the bulk endpoint. */
export const isBulk = ({ method, path }: ScimRequest): boolean =>
  method === 'POST' && /\/Bulk\/?$/i.test(path.replace(/[?#].*$/, ''))

/** What a bulk answer says of each operation; empty when it is none. */
export function bulkOutcomes(json: Json | undefined): readonly BulkOutcome[] {
  const results = at(json, 'Operations')
  if (!isArray(results)) return []
  return results.filter(isObject).map((raw) => ({
    raw,
    method: textOf(raw, 'method')?.toUpperCase(),
    bulkId: textOf(raw, 'bulkId'),
    location: textOf(raw, 'location'),
    status: statusOf(getMember(raw, 'status')),
    response: getMember(raw, 'response'),
  }))
}

function statusOf(status: Json | undefined): number | undefined {
  const code = Number(isObject(status) ? getMember(status, 'code') : status)
  return Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined
}

/** The creations that a bulk request asks for. */
export function creationsIn(request: ScimRequest): readonly BulkCreation[] {
  return operationsOf(request).flatMap((operation, index) => {
    const path = textOf(operation, 'path')
    if (textOf(operation, 'method')?.toUpperCase() !== 'POST' || path === undefined || path === '') return []
    const body = getMember(operation, 'data')
    const single: ScimRequest = { method: 'POST', path, ...(body === undefined ? {} : { body }) }
    return [{ index, bulkId: textOf(operation, 'bulkId'), request: single }]
  })
}

/** The paths that a bulk request asks to delete. */
export function deletionsAsked(request: ScimRequest): readonly string[] {
  return operationsOf(request).flatMap((operation) => {
    const path = textOf(operation, 'path')
    return textOf(operation, 'method')?.toUpperCase() === 'DELETE' && path !== undefined ? [path] : []
  })
}

/** The paths that a bulk request deletes and that, by the answer, are gone. */
export function deletionsIn(request: ScimRequest, json: Json | undefined): readonly string[] {
  const operations = operationsOf(request)
  const outcomes = bulkOutcomes(json)
  if (outcomes.length !== operations.length) return []
  return operations.flatMap((operation, index) => {
    const status = outcomes[index]?.status ?? 0
    const path = textOf(operation, 'path')
    const gone = (status >= 200 && status < 300) || status === 404
    return textOf(operation, 'method')?.toUpperCase() === 'DELETE' && gone && path !== undefined ? [path] : []
  })
}

/** What an answer says of one creation; found by its bulkId, else by its place when there is a result for each. */
export function fateOf(
  creation: BulkCreation,
  request: ScimRequest,
  answer: { readonly status: number; readonly json: Json | undefined },
): CreationFate {
  const outcomes = bulkOutcomes(answer.json)
  if (outcomes.length === 0 && answer.status >= 400 && answer.status < 500) return 'refused'
  const outcome =
    outcomes.find(({ bulkId }) => bulkId !== undefined && bulkId === creation.bulkId) ??
    (outcomes.length === operationsOf(request).length ? outcomes[creation.index] : undefined)
  if (outcome?.status === undefined) return undefined
  if (outcome.status >= 400 && outcome.status < 500) return 'refused'
  if (outcome.status < 200 || outcome.status >= 300) return undefined
  const id = at(outcome.response, 'id')
  const last = outcome.location
    ?.replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .pop()
  const segment = last === undefined || last === '' ? undefined : last
  const found = segment ?? (typeof id === 'string' ? encodeURIComponent(id) : undefined)
  return found === undefined
    ? undefined
    : { path: `${creation.request.path.replace(/[?#].*$/, '').replace(/\/$/, '')}/${found}` }
}

function operationsOf({ body }: ScimRequest): readonly JsonObject[] {
  const operations = body instanceof Uint8Array ? undefined : at(body, 'Operations')
  return isArray(operations) ? operations.map((one) => (isObject(one) ? one : {})) : []
}
