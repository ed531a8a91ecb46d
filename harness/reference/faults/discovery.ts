import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { edit, faultsIn, issue, omit } from './touch.ts'

/** A schema document in which every attribute, at any depth, is changed. */
export function mapAttributes(
  document: JsonObject,
  change: (attribute: JsonObject) => JsonObject,
): JsonObject {
  const inList = (value: Json): Json =>
    isArray(value)
      ? value.map((one) => (isObject(one) ? change(edit(one, 'subAttributes', inList)) : one))
      : value
  return edit(document, 'attributes', inList)
}

export const discoveryFaults = faultsIn('discovery', [
  {
    id: 'discovery.schemas-bare-array',
    title: 'GET /Schemas answers with a bare JSON array',
    consequence: 'Clients that read a list message find no schema.',
    source: issue('DEF-040', 'pond/scimitar#117'),
    violates: ['RFC7644-4-04', 'RFC7644-4-08'],
    replace: (seams) => ({
      discoveryList: (documents, call) =>
        call.url.pathname.endsWith('/Schemas') ? documents : seams.discoveryList(documents, call),
    }),
  },
  {
    id: 'discovery.resource-types-bare-array',
    title: 'GET /ResourceTypes answers with a bare JSON array',
    consequence: 'Clients do not learn which endpoints there are.',
    source: issue('DEF-287', 'imulab/go-scim#14'),
    violates: ['RFC7644-4-08'],
    replace: (seams) => ({
      discoveryList: (documents, call) =>
        call.url.pathname.endsWith('/ResourceTypes') ? documents : seams.discoveryList(documents, call),
    }),
  },
  {
    id: 'discovery.config-incomplete',
    title: 'ServiceProviderConfig lacks etag and filter.maxResults',
    consequence: 'Clients can not tell how large a page may be, nor whether versions are kept.',
    source: issue('DEF-337', 'better-auth/better-auth#10413'),
    violates: ['RFC7643-5-11', 'RFC7643-5-14'],
    replace: (seams) => ({
      serviceProviderConfig: (call) =>
        edit(omit(seams.serviceProviderConfig(call), 'etag'), 'filter', () => ({ supported: true })),
    }),
  },
  {
    id: 'discovery.no-authentication-schemes',
    title: 'ServiceProviderConfig names no authentication scheme',
    consequence: 'Clients can not tell how to sign in.',
    source: issue('DEF-337', 'osiam/osiam#309'),
    violates: ['RFC7643-5-16'],
    replace: (seams) => ({
      serviceProviderConfig: (call) => omit(seams.serviceProviderConfig(call), 'authenticationSchemes'),
    }),
  },
  {
    id: 'discovery.config-as-list',
    title: 'GET /ServiceProviderConfig answers with a list of one',
    consequence: 'Clients read no capability and take each for unsupported.',
    source: 'own',
    violates: ['RFC7644-4-02'],
    replace: (seams) => ({
      serviceProviderConfig: (call) => ({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: 1,
        Resources: [seams.serviceProviderConfig(call)],
      }),
    }),
  },
  {
    id: 'discovery.supported-as-text',
    title: 'The supported flags of ServiceProviderConfig are strings',
    consequence: 'A client for which any text that is not empty is true takes "false" for true.',
    source: 'own',
    violates: ['RFC7643-5-05', 'RFC7643-5-09', 'RFC7643-2.3.2-01', 'RFC7644-4-03'],
    replace: (seams) => ({
      serviceProviderConfig: (call) =>
        Object.fromEntries(
          Object.entries(seams.serviceProviderConfig(call)).map(([name, value]) => [
            name,
            isObject(value) ? edit(value, 'supported', (flag) => String(flag)) : value,
          ]),
        ),
    }),
  },
  {
    id: 'discovery.mutability-misspelt',
    title: 'Schemas give the mutability of attributes as "readwrite"',
    consequence: 'Schema discovery of strict clients fails.',
    source: issue('DEF-201', 'getsentry/sentry#119884'),
    violates: ['RFC7643-7-25'],
    replace: (seams) => ({
      schemaDocuments: (call) =>
        seams
          .schemaDocuments(call)
          .map((document) =>
            mapAttributes(document, (attribute) =>
              attribute['mutability'] === 'readWrite' ? { ...attribute, mutability: 'readwrite' } : attribute,
            ),
          ),
    }),
  },
  {
    id: 'discovery.extensions-unlisted',
    title: 'Resource types do not name their extensions',
    consequence: 'Clients never send department, manager or employee number.',
    source: issue('DEF-286', 'AzureAD/SCIMReferenceCode#110'),
    violates: ['RFC7643-6-09', 'RFC7643-3-05', 'RFC7644-4-06'],
    replace: (seams) => ({
      resourceTypeDocument: (type, call) => omit(seams.resourceTypeDocument(type, call), 'schemaExtensions'),
    }),
  },
  {
    id: 'discovery.extensions-not-an-array',
    title: 'schemaExtensions of a resource type is one object, not an array',
    consequence: 'Clients can not read the resource type.',
    source: issue('DEF-285', 'wso2/charon#107'),
    violates: ['RFC7643-2.4-01'],
    replace: (seams) => ({
      resourceTypeDocument: (type, call) =>
        edit(seams.resourceTypeDocument(type, call), 'schemaExtensions', (list) =>
          isArray(list) ? (list[0] ?? {}) : list,
        ),
    }),
  },
  {
    id: 'discovery.message-schemas-listed',
    title: 'GET /Schemas lists the schema of a message',
    consequence: 'Clients take a message for a kind of resource.',
    source: 'own',
    violates: ['RFC7644-3.1-06'],
    replace: (seams) => ({
      schemaDocuments: (call) => [
        ...seams.schemaDocuments(call),
        {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
          id: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
          name: 'PatchOp',
          description: 'A PATCH request',
          attributes: [],
        },
      ],
    }),
  },
  {
    id: 'discovery.enterprise-schema-missing',
    title: 'GET /Schemas leaves out an extension that resources use',
    consequence: 'Clients can not tell which attributes the extension has.',
    source: 'own',
    violates: ['RFC7643-7-01', 'RFC7643-6-10', 'RFC7644-4-04'],
    replace: (seams) => ({
      schemaDocuments: (call) =>
        seams.schemaDocuments(call).filter(({ id }) => !String(id).includes('extension:enterprise')),
    }),
  },
  {
    id: 'discovery.paging-refused',
    title: 'Paging parameters on a discovery endpoint are answered with 403',
    consequence: 'Clients that always send a count learn nothing about the server.',
    source: 'own',
    violates: ['RFC7644-4-09'],
    replace: (seams) => ({
      refuseFilter: (call) => {
        if (call.url.searchParams.has('count')) throw new ScimError(403, undefined, 'Discovery has no pages.')
        seams.refuseFilter(call)
      },
    }),
  },
])
