import { getMember, isArray, isObject, isUnassigned } from '../../scim/json.ts'
import { project } from '../../scim/projection.ts'
import type { JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import { digest } from '../random.ts'
import { displayOf, fillReferences, groupsByMember } from '../resource/references.ts'
import type { RenderSeams } from '../seams.ts'
import type { Answer, Call, Selection, StoredResource } from '../state.ts'

/**
 * The resource type with a name.
 * @throws Error when the server has none
 */
export function typeNamed(name: string, call: Call): ResourceSchema {
  const type = call.server.types.find(({ resourceType }) => resourceType.name === name)
  if (type === undefined) throw new Error(`No resource type ${name}`)
  return type
}

/** An answer that holds a resource, with its version and place in the headers. */
function answerWith(status: number, stored: StoredResource, selection: Selection, call: Call): Answer {
  const type = typeNamed(stored.type, call)
  const body = call.seams.project(call.seams.renderResource(stored, call), selection, type, call)
  const etag = call.server.without.has('etag') ? {} : { ETag: call.seams.etag(stored, call) }
  return { status, headers: { ...etag, Location: call.seams.locationOf(stored, call) }, body }
}

/** The groups that have the id as a member, and the groups that have those, nearest first; cycles end. */
function groupsAbove(id: string, call: Call): readonly { group: StoredResource; direct: boolean }[] {
  const index = groupsByMember(call.tenant)
  const found = new Map<string, { group: StoredResource; direct: boolean }>()
  const queue = [{ id, direct: true }]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const group of index.get(next.id) ?? []) {
      if (found.has(group.id)) continue
      found.set(group.id, { group, direct: next.direct })
      queue.push({ id: group.id, direct: false })
    }
  }
  return [...found.values()]
}

export const renderSeams: RenderSeams = {
  locationOf(stored, call) {
    const { endpoint } = typeNamed(stored.type, call).resourceType
    return `${call.baseUrl}${endpoint}/${encodeURIComponent(stored.id)}`
  },

  etag(stored) {
    return `W/"${digest(`${stored.id} ${stored.revision}`).slice(0, 16)}"`
  },

  assignMeta(stored, call) {
    return {
      resourceType: stored.type,
      created: stored.created,
      lastModified: stored.lastModified,
      location: call.seams.locationOf(stored, call),
      ...(call.server.without.has('etag') ? {} : { version: call.seams.etag(stored, call) }),
    }
  },

  schemasOf(attributes, type) {
    const used = type.extensions.filter(({ schema }) => !isUnassigned(getMember(attributes, schema.id)))
    return [type.core.id, ...used.map(({ schema }) => schema.id)]
  },

  membersOf(stored, call) {
    const filled = fillReferences(stored.attributes, typeNamed(stored.type, call), call)
    const members = filled['members']
    return isArray(members) ? members.filter(isObject) : []
  },

  groupsOf(stored, call) {
    return groupsAbove(stored.id, call).map(({ group, direct }) => {
      const display = displayOf(group)
      return {
        value: group.id,
        $ref: call.seams.locationOf(group, call),
        ...(display === undefined ? {} : { display }),
        type: direct ? 'direct' : 'indirect',
      }
    })
  },

  renderResource(stored, call) {
    const type = typeNamed(stored.type, call)
    const filled = fillReferences(stored.attributes, type, call)
    const members = stored.type === 'Group' ? call.seams.membersOf(stored, call) : []
    const groups =
      stored.type === 'User' && !call.server.without.has('groups') ? call.seams.groupsOf(stored, call) : []
    const { members: _members, ...others } = filled
    const rest: JsonObject = stored.type === 'Group' ? others : filled
    return {
      schemas: call.seams.schemasOf(stored.attributes, type, call),
      id: stored.id,
      ...rest,
      ...(members.length === 0 ? {} : { members }),
      ...(groups.length === 0 ? {} : { groups }),
      meta: call.seams.assignMeta(stored, call),
    }
  },

  project(resource: Resource, selection: Selection, type: ResourceSchema) {
    return project(resource, type, selection)
  },

  answerRead(stored, selection, call) {
    return answerWith(200, stored, selection, call)
  },

  answerCreated(stored, selection, call) {
    return answerWith(201, stored, selection, call)
  },

  answerReplaced(stored, selection, call) {
    return answerWith(200, stored, selection, call)
  },

  answerPatched(stored, selection, call) {
    return answerWith(200, stored, selection, call)
  },

  answerDeleted() {
    return { status: 204, headers: {} }
  },
}
