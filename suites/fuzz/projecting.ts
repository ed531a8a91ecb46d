import type { Projection } from '../../harness/generate/index.ts'
import { getMember, isArray, isObject, isUnassigned, sameName } from '../../harness/scim/json.ts'
import { attributesOf, extensionByUri } from '../../harness/scim/schema/lookup.ts'
import type { Json, JsonObject, Resource, ResourceSchema } from '../../harness/scim/types.ts'

/** What every representation may have or lack beside what was asked for (rulings J-01, P-12), and what follows from others. */
const FREE = ['id', 'schemas', 'meta', 'groups']

const isFree = (name: string) => FREE.some((free) => sameName(free, name))

/** Names of what a value consists of: of its elements together where there are several. */
function partsOf(value: Json | undefined): readonly string[] {
  const elements = isArray(value) ? value : [value]
  return [
    ...new Set(
      elements.flatMap((element) =>
        isObject(element)
          ? Object.entries(element).flatMap(([name, part]) => (isUnassigned(part) ? [] : [name]))
          : [],
      ),
    ),
  ]
}

const has = (names: readonly string[], name: string) => names.some((one) => sameName(one, name))

/** Attributes and sub-attributes, those of extensions with their URI, as `[name, value]`. */
function attributesIn(schema: ResourceSchema, resource: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(resource).flatMap(([name, value]) =>
    extensionByUri(schema, name) !== undefined && isObject(value)
      ? Object.entries(value).map(([inner, part]) => [`${name}:${inner}`, part] as const)
      : isFree(name)
        ? []
        : [[name, value] as const],
  )
}

function valueIn(schema: ResourceSchema, resource: JsonObject, path: string): Json | undefined {
  const home = schema.extensions.map(({ schema: { id } }) => id).find((id) => path.startsWith(`${id}:`))
  if (home === undefined) return getMember(resource, path)
  const container = getMember(resource, home)
  return isObject(container) ? getMember(container, path.slice(home.length + 1)) : undefined
}

/** Attributes that a schema requires: excluding them may have no effect (ruling J-02). */
function isRequired(schema: ResourceSchema, path: string): boolean {
  return [...attributesOf(schema)].some(
    ({ attribute, extension }) =>
      attribute.required &&
      sameName(extension === undefined ? attribute.name : `${extension}:${attribute.name}`, path),
  )
}

/** What an answer has to hold and does not: names of attributes, `name.part` of sub-attributes. */
export function lacking(schema: ResourceSchema, must: Resource, shown: JsonObject): readonly string[] {
  return attributesIn(schema, must).flatMap(([name, value]) => {
    if (isUnassigned(value)) return []
    const found = valueIn(schema, shown, name)
    if (isUnassigned(found)) return [name]
    const parts = partsOf(found)
    return partsOf(value).flatMap((part) => (has(parts, part) ? [] : [`${name}.${part}`]))
  })
}

/** What an answer must not hold and does, though the whole representation has it. */
export function beyond(
  schema: ResourceSchema,
  must: Resource,
  whole: Resource,
  shown: JsonObject,
  projection: Projection,
): readonly string[] {
  return attributesIn(schema, whole).flatMap(([name, value]) => {
    const found = valueIn(schema, shown, name)
    if (isUnassigned(value) || isUnassigned(found)) return []
    const wanted = valueIn(schema, must, name)
    if (isUnassigned(wanted))
      return projection.excludedAttributes !== undefined && isRequired(schema, name) ? [] : [name]
    const parts = partsOf(wanted)
    return partsOf(found).flatMap((part) =>
      has(parts, part) || !has(partsOf(value), part) ? [] : [`${name}.${part}`],
    )
  })
}
