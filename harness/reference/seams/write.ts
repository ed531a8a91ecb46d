import { ScimError } from '../../scim/error.ts'
import { ifMatchHolds, ifNoneMatchHolds, parseEntityTag, weakMatch } from '../../scim/etag.ts'
import { equalJson, getMember, isArray, isObject } from '../../scim/json.ts'
import { readPatchOp } from '../../scim/messages/patchOp.ts'
import { applyAll } from '../../scim/patch/apply.ts'
import { referenceReading } from '../../scim/patch/readings.ts'
import type { Choose, Dialect } from '../../scim/patch/readings.ts'
import { attributesOf } from '../../scim/schema/lookup.ts'
import type { JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import { drawUuid } from '../random.ts'
import { memberIds, dropDerived } from '../resource/references.ts'
import type { WriteSeams } from '../seams.ts'
import type { StoredResource } from '../state.ts'

/** What a write must not lose: readOnly attributes, and those that `keep` names, when the new attributes lack them. */
function carryOver(
  before: Resource,
  after: Resource,
  type: ResourceSchema,
  keep: readonly ('readOnly' | 'immutable' | 'writeOnly')[],
): Resource {
  let result = after
  for (const { attribute, extension } of attributesOf(type)) {
    if (!(keep as readonly string[]).includes(attribute.mutability)) continue
    const from = extension === undefined ? before : getMember(before, extension)
    const home = extension === undefined ? result : (getMember(result, extension) ?? {})
    if (!isObject(from) || !isObject(home)) continue
    const value = getMember(from, attribute.name)
    if (value === undefined || getMember(home, attribute.name) !== undefined) continue
    const kept = { ...home, [attribute.name]: value }
    result = extension === undefined ? kept : { ...result, [extension]: kept }
  }
  return result
}

/** Whether a PATCH bears the mark of Entra's older dialect: operations spelt Add, Replace, Remove. */
function isLegacy(body: JsonObject): boolean {
  const operations = getMember(body, 'Operations')
  return (
    isArray(operations) &&
    operations.some((operation) => {
      const op = isObject(operation) ? getMember(operation, 'op') : undefined
      return typeof op === 'string' && /^[A-Z]/.test(op)
    })
  )
}

/** In requests of the RFC's own dialect a reading that the RFC does not allow gives way, whatever Entra prefers. */
function readingFor(dialect: Dialect): Choose {
  const entra = referenceReading('entra')
  const strict: Choose = (question) =>
    question === 'M-02' || question === 'M-11' ? referenceReading('rfc')(question) : entra(question)
  return dialect === 'entra' ? entra : strict
}

/** What the server itself knows about a new resource. */
function serverOwned(type: ResourceSchema): Resource {
  return type.core.attributes.some(({ name, mutability }) => name === 'firmware' && mutability === 'readOnly')
    ? { firmware: '1.0.0' }
    : {}
}

export const writeSeams: WriteSeams = {
  assignId(_body, _type, call) {
    return drawUuid(call.server.random)
  },

  stamp(call) {
    return call.server.clock().toISOString()
  },

  findResource(type, id, call) {
    const stored = call.tenant.resources.get(id)
    if (stored === undefined || stored.type !== type.resourceType.name) {
      throw new ScimError(404, undefined, `There is no ${type.resourceType.name} with this id.`)
    }
    return stored
  },

  checkPrecondition(stored, ifMatch, call) {
    if (ifMatch === undefined || call.server.without.has('etag')) return
    if (!ifMatchHolds(ifMatch, parseEntityTag(call.seams.etag(stored, call)), weakMatch)) {
      throw new ScimError(412, undefined, 'The resource has changed since it was read.')
    }
  },

  isUnmodified(stored, call) {
    const ifNoneMatch = call.request.headers.get('if-none-match')
    if (ifNoneMatch === null || call.server.without.has('etag')) return false
    return !ifNoneMatchHolds(ifNoneMatch, parseEntityTag(call.seams.etag(stored, call)))
  },

  createResource(body, type, reservedId, call) {
    const { seams } = call
    seams.checkSchemas(body, type, call)
    const read = seams.dropRepeated(seams.readResource(body, type, call), type, call)
    const attributes = { ...dropDerived(read, type, call), ...serverOwned(type) }
    seams.checkRequired(attributes, type, call)
    seams.checkPrimary(attributes, type, call)
    seams.checkUniqueness(attributes, type, undefined, call)
    const time = seams.stamp(call)
    const stored: StoredResource = {
      id: reservedId ?? seams.assignId(body, type, call),
      type: type.resourceType.name,
      attributes,
      created: time,
      lastModified: time,
      revision: 1,
    }
    seams.save(stored, call.tenant, call)
    return stored
  },

  replaceResource(stored, body, type, call) {
    const { seams } = call
    seams.checkSchemas(body, type, call)
    const read = seams.dropRepeated(seams.readResource(body, type, call), type, call)
    const attributes = carryOver(stored.attributes, dropDerived(read, type, call), type, [
      'readOnly',
      'immutable',
      'writeOnly',
    ])
    seams.checkImmutable(stored.attributes, attributes, type, call)
    seams.checkRequired(attributes, type, call)
    seams.checkPrimary(attributes, type, call)
    seams.checkUniqueness(attributes, type, stored.id, call)
    return seams.commit(stored, attributes, call)
  },

  readPatch(body, call) {
    const dialect = call.server.entraDialect && isLegacy(body) ? 'entra' : 'rfc'
    return { operations: readPatchOp(body, { dialect }), dialect }
  },

  applyPatch(resource, patch, type, call) {
    const context = call.server.entraDialect
      ? { schema: type, dialect: 'entra' as const, choose: readingFor(patch.dialect), exploring: false }
      : { schema: type, dialect: 'rfc' as const, choose: referenceReading('rfc'), exploring: false }
    return applyAll(context, resource, patch.operations)
  },

  patchResource(stored, patch, type, call) {
    const { seams } = call
    const patched = seams.applyPatch(seams.renderResource(stored, call), patch, type, call)
    const read = seams.dropRepeated(seams.readResource(patched, type, call), type, call)
    const attributes = carryOver(stored.attributes, dropDerived(read, type, call), type, ['readOnly'])
    seams.checkRequired(attributes, type, call)
    seams.checkPrimary(attributes, type, call)
    seams.checkUniqueness(attributes, type, stored.id, call)
    return seams.commit(stored, attributes, call)
  },

  commit(stored, attributes, call) {
    if (equalJson(stored.attributes, attributes)) return stored
    const changed: StoredResource = {
      ...stored,
      attributes,
      lastModified: call.seams.stamp(call),
      revision: stored.revision + 1,
    }
    call.seams.save(changed, call.tenant, call)
    return changed
  },

  save(stored, tenant) {
    tenant.resources.set(stored.id, stored)
  },

  deleteResource(stored, call) {
    call.tenant.resources.delete(stored.id)
    call.seams.leaveGroups(stored.id, call)
  },

  leaveGroups(id, call) {
    for (const group of [...call.tenant.resources.values()]) {
      if (group.type !== 'Group' || !memberIds(group).includes(id)) continue
      const members = group.attributes['members']
      const left = isArray(members)
        ? members.filter((member) => !(isObject(member) && member['value'] === id))
        : []
      const { members: _members, ...others } = group.attributes
      call.seams.commit(group, left.length === 0 ? others : { ...others, members: left }, call)
    }
  },
}
