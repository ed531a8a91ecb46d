import { ScimError } from '../../scim/error.ts'
import { equalJson, foldCase, getMember, isArray, isObject } from '../../scim/json.ts'
import { attributesOf } from '../../scim/schema/lookup.ts'
import type { Variant } from '../variant.ts'

/** What requests to write do. */
export const writeVariants: readonly Variant[] = [
  {
    id: 'create.odd-ids',
    title: 'ids hold characters that must be encoded in a URL',
    allowedBy: 'RFC7643-3.1-06',
    grade: 'accept',
    replace: (seams) => ({
      assignId: (body, type, call) => `ü ${seams.assignId(body, type, call).slice(0, 8)}+%"@=`,
    }),
  },
  {
    id: 'create.numeric-ids',
    title: 'ids are numbers, as strings',
    allowedBy: 'RFC7643-3.1-06',
    grade: 'accept',
    replace: () => ({
      assignId: (_body, _type, call) => String(call.server.random.next()),
    }),
  },
  {
    id: 'create.unknown-attribute-refused',
    title: 'An attribute that no schema defines is refused with 400',
    allowedBy: 'C-04',
    grade: 'accept',
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const known = [
          ...[...attributesOf(type)]
            .filter(({ extension }) => extension === undefined)
            .map(({ attribute }) => attribute.name),
          ...type.extensions.map(({ schema }) => schema.id),
        ].map(foldCase)
        const unknown = Object.keys(body).find((name) => !known.includes(foldCase(name)))
        if (unknown !== undefined)
          throw new ScimError(400, 'invalidSyntax', `There is no attribute ${unknown}.`)
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'create.user-name-lower-case',
    title: 'userName is stored in lower case',
    allowedBy: 'C-13, RFC7643-7-23',
    grade: 'accept',
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const read = seams.readResource(body, type, call)
        const { userName } = read
        return typeof userName === 'string' ? { ...read, userName: userName.toLowerCase() } : read
      },
    }),
  },
  {
    id: 'create.active-by-default',
    title: 'A user made without active is active',
    allowedBy: 'RFC7644-3.3-05',
    grade: 'accept',
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const defaulted = type.resourceType.name === 'User' && getMember(body, 'active') === undefined
        return seams.createResource(defaulted ? { ...body, active: true } : body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'create.last-primary-wins',
    title: 'Of several primary elements the last stays primary',
    allowedBy: 'C-12, M-18',
    grade: 'accept',
    replace: (seams) => ({
      dropRepeated: (attributes, type, call) =>
        Object.fromEntries(
          Object.entries(seams.dropRepeated(attributes, type, call)).map(([name, value]) => {
            if (!isArray(value)) return [name, value]
            const last = value.findLastIndex((one) => isObject(one) && one['primary'] === true)
            return [
              name,
              value.map((one, index) =>
                isObject(one) && one['primary'] === true && index !== last ? { ...one, primary: false } : one,
              ),
            ]
          }),
        ),
    }),
  },
  {
    id: 'groups.unknown-member-refused',
    title: 'A member that no resource is, is refused with 400 invalidValue',
    allowedBy: 'RFC7643-2.3.7-08',
    grade: 'accept',
    replace: (seams) => ({
      checkRequired: (attributes, type, call) => {
        seams.checkRequired(attributes, type, call)
        const members = getMember(attributes, 'members')
        const ids = isArray(members) ? members.map((one) => (isObject(one) ? String(one['value']) : '')) : []
        if (call.url.pathname.endsWith('/Bulk')) return
        if (ids.some((id) => !call.tenant.resources.has(id))) {
          throw new ScimError(400, 'invalidValue', 'A member does not exist.')
        }
      },
    }),
  },
  {
    id: 'groups.display-name-shared',
    title: 'A second group with the same displayName is made',
    allowedBy: 'C-18',
    grade: 'accept',
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        const shared = type.resourceType.name === 'Group' ? ['displayName'] : []
        const rest = Object.entries(attributes).filter(([name]) => !shared.includes(name))
        seams.checkUniqueness(Object.fromEntries(rest), type, ownId, call)
      },
    }),
  },
  {
    id: 'put.omitted-kept',
    title: 'PUT leaves attributes alone that it does not name, unless they are required',
    allowedBy: 'R-01, RFC7644-3.5.1-05',
    grade: 'accept',
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const required = type.core.attributes.filter((attribute) => attribute.required)
        const named = new Set([...Object.keys(body), ...required.map(({ name }) => name)].map(foldCase))
        const kept = Object.entries(stored.attributes).filter(([name]) => !named.has(foldCase(name)))
        return seams.replaceResource(stored, { ...Object.fromEntries(kept), ...body }, type, call)
      },
    }),
  },
  {
    id: 'put.duplicate-400',
    title: 'A PUT to a userName that is taken is refused with 400 uniqueness',
    allowedBy: 'C-05, RFC7643-7-40',
    grade: 'accept',
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        try {
          seams.checkUniqueness(attributes, type, ownId, call)
        } catch (thrown) {
          if (ownId === undefined || !(thrown instanceof ScimError)) throw thrown
          throw new ScimError(400, 'uniqueness', thrown.message)
        }
      },
    }),
  },
  {
    id: 'put.immutable-ignored',
    title: 'PUT ignores another value for an immutable attribute',
    allowedBy: 'R-04',
    grade: 'warn',
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const immutable = type.core.attributes.filter(
          ({ name, mutability }) =>
            mutability === 'immutable' && getMember(stored.attributes, name) !== undefined,
        )
        const names = immutable.map(({ name }) => foldCase(name))
        const kept = Object.entries(body).filter(([name]) => !names.includes(foldCase(name)))
        return seams.replaceResource(stored, Object.fromEntries(kept), type, call)
      },
    }),
  },
  {
    id: 'patch.remove-unmatched-refused',
    title: 'A remove whose value filter matches nothing is refused with 400 noTarget',
    allowedBy: 'M-01',
    grade: 'accept',
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const [only, ...others] = patch.operations
        const result = seams.applyPatch(resource, patch, type, call)
        const filtered = only?.op === 'remove' && only.path?.includes('[') === true
        if (filtered && others.length === 0 && equalJson(result, resource)) {
          throw new ScimError(400, 'noTarget', 'The filter matches nothing.')
        }
        return result
      },
    }),
  },
  {
    id: 'etag.stale-409',
    title: 'A stale If-Match is refused with 409',
    allowedBy: 'E-02, RFC7644-3.12-12',
    grade: 'accept',
    replace: (seams) => ({
      checkPrecondition: (stored, ifMatch, call) => {
        try {
          seams.checkPrecondition(stored, ifMatch, call)
        } catch {
          throw new ScimError(409, undefined, 'The resource has changed since it was read.')
        }
      },
    }),
  },
  {
    id: 'media.type-demanded',
    title: 'A body without Content-Type is refused with 415',
    allowedBy: 'X-02',
    grade: 'accept',
    replace: (seams) => ({
      checkContentType: (call) => {
        if (!call.request.headers.has('content-type'))
          throw new ScimError(415, undefined, 'Name the media type.')
        seams.checkContentType(call)
      },
    }),
  },
]
