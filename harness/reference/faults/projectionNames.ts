import { parseAttributePath } from '../../scim/path.ts'
import { resolve } from '../../scim/schema/lookup.ts'
import type { ResourceSchema } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { Selection } from '../state.ts'
import { faultsIn, omit } from './touch.ts'

/** The names in attributes are taken otherwise. */
const naming =
  (change: (names: readonly string[]) => readonly string[]) =>
  (seams: Seams): Partial<Seams> => ({
    project: (resource, selection, type, call) => {
      const { attributes } = selection
      const changed: Selection =
        attributes === undefined ? selection : { ...selection, attributes: ['id', ...change(attributes)] }
      return seams.project(resource, changed, type, call)
    },
  })

const isUnknown = (name: string, type: ResourceSchema) =>
  resolve(type, parseAttributePath(name)) === undefined

const LOST = 'The client does not get what it asked for, and takes it for absent.'

/** How the names in attributes are read (RFC 7644 §3.9, §3.10). */
export const projectionNameFaults = faultsIn('projection', [
  {
    id: 'projection.core-urn-unknown',
    title: 'Names under the URI of the core schema are not understood in attributes',
    consequence: LOST,
    source: 'own',
    violates: ['RFC7644-3.10-01', 'RFC7644-3.4.2.5-04'],
    replace: naming((names) => names.filter((name) => !name.includes(':core:'))),
  },
  {
    id: 'projection.sub-attributes-unknown',
    title: 'Names of sub-attributes are not understood in attributes',
    consequence: LOST,
    source: 'own',
    violates: ['RFC7644-3.10-04', 'RFC7644-3.9-05'],
    replace: naming((names) => names.filter((name) => name.includes(':') || !name.includes('.'))),
  },
  {
    id: 'projection.first-name-only',
    title: 'Of several names in attributes only the first counts',
    consequence: LOST,
    source: 'own',
    violates: ['RFC7644-3.9-06'],
    replace: naming((names) => names.slice(0, 1)),
  },
  {
    id: 'projection.both-500',
    title: 'attributes and excludedAttributes together are answered with 500',
    consequence: 'The client retries what can not succeed.',
    source: 'own',
    violates: ['RFC7644-3.9-03'],
    replace: (seams) => ({
      readSelection: (call) => {
        const { searchParams } = call.url
        if (searchParams.has('attributes') && searchParams.has('excludedAttributes'))
          throw new TypeError('both')
        return seams.readSelection(call)
      },
    }),
  },
  {
    id: 'projection.patch-ignores-attributes',
    title: 'attributes has no effect on PATCH',
    consequence: 'Clients get, and must store, data that they did not want.',
    source: 'own',
    violates: ['RFC7644-3.5.2-26'],
    replace: (seams) => ({
      readSelection: (call) => (call.request.method === 'PATCH' ? {} : seams.readSelection(call)),
    }),
  },
  {
    id: 'projection.unknown-500',
    title: 'A name that the schema does not know is answered with 500',
    consequence: 'The client retries what can not succeed.',
    source: 'own',
    violates: ['RFC7644-3.4.2.5-04'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        if (selection.attributes?.some((name) => isUnknown(name, type)) === true)
          throw new TypeError('no such attribute')
        return seams.project(resource, selection, type, call)
      },
    }),
  },
  {
    id: 'projection.list-without-titles',
    title: 'Lists leave out the title of users',
    consequence: 'Clients take it for absent, and write it again in each cycle.',
    source: 'own',
    violates: ['RFC7644-3.4-02', 'RFC7644-3.9-01'],
    replace: (seams) => ({
      listResponse: (page, resources, call) =>
        seams.listResponse(
          page,
          resources.map((resource) => omit(resource, 'title')),
          call,
        ),
    }),
  },
])
