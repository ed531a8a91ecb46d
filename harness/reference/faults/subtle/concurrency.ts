import type { Call, StoredResource } from '../../state.ts'
import { getMember, isArray, isObject } from '../../../scim/json.ts'
import { issue } from '../touch.ts'
import { subtleIn } from './subtleIn.ts'

/** What a request saw of a resource when it arrived is what it goes on with. */
function arrivals(): (stored: StoredResource, call: Call) => StoredResource {
  const seen = new WeakMap<Request, StoredResource>()
  return (stored, call) => {
    const first = seen.get(call.request)
    if (first?.id === stored.id) return first
    seen.set(call.request, stored)
    return stored
  }
}

/** What shows only when requests overlap. */
export const concurrencyFaults = [
  ...subtleIn('patch', [
    {
      id: 'patch.overlapping-changes-lost',
      title:
        'A PATCH changes the resource as it was when the request began, and overwrites what came between',
      consequence: 'Of several people who join a group at once some are left out.',
      source: issue('DEF-185', 'fleetdm/fleet#50724'),
      violates: ['RFC7644-3.5.2-18', 'RFC7644-3.1-08'],
      smallest: { example: 'two PATCHes at once, each adds a member', operations: 2, resources: 1 },
      replace: (seams) => {
        const atArrival = arrivals()
        return {
          findResource: (type, id, call) => {
            const stored = seams.findResource(type, id, call)
            return call.request.method === 'PATCH' ? atArrival(stored, call) : stored
          },
        }
      },
    },
    {
      id: 'patch.rename-writes-old-members',
      title: 'A rename of a group writes the members back as they were when the request began',
      consequence: 'Who joined meanwhile is out again.',
      source: issue('DEF-187', 'valon-technologies/gestalt#3162'),
      violates: ['RFC7644-3.5.2-18', 'RFC7644-3.1-08'],
      smallest: { example: 'two PATCHes at once: a new name, a new member', operations: 2, resources: 1 },
      replace: (seams) => {
        const atArrival = arrivals()
        return {
          findResource: (type, id, call) => {
            const stored = seams.findResource(type, id, call)
            atArrival(stored, call)
            return stored
          },
          patchResource: (stored, patch, type, call) => {
            const isRename = patch.operations.some(
              ({ path, value }) =>
                path === 'displayName' ||
                (path === undefined && isObject(value) && getMember(value, 'displayName') !== undefined),
            )
            if (stored.type !== 'Group' || !isRename) return seams.patchResource(stored, patch, type, call)
            const old = atArrival(stored, call).attributes['members']
            const { members: _, ...rest } = stored.attributes
            const stale = { ...stored, attributes: isArray(old) ? { ...rest, members: old } : rest }
            return seams.patchResource(stale, patch, type, call)
          },
        }
      },
    },
  ]),
  ...subtleIn('put', [
    {
      id: 'put.deleted-returns',
      title: 'A PUT that overlaps a DELETE brings the resource back',
      consequence: 'People who left are there again.',
      source: 'own',
      violates: ['RFC7644-3.6-02'],
      smallest: { example: 'a PUT and a DELETE at once', operations: 2, resources: 1 },
      replace: (seams) => {
        const seen = new WeakMap<Request, StoredResource>()
        return {
          findResource: (type, id, call) => {
            const first = seen.get(call.request)
            if (first !== undefined) return call.tenant.resources.get(id) ?? first
            const stored = seams.findResource(type, id, call)
            if (call.request.method === 'PUT' || call.request.method === 'PATCH')
              seen.set(call.request, stored)
            return stored
          },
        }
      },
    },
  ]),
  ...subtleIn('etag', [
    {
      id: 'etag.checked-at-arrival',
      title: 'If-Match is held against the version at the beginning of the request',
      consequence: 'Of two changes of one version both succeed, and one is lost.',
      source: 'own',
      violates: ['RFC7644-3.14-08'],
      smallest: { example: 'two PATCHes at once with the same If-Match', operations: 2, resources: 1 },
      replace: (seams) => {
        const atArrival = arrivals()
        return {
          findResource: (type, id, call) => {
            const stored = seams.findResource(type, id, call)
            atArrival(stored, call)
            return stored
          },
          checkPrecondition: (stored, ifMatch, call) => {
            seams.checkPrecondition(atArrival(stored, call), ifMatch, call)
          },
        }
      },
    },
  ]),
  ...subtleIn('create', [
    {
      id: 'create.overlapping-twins',
      title: 'Two creations of one userName that overlap both succeed',
      consequence: 'One person has two accounts.',
      source: 'own',
      violates: ['RFC7644-3.3-11'],
      smallest: { example: 'two POSTs of one userName at once', operations: 2, resources: 2 },
      replace: (seams) => {
        const known = new WeakMap<Request, ReadonlySet<string>>()
        return {
          authenticate: (call) => {
            seams.authenticate(call)
            if (call.request.method === 'POST') known.set(call.request, new Set(call.tenant.resources.keys()))
          },
          checkUniqueness: (attributes, type, ownId, call) => {
            const ids = known.get(call.request)
            if (ids === undefined || call.url.pathname.endsWith('/Bulk')) {
              seams.checkUniqueness(attributes, type, ownId, call)
              return
            }
            const late = [...call.tenant.resources].filter(([id]) => !ids.has(id))
            for (const [id] of late) call.tenant.resources.delete(id)
            try {
              seams.checkUniqueness(attributes, type, ownId, call)
            } finally {
              for (const [id, stored] of late) call.tenant.resources.set(id, stored)
            }
          },
        }
      },
    },
  ]),
]
