import { foldCase, getMember, isArray, isObject } from '../../../scim/json.ts'
import type { Json, Resource } from '../../../scim/types.ts'
import type { Seams } from '../../seams.ts'
import type { Tenant } from '../../state.ts'
import { issue } from '../touch.ts'
import { subtleIn } from './subtleIn.ts'

/** Something for each tenant, made when it is first wanted. */
function perTenant<T>(make: () => T): (tenant: Tenant) => T {
  const kept = new WeakMap<Tenant, T>()
  return (tenant) => {
    const known = kept.get(tenant) ?? make()
    kept.set(tenant, known)
    return known
  }
}

const userNameOf = (attributes: Resource): string => {
  const name = getMember(attributes, 'userName')
  return typeof name === 'string' ? foldCase(name) : ''
}

const texts = (value: Json | undefined): string => JSON.stringify(value ?? null)

/** What shows only after several requests. */
export const sequenceFaults = [
  ...subtleIn('create', [
    {
      id: 'create.recreated-inherits',
      title:
        'Who is created under the userName of a deleted user gets the attributes of that one that were not sent',
      consequence: 'New people get the data of those who left.',
      source: issue('DEF-306', 'getsentry/sentry#122540'),
      violates: ['RFC7644-3.6-02', 'RFC7644-3.3-02'],
      smallest: {
        example: 'create with title, delete, create again without title',
        operations: 3,
        resources: 1,
      },
      replace: (seams: Seams) => {
        const gone = perTenant(() => new Map<string, Resource>())
        return {
          deleteResource: (stored, call) => {
            gone(call.tenant).set(userNameOf(stored.attributes), stored.attributes)
            seams.deleteResource(stored, call)
          },
          createResource: (body, type, reserved, call) => {
            const old = gone(call.tenant).get(userNameOf(body))
            return seams.createResource(old === undefined ? body : { ...old, ...body }, type, reserved, call)
          },
        }
      },
    },
  ]),
  ...subtleIn('put', [
    {
      id: 'put.keeps-what-patch-added',
      title: 'A PUT keeps attributes that a PATCH has set, though it does not name them',
      consequence: 'What was taken away stays.',
      source: issue('DEF-070', 'attevon-llc/OpenTranscribe#582'),
      violates: ['RFC7644-3.5.1-04', 'RFC7644-3.1-08'],
      smallest: { example: 'create, PATCH title, PUT with another title', operations: 3, resources: 1 },
      replace: (seams: Seams) => {
        const patched = perTenant(() => new Map<string, Resource>())
        return {
          patchResource: (stored, patch, type, call) => {
            const after = seams.patchResource(stored, patch, type, call)
            const set = Object.entries(after.attributes).filter(
              ([name, value]) => texts(value) !== texts(stored.attributes[name]),
            )
            const known = patched(call.tenant)
            known.set(stored.id, { ...known.get(stored.id), ...Object.fromEntries(set) })
            return after
          },
          replaceResource: (stored, body, type, call) => {
            const kept = patched(call.tenant).get(stored.id) ?? {}
            return seams.replaceResource(stored, { ...body, ...kept }, type, call)
          },
        }
      },
    },
  ]),
  ...subtleIn('query', [
    {
      id: 'query.index-stale-after-put',
      title: 'Filters see a user as before the last PUT',
      consequence: 'People are found by what they were called before.',
      source: 'own',
      violates: ['RFC7644-3.4.2.2-04', 'RFC7644-3.1-08'],
      smallest: { example: 'create, PUT with another title, filter by title', operations: 3, resources: 1 },
      replace: (seams: Seams) => {
        const old = perTenant(() => new Map<string, Resource>())
        return {
          replaceResource: (stored, body, type, call) => {
            old(call.tenant).set(stored.id, stored.attributes)
            return seams.replaceResource(stored, body, type, call)
          },
          patchResource: (stored, patch, type, call) => {
            old(call.tenant).delete(stored.id)
            return seams.patchResource(stored, patch, type, call)
          },
          selectMatches: (candidates, filter, call) => {
            const known = old(call.tenant)
            const seen = candidates.map((one) => ({
              ...one,
              attributes: known.get(one.id) ?? one.attributes,
            }))
            const ids = new Set(seams.selectMatches(seen, filter, call).map(({ id }) => id))
            return candidates.filter(({ id }) => ids.has(id))
          },
        }
      },
    },
    {
      id: 'query.index-stale-after-patch',
      title: 'Filters see attributes with several values as before the first PATCH of them',
      consequence: 'People are found by addresses that they no longer have.',
      source: 'own',
      violates: ['RFC7644-3.4.2.2-04', 'RFC7644-3.1-08'],
      smallest: { example: 'create, PATCH emails, filter by e-mail', operations: 3, resources: 1 },
      replace: (seams: Seams) => {
        const old = perTenant(() => new Map<string, Resource>())
        return {
          patchResource: (stored, patch, type, call) => {
            const known = old(call.tenant)
            if (!known.has(stored.id)) {
              const lists = Object.entries(stored.attributes).filter(([, value]) => isArray(value))
              known.set(stored.id, Object.fromEntries(lists))
            }
            return seams.patchResource(stored, patch, type, call)
          },
          selectMatches: (candidates, filter, call) => {
            const known = old(call.tenant)
            const seen = candidates.map((one) => ({
              ...one,
              attributes: { ...one.attributes, ...known.get(one.id) },
            }))
            const ids = new Set(seams.selectMatches(seen, filter, call).map(({ id }) => id))
            return candidates.filter(({ id }) => ids.has(id))
          },
        }
      },
    },
    {
      id: 'query.recreated-not-found',
      title: 'Who is created under the userName of a deleted user is not found by any filter',
      consequence: 'Clients create them again and again.',
      source: 'own',
      violates: ['RFC7644-3.4.2.2-04', 'RFC7644-3.6-04'],
      smallest: { example: 'create, delete, create again, filter by userName', operations: 4, resources: 1 },
      replace: (seams: Seams) => {
        const gone = perTenant(() => new Set<string>())
        return {
          deleteResource: (stored, call) => {
            gone(call.tenant).add(userNameOf(stored.attributes))
            seams.deleteResource(stored, call)
          },
          selectMatches: (candidates, filter, call) => {
            const known = gone(call.tenant)
            const found = seams.selectMatches(candidates, filter, call)
            return filter === undefined
              ? found
              : found.filter(
                  ({ attributes }) => userNameOf(attributes) === '' || !known.has(userNameOf(attributes)),
                )
          },
        }
      },
    },
  ]),
  ...subtleIn('bulk', [
    {
      id: 'bulk.second-change-lost',
      title: 'Of a PATCH in a bulk request only the first operation is applied',
      consequence: 'Part of the change does not arrive.',
      source: 'own',
      violates: ['RFC7644-3.5.2-18', 'RFC7644-3.7-01'],
      smallest: { example: 'bulk with a PATCH of two operations', operations: 2, resources: 1 },
      replace: (seams) => ({
        readPatch: (body, call) => {
          const patch = seams.readPatch(body, call)
          return call.url.pathname.endsWith('/Bulk')
            ? { ...patch, operations: patch.operations.slice(0, 1) }
            : patch
        },
      }),
    },
    {
      id: 'bulk.second-extension-lost',
      title: 'Of two extensions in a creation by bulk only the first is stored',
      consequence: 'What the second extension says is lost.',
      source: 'own',
      violates: ['RFC7643-3.3-06', 'RFC7644-3.7-01'],
      smallest: { example: 'bulk with a POST of both extensions', operations: 1, resources: 1 },
      replace: (seams) => ({
        createResource: (body, type, reserved, call) => {
          const uris = type.extensions
            .map(({ schema }) => schema.id)
            .filter((uri) => isObject(getMember(body, uri)))
          const isCut = call.url.pathname.endsWith('/Bulk') && uris.length > 1
          const kept = Object.entries(body).filter(([name]) => !isCut || !uris.slice(1).includes(name))
          return seams.createResource(Object.fromEntries(kept), type, reserved, call)
        },
      }),
    },
    {
      id: 'bulk.put-merges',
      title: 'A PUT in a bulk request keeps what it does not name',
      consequence: 'What was taken away stays.',
      source: issue('DEF-070', 'attevon-llc/OpenTranscribe#582'),
      violates: ['RFC7644-3.5.1-04', 'RFC7644-3.7-01'],
      smallest: { example: 'bulk with a PUT without title', operations: 1, resources: 1 },
      replace: (seams) => ({
        replaceResource: (stored, body, type, call) =>
          seams.replaceResource(
            stored,
            call.url.pathname.endsWith('/Bulk') ? { ...stored.attributes, ...body } : body,
            type,
            call,
          ),
      }),
    },
  ]),
]
