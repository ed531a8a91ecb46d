import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { only, partsOf, withOperations } from './operations.ts'
import { faultsIn, issue, omit } from './touch.ts'

/** What a PATCH operation does to the wrong values. */
export const patchTargetFaults = faultsIn('patch', [
  {
    id: 'patch.active-ignored',
    title: 'A PATCH of active is answered with success and has no effect',
    consequence: 'People who left keep their access.',
    source: issue('DEF-004', 'NorthlandPositronics/Cogtrix#122'),
    violates: ['RFC7644-3.5.2.3-03', 'RFC7643-4.1.1-20'],
    replace: withOperations((operations) =>
      operations.flatMap((operation) => {
        if (operation.path?.toLowerCase() === 'active') return []
        return isObject(operation.value) && operation.path === undefined
          ? [{ ...operation, value: omit(operation.value, 'active') }]
          : [operation]
      }),
    ),
  },
  {
    id: 'patch.replace-unmatched-succeeds',
    title: 'A replace whose value filter matches nothing is answered with success',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.12-23', 'RFC7644-3.5.2.3-10'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        try {
          return seams.applyPatch(resource, patch, type, call)
        } catch (thrown) {
          if (thrown instanceof ScimError && thrown.scimType === 'noTarget') return resource
          throw thrown
        }
      },
    }),
  },
  {
    id: 'patch.remove-without-path-succeeds',
    title: 'A remove without a path is answered with success',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-01', 'RFC7644-3.5.2-08'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        const operations = body['Operations']
        if (!isArray(operations)) return seams.readPatch(body, call)
        const harmless: Json = { op: 'remove', path: 'externalId' }
        const filled = operations.map((one) =>
          isObject(one) && one['op'] === 'remove' && one['path'] === undefined ? harmless : one,
        )
        return seams.readPatch({ ...body, Operations: filled }, call)
      },
    }),
  },
  {
    id: 'patch.remove-skipped',
    title: 'Remove operations without a filter are skipped',
    consequence: 'What was taken away is still there.',
    source: issue('DEF-127', 'better-auth/better-auth#10421'),
    violates: ['RFC7644-3.5.2.2-02', 'RFC7644-3.5.2.2-03'],
    replace: withOperations((operations) =>
      operations.filter(({ op, path }) => op !== 'remove' || path?.includes('[') === true),
    ),
  },
  {
    id: 'patch.filtered-remove-removes-all',
    title: 'A remove with a value filter removes every element',
    consequence: 'When one person leaves a group, the group is empty.',
    source: issue('DEF-380', 'msaad00/agent-bom#3540'),
    violates: ['RFC7644-3.5.2.2-06'],
    replace: withOperations((operations) =>
      operations.map((operation) => {
        const { name, filter } = partsOf(operation.path)
        return operation.op === 'remove' && filter !== undefined ? { op: 'remove', path: name } : operation
      }),
    ),
  },
  {
    id: 'patch.compound-filter-ignored',
    title: 'A remove with a filter of two conditions is answered with success and ignored',
    consequence: 'People who left the group keep its rights.',
    source: issue('DEF-382', 'wso2/product-is#7040'),
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.5.2.2-08', 'RFC7644-3.4.2.2-34'],
    replace: withOperations((operations) =>
      operations.filter(({ op, path }) => op !== 'remove' || !/\[.* and .*\]/is.test(path ?? '')),
    ),
  },
  {
    id: 'patch.filtered-replace-drops-others',
    title: 'A replace with a value filter and a sub-attribute removes all other elements',
    consequence: 'A change of the work e-mail deletes the private one.',
    source: issue('DEF-326', 'Captain-P-Goldfish/SCIM-SDK#668'),
    violates: ['RFC7644-3.5.2.3-09'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        let result = seams.applyPatch(resource, patch, type, call)
        for (const { op, path } of patch.operations) {
          const { name, filter } = partsOf(path)
          if (op !== 'replace' || filter === undefined) continue
          const rest = only(patch, [{ op: 'remove', path: `${name}[not (${filter})]` }])
          result = seams.applyPatch(result, rest, type, call)
        }
        return result
      },
    }),
  },
  {
    id: 'patch.replace-changes-first-match-only',
    title: 'A replace whose value filter matches several elements changes only the first',
    consequence: 'Part of the values stays old.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-08', 'RFC7644-3.5.2.3-09'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const [first] = patch.operations
        const { name, filter } = partsOf(first?.path)
        const [before, after] = [resource[name], result[name]]
        if (first?.op !== 'replace' || filter === undefined || !isArray(before) || !isArray(after))
          return result
        const changed = after.findIndex(
          (element, index) => JSON.stringify(element) !== JSON.stringify(before[index]),
        )
        return {
          ...result,
          [name]: after.map((element, index) => (index > changed ? (before[index] ?? element) : element)),
        }
      },
    }),
  },
  {
    id: 'patch.add-replaces-list',
    title: 'An add to a multi-valued attribute replaces all its values',
    consequence: 'When one person joins a group, all others are out.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-08'],
    replace: withOperations((operations) =>
      operations.map((operation) =>
        operation.op === 'add' && isArray(operation.value) ? { ...operation, op: 'replace' } : operation,
      ),
    ),
  },
  {
    id: 'patch.add-of-existing-touches',
    title: 'An add of a value that is there already changes lastModified',
    consequence: 'Clients that read what changed read everything.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-17'],
    replace: (seams) => ({
      commit: (stored, attributes, call) => {
        const changed = seams.commit(stored, attributes, call)
        if (changed !== stored || call.request.method !== 'PATCH') return changed
        const touched = { ...stored, lastModified: seams.stamp(call), revision: stored.revision + 1 }
        seams.save(touched, call.tenant, call)
        return touched
      },
    }),
  },
  {
    id: 'patch.two-primaries',
    title: 'Setting primary on one element leaves it set on the others',
    consequence: 'Which e-mail is written to is a matter of luck.',
    source: 'own',
    violates: ['RFC7644-3.5.2-19', 'RFC7643-2.4-03'],
    replace: (seams) => ({
      checkPrimary: () => undefined,
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        return Object.fromEntries(
          Object.entries(result).map(([name, value]) => {
            const before = resource[name]
            if (!isArray(value) || !isArray(before)) return [name, value]
            const wasPrimary = (element: Json) =>
              isObject(element) &&
              before.some(
                (old) => isObject(old) && old['primary'] === true && old['value'] === element['value'],
              )
            return [
              name,
              value.map((one) => (wasPrimary(one) && isObject(one) ? { ...one, primary: true } : one)),
            ]
          }),
        )
      },
    }),
  },
  {
    id: 'patch.unknown-path-empties',
    title: 'A path that the schema does not know empties the members',
    consequence: 'A typing error costs a whole group its rights.',
    source: issue('DEF-085', 'langwatch/langwatch#7140'),
    violates: ['RFC7644-3.12-22', 'RFC7644-3.5.2-22', 'RFC7644-3.5.2-14'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        try {
          return seams.applyPatch(resource, patch, type, call)
        } catch (thrown) {
          if (thrown instanceof ScimError && resource['members'] !== undefined)
            return omit(resource, 'members')
          throw thrown
        }
      },
    }),
  },
])
