import { ScimError } from '../../scim/error.ts'
import { listResponse } from '../../scim/messages/listResponse.ts'
import { edit, faultsIn, omit, withBody } from './touch.ts'

/** The URL of a request with another path. */
function at(request: Request, change: (path: string) => string): Request {
  const url = new URL(request.url)
  const path = change(url.pathname)
  if (path === url.pathname) return request
  url.pathname = path
  return new Request(url, request)
}

/** Which endpoints there are, which methods they take, and what their answers look like. */
export const endpointFaults = [
  ...faultsIn('discovery', [
    {
      id: 'discovery.users-elsewhere',
      title: '/ResourceTypes says that users lie at /People, and nothing does',
      consequence: 'Clients that follow the discovery find nobody.',
      source: 'own',
      violates: ['RFC7644-3.2-01'],
      replace: (seams) => ({
        resourceTypeDocument: (type, call) =>
          edit(seams.resourceTypeDocument(type, call), 'endpoint', (endpoint) =>
            endpoint === '/Users' ? '/People' : endpoint,
          ),
      }),
    },
    {
      id: 'discovery.endpoint-singular',
      title: 'The endpoint of a further resource type is its name in the singular',
      consequence: 'Clients that form the plural do not find it.',
      source: 'own',
      violates: ['RFC7644-3.2-02'],
      replace: (seams) => ({
        resourceTypeDocument: (type, call) =>
          edit(seams.resourceTypeDocument(type, call), 'endpoint', (endpoint) =>
            endpoint === '/Printers' ? '/Printer' : endpoint,
          ),
      }),
    },
  ]),
  ...faultsIn('query', [
    {
      id: 'query.list-refused',
      title: 'GET on the endpoint of a resource type is answered with 405 unless there is a filter',
      consequence: 'Clients can not read who is there.',
      source: 'own',
      violates: ['RFC7644-3.2-04'],
      replace: (seams) => ({
        answerQuery: (query, types, call) => {
          if (query.filter === undefined) throw new ScimError(405, undefined, 'Send a filter.')
          return seams.answerQuery(query, types, call)
        },
      }),
    },
    {
      id: 'query.list-without-schema',
      title: 'Lists have no schemas',
      consequence: 'Strict clients do not take the answer for a list.',
      source: 'own',
      violates: ['RFC7644-3.1-05'],
      replace: (seams) => ({
        listResponse: (page, resources, call) => omit(seams.listResponse(page, resources, call), 'schemas'),
      }),
    },
    {
      id: 'query.password-filter-500',
      title: 'A filter on password is answered with 500',
      consequence: 'The client retries what can not succeed.',
      source: 'own',
      violates: ['RFC7644-3.12-26', 'RFC7644-7.5.2-02'],
      replace: (seams) => ({
        parseFilter: (text, types, call) => {
          if (/\bpassword\b/i.test(text)) throw new TypeError('column is encrypted')
          return seams.parseFilter(text, types, call)
        },
      }),
    },
    {
      id: 'query.unicode-forms-differ',
      title: 'A filter does not find a name that is written in another Unicode form',
      consequence: 'The client creates the user a second time.',
      source: 'own',
      violates: ['RFC7644-7.8-01'],
      replace: (seams) => ({
        matchFilter: (filter, resource, type, call) =>
          /[\u0300-\u036f]/.test(JSON.stringify(filter))
            ? false
            : seams.matchFilter(filter, resource, type, call),
      }),
    },
  ]),
  ...faultsIn('read', [
    {
      id: 'read.as-list',
      title: 'A read by id is answered with a list of one',
      consequence: 'Clients find no attributes where the user should be.',
      source: 'own',
      violates: ['RFC7644-3.4.1-03'],
      replace: (seams) => ({
        answerRead: (stored, selection, call) =>
          withBody(seams.answerRead(stored, selection, call), (body) =>
            listResponse({ resources: [body], totalResults: 1 }),
          ),
      }),
    },
  ]),
  ...faultsIn('create', [
    {
      id: 'create.post-not-found',
      title: 'A POST to the endpoint of a resource type is answered with 404',
      consequence: 'Nobody can be created.',
      source: 'own',
      violates: ['RFC7644-3.3-01'],
      replace: () => ({
        createResource: () => {
          throw new ScimError(404, undefined, 'Nothing takes a POST here.')
        },
      }),
    },
  ]),
  ...faultsIn('put', [
    {
      id: 'put.not-offered',
      title: 'PUT is answered with 501',
      consequence: 'Clients that replace can change nothing.',
      source: 'own',
      violates: ['RFC7644-3.5-01'],
      replace: () => ({
        replaceResource: () => {
          throw new ScimError(501, undefined, 'PUT is not supported.')
        },
      }),
    },
  ]),
  ...faultsIn('patch', [
    {
      id: 'patch.not-offered',
      title: 'PATCH is not supported, and is answered with 405',
      consequence: 'Entra can update nobody.',
      source: 'own',
      violates: ['RFC7644-3.5-02', 'RFC7644-3.12-16'],
      replace: (seams) => ({
        serviceProviderConfig: (call) =>
          edit(seams.serviceProviderConfig(call), 'patch', () => ({ supported: false })),
        readPatch: () => {
          throw new ScimError(405, undefined, 'PATCH is not supported.')
        },
      }),
    },
  ]),
  ...faultsIn('media', [
    {
      id: 'media.json-accept-refused',
      title: 'Accept: application/json is answered with 406',
      consequence: 'Clients that ask for plain JSON fail.',
      source: 'own',
      violates: ['RFC7644-3.8-08'],
      replace: (seams) => ({
        negotiate: (call) => {
          if (call.request.headers.get('accept') === 'application/json')
            throw new ScimError(406, undefined, 'Answers are application/scim+json.')
          return seams.negotiate(call)
        },
      }),
    },
  ]),
  ...faultsIn('errors', [
    {
      id: 'errors.version-ignored',
      title: 'A request for any version of the protocol is answered as one for version 2',
      consequence: 'Clients of another version misread what they get.',
      source: 'own',
      violates: ['RFC7644-3.13-03', 'RFC7644-3.12-25'],
      replace: (seams) => ({
        rewriteRequest: (request) =>
          seams.rewriteRequest(at(request, (path) => path.replace(/\/v\d+\//, '/v2/'))),
      }),
    },
    {
      id: 'errors.old-version-by-default',
      title: 'Without a version in the URL lists are those of SCIM 1.1',
      consequence: 'Clients that leave the version out get messages that they do not know.',
      source: 'own',
      violates: ['RFC7644-3.13-04'],
      replace: (seams) => ({
        rewriteRequest: (request) =>
          seams.rewriteRequest(at(request, (path) => path.replace(/\/scim\/(?!v\d)/, '/scim/v2/'))),
        listResponse: (page, resources, call) =>
          edit(seams.listResponse(page, resources, call), 'schemas', () => ['urn:scim:schemas:core:1.0']),
      }),
    },
  ]),
]
