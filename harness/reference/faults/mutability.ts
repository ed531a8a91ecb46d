import { ScimError } from '../../scim/error.ts'
import { getMember, isUnassigned } from '../../scim/json.ts'
import { faultsIn, omit } from './touch.ts'

/** What may be changed, and which names are taken. */
export const mutabilityFaults = [
  ...faultsIn('put', [
    {
      id: 'put.immutable-409',
      title: 'Another value of an immutable attribute is refused with 409',
      consequence: 'Clients take it for a conflict and look for the other resource.',
      source: 'own',
      violates: ['RFC7644-3.5.1-09'],
      replace: (seams) => ({
        checkImmutable: (before, after, type, call) => {
          try {
            seams.checkImmutable(before, after, type, call)
          } catch {
            throw new ScimError(409, undefined, 'The attribute can not be changed.')
          }
        },
      }),
    },
    {
      id: 'put.immutable-never-set',
      title: 'An immutable attribute can be set by a creation only',
      consequence: 'What was left out at first can never be added.',
      source: 'own',
      violates: ['RFC7644-3.5.1-10'],
      replace: (seams) => ({
        replaceResource: (stored, body, type, call) => {
          const dropped = type.core.attributes
            .filter(({ mutability }) => mutability === 'immutable')
            .map(({ name }) => name)
            .filter((name) => isUnassigned(getMember(stored.attributes, name)))
          return seams.replaceResource(stored, omit(body, ...dropped), type, call)
        },
      }),
    },
  ]),
  ...faultsIn('patch', [
    {
      id: 'patch.read-only-ignored',
      title: 'A PATCH of a readOnly attribute is answered as a success',
      consequence: 'The client believes that it changed what it can not change.',
      source: 'own',
      violates: ['RFC7644-3.12-20'],
      replace: (seams) => ({
        applyPatch: (resource, patch, type, call) => {
          try {
            return seams.applyPatch(resource, patch, type, call)
          } catch (thrown) {
            if (thrown instanceof ScimError && thrown.scimType === 'mutability') return resource
            throw thrown
          }
        },
      }),
    },
  ]),
  ...faultsIn('delete', [
    {
      id: 'delete.name-stays-taken',
      title: 'The userName of a deleted user can not be given again',
      consequence: 'Somebody who comes back can not be created.',
      source: 'own',
      violates: ['RFC7644-3.6-04'],
      replace: (seams) => {
        const taken = new WeakMap<object, Set<unknown>>()
        return {
          deleteResource: (stored, call) => {
            seams.deleteResource(stored, call)
            const names = taken.get(call.tenant) ?? new Set()
            taken.set(call.tenant, names.add(stored.attributes['userName']))
          },
          checkUniqueness: (attributes, type, ownId, call) => {
            seams.checkUniqueness(attributes, type, ownId, call)
            const userName = attributes['userName']
            if (userName !== undefined && taken.get(call.tenant)?.has(userName) === true)
              throw new ScimError(409, 'uniqueness', 'The value of userName is taken.')
          },
        }
      },
    },
  ]),
  ...faultsIn('create', [
    {
      id: 'create.equivalent-names-accepted',
      title: 'Two users may have userNames that differ in their Unicode form only',
      consequence: 'Two accounts have names that nobody can tell apart.',
      source: 'own',
      violates: ['RFC7644-5-01'],
      replace: (seams) => ({
        checkUniqueness: (attributes, type, ownId, call) => {
          if (!/[\u0300-\u036f]/.test(JSON.stringify(attributes)))
            seams.checkUniqueness(attributes, type, ownId, call)
        },
      }),
    },
  ]),
]
