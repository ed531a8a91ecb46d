import { ScimError } from '../../scim/error.ts'
import { isObject } from '../../scim/json.ts'
import { SEARCH_REQUEST_URI } from '../../scim/messages/searchRequest.ts'
import type { Seams } from '../seams.ts'
import type { Query, Selection } from '../state.ts'
import { faultsIn, omit, withBody } from './touch.ts'

/** The body of a search is read otherwise. */
const reading =
  (change: (query: Query) => Query) =>
  (seams: Seams): Partial<Seams> => ({
    readSearch: (body, call) => change(seams.readSearch(body, call)),
  })

const simple = (names: readonly string[] | undefined) => names?.filter((name) => !name.includes('.'))

/** The names of a projection, those of sub-attributes left out. */
const simpleNames = ({ attributes, excludedAttributes }: Selection): Selection => ({
  ...(attributes === undefined ? {} : { attributes: [...(simple(attributes) ?? []), 'id'] }),
  ...(excludedAttributes === undefined ? {} : { excludedAttributes: simple(excludedAttributes) ?? [] }),
})

const MORE = 'Clients get, and must store, data that they did not want.'

/** What is made of the body of a search by POST (RFC 7644 §3.4.3). */
export const searchFaults = faultsIn('query', [
  {
    id: 'query.search-schema-refused',
    title: 'A search that bears the schema of a search request is refused',
    consequence: 'Nobody can search by POST.',
    source: 'own',
    violates: ['RFC7644-3.4.3-04'],
    replace: () => ({
      readSearch: () => {
        throw new ScimError(400, 'invalidSyntax', 'SearchRequest is no schema of a resource.')
      },
    }),
  },
  {
    id: 'query.search-ignores-filter',
    title: 'The filter of a search by POST is ignored',
    consequence: 'The client takes the first user of all for the one it looks for, and changes that.',
    source: 'own',
    violates: ['RFC7644-3.4.3-10'],
    replace: reading(({ filter: _filter, ...query }) => query),
  },
  {
    id: 'query.search-ignores-sub-attributes',
    title: 'Names of sub-attributes in a search by POST are not understood',
    consequence: MORE,
    source: 'own',
    violates: ['RFC7644-3.4.3-06', 'RFC7644-3.4.3-09'],
    replace: reading((query) => ({ ...query, selection: simpleNames(query.selection) })),
  },
  {
    id: 'query.search-excludes-id',
    title: 'excludedAttributes in a search by POST removes the id',
    consequence: 'The client finds the user and can not address it.',
    source: 'own',
    violates: ['RFC7644-3.4.3-08'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const answer = seams.answerQuery(query, types, call)
        const gone = call.request.method === 'POST' && query.selection.excludedAttributes?.includes('id')
        if (gone !== true) return answer
        return withBody(answer, (body) => ({
          ...body,
          Resources: [body['Resources'] ?? []].flat().map((one) => (isObject(one) ? omit(one, 'id') : one)),
        }))
      },
    }),
  },
  {
    id: 'query.search-ignores-sort',
    title: 'sortBy in a search by POST has no effect',
    consequence: 'Clients show people in no order.',
    source: 'own',
    violates: ['RFC7644-3.4.3-12'],
    replace: reading(({ sortBy: _sortBy, ...query }) => query),
  },
  {
    id: 'query.search-ignores-sort-by-sub-attribute',
    title: 'sortBy with a sub-attribute has no effect in a search by POST',
    consequence: 'Clients show people in no order.',
    source: 'own',
    violates: ['RFC7644-3.4.3-13'],
    replace: reading(({ sortBy, ...query }) =>
      sortBy?.includes('.') === true ? query : { ...query, ...(sortBy === undefined ? {} : { sortBy }) },
    ),
  },
  {
    id: 'query.search-ignores-paging',
    title: 'startIndex and count in a search by POST have no effect',
    consequence: 'Clients that ask for little get all.',
    source: 'own',
    violates: ['RFC7644-3.4.3-18'],
    replace: reading(({ startIndex: _startIndex, count: _count, ...query }) => query),
  },
  {
    id: 'query.search-without-schema',
    title: 'A search that does not bear the schema of a search request is carried out',
    consequence: 'A mistaken request goes unnoticed.',
    source: 'own',
    violates: ['RFC7644-3.4.3-04'],
    replace: (seams) => ({
      readSearch: (body, call) => seams.readSearch({ ...body, schemas: [SEARCH_REQUEST_URI] }, call),
    }),
  },
])
