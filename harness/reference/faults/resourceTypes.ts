import { isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import { edit, faultsIn, omit } from './touch.ts'

/** Resource types that say something else. */
const saying = (change: (type: JsonObject) => JsonObject): Fault['replace'] => {
  return (seams) => ({ resourceTypeDocument: (type, call) => change(seams.resourceTypeDocument(type, call)) })
}

const ofExtensions = (change: (extension: JsonObject) => JsonObject) => (type: JsonObject) =>
  edit(type, 'schemaExtensions', (list) =>
    isArray(list) ? list.map((one) => (isObject(one) ? change(one) : one)) : list,
  )

/** What is wrong with `/ResourceTypes`. */
export const resourceTypeFaults = faultsIn('discovery', [
  {
    id: 'discovery.type-without-endpoint',
    title: 'Resource types have no endpoint',
    consequence: 'Clients can not tell where the resources are.',
    source: 'own',
    violates: ['RFC7643-6-02'],
    replace: saying((type) => omit(type, 'endpoint')),
  },
  {
    id: 'discovery.type-without-name',
    title: 'Resource types have no name',
    consequence: 'Clients can not find the type of a resource.',
    source: 'own',
    violates: ['RFC7643-6-02', 'RFC7643-6-04', 'RFC7643-3-01'],
    replace: saying((type) => omit(type, 'name')),
  },
  {
    id: 'discovery.type-named-otherwise',
    title: 'The name of a resource type is not what meta.resourceType says',
    consequence: 'Clients can not find the type of a resource.',
    source: 'own',
    violates: ['RFC7643-3-01', 'RFC7643-3.1-18'],
    replace: saying((type) => edit(type, 'name', (name) => `${String(name)}Resource`)),
  },
  {
    id: 'discovery.endpoint-elsewhere',
    title: 'The endpoint of a resource type is a path that leads nowhere',
    consequence: 'Clients that discover endpoints get 404.',
    source: 'own',
    violates: ['RFC7643-6-07', 'RFC7644-4-06'],
    replace: saying((type) => edit(type, 'endpoint', (endpoint) => `/api${String(endpoint)}`)),
  },
  {
    id: 'discovery.core-schema-missing',
    title: 'GET /Schemas leaves out the schema of a resource type',
    consequence: 'Clients can not tell which attributes there are.',
    source: 'own',
    violates: ['RFC7643-6-08', 'RFC7643-3.2-01', 'RFC7644-4-04'],
    replace: (seams) => ({
      schemaDocuments: (call) => seams.schemaDocuments(call).filter(({ name }) => name !== 'Printer'),
    }),
  },
  {
    id: 'discovery.extension-required-unsaid',
    title: 'schemaExtensions do not say whether they are required',
    consequence: 'Clients leave out what they must send.',
    source: 'own',
    violates: ['RFC7643-6-13'],
    replace: saying(ofExtensions((extension) => omit(extension, 'required'))),
  },
  {
    id: 'discovery.extension-required-in-name-only',
    title: 'An extension is published as required, and users are made without it',
    consequence: 'Clients send what nobody needs, or give up.',
    source: 'own',
    violates: ['RFC7643-6-11'],
    replace: saying(ofExtensions((extension) => ({ ...extension, required: true }))),
  },
])
