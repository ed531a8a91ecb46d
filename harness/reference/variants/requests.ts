import { SCIM_MEDIA_TYPE } from '../../scim/mediaType.ts'
import { ScimError } from '../../scim/error.ts'
import { edit, omit, withBody } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

/** How requests are understood, and what the protocol lets a server add. */
export const requestVariants: readonly Variant[] = [
  {
    id: 'auth.self-registration',
    title: 'A user can be created without credentials',
    allowedBy: 'RFC7644-2.2-01',
    grade: 'warn',
    replace: (seams) => ({
      authenticate: (call) => {
        const anonymous = !call.request.headers.has('authorization')
        if (anonymous && call.request.method === 'POST' && call.url.pathname.endsWith('/Users')) return
        seams.authenticate(call)
      },
    }),
  },
  {
    id: 'query.parameters-of-its-own',
    title: 'The parameter active=false lists the users who are not active',
    allowedBy: 'RFC7644-3.4.2-02',
    grade: 'accept',
    replace: (seams) => ({
      candidates: (types, call) => {
        const all = seams.candidates(types, call)
        return call.url.searchParams.get('active') === 'false'
          ? all.filter(({ attributes }) => attributes['active'] === false)
          : all
      },
    }),
  },
  {
    id: 'query.complex-means-value',
    title: 'A filter on a complex attribute is one on its value',
    allowedBy: 'F-06, RFC7644-3.4.2.2-40',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        seams.parseFilter(
          text.replace(/\b(emails|phoneNumbers|members)(?= (?:eq|ne|co|sw|ew|gt|ge|lt|le) )/gi, '$1.value'),
          types,
          call,
        ),
    }),
  },
  {
    id: 'query.further-operators',
    title: 'Filters understand the operator has, which means co',
    allowedBy: 'RFC7644-3.4.2.2-42',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        seams.parseFilter(text.replace(/ has (?=")/gi, ' co '), types, call),
    }),
  },
  {
    id: 'media.json-for-everybody',
    title: 'Whatever Accept says, the answer is SCIM',
    allowedBy: 'RFC7644-3.8-03',
    grade: 'accept',
    replace: (seams) => ({
      negotiate: (call) => {
        try {
          return seams.negotiate(call)
        } catch (thrown) {
          if (thrown instanceof ScimError && thrown.status === 406) return SCIM_MEDIA_TYPE
          throw thrown
        }
      },
    }),
  },
  {
    id: 'bulk.errors-without-scim-type',
    title: 'Errors of bulk operations have no scimType',
    allowedBy: 'RFC7644-3.12-28',
    grade: 'accept',
    replace: (seams) => ({
      operationResult: (operation, answer, call) =>
        seams.operationResult(
          operation,
          withBody(answer, (body) => omit(body, 'scimType')),
          call,
        ),
    }),
  },
  {
    id: 'paging.defaults-unsaid',
    title: 'The configuration tells of cursors, and neither of defaults nor of limits',
    allowedBy: 'RFC9865-4-05, RFC9865-4-06, RFC9865-4-07, RFC9865-4-08',
    grade: 'accept',
    replace: (seams) => ({
      serviceProviderConfig: (call) =>
        edit(seams.serviceProviderConfig(call), 'pagination', () => ({ cursor: true, index: true })),
    }),
  },
  {
    id: 'create.ids-repeat-across-tenants',
    title: 'Each tenant counts its ids from 1',
    allowedBy: 'RFC7644-6.2-01, RFC7643-9.3-01',
    grade: 'accept',
    replace: () => {
      const counts = new WeakMap<object, number>()
      return {
        assignId: (_body, _type, call) => {
          const next = (counts.get(call.tenant) ?? 0) + 1
          counts.set(call.tenant, next)
          return String(next)
        },
      }
    },
  },
]
