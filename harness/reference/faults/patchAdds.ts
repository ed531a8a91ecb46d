import { ScimError } from '../../scim/error.ts'
import { equalJson, isArray, isObject } from '../../scim/json.ts'
import type { PatchOperation, Resource } from '../../scim/types.ts'
import { only, partsOf, withOperations } from './operations.ts'
import { faultsIn } from './touch.ts'

const isPlain = (path: string | undefined): path is string => path !== undefined && /^\w+$/.test(path)

const isAssigned = (resource: Resource, { path }: PatchOperation) =>
  isPlain(path) && resource[path] !== undefined

/** What add does to the wrong values, and replace where it stands for add. */
export const patchAddFaults = faultsIn('patch', [
  {
    id: 'patch.pathless-add-first-only',
    title: 'Of an add without a path only the first attribute is applied',
    consequence: 'The other changes are lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-03'],
    replace: withOperations((operations) =>
      operations.map((one) =>
        one.op === 'add' && one.path === undefined && isObject(one.value)
          ? { ...one, value: Object.fromEntries(Object.entries(one.value).slice(0, 1)) }
          : one,
      ),
    ),
  },
  {
    id: 'patch.extension-container-refused',
    title: 'The container of an extension in a value without a path is refused',
    consequence: 'Department and manager never arrive from clients that send whole objects.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-04', 'RFC7644-3.5.2.3-02'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const isContainer = ({ path, value }: PatchOperation) =>
          path === undefined && isObject(value) && Object.keys(value).some((name) => name.startsWith('urn:'))
        if (patch.operations.some(isContainer))
          throw new ScimError(400, 'invalidValue', 'A name with a colon is none.')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.extension-must-be-there',
    title: 'An attribute of an extension that the user has nothing of is refused with noTarget',
    consequence: 'Department and employee number of users made without them never arrive.',
    source: 'own',
    violates: ['RFC7644-3.5.2-16'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const missing = type.extensions.some(
          ({ schema }) =>
            resource[schema.id] === undefined &&
            patch.operations.some(({ path }) => path?.startsWith(`${schema.id}:`) === true),
        )
        if (missing) throw new ScimError(400, 'noTarget', 'The resource does not have this extension.')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.add-of-absent-ignored',
    title: 'An add to an attribute that has no value is answered with success and ignored',
    consequence: 'What was empty stays empty.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-05', 'RFC7644-3.5.2.1-12'],
    replace: withOperations((operations, resource) =>
      operations.filter((one) => one.op !== 'add' || !isPlain(one.path) || isAssigned(resource, one)),
    ),
  },
  {
    id: 'patch.replace-of-absent-refused',
    title: 'A replace of an attribute that has no value is refused with noTarget',
    consequence: 'What was empty stays empty, and the client tries for ever.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-05'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const [first] = patch.operations
        if (first?.op === 'replace' && isPlain(first.path) && !isAssigned(resource, first))
          throw new ScimError(400, 'noTarget', 'There is nothing to replace.')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.complex-replaced-whole',
    title: 'A change of some sub-attributes takes the others away',
    consequence: 'A new given name costs the family name.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-06', 'RFC7644-3.5.2.3-07'],
    replace: withOperations((operations) =>
      operations.flatMap((one) =>
        one.op !== 'remove' && isPlain(one.path) && isObject(one.value)
          ? [{ op: 'remove' as const, path: one.path }, one]
          : [one],
      ),
    ),
  },
  {
    id: 'patch.add-takes-first-value',
    title: 'Of several values that are added only the first arrives',
    consequence: 'Of several people who join a group one is let in.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-09'],
    replace: withOperations((operations) =>
      operations.map((one) =>
        one.op === 'add' && isArray(one.value) ? { ...one, value: one.value.slice(0, 1) } : one,
      ),
    ),
  },
  {
    id: 'patch.add-keeps-single-value',
    title: 'An add to an attribute that has its one value is answered with success and ignored',
    consequence: 'The old value stays.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-10'],
    replace: withOperations((operations, resource) =>
      operations.filter(
        (one) => one.op !== 'add' || !isAssigned(resource, one) || typeof one.value !== 'string',
      ),
    ),
  },
  {
    id: 'patch.add-of-sub-attribute-drops-others',
    title: 'An add of a sub-attribute takes the others away',
    consequence: 'A middle name costs the given and the family name.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-11'],
    replace: withOperations((operations) =>
      operations.flatMap((one) => {
        const parent = one.op === 'add' ? /^(\w+)\.\w+$/.exec(one.path ?? '')?.[1] : undefined
        return parent === undefined ? [one] : [{ op: 'remove' as const, path: parent }, one]
      }),
    ),
  },
  {
    id: 'patch.add-at-filter-appends',
    title: 'An add at a value that a filter selects makes a new element',
    consequence: 'The old address stays beside the new one.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-13'],
    replace: withOperations((operations) =>
      operations.map((one) => {
        const { name, filter, sub } = partsOf(one.path)
        if (one.op !== 'add' || filter === undefined || sub === undefined || one.value === undefined)
          return one
        return { op: 'add', path: name, value: [{ [sub]: one.value }] }
      }),
    ),
  },
  {
    id: 'patch.add-unmatched-ignored',
    title: 'An add whose value filter matches nothing is answered with success and ignored',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-14'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const kept = patch.operations.filter(({ op, path }) => {
          const { name, filter } = partsOf(path)
          if (op !== 'add' || filter === undefined) return true
          const selection = only(patch, [{ op: 'remove', path: `${name}[${filter}]` }])
          return !equalJson(seams.applyPatch(resource, selection, type, call), resource)
        })
        return seams.applyPatch(resource, only(patch, kept), type, call)
      },
    }),
  },
])
