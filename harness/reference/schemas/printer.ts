import { attributeWith } from '../../scim/schema/defaults.ts'
import type { ResourceType, SchemaDefinition } from '../../scim/types.ts'

/**
 * A resource type that no standard defines, with an attribute for each data type, mutability, returned, uniqueness
 * and caseExact of RFC 7643 §2.2 and §2.3.
 */
export const PRINTER_SCHEMA: SchemaDefinition = {
  id: 'urn:example:params:scim:schemas:core:2.0:Printer',
  name: 'Printer',
  description: 'A printer that people may use',
  attributes: [
    attributeWith({
      name: 'label',
      description: 'Name on the printer',
      required: true,
      returned: 'always',
      uniqueness: 'server',
    }),
    attributeWith({
      name: 'serialNumber',
      description: 'Number given by the maker',
      caseExact: true,
      mutability: 'immutable',
    }),
    attributeWith({
      name: 'inventoryCode',
      description: 'Number that no other printer anywhere has',
      caseExact: true,
      uniqueness: 'global',
    }),
    attributeWith({ name: 'note', description: 'Remarks of the operators', returned: 'request' }),
    attributeWith({
      name: 'adminPin',
      description: 'Secret of the operators',
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
    }),
    attributeWith({
      name: 'firmware',
      description: 'Version of the firmware, found out by the server',
      caseExact: true,
      mutability: 'readOnly',
    }),
    attributeWith({ name: 'inService', type: 'boolean', description: 'Whether it takes jobs' }),
    attributeWith({ name: 'pageCount', type: 'integer', description: 'Pages printed so far' }),
    attributeWith({ name: 'tonerLevel', type: 'decimal', description: 'Part of the toner that is left' }),
    attributeWith({ name: 'installedAt', type: 'dateTime', description: 'When it was set up' }),
    attributeWith({
      name: 'hostKey',
      type: 'binary',
      description: 'Public key of its network interface',
      caseExact: true,
    }),
    attributeWith({
      name: 'manual',
      type: 'reference',
      description: 'Where its manual is',
      caseExact: true,
      referenceTypes: ['external'],
    }),
    attributeWith({ name: 'aliases', multiValued: true, description: 'Further names' }),
    attributeWith({
      name: 'place',
      type: 'complex',
      description: 'Where it stands',
      subAttributes: [
        attributeWith({ name: 'building', description: 'Building' }),
        attributeWith({ name: 'floor', type: 'integer', description: 'Floor; 0 is level with the street' }),
        attributeWith({ name: 'accessible', type: 'boolean', description: 'Whether a lift goes there' }),
      ],
    }),
    attributeWith({
      name: 'keeper',
      type: 'complex',
      description: 'Who looks after it',
      subAttributes: [
        attributeWith({ name: 'value', description: 'id of the user', caseExact: true }),
        attributeWith({
          name: '$ref',
          type: 'reference',
          description: 'URI of the user',
          caseExact: true,
          referenceTypes: ['User'],
        }),
        attributeWith({ name: 'displayName', description: 'Name of the user', mutability: 'readOnly' }),
      ],
    }),
    attributeWith({
      name: 'trays',
      type: 'complex',
      multiValued: true,
      description: 'Paper trays',
      subAttributes: [
        attributeWith({ name: 'value', description: 'Paper in the tray' }),
        attributeWith({ name: 'display', description: 'Name of the tray' }),
        attributeWith({
          name: 'type',
          description: 'Size of the paper',
          canonicalValues: ['a3', 'a4', 'letter'],
        }),
        attributeWith({ name: 'primary', type: 'boolean', description: 'Whether jobs go here first' }),
        attributeWith({ name: 'sheets', type: 'integer', description: 'Sheets that it holds' }),
        attributeWith({ name: 'filledAt', type: 'dateTime', description: 'When it was last filled' }),
      ],
    }),
  ],
}

export const PRINTER_RESOURCE_TYPE: ResourceType = {
  id: 'Printer',
  name: 'Printer',
  endpoint: '/Printers',
  description: PRINTER_SCHEMA.description,
  schema: PRINTER_SCHEMA.id,
  schemaExtensions: [],
}
