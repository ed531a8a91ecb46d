import enterpriseUser from '../../../fixtures/rfc/schemas/enterprise-user.json' with { type: 'json' }
import group from '../../../fixtures/rfc/schemas/group.json' with { type: 'json' }
import resourceType from '../../../fixtures/rfc/schemas/resource-type.json' with { type: 'json' }
import schema from '../../../fixtures/rfc/schemas/schema.json' with { type: 'json' }
import serviceProviderConfig from '../../../fixtures/rfc/schemas/service-provider-config.json' with { type: 'json' }
import user from '../../../fixtures/rfc/schemas/user.json' with { type: 'json' }
import { resourceSchema } from './lookup.ts'
import { readSchema } from './read.ts'
import type { ResourceSchema, ResourceType, SchemaDefinition } from '../types.ts'

export { COMMON_ATTRIBUTES } from './commonAttributes.ts'

/** User (RFC 7643 §4.1, §8.7.1), with the verified errata. */
export const USER_SCHEMA: SchemaDefinition = readSchema(user.schema)

/** Group (RFC 7643 §4.2, §8.7.1), with the verified errata. */
export const GROUP_SCHEMA: SchemaDefinition = readSchema(group.schema)

/** Enterprise User extension (RFC 7643 §4.3, §8.7.1), with the verified errata. */
export const ENTERPRISE_USER_SCHEMA: SchemaDefinition = readSchema(enterpriseUser.schema)

/** ServiceProviderConfig (RFC 7643 §5, §8.7.2), with the verified errata. */
export const SERVICE_PROVIDER_CONFIG_SCHEMA: SchemaDefinition = readSchema(serviceProviderConfig.schema)

/** ResourceType (RFC 7643 §6, §8.7.2), with the verified errata. */
export const RESOURCE_TYPE_SCHEMA: SchemaDefinition = readSchema(resourceType.schema)

/** Schema (RFC 7643 §7, §8.7.2), with the verified errata. */
export const SCHEMA_SCHEMA: SchemaDefinition = readSchema(schema.schema)

/** The User resource type, extended by Enterprise User (RFC 7643 §8.6; the extension is optional here). */
export const USER_RESOURCE_TYPE: ResourceType = {
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: USER_SCHEMA.description,
  schema: USER_SCHEMA.id,
  schemaExtensions: [{ schema: ENTERPRISE_USER_SCHEMA.id, required: false }],
}

/** The Group resource type (RFC 7643 §8.6). */
export const GROUP_RESOURCE_TYPE: ResourceType = {
  id: 'Group',
  name: 'Group',
  endpoint: '/Groups',
  description: GROUP_SCHEMA.description,
  schema: GROUP_SCHEMA.id,
  schemaExtensions: [],
}

/** Users as the standard defines them, with the Enterprise User extension. */
export const USER_RESOURCE_SCHEMA: ResourceSchema = resourceSchema(USER_RESOURCE_TYPE, [
  USER_SCHEMA,
  ENTERPRISE_USER_SCHEMA,
])

/** Groups as the standard defines them. */
export const GROUP_RESOURCE_SCHEMA: ResourceSchema = resourceSchema(GROUP_RESOURCE_TYPE, [GROUP_SCHEMA])
