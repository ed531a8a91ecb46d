import { ScimError } from '../../scim/error.ts'
import { getMember, isObject, isUnassigned } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import { edit, withBody } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right)

/** What the protocol leaves open about credentials, statuses, bodies and URLs. */
export const protocolVariants: readonly Variant[] = [
  {
    id: 'auth.forbidden',
    title: 'A request without credentials is answered with 403',
    allowedBy: 'X-05',
    grade: 'warn',
    replace: (seams) => ({
      authenticate: (call) => {
        if (!call.request.headers.has('authorization'))
          throw new ScimError(403, undefined, 'Credentials are needed.')
        seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.malformed-400',
    title: 'An Authorization header without a token is answered with 400',
    allowedBy: 'X-05',
    grade: 'accept',
    replace: (seams) => ({
      authenticate: (call) => {
        const header = call.request.headers.get('authorization')
        if (header !== null && !/^\S+ \S/.test(header))
          throw new ScimError(400, undefined, 'The Authorization header is malformed.')
        seams.authenticate(call)
      },
    }),
  },
  {
    id: 'media.plain-json',
    title: 'Answers are of type application/json',
    allowedBy: 'X-01',
    grade: 'warn',
    replace: (seams) => ({
      renderAnswer: (answer, _mediaType, call) => seams.renderAnswer(answer, 'application/json', call),
    }),
  },
  {
    id: 'media.gateway-text',
    title: 'Refusals that a gateway may give have a body of plain text',
    allowedBy: 'X-03',
    grade: 'warn',
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) => {
        const unrouted = answer.status === 404 && !/\/(Users|Groups)\//.test(call.url.pathname)
        if (!unrouted && ![401, 405, 406, 415].includes(answer.status))
          return seams.renderAnswer(answer, mediaType, call)
        const headers = { ...answer.headers, 'Content-Type': 'text/plain' }
        return new Response('Refused', { status: answer.status, headers })
      },
    }),
  },
  {
    id: 'create.no-body',
    title: 'A creation is answered with 201 and no body',
    allowedBy: 'C-11',
    grade: 'warn',
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => {
        const { status, headers } = seams.answerCreated(stored, selection, call)
        return { status, headers }
      },
    }),
  },
  {
    id: 'create.location-other-host',
    title: 'Location names the host behind the proxy',
    allowedBy: 'C-08',
    grade: 'warn',
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => {
        const answer = seams.answerCreated(stored, selection, call)
        const url = new URL(seams.locationOf(stored, call))
        url.host = 'inner.example.com:8080'
        return { ...answer, headers: { ...answer.headers, Location: url.href } }
      },
    }),
  },
  {
    id: 'create.client-id-refused',
    title: 'A creation that carries an id is refused with 400',
    allowedBy: 'C-02',
    grade: 'warn',
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        if (!isUnassigned(getMember(body, 'id'))) throw new ScimError(400, 'mutability', 'id is readOnly.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'create.types-turned',
    title: 'A value of another type is turned into one of the right type, or dropped',
    allowedBy: 'C-14, C-17',
    grade: 'accept',
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const turned: JsonObject = {
          ...body,
          ...(typeof body['displayName'] === 'number' ? { displayName: String(body['displayName']) } : {}),
          ...(typeof body['active'] === 'string' ? { active: /^true$/i.test(body['active']) } : {}),
          ...(typeof body['emails'] === 'string' ? { emails: [{ value: body['emails'] }] } : {}),
        }
        return seams.readResource(turned, type, call)
      },
    }),
  },
  {
    id: 'create.password-refused',
    title: 'A password is refused with 400',
    allowedBy: 'C-16',
    grade: 'accept',
    replace: (seams) => ({
      readResource: (body, type, call) => {
        if (!isUnassigned(getMember(body, 'password')))
          throw new ScimError(400, 'invalidValue', 'Passwords are kept elsewhere.')
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'create.required-422',
    title: 'A user without userName is refused with 422',
    allowedBy: 'C-07, R-05',
    grade: 'warn',
    replace: (seams) => ({
      checkRequired: (attributes, type, call) => {
        try {
          seams.checkRequired(attributes, type, call)
        } catch {
          throw new ScimError(422, undefined, 'A required attribute is missing.')
        }
      },
    }),
  },
  {
    id: 'put.no-content',
    title: 'PUT is answered with 204',
    allowedBy: 'R-06',
    grade: 'warn',
    replace: () => ({ answerReplaced: () => ({ status: 204, headers: {} }) }),
  },
  {
    id: 'put.other-read-only-refused',
    title: 'A PUT with another id, or another meta.created, is refused with 400 mutability',
    allowedBy: 'R-02',
    grade: 'warn',
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const id = getMember(body, 'id')
        const meta = getMember(body, 'meta')
        const created = isObject(meta) ? getMember(meta, 'created') : undefined
        if ((id !== undefined && id !== stored.id) || (created !== undefined && created !== stored.created))
          throw new ScimError(400, 'mutability', 'The attribute is readOnly.')
        return seams.replaceResource(stored, body, type, call)
      },
    }),
  },
  {
    id: 'put.complex-merged',
    title: 'PUT keeps sub-attributes of name that it does not name',
    allowedBy: 'R-07',
    grade: 'warn',
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const before = stored.attributes['name']
        const merged = edit(body, 'name', (name) =>
          isObject(name) && isObject(before) ? { ...before, ...name } : name,
        )
        return seams.replaceResource(stored, merged, type, call)
      },
    }),
  },
  {
    id: 'put.null-is-not-asserted',
    title: 'null and [] in a PUT leave an optional attribute alone',
    allowedBy: 'R-01, C-15',
    grade: 'warn',
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const kept = Object.fromEntries(
          Object.entries(body).map(([name, value]) => [
            name,
            isUnassigned(value) ? (stored.attributes[name] ?? value) : value,
          ]),
        )
        return seams.replaceResource(stored, kept, type, call)
      },
    }),
  },
  {
    id: 'put.not-permitted',
    title: 'PUT is answered with 403: this client may not',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: () => ({
      replaceResource: () => {
        throw new ScimError(403, undefined, 'This client may not replace.')
      },
    }),
  },
  {
    id: 'delete.not-supported',
    title: 'DELETE is answered with 501',
    allowedBy: 'X-13',
    grade: 'warn',
    replace: () => ({
      deleteResource: () => {
        throw new ScimError(501, undefined, 'DELETE is not supported.')
      },
    }),
  },
  {
    id: 'delete.gone-410',
    title: 'A write to what was deleted is answered with 410',
    allowedBy: 'D-01',
    grade: 'warn',
    replace: (seams) => {
      const graves = new WeakMap<object, Set<string>>()
      return {
        deleteResource: (stored, call) => {
          seams.deleteResource(stored, call)
          graves.set(call.tenant, (graves.get(call.tenant) ?? new Set()).add(stored.id))
        },
        findResource: (type, id, call) => {
          if (call.request.method !== 'GET' && graves.get(call.tenant)?.has(id) === true)
            throw new ScimError(410, undefined, 'It was deleted.')
          return seams.findResource(type, id, call)
        },
      }
    },
  },
  {
    id: 'errors.impossible-id-400',
    title: 'An id that is no UUID is refused with 400',
    allowedBy: 'X-06',
    grade: 'warn',
    replace: (seams) => ({
      findResource: (type, id, call) => {
        if (!/^[0-9a-f-]{36}$/i.test(id)) throw new ScimError(400, 'invalidValue', 'An id is a UUID.')
        return seams.findResource(type, id, call)
      },
    }),
  },
  {
    id: 'errors.scim-type-absent',
    title: 'A body that is not JSON is refused with 400 and no scimType',
    allowedBy: 'M-14, X-04',
    grade: 'warn',
    replace: (seams) => ({
      renderError: (error, call) =>
        withBody(seams.renderError(error, call), (body) => {
          const { scimType, ...rest } = body
          return same(scimType, 'invalidSyntax') ? rest : body
        }),
    }),
  },
  {
    id: 'create.ascii-names-only',
    title: 'A userName with letters outside ASCII is refused with 400',
    allowedBy: 'F-21',
    grade: 'accept',
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const userName = getMember(body, 'userName')
        if (typeof userName === 'string' && /[^ -~]/.test(userName))
          throw new ScimError(400, 'invalidValue', 'A userName is made of ASCII letters.')
        return seams.readResource(body, type, call)
      },
    }),
  },
]
