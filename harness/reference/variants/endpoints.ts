import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Json, ResourceSchema } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { Call, StoredResource } from '../state.ts'
import type { Variant } from '../variant.ts'

/** Refuses every write to groups. */
function readOnlyGroups(seams: Seams, status: 403 | 501): Partial<Seams> {
  const refuse = (name: string) => {
    if (name === 'Group') throw new ScimError(status, undefined, 'Groups are kept elsewhere.')
  }
  return {
    createResource: (body, type, reservedId, call) => {
      refuse(type.resourceType.name)
      return seams.createResource(body, type, reservedId, call)
    },
    replaceResource: (stored, body, type, call) => {
      refuse(stored.type)
      return seams.replaceResource(stored, body, type, call)
    },
    patchResource: (stored, patch, type, call) => {
      refuse(stored.type)
      return seams.patchResource(stored, patch, type, call)
    },
    deleteResource: (stored, call) => {
      refuse(stored.type)
      seams.deleteResource(stored, call)
    },
  }
}

/** Every `$ref` below the base URL, relative to it. */
function relative(value: Json, base: string): Json {
  if (isArray(value)) return value.map((element) => relative(element, base))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === '$ref' && typeof inner === 'string' && inner.startsWith(base)
        ? inner.slice(base.length + 1)
        : relative(inner, base),
    ]),
  )
}

const refusingDelete = (status: 403 | 405) => () => {
  throw new ScimError(status, undefined, 'Nothing is deleted here.')
}

/** Which endpoints do what. */
export const endpointVariants: readonly Variant[] = [
  {
    id: 'groups.read-only',
    title: 'Groups can be read only: every write is answered with 501',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: (seams) => readOnlyGroups(seams, 501),
  },
  {
    id: 'groups.not-permitted',
    title: 'Groups can be read only: every write is answered with 403',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: (seams) => readOnlyGroups(seams, 403),
  },
  {
    id: 'delete.not-allowed',
    title: 'DELETE is answered with 405',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: () => ({ deleteResource: refusingDelete(405) }),
  },
  {
    id: 'delete.not-permitted',
    title: 'DELETE is answered with 403',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: () => ({ deleteResource: refusingDelete(403) }),
  },
  {
    id: 'put.not-supported',
    title: 'PUT is answered with 501',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: () => ({
      replaceResource: () => {
        throw new ScimError(501, undefined, 'PUT is not supported.')
      },
    }),
  },
  {
    id: 'patch.not-permitted',
    title: 'PATCH is answered with 403: this client may not',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: () => ({
      patchResource: () => {
        throw new ScimError(403, undefined, 'This client may not PATCH.')
      },
    }),
  },
  {
    id: 'read.references-relative',
    title: '$ref is a relative reference',
    allowedBy: 'RFC7643-2.3.7-02, RFC7643-2.3.7-03',
    grade: 'accept',
    replace: (seams) => ({
      renderResource: (stored: StoredResource, call: Call) =>
        Object.fromEntries(
          Object.entries(seams.renderResource(stored, call)).map(([name, value]) => [
            name,
            relative(value, call.baseUrl),
          ]),
        ),
    }),
  },
  {
    id: 'read.deactivated-hidden',
    title: 'A user who is not active is not found',
    allowedBy: 'D-04',
    grade: 'warn',
    replace: (seams) => {
      const isRead = ({ request, url }: Call) => request.method === 'GET' || url.pathname.endsWith('/.search')
      const hidden = (stored: StoredResource, call: Call) =>
        stored.type === 'User' && stored.attributes['active'] === false && isRead(call)
      return {
        findResource: (type: ResourceSchema, id, call) => {
          const stored = seams.findResource(type, id, call)
          if (hidden(stored, call)) throw new ScimError(404, undefined, 'There is no such active user.')
          return stored
        },
        candidates: (types, call) => seams.candidates(types, call).filter((stored) => !hidden(stored, call)),
      }
    },
  },
  {
    id: 'read.me-moved',
    title: '/Me is answered with 308 to the user that it stands for',
    allowedBy: 'Z-03',
    grade: 'accept',
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) => {
        if (!call.url.pathname.endsWith('/Me') || answer.status === 401)
          return seams.renderAnswer(answer, mediaType, call)
        const first = [...call.tenant.resources.values()].find(({ type }) => type === 'User')
        if (first === undefined) return seams.renderAnswer(answer, mediaType, call)
        return seams.renderAnswer(
          { status: 308, headers: { Location: seams.locationOf(first, call) } },
          mediaType,
          call,
        )
      },
    }),
  },
  {
    id: 'auth.foreign-id-forbidden',
    title: 'A resource of another tenant is answered with 403',
    allowedBy: 'Z-04',
    grade: 'accept',
    replace: (seams) => ({
      findResource: (type, id, call) => {
        const elsewhere = call.server.tenants.some(
          (tenant) => tenant !== call.tenant && tenant.resources.has(id),
        )
        if (elsewhere) throw new ScimError(403, undefined, 'That is not yours.')
        return seams.findResource(type, id, call)
      },
    }),
  },
  {
    id: 'sort.unknown-refused',
    title: 'A sortBy that no schema has is refused with 400',
    allowedBy: 'P-11',
    grade: 'accept',
    replace: (seams) => ({
      sort: (matches, query, types, call) => {
        const { sortBy } = query
        const known = types.some(({ core, extensions }) =>
          [core, ...extensions.map(({ schema }) => schema)].some(({ attributes }) =>
            attributes.some(
              ({ name }) =>
                name.toLowerCase() ===
                (sortBy ?? '')
                  .replace(/^urn:.*:/i, '')
                  .replace(/\..*$/, '')
                  .toLowerCase(),
            ),
          ),
        )
        const common = /^(id|externalId|meta(\..*)?)$/i.test(sortBy ?? '')
        if (sortBy !== undefined && !known && !common)
          throw new ScimError(400, 'invalidValue', `There is no ${sortBy} to sort by.`)
        return seams.sort(matches, query, types, call)
      },
    }),
  },
]
