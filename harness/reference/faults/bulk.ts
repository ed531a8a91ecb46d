import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { Answer } from '../state.ts'
import { faultsIn, issue, omit, withBody } from './touch.ts'

/** A bulk answer in which every result is changed. */
function mapResults(answer: Answer, change: (result: JsonObject) => JsonObject): Answer {
  return withBody(answer, (body) => {
    const results = body['Operations']
    return isArray(results) ? { ...body, Operations: results.filter(isObject).map(change) } : body
  })
}

export const bulkFaults = faultsIn('bulk', [
  {
    id: 'bulk.creates-not-stored',
    title: 'POST operations of a bulk request are answered with 201 and store nothing',
    consequence: 'The client believes in users who do not exist.',
    source: issue('DEF-043', 'simpleidserver/SimpleIdServer#286'),
    violates: ['RFC7644-3.7-18', 'RFC7644-3.7-11'],
    replace: (seams) => ({
      runOperation: (operation, reserved, call) => {
        const before = new Set(call.tenant.resources.keys())
        const answer = seams.runOperation(operation, reserved, call)
        if (operation.method !== 'POST') return answer
        for (const id of [...call.tenant.resources.keys()])
          if (!before.has(id)) call.tenant.resources.delete(id)
        return answer
      },
    }),
  },
  {
    id: 'bulk.stops-at-first-error',
    title: 'Without failOnErrors, a bulk request stops at the first operation that fails',
    consequence: 'One faulty user keeps all later ones out.',
    source: issue('DEF-044', 'Captain-P-Goldfish/scim-for-keycloak#71'),
    violates: ['RFC7644-3.7-19', 'RFC7644-3.7.3-06'],
    replace: (seams) => ({
      answerBulk: (bulk, call) => seams.answerBulk({ failOnErrors: 1, ...bulk }, call),
    }),
  },
  {
    id: 'bulk.fail-on-errors-ignored',
    title: 'failOnErrors is ignored',
    consequence: 'A job that should stop does more damage.',
    source: 'own',
    violates: ['RFC7644-3.7-21'],
    replace: (seams) => ({
      answerBulk: ({ operations }, call) => seams.answerBulk({ operations }, call),
    }),
  },
  {
    id: 'bulk.references-literal',
    title: 'bulkId references are stored as they stand',
    consequence: 'Groups have members called "bulkId:…", and no real ones.',
    source: issue('DEF-314', 'wso2/product-is#3300'),
    violates: ['RFC7644-3.7.2-01', 'RFC7643-3.1-09'],
    replace: () => ({ resolveBulkIds: (operation) => operation }),
  },
  {
    id: 'bulk.forward-references-refused',
    title: 'A reference to an operation further down is refused',
    consequence: 'Groups that contain each other can not be made.',
    source: 'own',
    violates: ['RFC7644-3.7.1-01'],
    replace: (seams) => ({
      resolveBulkIds: (operation, reserved, failed, call) => {
        const made = [...reserved].filter(([, id]) => call.tenant.resources.has(id))
        return seams.resolveBulkIds(operation, new Map(made), failed, call)
      },
    }),
  },
  {
    id: 'bulk.extension-references-literal',
    title: 'bulkId references inside extensions are stored as they stand',
    consequence: 'Users have a manager called "bulkId:…".',
    source: 'own',
    violates: ['RFC7644-3.7.2-02'],
    replace: (seams) => ({
      resolveBulkIds: (operation, reserved, failed, call) => {
        const resolved = seams.resolveBulkIds(operation, reserved, failed, call)
        const { data } = operation
        if (!isObject(data) || !isObject(resolved.data)) return resolved
        const extensions = Object.fromEntries(Object.entries(data).filter(([name]) => name.includes(':')))
        return { ...resolved, data: { ...resolved.data, ...extensions } }
      },
    }),
  },
  {
    id: 'bulk.bulk-id-not-returned',
    title: 'The answer does not repeat the bulkId',
    consequence: 'The client can not tell which id belongs to which user.',
    source: 'own',
    violates: ['RFC7644-3.7-23'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        mapResults(seams.answerBulk(bulk, call), (result) => omit(result, 'bulkId')),
    }),
  },
  {
    id: 'bulk.group-location-of-user',
    title: 'The location of a group in a bulk answer points to /Users',
    consequence: 'Following it gives 404.',
    source: issue('DEF-315', 'wso2/product-is#11034'),
    violates: ['RFC7644-3.7-13', 'RFC7644-3.7.3-02'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        mapResults(seams.answerBulk(bulk, call), (result) => ({
          ...result,
          ...(typeof result['location'] === 'string'
            ? { location: result['location'].replace('/Groups/', '/Users/') }
            : {}),
        })),
    }),
  },
  {
    id: 'bulk.no-location',
    title: 'The results of a bulk request have no location',
    consequence: 'The client does not learn the ids of what it made.',
    source: 'own',
    violates: ['RFC7644-3.7-13', 'RFC7644-3.7.3-02'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        mapResults(seams.answerBulk(bulk, call), (result) => omit(result, 'location')),
    }),
  },
  {
    id: 'bulk.error-without-response',
    title: 'Operations that failed have no error body',
    consequence: 'Nobody learns why.',
    source: 'own',
    violates: ['RFC7644-3.7-14', 'RFC7644-3.7-17', 'RFC7644-3.7.3-04'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        mapResults(seams.answerBulk(bulk, call), (result) => omit(result, 'response')),
    }),
  },
  {
    id: 'bulk.status-of-the-first-error',
    title: 'A bulk request in which an operation fails is answered with the status of that failure',
    consequence: 'The client takes the whole job for refused and repeats it.',
    source: 'own',
    violates: ['RFC7644-3.7-18'],
    replace: (seams) => ({
      answerBulk: (bulk, call) => {
        const answer = seams.answerBulk(bulk, call)
        const results = isObject(answer.body) ? answer.body['Operations'] : undefined
        const statuses = isArray(results)
          ? results.map((result) => Number(isObject(result) ? result['status'] : 200))
          : []
        return { ...answer, status: statuses.find((status) => status >= 400) ?? 200 }
      },
    }),
  },
  {
    id: 'bulk.limit-not-enforced',
    title: 'A bulk request with more operations than maxOperations is processed',
    consequence: 'One request can keep the server busy for minutes.',
    source: issue('DEF-312', 'apache/directory-scimple#1125'),
    violates: ['RFC7644-3.7.4-03'],
    replace: (seams) => ({
      readBulk: (body, call) => {
        const limits = { ...call.server.limits, bulkOperations: Number.MAX_SAFE_INTEGER }
        return seams.readBulk(body, { ...call, server: { ...call.server, limits } })
      },
    }),
  },
  {
    id: 'bulk.version-ignored',
    title: 'The version of a bulk operation is ignored',
    consequence: 'A stale change overwrites.',
    source: 'own',
    violates: ['RFC7644-3.7-08', 'RFC7644-3.14-08'],
    replace: (seams) => ({
      runOperation: ({ version: _version, ...operation }, reserved, call) =>
        seams.runOperation(operation, reserved, call),
    }),
  },
  {
    id: 'bulk.patch-refused',
    title: 'PATCH operations of a bulk request are refused with 501',
    consequence: 'Members can not be added in bulk.',
    source: 'own',
    violates: ['RFC7644-3.7-06', 'RFC7644-3.7-09'],
    replace: (seams) => ({
      runOperation: (operation, reserved, call) => {
        if (operation.method === 'PATCH') throw new ScimError(501, undefined, 'PATCH is not supported here.')
        return seams.runOperation(operation, reserved, call)
      },
    }),
  },
])
