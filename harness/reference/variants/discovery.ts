import type { Variant } from '../variant.ts'
import { omit } from '../faults/touch.ts'

/** What discovery documents say and leave out. */
export const discoveryVariants: readonly Variant[] = [
  {
    id: 'discovery.types-of-its-own',
    title: '/ResourceTypes lists ServiceProviderConfig too, whose endpoint holds one object',
    allowedBy: 'S-03',
    grade: 'accept',
    replace: (seams) => ({
      resourceTypeDocuments: (call) => [
        ...seams.resourceTypeDocuments(call),
        {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
          id: 'ServiceProviderConfig',
          name: 'ServiceProviderConfig',
          endpoint: '/ServiceProviderConfig',
          description: 'What the server can do',
          schema: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
        },
      ],
    }),
  },
  {
    id: 'discovery.endpoints-without-slash',
    title: 'The endpoint of a resource type has no leading slash, and there is no id',
    allowedBy: 'S-07',
    grade: 'accept',
    replace: (seams) => ({
      resourceTypeDocument: (type, call) => {
        const document = seams.resourceTypeDocument(type, call)
        return { ...omit(document, 'id'), endpoint: type.resourceType.endpoint.slice(1) }
      },
      renderAnswer: (answer, mediaType, call) => {
        const name = /\/ResourceTypes\/([^/]+)$/.exec(call.url.pathname)?.[1]
        const found = seams.resourceTypeDocuments(call).find((document) => document['name'] === name)
        return found === undefined
          ? seams.renderAnswer(answer, mediaType, call)
          : seams.renderAnswer({ status: 200, headers: {}, body: omit(found, 'id') }, mediaType, call)
      },
    }),
  },
  {
    id: 'discovery.bare-documents',
    title: 'Discovery documents have no meta, no description, and only the schemas of resources are listed',
    allowedBy: 'S-14, S-08, S-03',
    grade: 'warn',
    replace: (seams) => ({
      serviceProviderConfig: (call) => omit(seams.serviceProviderConfig(call), 'meta', 'documentationUri'),
      resourceTypeDocument: (type, call) =>
        omit(seams.resourceTypeDocument(type, call), 'meta', 'description'),
      schemaDocuments: (call) =>
        seams
          .schemaDocuments(call)
          .filter(({ id }) => !/:core:2\.0:(ServiceProviderConfig|ResourceType|Schema)$/.test(String(id)))
          .map((schema) => omit(schema, 'meta', 'description')),
    }),
  },
  {
    id: 'discovery.without-required-limits',
    title: 'No filter.maxResults and no bulk limits are given, and bulk is off',
    allowedBy: 'S-09',
    grade: 'warn',
    replace: (seams) => ({
      serviceProviderConfig: (call) => ({
        ...seams.serviceProviderConfig(call),
        bulk: { supported: false },
        authenticationSchemes: [],
      }),
    }),
  },
]
