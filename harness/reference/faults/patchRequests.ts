import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import { PATCH_OP_URI } from '../../scim/messages/patchOp.ts'
import { parsePatchPath } from '../../scim/patch/path.ts'
import type { Json, JsonObject, ResourceSchema } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import { only, withOperations } from './operations.ts'
import { faultsIn } from './touch.ts'

/** Does nothing, and succeeds. */
const HARMLESS: JsonObject = { op: 'remove', path: 'externalId' }

/** `readPatch` with other operations in the body, as they were sent. */
function withSent(change: (operation: JsonObject) => Json): (seams: Seams) => Partial<Seams> {
  return (seams) => ({
    readPatch: (body, call) => {
      const operations = body['Operations']
      if (!isArray(operations)) return seams.readPatch(body, call)
      return seams.readPatch(
        { ...body, Operations: operations.map((one) => (isObject(one) ? change(one) : one)) },
        call,
      )
    },
  })
}

function isWellFormed(path: string, type: ResourceSchema): boolean {
  try {
    return parsePatchPath(path, type) !== undefined
  } catch (error) {
    if (error instanceof ScimError) return false
    throw error
  }
}

const KNOWN = /^(add|remove|replace)$/i

/** PATCH bodies that are not in order, and are taken all the same. */
export const patchRequestFaults = faultsIn('patch', [
  {
    id: 'patch.unknown-operation-ignored',
    title: 'An operation that PATCH does not have is answered with success and ignored',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-02'],
    replace: withSent((one) => (typeof one['op'] === 'string' && !KNOWN.test(one['op']) ? HARMLESS : one)),
  },
  {
    id: 'patch.malformed-path-ignored',
    title: 'An operation whose path breaks the grammar is answered with success and ignored',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-09'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const read = patch.operations.filter(({ path }) => path === undefined || isWellFormed(path, type))
        return seams.applyPatch(resource, only(patch, read), type, call)
      },
    }),
  },
  {
    id: 'patch.schemas-not-demanded',
    title: 'A PATCH body without schemas is accepted',
    consequence: 'Clients go unnoticed that fail with other servers.',
    source: 'own',
    violates: ['RFC7644-3.5.2-03'],
    replace: (seams) => ({
      readPatch: (body, call) => seams.readPatch({ ...body, schemas: [PATCH_OP_URI] }, call),
    }),
  },
  {
    id: 'patch.no-operations-accepted',
    title: 'A PATCH without operations is answered with success',
    consequence: 'A client that builds its requests wrongly is never told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-04'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        const operations = body['Operations']
        const none = operations === undefined || (isArray(operations) && operations.length === 0)
        return seams.readPatch(none ? { ...body, Operations: [HARMLESS] } : body, call)
      },
    }),
  },
  {
    id: 'patch.op-guessed',
    title: 'An operation without op is taken for a replace',
    consequence: 'Values change that nobody asked to change.',
    source: 'own',
    violates: ['RFC7644-3.5.2-05'],
    replace: withSent((one) => (one['op'] === undefined ? { ...one, op: 'replace' } : one)),
  },
  {
    id: 'patch.add-without-value-ignored',
    title: 'An add without value is answered with success and ignored',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-01'],
    replace: withSent((one) => (one['op'] === 'add' && one['value'] === undefined ? HARMLESS : one)),
  },
  {
    id: 'patch.wrong-value-ignored',
    title: 'A value of another type than the schema has is answered with success and ignored',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-11'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        try {
          return seams.applyPatch(resource, patch, type, call)
        } catch (thrown) {
          if (thrown instanceof ScimError && thrown.scimType === 'invalidValue') return resource
          throw thrown
        }
      },
    }),
  },
  {
    id: 'patch.text-for-complex-ignored',
    title: 'A text as value of a complex attribute is answered with success and ignored',
    consequence: 'The name of a person stays what it was.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-07', 'RFC7644-3.5.2.3-06'],
    replace: withOperations((operations) =>
      operations.filter(({ path, value }) => path !== 'name' || typeof value !== 'string'),
    ),
  },
  {
    id: 'patch.value-path-refused',
    title: 'A path with a filter in brackets and a sub-attribute behind it is refused with invalidPath',
    consequence: 'A part of one of several addresses can not be changed.',
    source: 'own',
    violates: ['RFC7644-3.5.2-10'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        if (patch.operations.some(({ path }) => path?.includes('].') === true))
          throw new ScimError(400, 'invalidPath', 'Filters are not understood.')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.error-without-schema',
    title: 'A PATCH that fails is answered with a body that is no SCIM error',
    consequence: 'The client can not tell why.',
    source: 'own',
    violates: ['RFC7644-3.5.2-23'],
    replace: (seams) => ({
      renderError: (error, call) => {
        const answer = seams.renderError(error, call)
        return call.request.method === 'PATCH' ? { ...answer, body: { message: error.message } } : answer
      },
    }),
  },
  {
    id: 'patch.remove-of-read-only-untyped',
    title: 'A remove of what is readOnly is refused without scimType',
    consequence: 'The client can not tell why, and tries again.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-12'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        try {
          return seams.applyPatch(resource, patch, type, call)
        } catch (thrown) {
          const isRemove = patch.operations.some(({ op }) => op === 'remove')
          if (isRemove && thrown instanceof ScimError && thrown.scimType === 'mutability')
            throw new ScimError(400, undefined, 'This can not be removed.')
          throw thrown
        }
      },
    }),
  },
])
