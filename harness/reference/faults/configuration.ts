import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import type { Tenant } from '../state.ts'
import { edit, faultsIn, omit } from './touch.ts'

/** A configuration that says something else. */
const saying = (change: (config: JsonObject) => JsonObject): Fault['replace'] => {
  return (seams) => ({ serviceProviderConfig: (call) => change(seams.serviceProviderConfig(call)) })
}

/** The ways to sign in, each without one member. */
const schemesWithout = (name: string): Fault['replace'] =>
  saying((config) =>
    edit(config, 'authenticationSchemes', (schemes) =>
      isArray(schemes) ? schemes.map((scheme) => (isObject(scheme) ? omit(scheme, name) : scheme)) : schemes,
    ),
  )

/** Writes to the documents below a path are taken; what they hold afterwards is up to `change`. */
const writable =
  (path: string, change: (document: JsonObject) => JsonObject): Fault['replace'] =>
  (seams) => {
    const written = new WeakSet<Tenant>()
    const changed = (documents: readonly JsonObject[], tenant: Tenant) =>
      written.has(tenant) ? documents.map(change) : documents
    return {
      methodNotAllowed: (allowed, call) => {
        if (!call.url.pathname.includes(path)) return seams.methodNotAllowed(allowed, call)
        written.add(call.tenant)
        return { status: 204, headers: {} }
      },
      serviceProviderConfig: (call) => {
        const config = seams.serviceProviderConfig(call)
        return path === '/ServiceProviderConfig' && written.has(call.tenant) ? change(config) : config
      },
      resourceTypeDocuments: (call) => {
        const documents = seams.resourceTypeDocuments(call)
        return path === '/ResourceTypes' ? changed(documents, call.tenant) : documents
      },
      schemaDocuments: (call) => {
        const documents = seams.schemaDocuments(call)
        return path === '/Schemas' ? changed(documents, call.tenant) : documents
      },
    }
  }

/** What is wrong with `/ServiceProviderConfig`, and with writes to discovery documents. */
export const configurationFaults = faultsIn('discovery', [
  {
    id: 'discovery.config-of-no-schema',
    title: 'schemas of the configuration names another schema',
    consequence: 'Clients do not take it for a configuration.',
    source: 'own',
    violates: ['RFC7643-5-01', 'RFC7644-4-02'],
    replace: saying((config) => ({ ...config, schemas: ['urn:scim:schemas:core:1.0'] })),
  },
  {
    id: 'discovery.config-without-bulk',
    title: 'ServiceProviderConfig does not mention bulk',
    consequence: 'Clients can not tell whether bulk requests work.',
    source: 'own',
    violates: ['RFC7643-5-06'],
    replace: saying((config) => omit(config, 'bulk')),
  },
  {
    id: 'discovery.config-bulk-without-limits',
    title: 'ServiceProviderConfig offers bulk and gives no limits',
    consequence: 'Clients send requests that are too large.',
    source: 'own',
    violates: ['RFC7643-5-07', 'RFC7643-5-08'],
    replace: saying((config) => ({ ...config, bulk: { supported: true } })),
  },
  {
    id: 'discovery.config-without-sort',
    title: 'ServiceProviderConfig mentions neither sort nor changePassword',
    consequence: 'Clients can not tell whether they may sort.',
    source: 'own',
    violates: ['RFC7643-5-12', 'RFC7643-5-13', 'RFC7644-4-03'],
    replace: saying((config) => omit(config, 'sort', 'changePassword')),
  },
  ...(['type', 'name', 'description'] as const).map((name, index) => ({
    id: `discovery.scheme-without-${name}`,
    title: `Authentication schemes have no ${name}`,
    consequence: 'Clients can not tell which way to sign in is meant.',
    source: 'own',
    violates: [`RFC7643-5-${17 + index}`],
    replace: schemesWithout(name),
  })),
  {
    id: 'discovery.config-behind-login',
    title: 'ServiceProviderConfig is answered 401 without credentials',
    consequence: 'Clients learn only after signing in how to sign in.',
    source: 'own',
    violates: ['RFC7643-5-15'],
    replace: (seams) => ({
      serviceProviderConfig: (call) => {
        if (!call.request.headers.has('authorization')) throw new ScimError(401, undefined, 'Sign in first.')
        return seams.serviceProviderConfig(call)
      },
    }),
  },
  {
    id: 'discovery.max-results-understated',
    title: 'filter.maxResults is 1, and pages hold more',
    consequence: 'Clients ask for one resource at a time.',
    source: 'own',
    violates: ['RFC7643-5-10'],
    replace: saying((config) => ({ ...config, filter: { supported: true, maxResults: 1 } })),
  },
  {
    id: 'discovery.config-writable',
    title: 'A PUT or PATCH changes the configuration',
    consequence: 'One client changes what all others believe.',
    source: 'own',
    violates: ['RFC7643-5-02'],
    replace: writable('/ServiceProviderConfig', (config) => omit(config, 'documentationUri')),
  },
  {
    id: 'discovery.resource-types-writable',
    title: 'A PUT or PATCH changes a resource type',
    consequence: 'One client changes what all others believe.',
    source: 'own',
    violates: ['RFC7643-6-01'],
    replace: writable('/ResourceTypes', (type) => omit(type, 'description')),
  },
  {
    id: 'discovery.schemas-writable',
    title: 'A PUT or PATCH changes a schema',
    consequence: 'One client changes what all others believe.',
    source: 'own',
    violates: ['RFC7643-7-02'],
    replace: writable('/Schemas', (schema) => omit(schema, 'description')),
  },
  {
    id: 'discovery.filter-ignored',
    title: 'A filter on a discovery endpoint has no effect',
    consequence: 'Clients take all documents for matches.',
    source: 'own',
    violates: ['RFC7644-4-10'],
    replace: () => ({ refuseFilter: () => undefined }),
  },
  {
    id: 'discovery.one-as-list',
    title: 'A request for one schema or resource type is answered with a list of one',
    consequence: 'Clients that ask for one document can not read it.',
    source: 'own',
    violates: ['RFC7644-4-05', 'RFC7644-4-07'],
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) =>
        /\/(Schemas|ResourceTypes)\/./.test(call.url.pathname) &&
        isObject(answer.body) &&
        answer.status === 200
          ? seams.renderAnswer({ ...answer, body: seams.discoveryList([answer.body], call) }, mediaType, call)
          : seams.renderAnswer(answer, mediaType, call),
    }),
  },
])
