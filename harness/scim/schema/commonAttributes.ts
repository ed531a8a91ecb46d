import { attributeWith } from './defaults.ts'
import type { AttributeDefinition } from '../types.ts'

/**
 * The attributes of every resource (RFC 7643 §3.1; `schemas` from §3). They belong to no schema. `schemas` has no stated
 * `returned`; as each representation must have it (§3), it counts as always returned.
 */
export const COMMON_ATTRIBUTES: readonly AttributeDefinition[] = [
  attributeWith({
    name: 'schemas',
    type: 'reference',
    multiValued: true,
    description: 'URIs of the schemas whose attributes are present',
    required: true,
    caseExact: true,
    returned: 'always',
    referenceTypes: ['uri'],
  }),
  attributeWith({
    name: 'id',
    description: 'Identifier issued by the service provider',
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attributeWith({
    name: 'externalId',
    description: 'Identifier issued by the provisioning client',
    caseExact: true,
  }),
  attributeWith({
    name: 'meta',
    type: 'complex',
    description: 'Facts about the resource, kept by the service provider',
    mutability: 'readOnly',
    subAttributes: [
      attributeWith({
        name: 'resourceType',
        description: 'Name of the resource type',
        caseExact: true,
        mutability: 'readOnly',
      }),
      attributeWith({
        name: 'created',
        type: 'dateTime',
        description: 'When the resource was made',
        mutability: 'readOnly',
      }),
      attributeWith({
        name: 'lastModified',
        type: 'dateTime',
        description: 'When the resource was last changed',
        mutability: 'readOnly',
      }),
      attributeWith({
        name: 'location',
        type: 'reference',
        description: 'URI of the resource',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      }),
      attributeWith({
        name: 'version',
        description: 'Entity-tag of the resource',
        caseExact: true,
        mutability: 'readOnly',
      }),
    ],
  }),
]
