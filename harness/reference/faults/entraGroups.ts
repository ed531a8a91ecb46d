import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject, PatchOperation, ResourceSchema } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import { isList, refusing, skipping } from './entraTouch.ts'
import { faultsIn, issue } from './touch.ts'

const isGroup = ({ resourceType }: ResourceSchema) => resourceType.name === 'Group'
const ofMembers = ({ op, path }: PatchOperation, wanted: PatchOperation['op']) =>
  op === wanted && path === 'members'
const byFilter = ({ op, path }: PatchOperation) => op === 'remove' && (path?.startsWith('members[') ?? false)
const idsIn = (value: Json | undefined) =>
  isArray(value) ? value.map((one) => (isObject(one) ? one['value'] : undefined)) : []

/** Changes the operations of a PATCH of a group, given its members. */
function changing(
  change: (operation: PatchOperation, group: JsonObject) => PatchOperation | undefined,
): (seams: Seams) => Partial<Seams> {
  return (seams) => ({
    applyPatch: (resource, patch, type, call) => {
      if (!isGroup(type)) return seams.applyPatch(resource, patch, type, call)
      const operations = patch.operations.flatMap((operation) => change(operation, resource) ?? [])
      return seams.applyPatch(resource, { ...patch, operations }, type, call)
    },
  })
}

