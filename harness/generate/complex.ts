import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { AttributeDefinition, Json, JsonObject } from '../scim/types.ts'
import { simpleValue } from './simple.ts'
import { resolveValueOptions } from './valueOptions.ts'
import type { ValueOptions } from './valueOptions.ts'

/** Whether a client may send a value (RFC 7643 §2.2). */
export function isWritable(attribute: AttributeDefinition): boolean {
  return attribute.mutability !== 'readOnly'
}

/** Whether values of a complex attribute point at another resource by id, like `manager` and `members`. */
export function refersToResource(attribute: AttributeDefinition): boolean {
  return attribute.subAttributes.some(
    (sub) =>
      sub.type === 'reference' &&
      sub.referenceTypes.some((target) => target !== 'external' && target !== 'uri') &&
      sub.name.toLowerCase() === '$ref',
  )
}

/** The sub-attributes a generated value may carry, each with its arbitrary. */
function members(attribute: AttributeDefinition, options: ValueOptions): Record<string, Arbitrary<Json>> {
  const { references } = resolveValueOptions(options)
  const result: Record<string, Arbitrary<Json>> = {}
  for (const sub of attribute.subAttributes) {
    if (!isWritable(sub)) continue
    const name = sub.name.toLowerCase()
    if (attribute.multiValued && name === 'primary') continue
    if (refersToResource(attribute)) {
      if (name === 'value' && references.length > 0) result[sub.name] = fc.constantFrom(...references)
      continue
    }
    result[sub.name] = sub.multiValued
      ? fc.array(simpleValue(sub, options, attribute), { minLength: 1, maxLength: 2 })
      : simpleValue(sub, options, attribute)
  }
  return result
}

/**
 * Values of a complex attribute (RFC 7643 §2.3.8): an object of writable sub-attributes, never empty; those that are
 * required, and `value` where there is one, are always there. A value that points at another resource carries only an
 * id out of `options.references`. `primary` of a multi-valued attribute is left to `attributeValue`, which sees all
 * elements. Shrinks towards few sub-attributes.
 */
export function complexValue(
  attribute: AttributeDefinition,
  options: ValueOptions = {},
): Arbitrary<JsonObject> {
  const model = members(attribute, options)
  const names = Object.keys(model)
  const demanded = attribute.subAttributes
    .filter((sub) => sub.required || sub.name.toLowerCase() === 'value')
    .map((sub) => sub.name)
    .filter((name) => name in model)
  const always = demanded.length > 0 ? demanded : names.slice(0, 1)
  return fc.record(model, { requiredKeys: always, noNullPrototype: true })
}

/** Whether any value can be made: a reference to a resource can not without a resource. */
export function isGenerable(attribute: AttributeDefinition, options: ValueOptions = {}): boolean {
  return attribute.type !== 'complex' || Object.keys(members(attribute, options)).length > 0
}
