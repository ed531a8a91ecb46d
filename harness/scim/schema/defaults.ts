import type { AttributeDefinition } from '../types.ts'

/** An attribute with the characteristics of RFC 7643 §2.2, except for those that are given. */
export function attributeWith(
  given: Partial<AttributeDefinition> & Pick<AttributeDefinition, 'name'>,
): AttributeDefinition {
  return {
    type: 'string',
    multiValued: false,
    description: '',
    required: false,
    canonicalValues: [],
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    referenceTypes: [],
    subAttributes: [],
    ...given,
  }
}

/** The sub-attributes of a multi-valued complex attribute whose definition lists none (RFC 7643 §2.4). */
export const defaultSubAttributes: readonly AttributeDefinition[] = [
  attributeWith({ name: 'value', description: 'The significant value' }),
  attributeWith({ name: 'display', description: 'Name shown to people', mutability: 'immutable' }),
  attributeWith({ name: 'type', description: 'Label of the function of this value' }),
  attributeWith({ name: 'primary', type: 'boolean', description: 'Whether this is the preferred value' }),
  attributeWith({
    name: '$ref',
    type: 'reference',
    description: 'URI of the resource meant',
    caseExact: true,
  }),
]
