import { ScimError } from '../../scim/error.ts'
import { listResponse } from '../../scim/messages/listResponse.ts'
import { COMMON_ATTRIBUTES } from '../../scim/schema/commonAttributes.ts'
import {
  GROUP_SCHEMA,
  RESOURCE_TYPE_SCHEMA,
  SCHEMA_SCHEMA,
  SERVICE_PROVIDER_CONFIG_SCHEMA,
  USER_SCHEMA,
} from '../../scim/schema/core.ts'
import type { AttributeDefinition, JsonObject, SchemaDefinition } from '../../scim/types.ts'
import type { DiscoverySeams } from '../seams.ts'
import type { Call } from '../state.ts'

function attributeDocument(attribute: AttributeDefinition): JsonObject {
  const { subAttributes, canonicalValues, referenceTypes, caseExact, uniqueness, ...plain } = attribute
  const simple = attribute.type !== 'complex'
  return {
    ...plain,
    ...(simple && attribute.type !== 'boolean' ? { caseExact } : {}),
    ...(simple ? { uniqueness } : {}),
    ...(canonicalValues.length === 0 ? {} : { canonicalValues }),
    ...(referenceTypes.length === 0 ? {} : { referenceTypes }),
    ...(subAttributes.length === 0 ? {} : { subAttributes: subAttributes.map(attributeDocument) }),
  }
}

/** What Entra's tools look for in the schema itself, though it is common to all resources (RFC 7643 §3.1 allows that). */
function commonIn(schema: SchemaDefinition, call: Call): readonly AttributeDefinition[] {
  const named = schema.id === USER_SCHEMA.id || schema.id === GROUP_SCHEMA.id
  return call.server.entraDialect && named
    ? COMMON_ATTRIBUTES.filter(({ name }) => name === 'externalId')
    : []
}

function schemaDocument(schema: SchemaDefinition, call: Call): JsonObject {
  return {
    schemas: [SCHEMA_SCHEMA.id],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: [...schema.attributes, ...commonIn(schema, call)].map(attributeDocument),
    meta: { resourceType: 'Schema', location: `${call.baseUrl}/Schemas/${schema.id}` },
  }
}

export const discoverySeams: DiscoverySeams = {
  serviceProviderConfig(call) {
    const { without, limits } = call.server
    return {
      schemas: [SERVICE_PROVIDER_CONFIG_SCHEMA.id],
      documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
      patch: { supported: !without.has('patch') },
      bulk: {
        supported: !without.has('bulk'),
        maxOperations: limits.bulkOperations,
        maxPayloadSize: limits.bulkPayload,
      },
      filter: { supported: !without.has('filter'), maxResults: limits.maxResults },
      changePassword: { supported: !without.has('change-password') },
      sort: { supported: !without.has('sort') },
      etag: { supported: !without.has('etag') },
      ...(without.has('cursor')
        ? {}
        : {
            pagination: {
              cursor: true,
              index: true,
              defaultPaginationMethod: 'index',
              defaultPageSize: Math.min(limits.defaultPageSize, limits.maxResults),
              maxPageSize: limits.maxResults,
              cursorTimeout: limits.cursorSeconds,
            },
          }),
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'OAuth Bearer Token',
          description: 'A bearer token in the Authorization header',
          specUri: 'https://www.rfc-editor.org/info/rfc6750',
          primary: true,
        },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${call.baseUrl}/ServiceProviderConfig` },
    }
  },

  resourceTypeDocument({ resourceType }, call) {
    const { schemaExtensions, ...plain } = resourceType
    return {
      schemas: [RESOURCE_TYPE_SCHEMA.id],
      ...plain,
      schemaExtensions: schemaExtensions.map(({ schema, required }) => ({ schema, required })),
      meta: { resourceType: 'ResourceType', location: `${call.baseUrl}/ResourceTypes/${resourceType.id}` },
    }
  },

  resourceTypeDocuments(call) {
    return call.server.types.map((type) => call.seams.resourceTypeDocument(type, call))
  },

  schemaDocuments(call) {
    const served = call.server.types.flatMap(({ core, extensions }) => [
      core,
      ...extensions.map(({ schema }) => schema),
    ])
    const ofDiscovery = [SERVICE_PROVIDER_CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA]
    return [...served, ...ofDiscovery].map((schema) => schemaDocument(schema, call))
  },

  refuseFilter(call) {
    if (call.url.searchParams.has('filter')) {
      throw new ScimError(403, undefined, 'Discovery documents can not be filtered.')
    }
  },

  discoveryList(documents) {
    return listResponse({
      totalResults: documents.length,
      startIndex: 1,
      itemsPerPage: documents.length,
      resources: documents,
    })
  },

  subjectOf(call) {
    const { subject, resources } = call.tenant
    if (call.server.without.has('me') || subject === undefined) {
      throw new ScimError(501, undefined, '/Me is not supported: the credentials belong to no user.')
    }
    const stored = resources.get(subject)
    if (stored === undefined) throw new ScimError(404, undefined, 'The user of these credentials is gone.')
    return stored
  },
}
