import { ScimError } from '../../scim/error.ts'
import { getMember } from '../../scim/json.ts'
import type { Variant } from '../variant.ts'

/** How pages may be cut and told, and lists be sorted. */
export const pageVariants: readonly Variant[] = [
  {
    id: 'paging.start-index-left-out',
    title:
      'A page that begins at 1 does not say so when it is the whole list, nor when startIndex was below 1',
    allowedBy: 'P-02, P-08',
    grade: 'accept',
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const { startIndex = 1, ...page } = seams.pageByIndex(matches, query, call)
        const whole = page.resources.length === page.totalResults
        return whole || (query.startIndex ?? 1) < 1 ? page : { ...page, startIndex }
      },
    }),
  },
  {
    id: 'paging.start-index-repeated',
    title: 'A startIndex below 1 counts as 1 and is repeated in the answer',
    allowedBy: 'P-02',
    grade: 'warn',
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const page = seams.pageByIndex(matches, query, call)
        return (query.startIndex ?? 1) < 1 ? { ...page, startIndex: query.startIndex ?? 1 } : page
      },
    }),
  },
  {
    id: 'paging.items-per-page-asked',
    title: 'itemsPerPage is the count that was asked for',
    allowedBy: 'P-08',
    grade: 'warn',
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const page = seams.pageByIndex(matches, query, call)
        return { ...page, itemsPerPage: Math.max(0, query.count ?? page.itemsPerPage) }
      },
    }),
  },
  {
    id: 'paging.large-count-refused',
    title: 'A count above maxResults is refused with 400',
    allowedBy: 'P-05',
    grade: 'warn',
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        if ((query.count ?? 0) > call.server.limits.maxResults)
          throw new ScimError(400, query.cursor === undefined ? 'invalidValue' : 'invalidCount', 'Too many.')
        return seams.page(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.text-ignored',
    title: 'A startIndex or count that is no number is ignored',
    allowedBy: 'P-06',
    grade: 'accept',
    replace: (seams) => ({
      readQuery: (call) => {
        const url = new URL(call.url)
        for (const name of ['startIndex', 'count'])
          if (!/^-?\d+$/.test(url.searchParams.get(name) ?? '0')) url.searchParams.delete(name)
        return seams.readQuery({ ...call, url })
      },
    }),
  },
  {
    id: 'paging.behind-the-end-refused',
    title: 'A startIndex behind the end is refused with 404',
    allowedBy: 'P-07',
    grade: 'warn',
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        if (matches.length > 0 && (query.startIndex ?? 1) > matches.length)
          throw new ScimError(404, undefined, 'There is no such page.')
        return seams.pageByIndex(matches, query, call)
      },
    }),
  },
  {
    id: 'paging.no-order-kept',
    title: 'Pages of an unsorted list do not keep one order',
    allowedBy: 'P-10, RFC7644-3.4.2.4-02',
    grade: 'warn',
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const turned = query.sortBy === undefined && (query.startIndex ?? 1) % 2 === 0
        return seams.pageByIndex(turned ? [...matches].reverse() : matches, query, call)
      },
    }),
  },
  {
    id: 'paging.cursor-without-total',
    title: 'Pages of a cursor walk have no totalResults, unless count is 0',
    allowedBy: 'P-09, RFC9865-2-18',
    grade: 'accept',
    replace: (seams) => ({
      listResponse: (page, resources, call) => {
        const list = seams.listResponse(page, resources, call)
        if (page.startIndex !== undefined || resources.length === 0) return list
        const { totalResults: _totalResults, ...rest } = list
        return rest
      },
    }),
  },
  {
    id: 'paging.negative-count-is-invalid-with-cursor',
    title: 'With a cursor, a negative count is refused with 400 invalidCount',
    allowedBy: 'P-03',
    grade: 'warn',
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        if ((query.count ?? 0) < 0) throw new ScimError(400, 'invalidCount', 'count must not be negative.')
        return seams.pageByCursor(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.walk-ends-empty',
    title: 'The last page with resources has a nextCursor, which leads to an empty page without one',
    allowedBy: 'RFC9865-2-06, RFC9865-2-10',
    grade: 'accept',
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        const page = seams.pageByCursor(matches, query, types, call)
        const first = query.cursor === undefined || query.cursor === ''
        if (page.nextCursor !== undefined || page.resources.length === 0 || first) return page
        const here = call.seams.decodeCursor(query.cursor ?? '', call)
        return { ...page, nextCursor: call.seams.encodeCursor({ ...here, offset: matches.length }, call) }
      },
    }),
  },
  {
    id: 'paging.count-may-change',
    title: 'A count that changes within a walk is obeyed',
    allowedBy: 'RFC9865-2.1-04',
    grade: 'accept',
    replace: (seams) => ({
      decodeCursor: (cursor, call) => {
        const position = seams.decodeCursor(cursor, call)
        const asked = Number(call.url.searchParams.get('count') ?? position.count)
        return { ...position, count: asked }
      },
    }),
  },
  {
    id: 'sort.without-value-first',
    title: 'Resources without a value sort first, in descending order last',
    allowedBy: 'P-11',
    grade: 'warn',
    replace: (seams) => ({
      sort: (matches, query, types, call) => {
        const sorted = seams.sort(matches, query, types, call)
        const { sortBy } = query
        if (sortBy === undefined || sortBy.includes('.')) return sorted
        const has = (at: number) => {
          const stored = sorted[at]
          return stored !== undefined && getMember(stored.attributes, sortBy) !== undefined
        }
        const without = sorted.filter((_, at) => !has(at))
        const valued = sorted.filter((_, at) => has(at))
        return query.sortOrder === 'descending' ? [...valued, ...without] : [...without, ...valued]
      },
    }),
  },
  {
    id: 'query.users-are-active',
    title: 'Users for whom nothing else was said are active',
    allowedBy: 'RFC7644-3.4.2.2-41, C-13',
    grade: 'accept',
    replace: (seams) => ({
      renderResource: (stored, call) => {
        const resource = seams.renderResource(stored, call)
        return stored.type === 'User' && resource['active'] === undefined
          ? { ...resource, active: true }
          : resource
      },
      // What is shown and not stored is no change when a PATCH hands it back.
      commit: (stored, attributes, call) => {
        const { active, ...others } = attributes
        const isShownOnly =
          stored.type === 'User' && active === true && stored.attributes['active'] === undefined
        return seams.commit(stored, isShownOnly ? others : attributes, call)
      },
    }),
  },
]
