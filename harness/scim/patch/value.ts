import { parseDateTime } from '../dateTime.ts'
import { equalJson, getMember, isArray, isObject, isUnassigned } from '../json.ts'
import { subAttribute } from '../schema/lookup.ts'
import type { AttributeDefinition, AttributeType, Json, JsonObject } from '../types.ts'
import { coerceSimple } from './coerce.ts'
import type { PatchContext } from './context.ts'
import { assign } from './place.ts'
import { refuse } from './refusal.ts'

/** The name of a sub-attribute, with the value sent for it; null asks for none. */
type Given = readonly (readonly [AttributeDefinition, Json])[]

/**
 * Elements for a multi-valued attribute, in the schema's spelling. A single value counts as an array of one (C-17).
 * @throws PatchRefusal `value` when an element is not what the attribute takes
 */
export function readElements(
  context: PatchContext,
  attribute: AttributeDefinition,
  value: Json,
): readonly Json[] {
  if (!isArray(value) && context.choose('C-17') === 'refuse') {
    refuse('value', `${attribute.name} takes an array`)
  }
  const elements = isArray(value) ? value : [value]
  return elements.map((element) => readElement(context, attribute, element))
}

/**
 * One element of a multi-valued attribute, in the schema's spelling.
 * @throws PatchRefusal `value` when it is not what the attribute takes
 */
export function readElement(context: PatchContext, attribute: AttributeDefinition, value: Json): Json {
  if (attribute.type !== 'complex') return readSimple(context, attribute, value)
  return applyGiven({}, readGiven(context, attribute, value, undefined))
}

/**
 * The sub-attributes that an object sets, in the schema's spelling. What is readOnly is left out (or refused, M-10),
 * and so is what the schema does not know (M-11).
 * @throws PatchRefusal `value` when it is not an object, or a sub-attribute is not what the schema says
 */
export function readGiven(
  context: PatchContext,
  attribute: AttributeDefinition,
  value: Json,
  current: Json | undefined,
): Given {
  if (!isObject(value)) {
    return refuse('value', `${attribute.name} is complex: it takes an object of sub-attributes`)
  }
  return Object.entries(value).flatMap(([name, part]) => {
    const sub = subAttribute(attribute, name)
    if (sub === undefined) {
      if (context.choose('M-11') === 'ignore') return []
      return refuse('unknown-member', `${attribute.name} has no sub-attribute ${name}`)
    }
    if (sub.mutability === 'readOnly') {
      const same = isObject(current) && equalJson(getMember(current, sub.name), part)
      if (same || isUnassigned(part) || context.choose('M-10.nested') === 'ignore') return []
      return refuse('read-only', `${attribute.name}.${sub.name} is readOnly`)
    }
    return [[sub, readValue(context, sub, part)] as const]
  })
}

/**
 * A value for an attribute or sub-attribute, in the schema's spelling; null for every form of "unassigned".
 * @throws PatchRefusal `value` when it is not what the attribute takes
 */
export function readValue(context: PatchContext, definition: AttributeDefinition, value: Json): Json {
  if (isUnassigned(value)) return null
  if (definition.multiValued) return readElements(context, definition, value)
  return readElement(context, definition, value)
}

/** An object with sub-attributes set as given; what is set to null is taken away. */
export function applyGiven(object: JsonObject, given: Given): JsonObject {
  return given.reduce((result, [sub, value]) => assign(result, sub.name, value), object)
}

function readSimple(context: PatchContext, definition: AttributeDefinition, value: Json): Json {
  if (isOfType(definition.type, value)) return value
  const coerced = coerceSimple(definition.type, value)
  if (coerced !== undefined && context.choose('C-14') === 'coerce') return coerced
  return refuse('value', `${definition.name} takes ${definition.type}, not ${describe(value)}`)
}

const describe = (value: Json): string => {
  if (value === null) return 'null'
  return isArray(value) ? 'an array' : `${typeof value} ${JSON.stringify(value).slice(0, 80)}`
}

const BASE64 = /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}(?:==)?|[A-Za-z0-9+/_-]{3}=?)?$/

/** Whether a value is of a simple type of RFC 7643 §2.3. */
export function isOfType(type: AttributeType, value: Json): boolean {
  switch (type) {
    case 'string':
    case 'reference':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value)
    case 'decimal':
      return typeof value === 'number'
    case 'dateTime':
      return typeof value === 'string' && parseDateTime(value) !== undefined
    case 'binary':
      return typeof value === 'string' && BASE64.test(value)
    case 'complex':
      return isObject(value)
  }
}
