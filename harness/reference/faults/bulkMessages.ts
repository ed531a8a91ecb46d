import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import type { BulkFault, BulkOperation } from '../../scim/messages/bulk.ts'
import { edit, faultsIn, omit, withBody } from './touch.ts'

const isFault = (operation: BulkOperation | BulkFault): operation is BulkFault => 'fault' in operation

const failed = (result: Json) => isObject(result) && Number(result['status']) >= 400

/** What bulk requests and answers look like. */
export const bulkMessageFaults = faultsIn('bulk', [
  {
    id: 'bulk.advertised-but-absent',
    title: 'bulk.supported is true, and /Bulk answers 501',
    consequence: 'Clients that look at the configuration fail.',
    source: 'own',
    violates: ['RFC7644-3.7-01'],
    replace: () => ({
      answerBulk: () => {
        throw new ScimError(501, undefined, 'Bulk is not implemented.')
      },
    }),
  },
  {
    id: 'bulk.answer-of-list-schema',
    title: 'The answer to a bulk request names the schema ListResponse',
    consequence: 'Clients take the answer for something else.',
    source: 'own',
    violates: ['RFC7644-3.7-02'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        withBody(seams.answerBulk(bulk, call), (body) => ({
          ...body,
          schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        })),
    }),
  },
  {
    id: 'bulk.fail-on-errors-returned',
    title: 'The answer to a bulk request repeats failOnErrors',
    consequence: 'Clients that read strictly refuse the answer.',
    source: 'own',
    violates: ['RFC7644-3.7-04'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        withBody(seams.answerBulk(bulk, call), (body) => ({
          ...body,
          failOnErrors: bulk.failOnErrors ?? 0,
        })),
    }),
  },
  {
    id: 'bulk.without-operations-accepted',
    title: 'A bulk request without Operations is answered 200',
    consequence: 'A client that misspells the name believes that its job was done.',
    source: 'own',
    violates: ['RFC7644-3.7-05'],
    replace: (seams) => ({
      readBulk: (body, call) => seams.readBulk({ Operations: [], ...body }, call),
    }),
  },
  {
    id: 'bulk.faulty-operations-succeed',
    title: 'An operation without method, path or data is passed over and reported as a success',
    consequence: 'The client believes that something was done.',
    source: 'own',
    violates: ['RFC7644-3.7-06', 'RFC7644-3.7-09', 'RFC7644-3.7-10', 'RFC7644-3.7-12'],
    replace: (seams) => ({
      operationResult: (operation, answer, call) => ({
        ...seams.operationResult(operation, answer, call),
        ...(isFault(operation) ? { status: 200 } : {}),
      }),
    }),
  },
  {
    id: 'bulk.without-bulk-id-accepted',
    title: 'A POST without bulkId is carried out',
    consequence: 'The client can not tell which user a result is about.',
    source: 'own',
    violates: ['RFC7644-3.7-07'],
    replace: (seams) => ({
      readBulk: (body, call) =>
        seams.readBulk(
          edit(body, 'Operations', (operations) =>
            isArray(operations)
              ? operations.map((one, index) => (isObject(one) ? { bulkId: `own-${index}`, ...one } : one))
              : operations,
          ),
          call,
        ),
    }),
  },
  {
    id: 'bulk.status-as-object',
    title: 'The status of a result is an object with a code',
    consequence: 'Clients that read a string find none.',
    source: 'own',
    violates: ['RFC7644-3.7-16'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        withBody(seams.answerBulk(bulk, call), (body) =>
          edit(body, 'Operations', (results) =>
            isArray(results)
              ? results.filter(isObject).map((one) => edit(one, 'status', (code) => ({ code })))
              : results,
          ),
        ),
    }),
  },
  {
    id: 'bulk.created-as-200',
    title: 'Each success in a bulk request has the status 200',
    consequence: 'Clients do not see what was created.',
    source: 'own',
    violates: ['RFC7644-3.7.3-03'],
    replace: (seams) => ({
      operationResult: (operation, answer, call) => {
        const result = seams.operationResult(operation, answer, call)
        return { ...result, status: result.status < 300 ? 200 : result.status }
      },
    }),
  },
  {
    id: 'bulk.references-backwards-only',
    title: 'References to operations further down are dropped',
    consequence: 'Groups lack the members that follow them in the job.',
    source: 'own',
    violates: ['RFC7644-3.7-25'],
    replace: (seams) => ({
      answerBulk: (bulk, call) => {
        const users = bulk.operations.flatMap((one) => (isFault(one) ? [] : [one.bulkId]))
        const operations = bulk.operations.map((operation, index) => {
          if (isFault(operation) || !isObject(operation.data)) return operation
          const later = users.slice(index + 1).map((bulkId) => `bulkId:${bulkId ?? ''}`)
          const data = edit(operation.data, 'members', (members) =>
            isArray(members)
              ? members.filter((one) => !isObject(one) || !later.includes(String(one['value'])))
              : members,
          )
          return { ...operation, data }
        })
        return seams.answerBulk({ ...bulk, operations }, call)
      },
    }),
  },
  {
    id: 'bulk.failures-only',
    title: 'When operations fail, the answer holds their results, and no other',
    consequence: 'The client does not learn what was done.',
    source: 'own',
    violates: ['RFC7644-3.7.3-01', 'RFC7644-3.7.3-05'],
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        withBody(seams.answerBulk(bulk, call), (body) =>
          edit(body, 'Operations', (results) =>
            isArray(results) && results.some(failed) ? results.filter(failed) : results,
          ),
        ),
    }),
  },
  {
    id: 'bulk.limits-unpublished',
    title: 'The configuration does not say how large a bulk request may be',
    consequence: 'Clients find the limit by being refused.',
    source: 'own',
    violates: ['RFC7644-3.7.4-01'],
    replace: (seams) => ({
      serviceProviderConfig: (call) =>
        edit(seams.serviceProviderConfig(call), 'bulk', (bulk) =>
          isObject(bulk) ? omit(bulk, 'maxOperations', 'maxPayloadSize') : bulk,
        ),
    }),
  },
  {
    id: 'bulk.limit-unnamed',
    title: 'The 413 for a bulk request that is too large does not say which limit it broke',
    consequence: 'The client does not learn how to make it smaller.',
    source: 'own',
    violates: ['RFC7644-3.7.4-04'],
    replace: (seams) => ({
      renderError: (error, call) =>
        seams.renderError(error.status === 413 ? new ScimError(413, undefined, 'Too large.') : error, call),
    }),
  },
  {
    id: 'bulk.limit-as-400',
    title: 'A bulk request that is too large is refused with 400',
    consequence: 'Clients take it for faulty and give up.',
    source: 'own',
    violates: ['RFC7644-3.12-14'],
    replace: (seams) => ({
      renderError: (error, call) =>
        seams.renderError(error.status === 413 ? new ScimError(400, undefined, error.message) : error, call),
    }),
  },
])
