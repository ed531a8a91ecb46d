import { ScimError } from '../../scim/error.ts'
import { digest } from '../random.ts'
import { faultsIn, issue, omit, withoutHeader } from './touch.ts'

export const etagFaults = faultsIn('etag', [
  {
    id: 'etag.if-match-ignored',
    title: 'If-Match is ignored: a stale update overwrites',
    consequence: 'Of two clients the later one undoes what the other wrote.',
    source: issue('DEF-024', 'apache/directory-scimple#534'),
    violates: ['RFC7644-3.14-08', 'RFC7644-3.12-13'],
    replace: () => ({ checkPrecondition: () => undefined }),
  },
  {
    id: 'etag.delete-ignores-if-match',
    title: 'DELETE ignores If-Match',
    consequence: 'A resource is deleted that changed in the meantime.',
    source: issue('DEF-026', 'GluuFederation/SCIM-Client#53'),
    violates: ['RFC7644-3.12-13'],
    replace: (seams) => ({
      checkPrecondition: (stored, ifMatch, call) => {
        if (call.request.method !== 'DELETE') seams.checkPrecondition(stored, ifMatch, call)
      },
    }),
  },
  {
    id: 'etag.patch-always-412',
    title: 'PATCH with the current tag is refused with 412',
    consequence: 'Clients that are careful can change nothing.',
    source: issue('DEF-320', 'Captain-P-Goldfish/SCIM-SDK#746'),
    violates: ['RFC7644-3.14-08', 'RFC7644-3.12-13'],
    replace: (seams) => ({
      checkPrecondition: (stored, ifMatch, call) => {
        if (call.request.method === 'PATCH' && ifMatch !== undefined) {
          throw new ScimError(412, undefined, 'The resource has changed.')
        }
        seams.checkPrecondition(stored, ifMatch, call)
      },
    }),
  },
  {
    id: 'etag.header-missing',
    title: 'There is no ETag header although etag.supported is true',
    consequence: 'Clients can not protect their updates.',
    source: 'own',
    violates: ['RFC7644-3.14-03'],
    replace: (seams) => ({
      answerRead: (stored, selection, call) =>
        withoutHeader(seams.answerRead(stored, selection, call), 'ETag'),
      answerCreated: (stored, selection, call) =>
        withoutHeader(seams.answerCreated(stored, selection, call), 'ETag'),
    }),
  },
  {
    id: 'etag.never-changes',
    title: 'The ETag stays when the resource changes',
    consequence: 'Caches show old data for ever.',
    source: 'own',
    violates: ['RFC7644-3.14-01'],
    replace: () => ({ etag: (stored) => `W/"${digest(stored.id).slice(0, 16)}"` }),
  },
  {
    id: 'etag.always-changes',
    title: 'The ETag is another one at each read',
    consequence: 'Every careful update is refused.',
    source: 'own',
    violates: ['RFC7644-3.14-01'],
    replace: () => ({
      etag: (stored, call) => `W/"${digest(`${stored.id} ${call.server.random.next()}`).slice(0, 16)}"`,
    }),
  },
  {
    id: 'etag.version-differs',
    title: 'meta.version is not the ETag',
    consequence: 'Clients that take the version from the body are refused.',
    source: 'own',
    violates: ['RFC7643-3.1-23'],
    replace: (seams) => ({
      assignMeta: (stored, call) => ({ ...seams.assignMeta(stored, call), version: String(stored.revision) }),
    }),
  },
  {
    id: 'etag.unquoted',
    title: 'The ETag has no quotes',
    consequence: 'HTTP clients and caches refuse or drop the header.',
    source: 'own',
    violates: ['RFC7643-3.1-25', 'RFC7644-3.14-03'],
    replace: (seams) => ({ etag: (stored, call) => seams.etag(stored, call).replaceAll('"', '') }),
  },
  {
    id: 'etag.304-with-change',
    title: 'If-None-Match is answered with 304 whatever tag it names',
    consequence: 'Clients never see a change.',
    source: 'own',
    violates: ['RFC7644-3.14-06', 'RFC7644-3.14-01'],
    replace: () => ({ isUnmodified: (_stored, call) => call.request.headers.has('if-none-match') }),
  },
  {
    id: 'etag.version-missing',
    title: 'There is an ETag, but no meta.version',
    consequence: 'Clients can not tell from a list what has changed.',
    source: 'own',
    violates: ['RFC7644-3.14-04'],
    replace: (seams) => ({
      assignMeta: (stored, call) => omit(seams.assignMeta(stored, call), 'version'),
    }),
  },
])
