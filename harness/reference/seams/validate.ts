import { ScimError } from '../../scim/error.ts'
import { equalJson, foldCase, getMember, isArray, isObject, isUnassigned, sameName } from '../../scim/json.ts'
import { attributesOf, extensionByUri, getAt, subAttribute } from '../../scim/schema/lookup.ts'
import type {
  AttributeDefinition,
  Json,
  JsonObject,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../../scim/types.ts'
import { readValue } from '../resource/readValue.ts'
import type { ValidateSeams } from '../seams.ts'
import type { Call, ResourceMap, StoredResource } from '../state.ts'

/** Common attributes that are not the client's. */
const ownedByServer = ['schemas', 'id', 'meta']

function nameOf({ extension, attribute }: ResolvedAttribute): string {
  return extension === undefined ? attribute.name : `${extension}:${attribute.name}`
}

/** The members of a container that the definitions know, read; unknown ones are left out. */
function readContainer(
  container: JsonObject,
  definitions: readonly AttributeDefinition[],
  call: Call,
): readonly (readonly [string, Json])[] {
  const names = Object.keys(container).map(foldCase)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ScimError(400, 'invalidSyntax', `The attribute ${twice} stands there twice.`)
  return definitions.flatMap((definition) => {
    if (definition.mutability === 'readOnly') return []
    const value = readValue(getMember(container, definition.name), definition, call.server)
    return value === undefined ? [] : [[definition.name, value] as const]
  })
}

function comparable(value: Json | undefined, definition: AttributeDefinition): Json | undefined {
  return typeof value === 'string' && !definition.caseExact
    ? foldCase(value.normalize('NFKC').toLowerCase())
    : value
}

/** Every attribute and sub-attribute that must be unique, with its path. */
function uniqueAttributes(type: ResourceSchema): readonly ResolvedAttribute[] {
  return [...attributesOf(type)].flatMap((resolved) => {
    const subs = resolved.attribute.subAttributes.map((sub) => ({ ...resolved, sub }))
    return [resolved, ...subs].filter((one) => {
      const definition = 'sub' in one ? one.sub : one.attribute
      return definition.uniqueness !== 'none' && !ownedByServer.includes(one.attribute.name)
    })
  })
}

function valuesAt(attributes: Resource, resolved: ResolvedAttribute): readonly Json[] {
  const value = getAt(attributes, resolved)
  if (value === undefined || value === null) return []
  return isArray(value) ? value : [value]
}

/** For each value of an attribute, as it is compared, the ids of the resources that have it. */
type Holders = ReadonlyMap<Json | undefined, ReadonlySet<string>>

const held = new WeakMap<ResourceMap, Map<string, Holders>>()

/** Who holds which value of an attribute: looked up once, and kept up to date by what is changed from then on. */
function holdersOf(resources: ResourceMap, type: string, resolved: ResolvedAttribute): Holders {
  const known = held.get(resources) ?? new Map<string, Holders>()
  held.set(resources, known)
  const definition = resolved.sub ?? resolved.attribute
  const key = `${type} ${nameOf(resolved)}.${resolved.sub?.name ?? ''}`
  const before = known.get(key)
  if (before !== undefined) return before
  const holders = new Map<Json | undefined, Set<string>>()
  const note = (stored: StoredResource | undefined, isThere: boolean) => {
    if (stored?.type !== type) return
    for (const value of valuesAt(stored.attributes, resolved)) {
      const one = comparable(value, definition)
      const ids = holders.get(one) ?? new Set<string>()
      holders.set(one, ids)
      if (isThere) ids.add(stored.id)
      else ids.delete(stored.id)
      if (ids.size === 0) holders.delete(one)
    }
  }
  for (const stored of resources.values()) note(stored, true)
  resources.watch((was, is) => {
    note(was, false)
    note(is, true)
  })
  known.set(key, holders)
  return holders
}

/** Attributes of which no two resources of the type may have the same value. */
function keysOf(type: ResourceSchema, call: Call): readonly ResolvedAttribute[] {
  const unique = uniqueAttributes(type)
  // Microsoft's SCIM Validator wants 409 for a second group of one name; the RFC leaves that open (ruling C-18).
  if (!call.server.entraDialect || type.resourceType.name !== 'Group') return unique
  const name = [...attributesOf(type)].filter(
    ({ extension, attribute }) => extension === undefined && attribute.name === 'displayName',
  )
  return [...unique, ...name]
}

/** A text that two elements share when they are the same: members of a group are, when they have the same value. */
function identityOf(element: Json, byValue: boolean): string {
  if (!isObject(element)) return JSON.stringify(element)
  const { value } = element
  if (byValue && value !== undefined) return `value ${JSON.stringify(value)}`
  return JSON.stringify(Object.entries(element).sort(([left], [right]) => (left < right ? -1 : 1)))
}

export const validateSeams: ValidateSeams = {
  readResource(body, type, call) {
    const common = [...attributesOf(type)].filter(({ extension }) => extension === undefined)
    const core = common.map(({ attribute }) => attribute).filter(({ name }) => !ownedByServer.includes(name))
    const extensions = type.extensions.flatMap(({ schema }) => {
      const container = getMember(body, schema.id)
      if (isUnassigned(container)) return []
      if (!isObject(container)) throw new ScimError(400, 'invalidValue', `${schema.id} must be an object.`)
      const attributes = readContainer(container, schema.attributes, call)
      return attributes.length === 0 ? [] : [[schema.id, Object.fromEntries(attributes)] as const]
    })
    return Object.fromEntries([...readContainer(body, core, call), ...extensions])
  },

  checkSchemas(body, type) {
    const schemas = getMember(body, 'schemas')
    if (!isArray(schemas) || schemas.length === 0) {
      throw new ScimError(400, 'invalidSyntax', 'schemas must list the URIs of the schemas that are used.')
    }
    const unknown = schemas.find(
      (uri) =>
        typeof uri !== 'string' || !(sameName(uri, type.core.id) || extensionByUri(type, uri) !== undefined),
    )
    if (unknown !== undefined) {
      const shown = JSON.stringify(unknown).slice(0, 200)
      throw new ScimError(400, 'invalidValue', `${shown} is no schema of ${type.resourceType.name}.`)
    }
    if (!schemas.some((uri) => typeof uri === 'string' && sameName(uri, type.core.id))) {
      throw new ScimError(400, 'invalidValue', `schemas lacks ${type.core.id}.`)
    }
  },

  checkRequired(attributes, type) {
    for (const resolved of attributesOf(type)) {
      const { attribute, extension } = resolved
      if (ownedByServer.includes(attribute.name) || attribute.mutability === 'readOnly') continue
      const value = getAt(attributes, resolved)
      const inUse = extension === undefined || !isUnassigned(getMember(attributes, extension))
      if (attribute.required && inUse && (isUnassigned(value) || value === '')) {
        throw new ScimError(400, 'invalidValue', `${nameOf(resolved)} is required.`)
      }
      for (const element of isArray(value) ? value : [value]) {
        if (!isObject(element)) continue
        const missing = attribute.subAttributes.find(
          (sub) =>
            sub.required && sub.mutability !== 'readOnly' && isUnassigned(getMember(element, sub.name)),
        )
        if (missing !== undefined) {
          throw new ScimError(400, 'invalidValue', `${nameOf(resolved)}.${missing.name} is required.`)
        }
      }
    }
    for (const { schema, required } of type.extensions) {
      if (required && getMember(attributes, schema.id) === undefined) {
        throw new ScimError(400, 'invalidValue', `The extension ${schema.id} is required.`)
      }
    }
  },

  checkImmutable(before, after, type) {
    const refuse = (resolved: ResolvedAttribute, name: string) => {
      throw new ScimError(400, 'mutability', `${nameOf(resolved)}${name} can not be changed once it is set.`)
    }
    for (const resolved of attributesOf(type)) {
      const old = getAt(before, resolved)
      const next = getAt(after, resolved)
      if (isUnassigned(old)) continue
      if (resolved.attribute.mutability === 'immutable' && !equalJson(old, next)) refuse(resolved, '')
      if (!isObject(old) || !isObject(next)) continue
      for (const name of Object.keys(old)) {
        const changed = !equalJson(getMember(old, name), getMember(next, name))
        if (changed && subAttribute(resolved.attribute, name)?.mutability === 'immutable') {
          refuse(resolved, `.${name}`)
        }
      }
    }
  },

  checkUniqueness(attributes, type, ownId, call) {
    for (const resolved of keysOf(type, call)) {
      const definition = resolved.sub ?? resolved.attribute
      const wanted = valuesAt(attributes, resolved).map((value) => comparable(value, definition))
      if (wanted.length === 0) continue
      const tenants = definition.uniqueness === 'global' ? call.server.tenants : [call.tenant]
      for (const tenant of tenants) {
        const holders = holdersOf(tenant.resources, type.resourceType.name, resolved)
        if (wanted.some((value) => [...(holders.get(value) ?? [])].some((id) => id !== ownId)))
          throw new ScimError(409, 'uniqueness', `The value of ${nameOf(resolved)} is taken.`)
      }
    }
  },

  checkPrimary(attributes, type) {
    for (const resolved of attributesOf(type)) {
      const value = getAt(attributes, resolved)
      if (!isArray(value)) continue
      const primary = value.filter((element) => isObject(element) && getMember(element, 'primary') === true)
      if (primary.length > 1) {
        throw new ScimError(400, 'invalidValue', `${nameOf(resolved)} has more than one primary element.`)
      }
    }
  },

  dropRepeated(attributes, type) {
    const isGroup = type.resourceType.name === 'Group'
    const unique = (name: string, value: Json): Json => {
      if (!isArray(value)) return value
      const seen = new Set<string>()
      return value.filter((element) => {
        const key = identityOf(element, isGroup && name === 'members')
        if (seen.has(key)) return false
        seen.add(key)
        return true
      })
    }
    return Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        isObject(value) && extensionByUri(type, name) !== undefined
          ? Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, unique(inner, one)]))
          : unique(name, value),
      ]),
    )
  },
}
