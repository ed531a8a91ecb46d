import { equalJson, isArray } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { partsOf, withOperations } from './operations.ts'
import { faultsIn, omit } from './touch.ts'

/** What remove takes too much or too little of. */
export const patchRemoveFaults = faultsIn('patch', [
  {
    id: 'patch.remove-takes-the-extension',
    title: 'A remove of one attribute of an extension takes the whole extension',
    consequence: 'A department that was left costs the manager and the employee number.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-04'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const emptied = type.extensions
          .map(({ schema }) => schema.id)
          .filter((id) =>
            patch.operations.some(({ op, path }) => op === 'remove' && path?.startsWith(`${id}:`) === true),
          )
        return omit(result, ...emptied)
      },
    }),
  },
  {
    id: 'patch.remove-takes-first-value',
    title: 'A remove of a multi-valued attribute takes only its first value',
    consequence: 'People stay in a group that was emptied.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-05'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const [first, ...others] = patch.operations
        const before = resource[first?.path ?? '']
        if (first?.op !== 'remove' || others.length > 0 || !isArray(before) || before.length < 2)
          return result
        return { ...result, [first.path ?? '']: before.slice(1) }
      },
    }),
  },
  {
    id: 'patch.remove-keeps-last-value',
    title: 'A remove with a value filter never takes the last value',
    consequence: 'The last person who leaves a group keeps its rights.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-07', 'RFC7644-3.5.2.2-10'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const kept = patch.operations.flatMap(({ op, path }): readonly (readonly [string, Json])[] => {
          const { name, filter, sub } = partsOf(path)
          const before = resource[name]
          const last = isArray(before) ? before.at(-1) : undefined
          const after = result[name]
          const emptied = after === undefined || (isArray(after) && after.length === 0)
          return op === 'remove' && filter !== undefined && sub === undefined && last !== undefined && emptied
            ? [[name, [last]]]
            : []
        })
        return { ...result, ...Object.fromEntries(kept) }
      },
    }),
  },
  {
    id: 'patch.remove-of-sub-attribute-takes-element',
    title: 'A remove of a sub-attribute of selected values takes the values whole',
    consequence: 'A region that was left out costs the whole address.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-09'],
    replace: withOperations((operations) =>
      operations.map((one) => {
        const { name, filter, sub } = partsOf(one.path)
        return one.op === 'remove' && filter !== undefined && sub !== undefined
          ? { op: 'remove', path: `${name}[${filter}]` }
          : one
      }),
    ),
  },
  {
    id: 'patch.remove-of-stranger-empties',
    title: 'A remove of somebody who is no member takes all members',
    consequence: 'A removal that comes twice empties the group.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-13'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const { name, filter } = partsOf(patch.operations[0]?.path)
        const nothing = patch.operations[0]?.op === 'remove' && filter !== undefined && name === 'members'
        return nothing && equalJson(result, resource) ? omit(result, 'members') : result
      },
    }),
  },
])
