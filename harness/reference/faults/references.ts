import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { edit, faultsIn } from './touch.ts'

const memberRefs = (body: JsonObject): readonly string[] => {
  const members = getMember(body, 'members')
  return (isArray(members) ? members : []).flatMap((member) => {
    const ref = isObject(member) ? getMember(member, '$ref') : undefined
    return typeof ref === 'string' ? [ref] : []
  })
}

const dotted = (element: JsonObject): JsonObject =>
  edit(element, '$ref', (ref: Json) => String(ref).replace(/\/(Users|Groups)\//, '/./$1/'))

/** What is wrong with references, and with the groups of users (RFC 7643 §2.3.7, §2.4, §4.1.2). */
export const referenceFaults = faultsIn('groups', [
  {
    id: 'groups.references-with-dots',
    title: '$ref of members and groups has a dot segment in its path',
    consequence: 'Clients that compare references as texts take one resource for two.',
    source: 'own',
    violates: ['RFC7643-2.4-06'],
    replace: (seams) => ({
      membersOf: (stored, call) => seams.membersOf(stored, call).map(dotted),
      groupsOf: (stored, call) => seams.groupsOf(stored, call).map(dotted),
    }),
  },
  {
    id: 'groups.references-of-one-version',
    title: 'A member whose $ref does not begin with the base URL is refused with 400',
    consequence: 'Clients of another version of the API can not add members.',
    source: 'own',
    violates: ['RFC7643-2.4-07'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        if (memberRefs(body).some((ref) => !ref.startsWith(call.baseUrl)))
          throw new ScimError(400, 'invalidValue', '$ref leads to nothing here.')
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'groups.only-one-per-user',
    title: 'groups of a user lists one group only',
    consequence: 'Applications that read it withhold rights.',
    source: 'own',
    violates: ['RFC7643-4.1.2-18'],
    replace: (seams) => ({ groupsOf: (stored, call) => seams.groupsOf(stored, call).slice(0, 1) }),
  },
  {
    id: 'groups.all-direct',
    title: 'Memberships through another group are called direct',
    consequence: 'Who is taken out of such a group stays in it.',
    source: 'own',
    violates: ['RFC7643-4.1.2-19'],
    replace: (seams) => ({
      groupsOf: (stored, call) =>
        seams.groupsOf(stored, call).map((group) => edit(group, 'type', () => 'direct')),
    }),
  },
  {
    id: 'groups.members-turned',
    title: 'PATCH puts another id into a member that is there',
    consequence: 'A member becomes somebody else, and keeps the name of the old one.',
    source: 'own',
    violates: ['RFC7643-4.2-04'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const [first] = patch.operations
        const [, old] = /^members\[value eq "(.*)"\]\.value$/.exec(first?.path ?? '') ?? []
        const { value } = first ?? {}
        if (old === undefined || value === undefined) return seams.applyPatch(resource, patch, type, call)
        return edit(resource, 'members', (members) =>
          isArray(members)
            ? members.map((one) => (isObject(one) && one['value'] === old ? { ...one, value } : one))
            : members,
        )
      },
      checkImmutable: (before, after, type, call) => {
        if (type.resourceType.name !== 'Group') seams.checkImmutable(before, after, type, call)
      },
    }),
  },
])
