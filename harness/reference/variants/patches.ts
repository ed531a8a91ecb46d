import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import { applyAll } from '../../scim/patch/apply.ts'
import { type Answer, type Choose, type Question, referenceReading } from '../../scim/patch/readings.ts'
import type { ScimType } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { Variant } from '../variant.ts'

/** `applyPatch` of a server that answers one question of the standard in its own way, in requests of the RFC's dialect. */
function reading<Q extends Question>(question: Q, take: Answer<Q>): (seams: Seams) => Partial<Seams> {
  const usual = referenceReading('rfc')
  const choose: Choose = (asked) => ((asked as Question) === question ? (take as never) : usual(asked))
  return (seams) => ({
    applyPatch: (resource, patch, type, call) =>
      patch.dialect === 'rfc'
        ? applyAll({ schema: type, dialect: 'rfc', choose, exploring: false }, resource, patch.operations)
        : seams.applyPatch(resource, patch, type, call),
  })
}

/** A function of a seam, whose refusals for one reason give another. */
function saying<A extends readonly unknown[], R>(
  seam: (...args: A) => R,
  from: ScimType,
  to: ScimType,
): (...args: A) => R {
  return (...args) => {
    try {
      return seam(...args)
    } catch (thrown) {
      if (thrown instanceof ScimError && thrown.scimType === from)
        throw new ScimError(400, to, thrown.message)
      throw thrown
    }
  }
}

