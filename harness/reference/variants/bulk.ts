import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import { edit, withBody, withoutHeader } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

/** Bulk jobs, versions and /Me. */
export const bulkVariants: readonly Variant[] = [
  {
    id: 'bulk.results-reordered',
    title: 'Results of a bulk job stand in another order than its operations',
    allowedBy: 'RFC7644-3.7-24',
    grade: 'accept',
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        withBody(seams.answerBulk(bulk, call), (body) =>
          edit(body, 'Operations', (results) => (isArray(results) ? [...results].reverse() : results)),
        ),
    }),
  },
  {
    id: 'bulk.circles-409',
    title: 'References to operations further down end with 409',
    allowedBy: 'RFC7644-3.7.1-02, B-04',
    grade: 'accept',
    replace: (seams) => ({
      resolveBulkIds: (operation, reserved, failed, call) => {
        const text = JSON.stringify(operation.data ?? null)
        const open = [...reserved].some(
          ([bulkId, id]) => text.includes(`"bulkId:${bulkId}"`) && !call.tenant.resources.has(id),
        )
        if (open) throw new ScimError(409, undefined, 'The references could not be resolved.')
        return seams.resolveBulkIds(operation, reserved, failed, call)
      },
    }),
  },
  {
    id: 'bulk.status-numbers',
    title: 'The status of a result is a number',
    allowedBy: 'B-01',
    grade: 'warn',
    replace: (seams) => ({
      answerBulk: (bulk, call) =>
        withBody(seams.answerBulk(bulk, call), (body) =>
          edit(body, 'Operations', (results) =>
            isArray(results)
              ? results.filter(isObject).map((one) => edit(one, 'status', (code) => Number(code)))
              : results,
          ),
        ),
    }),
  },
  {
    id: 'etag.weak-never-matches',
    title: 'A weak tag in If-Match never holds, as RFC 7232 §3.1 has it',
    allowedBy: 'E-02',
    grade: 'warn',
    replace: (seams) => ({
      checkPrecondition: (stored, ifMatch, call) => {
        if (ifMatch?.startsWith('W/') === true)
          throw new ScimError(412, undefined, 'A weak tag can not protect a change.')
        seams.checkPrecondition(stored, ifMatch, call)
      },
    }),
  },
  {
    id: 'etag.if-match-required',
    title: 'A PUT without If-Match is refused with 428',
    allowedBy: 'E-02',
    grade: 'warn',
    replace: (seams) => ({
      checkPrecondition: (stored, ifMatch, call) => {
        if (ifMatch === undefined && call.request.method === 'PUT')
          throw new ScimError(428, undefined, 'Say with If-Match what is to be replaced.')
        seams.checkPrecondition(stored, ifMatch, call)
      },
    }),
  },
  {
    id: 'etag.if-none-match-ignored',
    title: 'If-None-Match is not looked at',
    allowedBy: 'E-03',
    grade: 'warn',
    replace: () => ({ isUnmodified: () => false }),
  },
  {
    id: 'etag.not-after-writes',
    title: 'The answer to a PUT has no ETag',
    allowedBy: 'E-01, RFC 7231 §4.3.4',
    grade: 'warn',
    replace: (seams) => ({
      answerReplaced: (stored, selection, call) =>
        withoutHeader(seams.answerReplaced(stored, selection, call), 'ETag'),
    }),
  },
  {
    id: 'read.me-forbidden',
    title: '/Me is refused with 403 to credentials of a service',
    allowedBy: 'Z-03',
    grade: 'accept',
    replace: () => ({
      subjectOf: () => {
        throw new ScimError(403, undefined, 'These credentials belong to a service.')
      },
    }),
  },
]
