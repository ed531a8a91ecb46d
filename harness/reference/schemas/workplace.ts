import { attributeWith } from '../../scim/schema/defaults.ts'
import type { SchemaDefinition } from '../../scim/types.ts'

/** An extension of User that no standard defines. */
export const WORKPLACE_SCHEMA: SchemaDefinition = {
  id: 'urn:example:params:scim:schemas:extension:workplace:2.0:User',
  name: 'Workplace',
  description: 'Where and how a user works',
  attributes: [
    attributeWith({ name: 'desk', description: 'Desk, as written on it' }),
    attributeWith({
      name: 'badge',
      description: 'Number of the badge',
      caseExact: true,
      uniqueness: 'server',
    }),
    attributeWith({ name: 'remote', type: 'boolean', description: 'Whether the user works elsewhere' }),
    attributeWith({ name: 'hoursPerWeek', type: 'decimal', description: 'Hours agreed on' }),
    attributeWith({ name: 'level', type: 'integer', description: 'Level of experience' }),
    attributeWith({ name: 'since', type: 'dateTime', description: 'When work began' }),
    attributeWith({ name: 'skills', multiValued: true, description: 'What the user can do' }),
    attributeWith({
      name: 'contract',
      type: 'complex',
      description: 'Contract in force',
      subAttributes: [
        attributeWith({ name: 'number', description: 'Number of the contract', caseExact: true }),
        attributeWith({ name: 'endsAt', type: 'dateTime', description: 'When it ends' }),
      ],
    }),
    attributeWith({
      name: 'equipment',
      type: 'complex',
      multiValued: true,
      description: 'Things lent to the user',
      subAttributes: [
        attributeWith({ name: 'value', description: 'Inventory number' }),
        attributeWith({ name: 'display', description: 'What it is' }),
        attributeWith({
          name: 'type',
          description: 'Kind of thing',
          canonicalValues: ['phone', 'laptop', 'key'],
        }),
        attributeWith({ name: 'primary', type: 'boolean', description: 'Whether it is the one mostly used' }),
      ],
    }),
  ],
}
