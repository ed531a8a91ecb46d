import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Json, PatchOperation } from '../../scim/types.ts'
import { only, withOperations } from './operations.ts'
import { faultsIn, formerStates, issue, omit } from './touch.ts'

/** What a PATCH request as a whole does wrong. */
export const patchFaults = faultsIn('patch', [
  {
    id: 'patch.pathless-replace-is-put',
    title: 'A replace without a path replaces the whole resource',
    consequence: 'A deactivation deletes names, addresses and everything else.',
    source: issue('DEF-074', 'ssoready/ssoready#206'),
    violates: ['RFC7644-3.5.2.3-01'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const whole = patch.operations.find(({ op, path }) => op === 'replace' && path === undefined)
        const result = seams.applyPatch(resource, patch, type, call)
        if (whole === undefined || !isObject(whole.value)) return result
        const kept = ['schemas', 'id', 'meta', 'userName', 'displayName', ...Object.keys(whole.value)]
        return Object.fromEntries(Object.entries(result).filter(([name]) => kept.includes(name)))
      },
    }),
  },
  {
    id: 'patch.pathless-many-refused',
    title: 'A replace without a path that names more than one attribute is refused',
    consequence: 'Updates of two attributes at once fail for ever.',
    source: issue('DEF-124', 'goauthentik/authentik#12321'),
    violates: ['RFC7644-3.5.2.3-01'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const many = patch.operations.some(
          ({ path, value }) => path === undefined && isObject(value) && Object.keys(value).length > 1,
        )
        if (many) throw new ScimError(400, 'invalidValue', 'One attribute at a time.')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.not-atomic',
    title: 'Operations before the one that fails stay applied',
    consequence: 'The resource is left half changed, and the client believes that nothing happened.',
    source: 'own',
    violates: ['RFC7644-3.5.2-20', 'RFC7644-3.5.2-21'],
    replace: (seams) => ({
      patchResource: (stored, patch, type, call) => {
        let current = stored
        for (const operation of patch.operations) {
          current = seams.patchResource(current, only(patch, [operation]), type, call)
        }
        return current
      },
    }),
  },
  {
    id: 'patch.first-operation-only',
    title: 'Only the first operation is applied',
    consequence: 'The other changes are lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18'],
    replace: withOperations((operations) => operations.slice(0, 1)),
  },
  {
    id: 'patch.read-only-changed',
    title: 'PATCH changes attributes that are readOnly',
    consequence: 'Clients write what only the server knows: firmware versions, or the groups of a user.',
    source: issue('DEF-199', 'wso2/product-is#12910'),
    violates: ['RFC7644-3.5.2-12', 'RFC7644-3.5.2-14', 'RFC7643-7-26'],
    replace: (seams) => ({
      patchResource: (stored, patch, type, call) => {
        const attributes = type.core.attributes.map((attribute) => ({
          ...attribute,
          mutability: attribute.mutability === 'readOnly' ? ('readWrite' as const) : attribute.mutability,
        }))
        return seams.patchResource(stored, patch, { ...type, core: { ...type.core, attributes } }, call)
      },
    }),
  },
  {
    id: 'patch.required-removed',
    title: 'A remove of userName is accepted',
    consequence: 'There are users whom no client can match.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-11', 'RFC7643-4.1.1-01'],
    replace: (seams) => ({
      checkRequired: (attributes, type, call) => {
        if (call.request.method !== 'PATCH') seams.checkRequired(attributes, type, call)
      },
      applyPatch: (resource, patch, type, call) => {
        const required = ({ op, path }: PatchOperation) =>
          op === 'remove' && path?.toLowerCase() === 'username'
        const result = seams.applyPatch(
          resource,
          only(
            patch,
            patch.operations.filter((operation) => !required(operation)),
          ),
          type,
          call,
        )
        return patch.operations.some(required) ? omit(result, 'userName') : result
      },
    }),
  },
  {
    id: 'patch.answer-is-old',
    title: 'The answer to a PATCH is the resource as it was before',
    consequence: 'The client takes its update for lost and repeats it.',
    source: issue('DEF-126', 'open-webui/open-webui#30074'),
    violates: ['RFC7644-3.5.2-24', 'RFC7644-3.1-08'],
    replace: (seams) => {
      const former = formerStates()
      return {
        patchResource: (stored, patch, type, call) =>
          former.note(seams.patchResource(stored, patch, type, call), stored),
        answerPatched: (stored, selection, call) => seams.answerPatched(former.of(stored), selection, call),
      }
    },
  },
  {
    id: 'patch.projection-204',
    title: 'A PATCH with the attributes parameter is answered with 204',
    consequence: 'The client does not get what it asked for.',
    source: issue('DEF-128', 'better-auth/better-auth#10421'),
    violates: ['RFC7644-3.5.2-26'],
    replace: (seams) => ({
      answerPatched: (stored, selection, call) =>
        selection.attributes === undefined
          ? seams.answerPatched(stored, selection, call)
          : { status: 204, headers: {} },
    }),
  },
  {
    id: 'patch.urn-path-split',
    title: 'The path of an extension attribute is cut at the dot of its version, and refused',
    consequence: 'Department, manager and employee number never arrive.',
    source: issue('DEF-047', 'wso2/product-is#6015'),
    violates: ['RFC7644-3.10-03', 'RFC7644-3.5.2-15'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const urn = patch.operations.find(({ path }) => path?.toLowerCase().startsWith('urn:') === true)
        if (urn !== undefined) throw new ScimError(400, 'invalidPath', 'urn is not an attribute.')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.lower-case-refused',
    title: 'Only Add, Remove and Replace with a capital are understood',
    consequence: 'Every client that follows the standard fails.',
    source: issue('DEF-082', 'Azure/AzureAD-BYOA-Provisioning-Samples#24'),
    violates: ['RFC7644-3.5.2-06', 'RFC7644-3.5.2.3-03'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        const operations = body['Operations']
        const lower = (one: Json) => isObject(one) && /^[a-z]/.test(String(one['op']))
        if (isArray(operations) && operations.some(lower)) {
          throw new ScimError(400, 'invalidSyntax', 'op must be Add, Remove or Replace.')
        }
        return seams.readPatch(body, call)
      },
    }),
  },
])
