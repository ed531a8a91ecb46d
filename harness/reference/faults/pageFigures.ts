import { ScimError } from '../../scim/error.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Resource } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import type { Seams } from '../seams.ts'
import { edit, faultsIn, omit } from './touch.ts'

/** Partial pages lose a figure. */
const without =
  (name: string) =>
  (seams: Seams): Partial<Seams> => ({
    listResponse: (page, resources, call) => {
      const list = seams.listResponse(page, resources, call)
      return resources.length < page.totalResults ? omit(list, name) : list
    },
  })

/** Lists are sorted as if resources looked otherwise. */
const sortedAs =
  (change: (resource: Resource) => Resource): Fault['replace'] =>
  (seams) => ({
    sort: (matches, query, types, call) =>
      seams.sort(matches, query, types, {
        ...call,
        seams: {
          ...call.seams,
          renderResource: (stored, inner) => change(call.seams.renderResource(stored, inner)),
        },
      }),
  })

/** What pages say of themselves, and what sorts them. */
export const pageFigureFaults = [
  ...faultsIn('paging', [
    {
      id: 'paging.start-index-missing',
      title: 'A page does not say at which place it begins',
      consequence: 'Clients that go by the answer lose their place.',
      source: 'own',
      violates: ['RFC7644-3.4.2-08'],
      replace: without('startIndex'),
    },
    {
      id: 'paging.items-missing',
      title: 'A page does not say how many resources it holds',
      consequence: 'Clients that go by the answer lose their place.',
      source: 'own',
      violates: ['RFC7644-3.4.2-09'],
      replace: without('itemsPerPage'),
    },
    {
      id: 'paging.count-demanded',
      title: 'A query with startIndex and without count is refused',
      consequence: 'Clients that leave the size to the server get no answer.',
      source: 'own',
      violates: ['RFC7644-3.4.2.4-08'],
      replace: (seams) => ({
        pageByIndex: (matches, query, call) => {
          if (query.startIndex !== undefined && query.count === undefined)
            throw new ScimError(400, 'invalidValue', 'count is missing.')
          return seams.pageByIndex(matches, query, call)
        },
      }),
    },
    {
      id: 'paging.max-results-exceeded',
      title: 'Pages hold more resources than filter.maxResults says',
      consequence: 'Clients that reserve room for maxResults resources run out of it.',
      source: 'own',
      violates: ['RFC7643-5-10'],
      replace: (seams) => ({
        serviceProviderConfig: (call) =>
          edit(seams.serviceProviderConfig(call), 'filter', () => ({ supported: true, maxResults: 5 })),
      }),
    },
    {
      id: 'paging.text-500',
      title: 'A startIndex or count that is no number is answered with 500',
      consequence: 'The client retries what can not succeed.',
      source: 'own',
      violates: ['RFC7644-3.4.2.4-03'],
      replace: (seams) => ({
        readQuery: (call) => {
          const odd = ['startIndex', 'count'].some((name) => {
            const value = call.url.searchParams.get(name)
            return value !== null && !/^-?\d+$/.test(value)
          })
          if (odd) throw new TypeError('not a number')
          return seams.readQuery(call)
        },
      }),
    },
  ]),
  ...faultsIn('sort', [
    {
      id: 'sort.first-value-counts',
      title: 'Of several values the first one is sorted by, not the primary one',
      consequence: 'The list is in another order than the client shows.',
      source: 'own',
      violates: ['RFC7644-3.4.2.3-03'],
      replace: sortedAs((resource) =>
        edit(resource, 'emails', (emails) =>
          isArray(emails) ? emails.map((one) => (isObject(one) ? omit(one, 'primary') : one)) : emails,
        ),
      ),
    },
    {
      id: 'sort.case-ignored',
      title: 'Case-exact text is sorted without regard to case',
      consequence: 'The list is in another order than the client works out.',
      source: 'own',
      violates: ['RFC7644-3.4.2.3-08'],
      replace: sortedAs((resource) => edit(resource, 'externalId', (id) => String(id).toLowerCase())),
    },
  ]),
]