/** What the standard leaves open in PATCH. */
export const patchVariants: readonly Variant[] = [
  {
    id: 'patch.add-unmatched-refused',
    title: 'An add whose value filter matches nothing is refused with noTarget',
    allowedBy: 'M-03',
    grade: 'accept',
    replace: reading('M-03', 'refuse'),
  },
  {
    id: 'patch.add-unmatched-without-effect',
    title: 'An add whose value filter matches nothing succeeds without effect',
    allowedBy: 'M-03',
    grade: 'warn',
    replace: reading('M-03', 'ignore'),
  },
  {
    id: 'patch.add-unmatched-creates',
    title: 'An add whose value filter matches nothing makes the element, also for clients of the standard',
    allowedBy: 'M-03',
    grade: 'accept',
    replace: reading('M-03', 'create'),
  },
  {
    id: 'patch.remove-unassigned-refused',
    title: 'A remove of an attribute without a value is refused with noTarget',
    allowedBy: 'M-04',
    grade: 'accept',
    replace: reading('M-04', 'refuse'),
  },
  {
    id: 'patch.add-existing-refused',
    title: 'An add of a value that is there already is refused',
    allowedBy: 'M-06',
    grade: 'warn',
    replace: reading('M-06', 'refuse'),
  },
  {
    id: 'patch.add-existing-twice',
    title: 'An add of a value that is there already leaves it twice',
    allowedBy: 'M-06',
    grade: 'warn',
    replace: (seams) => ({
      ...reading('M-06', 'append')(seams),
      dropRepeated: (attributes, type, call) =>
        call.request.method === 'PATCH' ? attributes : seams.dropRepeated(attributes, type, call),
    }),
  },
  {
    id: 'patch.complex-add-is-whole',
    title: 'An add to a complex attribute replaces all of it',
    allowedBy: 'M-07',
    grade: 'warn',
    replace: reading('M-07.add', 'whole'),
  },
  {
    id: 'patch.complex-replace-is-whole',
    title: 'A replace of a complex attribute replaces all of it',
    allowedBy: 'M-07',
    grade: 'warn',
    replace: reading('M-07.replace', 'whole'),
  },
  {
    id: 'patch.element-replace-merges',
    title: 'A replace of selected elements leaves the sub-attributes that it does not name',
    allowedBy: 'M-08',
    grade: 'accept',
    replace: reading('M-08', 'merge'),
  },
  {
    id: 'patch.unfiltered-sub-attribute',
    title: 'A sub-attribute of a multi-valued attribute without a filter means that of every element',
    allowedBy: 'M-09',
    grade: 'accept',
    replace: reading('M-09', 'every'),
  },
  {
    id: 'patch.read-only-ignored',
    title: 'An operation on a readOnly attribute succeeds without effect',
    allowedBy: 'M-10',
    grade: 'warn',
    replace: reading('M-10.path-changed', 'ignore'),
  },
  {
    id: 'patch.read-only-member-ignored',
    title: 'A readOnly attribute in a value without a path is ignored',
    allowedBy: 'M-10',
    grade: 'accept',
    replace: reading('M-10.body-changed', 'ignore'),
  },
  {
    id: 'patch.own-id-refused',
    title: 'A value without a path that repeats the id is refused',
    allowedBy: 'M-10',
    grade: 'warn',
    replace: reading('M-10.body-same', 'refuse'),
  },
  {
    id: 'patch.immutable-ignored',
    title: 'A change of an immutable attribute succeeds without effect',
    allowedBy: 'M-10',
    grade: 'warn',
    replace: reading('M-10.immutable', 'ignore'),
  },
  {
    id: 'patch.unknown-attribute-ignored',
    title: 'An attribute that no schema has is ignored',
    allowedBy: 'M-11',
    grade: 'warn',
    replace: reading('M-11', 'ignore'),
  },
  {
    id: 'patch.empty-array-refused',
    title: 'A replace with an empty array is refused',
    allowedBy: 'C-15',
    grade: 'warn',
    replace: reading('C-15', 'refuse'),
  },
  {
    id: 'patch.single-value-refused',
    title: 'A single value where an array is due is refused',
    allowedBy: 'C-17',
    grade: 'accept',
    replace: reading('C-17', 'refuse'),
  },
  {
    id: 'patch.container-refused',
    title: 'The container of an extension in a value without a path is refused',
    allowedBy: 'M-19',
    grade: 'warn',
    replace: reading('M-19.container', 'refuse'),
  },
  {
    id: 'patch.full-name-as-member',
    title: 'The full name of an attribute is understood as a member of a value without a path',
    allowedBy: 'M-19',
    grade: 'accept',
    replace: reading('M-19.key', 'apply'),
  },
  {
    id: 'patch.body-refused-as-value',
    title: 'A PATCH body that is not in order is refused with invalidValue',
    allowedBy: 'M-14',
    grade: 'accept',
    replace: (seams) => ({ readPatch: saying(seams.readPatch, 'invalidSyntax', 'invalidValue') }),
  },
  {
    id: 'patch.filter-refused-as-path',
    title: 'A filter in a path that is not in order is refused with invalidPath',
    allowedBy: 'M-12',
    grade: 'accept',
    replace: (seams) => ({ applyPatch: saying(seams.applyPatch, 'invalidFilter', 'invalidPath') }),
  },
  {
    id: 'patch.required-refused-as-value',
    title: 'A remove of a required attribute is refused with invalidValue',
    allowedBy: 'M-13',
    grade: 'accept',
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const isUserName = patch.operations.some(
          ({ op, path }) => op === 'remove' && path?.toLowerCase() === 'username',
        )
        const apply = isUserName ? saying(seams.applyPatch, 'mutability', 'invalidValue') : seams.applyPatch
        return apply(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'patch.op-in-lower-case-only',
    title: 'op is understood in lower case only',
    allowedBy: 'M-15',
    grade: 'accept',
    replace: (seams) => ({
      readPatch: (body, call) => {
        const operations = getMember(body, 'Operations')
        const capital = (isArray(operations) ? operations : []).some(
          (one) => isObject(one) && /[A-Z]/.test(String(getMember(one, 'op') ?? '')),
        )
        if (capital) throw new ScimError(400, 'invalidSyntax', 'op is add, remove or replace.')
        return seams.readPatch(body, call)
      },
    }),
  },
  {
    id: 'patch.replace-always-touches',
    title: 'A replace with the value that is there moves lastModified',
    allowedBy: 'M-06',
    grade: 'accept',
    replace: (seams) => ({
      patchResource: (stored, patch, type, call) => {
        const patched = seams.patchResource(stored, patch, type, call)
        if (patched !== stored || patch.operations.every(({ op }) => op !== 'replace')) return patched
        const touched = { ...stored, lastModified: seams.stamp(call), revision: stored.revision + 1 }
        seams.save(touched, call.tenant, call)
        return touched
      },
    }),
  },
]
