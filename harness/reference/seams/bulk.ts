import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import { bulkResponse, readBulkRequest } from '../../scim/messages/bulk.ts'
import type { BulkOperation, BulkResult } from '../../scim/messages/bulk.ts'
import type { Json, JsonObject, ResourceSchema } from '../../scim/types.ts'
import type { BulkSeams } from '../seams.ts'
import type { Answer, Call } from '../state.ts'

/** The resource type and the id that a bulk path names. */
function target(path: string, call: Call): { type: ResourceSchema; id: string | undefined } {
  for (const type of call.server.types) {
    const { endpoint } = type.resourceType
    if (path === endpoint) return { type, id: undefined }
    if (path.startsWith(`${endpoint}/`)) {
      return { type, id: decodeURIComponent(path.slice(endpoint.length + 1)) }
    }
  }
  throw new ScimError(404, undefined, `There is nothing at ${path.slice(0, 200)}.`)
}

function dataOf({ data, method }: BulkOperation): JsonObject {
  if (!isObject(data)) throw new ScimError(400, 'invalidValue', `${method} needs data, an object.`)
  return data
}

function replaceText(text: string, resolve: (bulkId: string) => string): string {
  const whole = /^bulkId:(.+)$/.exec(text)
  if (whole?.[1] !== undefined) return resolve(whole[1])
  return text.replace(/"bulkId:([^"]+)"/g, (_, bulkId: string) => `"${resolve(bulkId)}"`)
}

function replaceIn(value: Json, resolve: (bulkId: string) => string): Json {
  if (typeof value === 'string') return replaceText(value, resolve)
  if (isArray(value)) return value.map((element) => replaceIn(element, resolve))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaceIn(inner, resolve)]))
}

export const bulkSeams: BulkSeams = {
  readBulk(body, call) {
    const bulk = readBulkRequest(body)
    const { bulkOperations } = call.server.limits
    if (bulk.operations.length > bulkOperations) {
      throw new ScimError(
        413,
        undefined,
        `A bulk request has at most ${bulkOperations} operations (maxOperations).`,
      )
    }
    return bulk
  },

  reserveIds(operations, call) {
    return new Map(
      operations.flatMap((operation) => {
        if ('fault' in operation || operation.method !== 'POST' || operation.bulkId === undefined) return []
        const type = call.server.types.find(({ resourceType }) => resourceType.endpoint === operation.path)
        if (type === undefined) return []
        return [[operation.bulkId, call.seams.assignId(dataOf(operation), type, call)] as const]
      }),
    )
  },

  resolveBulkIds(operation, reserved, failed) {
    const resolve = (bulkId: string): string => {
      const id = reserved.get(bulkId)
      if (id === undefined) throw new ScimError(400, 'invalidValue', `No operation has the bulkId ${bulkId}.`)
      if (failed.has(bulkId)) {
        throw new ScimError(409, undefined, `The operation with the bulkId ${bulkId} failed.`)
      }
      return id
    }
    const { data } = operation
    return {
      ...operation,
      path: operation.path
        .split('/')
        .map((part) => replaceText(part, resolve))
        .join('/'),
      ...(data === undefined ? {} : { data: replaceIn(data, resolve) }),
    }
  },

  runOperation(operation, reserved, call) {
    const { seams } = call
    const { type, id } = target(operation.path, call)
    if (operation.method === 'POST') {
      if (id !== undefined)
        throw new ScimError(405, undefined, 'POST goes to the endpoint of a resource type.')
      const reservedId = reserved.get(operation.bulkId ?? '')
      const created = seams.createResource(dataOf(operation), type, reservedId, call)
      return seams.answerCreated(created, {}, call)
    }
    if (id === undefined) throw new ScimError(405, undefined, `${operation.method} goes to a resource.`)
    const stored = seams.findResource(type, id, call)
    seams.checkPrecondition(stored, operation.version, call)
    if (operation.method === 'DELETE') {
      seams.deleteResource(stored, call)
      return seams.answerDeleted(stored, call)
    }
    if (operation.method === 'PUT') {
      return seams.answerReplaced(seams.replaceResource(stored, dataOf(operation), type, call), {}, call)
    }
    const patch = seams.readPatch(dataOf(operation), call)
    return seams.answerPatched(seams.patchResource(stored, patch, type, call), {}, call)
  },

  operationResult(operation, answer, call) {
    const { method, bulkId } = operation
    const version = answer.headers['ETag']
    const own = 'fault' in operation || method === 'POST' ? undefined : `${call.baseUrl}${operation.path}`
    const location = answer.headers['Location'] ?? own
    return {
      method,
      ...(bulkId === undefined ? {} : { bulkId }),
      ...(version === undefined ? {} : { version }),
      ...(location === undefined ? {} : { location }),
      status: answer.status,
      ...(answer.status >= 400 && answer.body !== undefined ? { response: answer.body } : {}),
    }
  },

  answerBulk({ operations, failOnErrors }, call) {
    const { seams } = call
    const reserved = seams.reserveIds(operations, call)
    const failed = new Set<string>()
    const results: BulkResult[] = []
    let errors = 0
    for (const operation of operations) {
      if (failOnErrors !== undefined && errors >= failOnErrors) break
      let played = operation
      let answer: Answer
      try {
        if ('fault' in operation) throw operation.fault
        const resolved = seams.resolveBulkIds(operation, reserved, failed, call)
        played = resolved
        answer = seams.runOperation(resolved, reserved, call)
      } catch (thrown) {
        answer = seams.renderError(seams.asScimError(thrown, call), call)
      }
      if (answer.status >= 400) {
        errors += 1
        if (operation.bulkId !== undefined) failed.add(operation.bulkId)
      }
      results.push(seams.operationResult(played, answer, call))
    }
    for (const id of reserved.values()) {
      if (!call.tenant.resources.has(id)) seams.leaveGroups(id, call)
    }
    return { status: 200, headers: {}, body: bulkResponse(results) }
  },
}
