import { getMember, isArray, isObject, sameName } from '../../scim/json.ts'
import { attributesOf, getAt } from '../../scim/schema/lookup.ts'
import type { AttributeDefinition, Json, JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import type { Call, StoredResource, Tenant } from '../state.ts'

/** What people call a resource: a group's or user's display name, else what else names it. */
export function displayOf({ attributes }: StoredResource): string | undefined {
  const name = getMember(attributes, 'name')
  const candidates = [
    getMember(attributes, 'displayName'),
    isObject(name) ? getMember(name, 'formatted') : undefined,
    getMember(attributes, 'userName'),
    getMember(attributes, 'label'),
  ]
  return candidates.find((candidate) => typeof candidate === 'string')
}

/** Whether an attribute's elements point at resources of this server: they have a `value` and a `$ref` to some type. */
function pointsAtResources(definition: AttributeDefinition, call: Call): boolean {
  const ref = definition.subAttributes.find(({ name }) => name === '$ref')
  const types = call.server.types.map(({ resourceType }) => resourceType.name)
  return ref !== undefined && ref.referenceTypes.some((type) => types.some((name) => sameName(name, type)))
}

function targetOf(element: Json, call: Call): StoredResource | undefined {
  if (!isObject(element)) return undefined
  const value = getMember(element, 'value')
  return typeof value === 'string' ? call.tenant.resources.get(value) : undefined
}

/** What the server knows about the resource that an element points at, as far as the definition has a place for it. */
function derived(target: StoredResource, definition: AttributeDefinition, call: Call): JsonObject {
  const known: Record<string, Json | undefined> = {
    $ref: call.seams.locationOf(target, call),
    display: displayOf(target),
    displayName: displayOf(target),
    ...(definition.multiValued ? { type: target.type } : {}),
  }
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => {
      const has = definition.subAttributes.some((sub) => sub.name === name)
      return value !== undefined && has ? [[name, value] as const] : []
    }),
  )
}

/** An element with `$ref`, `type` and `display` of the resource that it points at; as it is when there is none. */
export function withReference(element: Json, definition: AttributeDefinition, call: Call): Json {
  const target = targetOf(element, call)
  return target === undefined || !isObject(element)
    ? element
    : { ...element, ...derived(target, definition, call) }
}

/** An element without what `withReference` fills in. */
function withoutReference(element: Json, definition: AttributeDefinition, call: Call): Json {
  const target = targetOf(element, call)
  if (target === undefined || !isObject(element)) return element
  const names = Object.keys(derived(target, definition, call))
  return Object.fromEntries(Object.entries(element).filter(([name]) => !names.includes(name)))
}

function mapReferences(
  attributes: Resource,
  type: ResourceSchema,
  call: Call,
  change: (element: Json, definition: AttributeDefinition, call: Call) => Json,
): Resource {
  let result: Resource = attributes
  for (const resolved of attributesOf(type)) {
    const { attribute, extension } = resolved
    if (attribute.type !== 'complex' || attribute.mutability === 'readOnly') continue
    if (!pointsAtResources(attribute, call)) continue
    const value = getAt(result, resolved)
    if (value === undefined) continue
    const next = isArray(value)
      ? value.map((element) => change(element, attribute, call))
      : change(value, attribute, call)
    const home = extension === undefined ? result : (result[extension] as JsonObject)
    const changed = { ...home, [attribute.name]: next }
    result = extension === undefined ? changed : { ...result, [extension]: changed }
  }
  return result
}

/** Attributes with all references filled in. */
export function fillReferences(attributes: Resource, type: ResourceSchema, call: Call): Resource {
  return mapReferences(attributes, type, call, withReference)
}

/** Attributes as they are stored: what follows from other resources is left out. */
export function dropDerived(attributes: Resource, type: ResourceSchema, call: Call): Resource {
  return mapReferences(attributes, type, call, withoutReference)
}

/** The ids in a group's members, as stored. */
export function memberIds(group: StoredResource): readonly string[] {
  const members = group.attributes['members']
  if (!isArray(members)) return []
  return members.flatMap((member) => {
    const value = isObject(member) ? member['value'] : undefined
    return typeof value === 'string' ? [value] : []
  })
}

const indexes = new WeakMap<
  Tenant,
  { changes: number; groups: ReadonlyMap<string, readonly StoredResource[]> }
>()

/** For each id the groups that have it as a member; made anew after each change of the tenant's resources. */
export function groupsByMember(tenant: Tenant): ReadonlyMap<string, readonly StoredResource[]> {
  const known = indexes.get(tenant)
  if (known !== undefined && known.changes === tenant.resources.changes) return known.groups
  const groups = new Map<string, StoredResource[]>()
  for (const resource of tenant.resources.values()) {
    if (resource.type !== 'Group') continue
    for (const id of memberIds(resource)) {
      const list = groups.get(id)
      if (list === undefined) groups.set(id, [resource])
      else if (!list.includes(resource)) list.push(resource)
    }
  }
  indexes.set(tenant, { changes: tenant.resources.changes, groups })
  return groups
}
