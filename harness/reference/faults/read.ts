import { isArray, isObject } from '../../scim/json.ts'
import { digest } from '../random.ts'
import { edit, faultsIn, issue, omit } from './touch.ts'

export const readFaults = faultsIn('read', [
  {
    id: 'read.no-schemas',
    title: 'Resources have no schemas attribute',
    consequence: 'Clients can not tell which extensions are in use.',
    source: 'own',
    violates: ['RFC7643-3-04', 'RFC7644-3.1-02'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        omit(seams.project(resource, selection, type, call), 'schemas'),
    }),
  },
  {
    id: 'read.extension-schema-unlisted',
    title: 'schemas leaves out the extensions that the resource has',
    consequence: 'Clients do not look at the extension.',
    source: 'own',
    violates: ['RFC7643-3-04'],
    replace: () => ({ schemasOf: (_attributes, type) => [type.core.id] }),
  },
  {
    id: 'read.schemas-twice',
    title: 'schemas names the core schema twice',
    consequence: 'Clients that take schemas for a set refuse the resource.',
    source: 'own',
    violates: ['RFC7643-3-06', 'RFC7643-3-03'],
    replace: (seams) => ({
      schemasOf: (attributes, type, call) => [type.core.id, ...seams.schemasOf(attributes, type, call)],
    }),
  },
  {
    id: 'read.resource-type-wrong',
    title: 'meta.resourceType is the name of the endpoint',
    consequence: 'Clients look up a resource type that does not exist.',
    source: 'own',
    violates: ['RFC7644-3.3.1-01', 'RFC7643-3.1-18'],
    replace: (seams) => ({
      assignMeta: (stored, call) => ({
        ...seams.assignMeta(stored, call),
        resourceType: `${stored.type}s`,
      }),
    }),
  },
  {
    id: 'read.last-modified-frozen',
    title: 'meta.lastModified stays what it was at creation',
    consequence: 'Clients that read only what changed miss every change.',
    source: issue('DEF-323', 'wso2/product-is#22244'),
    violates: ['RFC7643-3.1-20'],
    replace: (seams) => ({
      assignMeta: (stored, call) => ({
        ...seams.assignMeta(stored, call),
        lastModified: stored.created,
      }),
    }),
  },
  {
    id: 'read.last-modified-later-than-created',
    title: 'meta.lastModified of a new resource is a minute after meta.created',
    consequence: 'Each new resource looks as if somebody had changed it.',
    source: 'own',
    violates: ['RFC7643-3.1-21'],
    replace: (seams) => ({
      assignMeta: (stored, call) => {
        const later = new Date(Date.parse(stored.lastModified) + 60_000).toISOString()
        return { ...seams.assignMeta(stored, call), lastModified: later }
      },
    }),
  },
  {
    id: 'read.date-without-time',
    title: 'meta.created is a date without a time',
    consequence: 'Strict clients can not read the resource.',
    source: 'own',
    violates: ['RFC7643-3.1-19', 'RFC7643-2.3.5-01'],
    replace: (seams) => ({
      assignMeta: (stored, call) => ({
        ...seams.assignMeta(stored, call),
        created: stored.created.slice(0, 10),
      }),
    }),
  },
  {
    id: 'read.id-changes',
    title: 'The id of a resource changes with each change of it',
    consequence: 'Clients hold ids that lead nowhere, and group members dangle.',
    source: issue('DEF-332', 'BerriAI/litellm#14071'),
    violates: ['RFC7643-3.1-07'],
    replace: (seams) => ({
      commit: (stored, attributes, call) => {
        const changed = seams.commit(stored, attributes, call)
        if (changed === stored) return stored
        const renamed = { ...changed, id: digest(`${stored.id}${changed.revision}`) }
        call.tenant.resources.delete(stored.id)
        call.seams.save(renamed, call.tenant, call)
        return renamed
      },
    }),
  },
  {
    id: 'read.list-id-differs',
    title: 'The id in lists is not the id of the resource itself',
    consequence: 'A user found by filter can not be updated: 404.',
    source: issue('DEF-296', 'OneUptime/oneuptime#2134'),
    violates: ['RFC7644-3.4.1-01', 'RFC7643-3.1-05'],
    replace: (seams) => ({
      listResponse: (page, resources, call) =>
        seams.listResponse(
          page,
          resources.map((resource) => edit(resource, 'id', (id) => digest(String(id)))),
          call,
        ),
    }),
  },
  {
    id: 'read.empty-strings-dropped',
    title: 'An attribute whose value is the empty string is left out',
    consequence: 'The client writes it again in each cycle.',
    source: issue('DEF-210', 'simpleidserver/SimpleIdServer#295'),
    violates: ['RFC7644-3.1-08'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        Object.fromEntries(
          Object.entries(seams.project(resource, selection, type, call)).filter(([, value]) => value !== ''),
        ),
    }),
  },
  {
    id: 'read.booleans-as-text',
    title: 'Booleans are returned as strings',
    consequence: 'A deactivated user counts as active wherever "false" is true.',
    source: 'own',
    violates: ['RFC7643-2.3.2-01'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        Object.fromEntries(
          Object.entries(seams.project(resource, selection, type, call)).map(([name, value]) => [
            name,
            typeof value === 'boolean' ? String(value) : value,
          ]),
        ),
    }),
  },
  {
    id: 'read.single-element-unwrapped',
    title: 'A multi-valued attribute with one element is returned as an object',
    consequence: 'Clients can not read a user with one e-mail.',
    source: 'own',
    violates: ['RFC7643-2.4-01', 'RFC7643-1.2-02', 'RFC7644-3.8-10'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        Object.fromEntries(
          Object.entries(seams.project(resource, selection, type, call)).map(([name, value]) => [
            name,
            isArray(value) && value.length === 1 && isObject(value[0]) ? value[0] : value,
          ]),
        ),
    }),
  },
])
