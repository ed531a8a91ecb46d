import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { faultsIn, issue, omit } from './touch.ts'

export const groupFaults = faultsIn('groups', [
  {
    id: 'groups.of-user-by-name',
    title: 'groups of a user shows the display name as value',
    consequence: 'Clients can not look the group up.',
    source: 'own',
    violates: ['RFC7643-4.1.2-21'],
    replace: (seams) => ({
      groupsOf: (stored, call) =>
        seams.groupsOf(stored, call).map((group) => ({ ...group, value: group['display'] ?? '' })),
    }),
  },
  {
    id: 'groups.nested-members-hidden',
    title: 'Members of type Group are dropped without a word',
    consequence: 'People in nested groups lack their rights.',
    source: issue('DEF-264', 'fleetdm/fleet#52501'),
    violates: ['RFC7643-4.2-07', 'RFC7644-3.1-08'],
    replace: (seams) => ({
      membersOf: (stored, call) =>
        seams.membersOf(stored, call).filter((member) => member['type'] !== 'Group'),
    }),
  },
  {
    id: 'groups.ref-required',
    title: 'A member without $ref is refused with 400',
    consequence: 'Nobody can be added by id alone.',
    source: issue('DEF-268', 'pingidentity/scim2#269'),
    violates: ['RFC7643-1.1-01', 'RFC7643-4.2-06'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const members = getMember(body, 'members')
        if (isArray(members) && members.some((member) => isObject(member) && member['$ref'] === undefined)) {
          throw new ScimError(400, 'invalidValue', '$ref is required.')
        }
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'groups.display-name-optional',
    title: 'A group without displayName is stored',
    consequence: 'There are groups that nobody can name, or match.',
    source: 'own',
    violates: ['RFC7643-4.2-02'],
    replace: (seams) => ({
      checkRequired: (attributes, type, call) => {
        if (type.resourceType.name !== 'Group') seams.checkRequired(attributes, type, call)
      },
    }),
  },
  {
    id: 'groups.members-ignored-on-write',
    title: 'members in POST and PUT of a group is ignored',
    consequence: 'Groups stay empty.',
    source: issue('DEF-378', 'bitwarden/server#2919'),
    violates: ['RFC7644-3.5.1-04', 'RFC7644-3.3-02', 'RFC7643-4.2-03'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) =>
        seams.createResource(omit(body, 'members'), type, reservedId, call),
      replaceResource: (stored, body, type, call) =>
        seams.replaceResource(stored, omit(body, 'members'), type, call),
    }),
  },
  {
    id: 'groups.answers-without-members',
    title: 'Answers to writes of a group have an empty members list',
    consequence: 'The client adds the members again in each cycle.',
    source: issue('DEF-184', 'Infisical/infisical#2138'),
    violates: ['RFC7644-3.1-08', 'RFC7643-4.2-05'],
    replace: (seams) => ({
      membersOf: (stored, call) => (call.request.method === 'GET' ? seams.membersOf(stored, call) : []),
      patchResource: (stored, patch, type, call) => {
        const whole = { ...call, seams: { ...call.seams, membersOf: seams.membersOf } }
        return seams.patchResource(stored, patch, type, whole)
      },
    }),
  },
  {
    id: 'groups.rename-ignored',
    title: 'A PATCH of displayName of a group has no effect',
    consequence: 'Groups keep their old names.',
    source: issue('DEF-239', 'langchain-ai/docs#1235'),
    violates: ['RFC7644-3.5.2.3-03'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const { displayName } = resource
        return type.resourceType.name === 'Group' && displayName !== undefined
          ? { ...result, displayName }
          : result
      },
    }),
  },
  {
    id: 'groups.add-of-member-conflicts',
    title: 'An add of somebody who is already a member is answered with 500',
    consequence: 'The client retries for ever.',
    source: issue('DEF-180', 'fleetdm/fleet#30086'),
    violates: ['RFC7644-3.5.2.1-15', 'RFC7644-3.5.2.1-16'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const members = resource['members']
        const ids = isArray(members) ? members.map((one) => (isObject(one) ? one['value'] : undefined)) : []
        const repeats = (value: Json | undefined) =>
          isArray(value) && value.some((one) => isObject(one) && ids.includes(one['value']))
        if (
          patch.operations.some(({ op, path, value }) => op === 'add' && path === 'members' && repeats(value))
        ) {
          throw new TypeError('duplicate key')
        }
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'groups.repeated-member-500',
    title: 'A PUT of a group that names one member twice is answered with 500',
    consequence: 'The client retries for ever.',
    source: issue('DEF-181', 'fleetdm/fleet#31085'),
    violates: ['RFC7643-2.4-10'],
    replace: (seams) => ({
      dropRepeated: (attributes, type, call) => {
        const unique = seams.dropRepeated(attributes, type, call)
        if (JSON.stringify(unique) !== JSON.stringify(attributes)) throw new TypeError('duplicate key')
        return unique
      },
    }),
  },
  {
    id: 'groups.last-member-empty-array-refused',
    title: 'A replace of members with an empty array is refused with 400',
    consequence: 'A group can not be emptied: people keep its rights.',
    source: issue('DEF-383', 'Captain-P-Goldfish/SCIM-SDK#757'),
    violates: ['RFC7644-3.5.2.3-04', 'RFC7643-2.5-02'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        if (patch.operations.some(({ value }) => isArray(value) && value.length === 0)) {
          throw new ScimError(400, 'invalidValue', 'The value is empty.')
        }
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
])
