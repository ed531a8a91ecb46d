import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { AttributeDefinition, Json, JsonObject } from '../scim/types.ts'
import { complexValue } from './complex.ts'
import { simpleValue } from './simple.ts'
import { resolveValueOptions } from './valueOptions.ts'
import type { ValueOptions } from './valueOptions.ts'

/** One value of an attribute of any type (RFC 7643 §2.3), also where the attribute is multi-valued. */
export function singleValue(attribute: AttributeDefinition, options: ValueOptions = {}): Arbitrary<Json> {
  return attribute.type === 'complex' ? complexValue(attribute, options) : simpleValue(attribute, options)
}

/** What makes two elements the same value: type and value (RFC 7643 §2.4), else all of it; case is not looked at. */
function sameness(element: Json): string {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    return JSON.stringify(element).toLowerCase()
  }
  const object = element as JsonObject
  const key = 'value' in object ? [object['type'] ?? null, object['value']] : object
  return JSON.stringify(key).toLowerCase()
}

/**
 * The value of an attribute as it stands in a resource: one value, or an array of one to `maxValues` different ones, of
 * which at most one is `primary` (RFC 7643 §2.4).
 */
export function attributeValue(attribute: AttributeDefinition, options: ValueOptions = {}): Arbitrary<Json> {
  const one = singleValue(attribute, options)
  if (!attribute.multiValued) return one
  const elements = fc.uniqueArray(one, {
    minLength: 1,
    maxLength: resolveValueOptions(options).maxValues,
    selector: sameness,
  })
  const hasPrimary = attribute.subAttributes.some(
    (sub) => sub.name.toLowerCase() === 'primary' && sub.mutability !== 'readOnly',
  )
  if (!hasPrimary) return elements
  return fc
    .tuple(elements, fc.option(fc.nat({ max: 2 })))
    .map(([values, primary]) => markPrimary(values, primary))
}

function markPrimary(values: readonly Json[], primary: number | null): readonly Json[] {
  if (primary === null) return values
  return values.map((value, at) => (at === primary ? { ...(value as JsonObject), primary: true } : value))
}
