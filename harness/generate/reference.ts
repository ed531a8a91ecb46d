import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { AttributeDefinition } from '../scim/types.ts'
import { addressValue } from './address.ts'
import type { ValueOptions } from './valueOptions.ts'

const plainName = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/)

/** `uri`: an identifier that need not be resolvable; `external`: a URL; else the name of a resource type. */
function isUriOnly(attribute: AttributeDefinition): boolean {
  return attribute.referenceTypes.length === 1 && attribute.referenceTypes[0] === 'uri'
}

/**
 * Values of a reference attribute (RFC 7643 §2.3.7): URLs made by `addresses`, and, where the schema says `uri`, names
 * under `urn:example:` as well (RFC 6963: reserved for examples).
 */
export function referenceValue(
  attribute: AttributeDefinition,
  options: ValueOptions = {},
): Arbitrary<string> {
  if (attribute.canonicalValues.length > 0) return fc.constantFrom(...attribute.canonicalValues)
  const url = addressValue('url', options.addresses)
  if (!isUriOnly(attribute)) return url
  return fc.oneof(
    url,
    plainName.map((name) => `urn:example:${name}`),
  )
}