/** What Entra's work on groups runs aground on. */
export const entraGroupFaults = faultsIn('entra', [
  {
    id: 'entra.group-create-fails',
    title: 'A create of a group with an empty list of members is answered with 500',
    consequence: 'No group arrives.',
    source: issue('DEF-178', 'Infisical/infisical#6552'),
    violates: ['EN-08'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const members = getMember(body, 'members')
        if (isGroup(type) && isArray(members) && members.length === 0) throw new TypeError('no rows')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.group-filter-ignored',
    title: 'A filter on displayName of groups finds no group',
    consequence: 'Entra makes each group a second time.',
    source: issue('DEF-154', 'wso2/charon#168'),
    violates: ['EN-00'],
    replace: (seams) => ({
      selectMatches: (candidates, filter, call) =>
        isList(call, '/Groups') && filter !== undefined ? [] : seams.selectMatches(candidates, filter, call),
    }),
  },
  {
    id: 'entra.group-rename-ignored',
    title: 'A Replace of displayName of a group by its path is ignored',
    consequence: 'Groups keep their old names.',
    source: issue('DEF-239', 'langchain-ai/docs#1235'),
    violates: ['EN-00'],
    replace: changing((operation) => (operation.path === 'displayName' ? undefined : operation)),
  },
  {
    id: 'entra.group-pathless-ignored',
    title: 'A PATCH of a group without path is ignored',
    consequence: 'Groups keep their old names where the flag is in the Tenant URL.',
    source: 'own',
    violates: ['EN-00'],
    replace: changing((operation) => (operation.path === undefined ? undefined : operation)),
  },
  {
    id: 'entra.group-external-id-ignored',
    title: 'An Add of externalId to a group is ignored',
    consequence: 'Entra matches the group by its name again and again.',
    source: issue('DEF-252', 'rancher/rancher#55776'),
    violates: ['EN-00'],
    replace: changing((operation) => (operation.path === 'externalId' ? undefined : operation)),
  },
  {
    id: 'entra.group-read-fails',
    title: 'A read of a group with excludedAttributes is answered with 400',
    consequence: 'No group can be updated.',
    source: issue('DEF-058', 'simpleidserver/SimpleIdServer#490'),
    violates: ['EN-00'],
    replace: (seams) => ({
      readSelection: (call) => {
        if (call.url.searchParams.has('excludedAttributes') && /\/Groups\/./.test(call.url.pathname))
          throw new ScimError(400, 'invalidValue', 'excludedAttributes is unknown.')
        return seams.readSelection(call)
      },
    }),
  },
  {
    id: 'entra.add-member-replaces',
    title: 'An add of members replaces all members',
    consequence: 'When somebody joins a group, everybody else loses it.',
    source: 'own',
    violates: ['EN-00'],
    replace: changing((operation) =>
      ofMembers(operation, 'add') ? { ...operation, op: 'replace' } : operation,
    ),
  },
  {
    id: 'entra.add-member-ref-null-refused',
    title: 'A member whose $ref is null is refused with 400',
    consequence: 'Nobody joins a group.',
    source: issue('DEF-207', 'scimmyjs/scimmy#34'),
    violates: ['EN-00'],
    replace: refusing(
      ({ op, path, value }) =>
        /^add$/i.test(String(op)) &&
        path === 'members' &&
        isArray(value) &&
        value.some((one) => isObject(one) && one['$ref'] === null),
      '$ref must be a URL.',
    ),
  },
  {
    id: 'entra.add-member-first-only',
    title: 'Of several members in one add only the first joins',
    consequence: 'The others never get the group.',
    source: 'own',
    violates: ['EN-00'],
    replace: changing((operation) =>
      ofMembers(operation, 'add') && isArray(operation.value)
        ? { ...operation, value: operation.value.slice(0, 1) }
        : operation,
    ),
  },
  {
    id: 'entra.add-member-again-conflicts',
    title: 'An add of somebody who is a member already is refused with 409',
    consequence: 'Entra tries again in each cycle.',
    source: issue('DEF-180', 'fleetdm/fleet#30086'),
    violates: ['EN-00'],
    replace: changing((operation, group) => {
      const here = idsIn(group['members'])
      if (ofMembers(operation, 'add') && idsIn(operation.value).some((id) => here.includes(id)))
        throw new ScimError(409, 'uniqueness', 'The member is there already.')
      return operation
    }),
  },
  {
    id: 'entra.add-member-unknown-empties',
    title: 'An add of a member who does not exist empties the group',
    consequence: 'One person whom the server does not know costs the others the group.',
    source: issue('DEF-237', 'Tr3kkR/Yuzu#2135'),
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const unknown = patch.operations.some(
          (operation) =>
            ofMembers(operation, 'add') &&
            idsIn(operation.value).some((id) => typeof id === 'string' && !call.tenant.resources.has(id)),
        )
        if (!unknown) return seams.applyPatch(resource, patch, type, call)
        const { members: _members, ...rest } = resource
        return rest
      },
    }),
  },
  {
    id: 'entra.add-member-unknown-500',
    title: 'An add of a member who does not exist is answered with 500',
    consequence: 'The change of the whole group fails, and is tried again in each cycle.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        for (const operation of patch.operations) {
          if (!ofMembers(operation, 'add')) continue
          for (const id of idsIn(operation.value))
            if (typeof id === 'string' && !call.tenant.resources.has(id)) throw new TypeError('no such row')
        }
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'entra.remove-filter-refused',
    title: 'A remove of members[value eq "…"] is refused with 400',
    consequence: 'People who left a group keep its rights.',
    source: issue('DEF-283', 'elimity-com/scim#91'),
    violates: ['EN-01'],
    replace: refusing(({ path }) => String(path).startsWith('members['), 'A remove needs a value.'),
  },
  {
    id: 'entra.remove-filter-ignored',
    title: 'A remove of members[value eq "…"] is answered with success and ignored',
    consequence: 'People who left a group keep its rights.',
    source: 'own',
    violates: ['EN-01'],
    replace: skipping(byFilter),
  },
  {
    id: 'entra.remove-filter-empties',
    title: 'A remove of members[value eq "…"] removes all members',
    consequence: 'When one person leaves a group, the group is empty.',
    source: issue('DEF-380', 'msaad00/agent-bom#3540'),
    violates: ['EN-01'],
    replace: changing((operation) => (byFilter(operation) ? { ...operation, path: 'members' } : operation)),
  },
  {
    id: 'entra.remove-ref-null-compared',
    title: 'A remove of a member whose $ref is null matches no member',
    consequence: 'People who left a group keep its rights.',
    source: issue('DEF-207', 'scimmyjs/scimmy#34'),
    violates: ['EN-01'],
    replace: skipping(
      ({ op, path, value }) =>
        op === 'remove' &&
        path === 'members' &&
        isArray(value) &&
        value.some((one) => isObject(one) && one['$ref'] === null),
    ),
  },
  {
    id: 'entra.remove-lower-case-refused',
    title: 'A remove in lower case that carries a value array is refused with 400',
    consequence: 'People who left a group keep its rights.',
    source: issue('DEF-001', 'apache/directory-scimple#436'),
    violates: ['EN-01'],
    replace: refusing(({ op, value }) => op === 'remove' && value !== undefined, 'A remove has no value.'),
  },
  {
    id: 'entra.remove-stranger-empties',
    title: 'The removal of somebody who is no member removes the last member',
    consequence: 'Who should stay loses the group.',
    source: issue('DEF-379', 'FusionAuth/fusionauth-issues#2834'),
    violates: ['EN-01'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const [before, after] = [resource['members'], result['members']]
        const leaves = patch.operations.some(({ op }) => op === 'remove')
        return leaves && isArray(before) && isArray(after) && before.length === after.length
          ? { ...result, members: after.slice(0, -1) }
          : result
      },
    }),
  },
  {
    id: 'entra.group-delete-ignored',
    title: 'DELETE of a group is answered with 204 and ignored',
    consequence: 'Groups that were deleted in Entra keep their rights.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      deleteResource: (stored, call) => {
        if (stored.type !== 'Group') seams.deleteResource(stored, call)
      },
    }),
  },
])
