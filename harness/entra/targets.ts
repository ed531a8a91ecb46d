import { getMember, isArray, isObject, memberName, sameName } from '../scim/json.ts'
import type { AttributeDefinition, Json, JsonObject, ResourceSchema } from '../scim/types.ts'

/** A target attribute as Entra's mappings write it: `emails[type eq "work"].value`, `name.givenName`, `urn:…:User:department`. */
export interface Target {
  readonly text: string
  /** URI of an extension. */
  readonly uri?: string
  readonly attribute: string
  /** The element that is meant: `type eq "work"`, `primary eq "True"`. */
  readonly element?: { readonly name: string; readonly value: string }
  readonly sub?: string
}

const FORM = /^(?:(urn:.*):)?([^.:[\]]+)(?:\[\s*(\w+)\s+eq\s+"([^"]*)"\s*\])?(?:\.([\w$]+))?$/i

/** Reads a target attribute; `undefined` when it is written otherwise. */
export function readTarget(text: string): Target | undefined {
  const [, uri, attribute, name, value, sub] = FORM.exec(text.trim()) ?? []
  if (attribute === undefined) return undefined
  return {
    text,
    ...(uri === undefined ? {} : { uri }),
    attribute,
    ...(name === undefined || value === undefined ? {} : { element: { name, value } }),
    ...(sub === undefined ? {} : { sub }),
  }
}

/** What a resource has at a target; names without regard to case, a boolean equal to its name. */
export function valueAt(resource: JsonObject, { uri, attribute, element, sub }: Target): Json | undefined {
  const container = uri === undefined ? resource : getMember(resource, uri)
  if (!isObject(container)) return undefined
  const value = getMember(container, attribute)
  if (element === undefined)
    return sub === undefined ? value : isObject(value) ? getMember(value, sub) : undefined
  if (!isArray(value)) return undefined
  const found = value.filter(isObject).find((one) => meant(one, element))
  return found === undefined || sub === undefined ? found : getMember(found, sub)
}

function meant(candidate: JsonObject, { name, value }: NonNullable<Target['element']>): boolean {
  const has = getMember(candidate, name)
  return (typeof has === 'string' || typeof has === 'boolean') && sameName(String(has), value)
}

/** The resource with a value at a target; an element that is not there is made from its filter. */
export function withValue(resource: JsonObject, target: Target, value: Json): JsonObject {
  const { uri, attribute, element, sub } = target
  if (uri !== undefined) {
    const { uri: _, ...inner } = target
    const container = getMember(resource, uri)
    return { ...resource, [uri]: withValue(isObject(container) ? container : {}, inner, value) }
  }
  const key = memberName(resource, attribute) ?? attribute
  const old = resource[key]
  if (element === undefined) {
    return { ...resource, [key]: sub === undefined ? value : { ...(isObject(old) ? old : {}), [sub]: value } }
  }
  const elements = isArray(old) ? old.filter(isObject) : []
  const at = elements.findIndex((one) => meant(one, element))
  const before = elements[at] ?? { [element.name]: element.value }
  const after =
    sub === undefined ? (isObject(value) ? { ...before, ...value } : before) : { ...before, [sub]: value }
  return { ...resource, [key]: at < 0 ? [...elements, after] : elements.with(at, after) }
}

/** The definition that a target means in a schema: of its sub-attribute, when it names one. */
export function definitionOf(
  schema: ResourceSchema,
  { uri, attribute, sub }: Target,
): AttributeDefinition | undefined {
  const holder =
    uri === undefined || sameName(uri, schema.core.id)
      ? schema.core
      : schema.extensions.find((extension) => sameName(extension.schema.id, uri))?.schema
  const found = holder?.attributes.find(({ name }) => sameName(name, attribute))
  return sub === undefined ? found : found?.subAttributes.find(({ name }) => sameName(name, sub))
}
