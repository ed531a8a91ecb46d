import { isArray, isObject, sameName } from '../json.ts'
import { COMMON_ATTRIBUTES } from './commonAttributes.ts'
import { extensionByUri, subAttribute } from './lookup.ts'
import type { AttributeDefinition, Json, JsonObject, Resource, ResourceSchema } from '../types.ts'

/**
 * The resource with the names of attributes, sub-attributes and extensions spelled as the schema spells them: names have
 * no case (RFC 7643 §2.1), JSON Schema and JavaScript have. Names that the schema does not define stay as they are. Of two
 * members that differ in case only, the one with the schema's spelling is kept, else the first.
 */
export function spellAsSchema(resource: Resource, schema: ResourceSchema): Resource {
  return respell(resource, (name, value) => {
    const extension = extensionByUri(schema, name)
    if (extension !== undefined) {
      return [
        extension.schema.id,
        isObject(value) ? spellAttributes(value, extension.schema.attributes) : value,
      ]
    }
    const [entry] = Object.entries(
      spellAttributes({ [name]: value }, [...COMMON_ATTRIBUTES, ...schema.core.attributes]),
    )
    return entry ?? [name, value]
  })
}

function spellAttributes(object: JsonObject, attributes: readonly AttributeDefinition[]): JsonObject {
  return respell(object, (name, value) => {
    const attribute = attributes.find((each) => sameName(each.name, name))
    return attribute === undefined ? [name, value] : [attribute.name, spellValue(value, attribute)]
  })
}

function spellValue(value: Json, attribute: AttributeDefinition): Json {
  if (isArray(value)) return value.map((element) => spellValue(element, attribute))
  if (!isObject(value)) return value
  return respell(value, (name, inner) => {
    const sub = subAttribute(attribute, name)
    return sub === undefined ? [name, inner] : [sub.name, spellValue(inner, sub)]
  })
}

function respell(
  object: JsonObject,
  spell: (name: string, value: Json) => readonly [string, Json],
): JsonObject {
  const spelled = new Map<string, Json>()
  for (const [name, value] of Object.entries(object)) {
    const [proper, result] = spell(name, value)
    if (!spelled.has(proper) || name === proper) spelled.set(proper, result)
  }
  return Object.fromEntries(spelled)
}
