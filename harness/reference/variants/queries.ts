import { ScimError } from '../../scim/error.ts'
import { edit } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

/** What queries do. */
export const queryVariants: readonly Variant[] = [
  {
    id: 'paging.small-pages',
    title: 'A page never holds more than three resources, whatever count says',
    allowedBy: 'P-05, RFC7644-3.4.2.4-06',
    grade: 'accept',
    replace: (seams) => ({
      page: (matches, query, types, call) =>
        seams.page(matches, { ...query, count: Math.min(query.count ?? 3, 3) }, types, call),
    }),
  },
  {
    id: 'paging.forced-cursors',
    title: 'A query without paging parameters is answered with the first page of a cursor walk',
    allowedBy: 'P-13, RFC9865-2.3-01',
    grade: 'accept',
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        const chosen =
          query.startIndex !== undefined || query.count !== undefined || query.cursor !== undefined
        if (chosen) return seams.page(matches, query, types, call)
        const page = seams.page(matches, { ...query, cursor: '', count: 3 }, types, call)
        return { ...page, startIndex: 1 }
      },
      serviceProviderConfig: (call) =>
        edit(seams.serviceProviderConfig(call), 'pagination', (pagination) => ({
          ...(pagination as object),
          defaultPaginationMethod: 'cursor',
        })),
    }),
  },
  {
    id: 'paging.no-previous-cursor',
    title: 'Pages have no previousCursor',
    allowedBy: 'RFC9865-2-12',
    grade: 'accept',
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        const { previousCursor: _previousCursor, ...page } = seams.pageByCursor(matches, query, types, call)
        return page
      },
    }),
  },
  {
    id: 'query.newest-first',
    title: 'Lists that are not sorted begin with the newest resource',
    allowedBy: 'RFC7644-3.4.2.4-02',
    grade: 'accept',
    replace: (seams) => ({
      candidates: (types, call) => [...seams.candidates(types, call)].reverse(),
    }),
  },
  {
    id: 'query.brackets-refused',
    title: 'Filters with brackets are refused with 400 invalidFilter',
    allowedBy: 'F-10, RFC7644-3.4.2.2-31',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (text.replace(/"(?:[^"\\]|\\.)*"/g, '').includes('[')) {
          throw new ScimError(400, 'invalidFilter', 'Brackets are not supported.')
        }
        return seams.parseFilter(text, types, call)
      },
    }),
  },
  {
    id: 'query.too-many',
    title: 'A query over all resource types without a filter is refused with 400 tooMany',
    allowedBy: 'F-17, RFC7644-3.4.2.1-04, Z-02',
    grade: 'accept',
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        if (types.length > 1 && query.filter === undefined && call.tenant.resources.size > 5) {
          throw new ScimError(400, 'tooMany', 'Ask for less.')
        }
        return seams.answerQuery(query, types, call)
      },
    }),
  },
  {
    id: 'sort.collated',
    title: 'userName is sorted as a dictionary does it: signs before digits before letters',
    allowedBy: 'F-14, P-11',
    grade: 'accept',
    replace: (seams) => ({
      sort: (found, query, types, call) => {
        if (query.sortBy !== 'userName') return seams.sort(found, query, types, call)
        const { compare } = new Intl.Collator('en')
        const name = (stored: (typeof found)[number]) => String(stored.attributes['userName'] ?? '')
        const sorted = [...found].sort((left, right) => compare(name(left), name(right)))
        return query.sortOrder === 'descending' ? sorted.reverse() : sorted
      },
    }),
  },
]
