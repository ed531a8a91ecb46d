import type { Arbitrary } from 'fast-check'
import type { AttributeDefinition, Json } from '../scim/types.ts'
import { binaryValue } from './binary.ts'
import { booleanValue } from './boolean.ts'
import { dateTimeValue } from './dateTime.ts'
import { decimalValue } from './decimal.ts'
import { integerValue } from './integer.ts'
import { referenceValue } from './reference.ts'
import { stringValue } from './string.ts'
import type { ValueOptions } from './valueOptions.ts'

/**
 * One value of an attribute of any simple type (RFC 7643 §2.3), also where the attribute is multi-valued.
 *
 * @param parent the complex attribute that holds `attribute`, if it is a sub-attribute
 * @throws {TypeError} for a complex attribute
 */
export function simpleValue(
  attribute: AttributeDefinition,
  options: ValueOptions = {},
  parent?: AttributeDefinition,
): Arbitrary<Json> {
  const known = made.get(attribute) ?? new WeakMap<ValueOptions, Arbitrary<Json>>()
  made.set(attribute, known)
  const arbitrary = known.get(options) ?? newValue(attribute, options, parent)
  known.set(options, arbitrary)
  return arbitrary
}

/** Arbitraries hold no state, and an attribute has one parent: the same serves whoever asks with the same options. */
const made = new WeakMap<AttributeDefinition, WeakMap<ValueOptions, Arbitrary<Json>>>()

function newValue(
  attribute: AttributeDefinition,
  options: ValueOptions,
  parent: AttributeDefinition | undefined,
): Arbitrary<Json> {
  const { fit } = options
  if (fit !== undefined) {
    const { fit: _, ...others } = options
    return newValue(attribute, others, parent).map((value) => fit(value, attribute, parent))
  }
  switch (attribute.type) {
    case 'string':
      return stringValue(attribute, options, parent)
    case 'boolean':
      return booleanValue()
    case 'decimal':
      return decimalValue()
    case 'integer':
      return integerValue()
    case 'dateTime':
      return dateTimeValue()
    case 'binary':
      return binaryValue(options)
    case 'reference':
      return referenceValue(attribute, options)
    case 'complex':
      throw new TypeError(`${attribute.name} is complex; its values are not simple`)
  }
}
