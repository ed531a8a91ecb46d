import { getAt, resolve } from '../../../scim/schema/lookup.ts'
import { parseAttributePath } from '../../../scim/path.ts'
import type { StoredResource } from '../../state.ts'
import { issue } from '../touch.ts'
import { subtleIn } from './subtleIn.ts'

const startOf = ({ startIndex }: { readonly startIndex?: number | undefined }): number =>
  Math.max(1, startIndex ?? 1)

/** What goes wrong past the first page, or where page, filter and order meet. */
export const pagingFaults = [
  ...subtleIn('paging', [
    {
      id: 'paging.exact-remainder-short',
      title: 'A later page lacks its last resource when exactly as many are left as count allows',
      consequence: 'One resource is never seen.',
      source: 'own',
      violates: ['RFC7644-3.4.2.4-13', 'RFC7644-3.4.2.4-08'],
      smallest: { example: 'startIndex=2&count=1', resources: 2 },
      replace: (seams) => ({
        pageByIndex: (matches, query, call) => {
          const page = seams.pageByIndex(matches, query, call)
          const isExact =
            startOf(query) > 1 &&
            page.resources.length === query.count &&
            startOf(query) + query.count - 1 === matches.length
          if (!isExact) return page
          const resources = page.resources.slice(0, -1)
          return { ...page, resources, itemsPerPage: resources.length }
        },
      }),
    },
    {
      id: 'paging.start-among-all',
      title: 'With a filter, startIndex counts those whom the filter leaves out too',
      consequence: 'Pages after the first skip resources.',
      source: issue('DEF-020', 'wso2/product-is#4944'),
      violates: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-13'],
      smallest: { example: 'filter=title pr&startIndex=2&count=1', resources: 3 },
      replace: (seams) => ({
        answerQuery: (query, types, call) => {
          if (query.filter === undefined || startOf(query) < 2 || query.cursor !== undefined)
            return seams.answerQuery(query, types, call)
          const skipped = new Set(
            call.seams
              .candidates(types, call)
              .slice(0, startOf(query) - 1)
              .map(({ id }) => id),
          )
          return seams.answerQuery({ ...query, startIndex: 1 }, types, {
            ...call,
            seams: {
              ...call.seams,
              pageByIndex: (matches, asked, inner) => ({
                ...call.seams.pageByIndex(
                  matches.filter(({ id }) => !skipped.has(id)),
                  asked,
                  inner,
                ),
                totalResults: matches.length,
                startIndex: startOf(query),
              }),
            },
          })
        },
      }),
    },
    {
      id: 'paging.total-of-the-rest',
      title: 'On pages after the first, totalResults counts only what is left',
      consequence: 'Clients stop half-way.',
      source: issue('DEF-014', 'wso2/product-is#12813'),
      violates: ['RFC7644-3.4.2.4-11'],
      smallest: { example: 'startIndex=2&count=1', resources: 2 },
      replace: (seams) => ({
        pageByIndex: (matches, query, call) => {
          const page = seams.pageByIndex(matches, query, call)
          return { ...page, totalResults: Math.max(0, page.totalResults - startOf(query) + 1) }
        },
      }),
    },
    {
      id: 'paging.third-page-overlaps',
      title: 'From the third page on, pages begin one resource too early',
      consequence: 'Some resources come twice, the last never.',
      source: 'own',
      violates: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-13'],
      smallest: { example: 'startIndex=3&count=1', resources: 3 },
      replace: (seams) => ({
        pageByIndex: (matches, query, call) => {
          const start = startOf(query)
          if (query.count === undefined || query.count < 1 || start <= 2 * query.count)
            return seams.pageByIndex(matches, query, call)
          return {
            ...seams.pageByIndex(matches, { ...query, startIndex: start - 1 }, call),
            startIndex: start,
          }
        },
      }),
    },
    {
      id: 'paging.cursor-forgets-the-filter',
      title: 'Pages of a cursor walk after the first are not filtered',
      consequence: 'Clients get people whom they did not ask for.',
      source: 'own',
      violates: ['RFC9865-2-08', 'RFC7644-3.4.2.2-04'],
      smallest: { example: 'filter=title pr&cursor=…&count=1', resources: 2 },
      replace: (seams) => ({
        selectMatches: (candidates, filter, call) =>
          (call.url.searchParams.get('cursor') ?? '') === ''
            ? seams.selectMatches(candidates, filter, call)
            : candidates,
      }),
    },
    {
      id: 'paging.cursor-ends-at-full-page',
      title: 'nextCursor is missing when exactly one page is left',
      consequence: 'The last page is never read.',
      source: 'own',
      violates: ['RFC9865-2-09', 'RFC9865-2-10'],
      smallest: { example: 'cursor=&count=1', resources: 2 },
      replace: (seams) => ({
        pageByCursor: (matches, query, types, call) => {
          const page = seams.pageByCursor(matches, query, types, call)
          const { nextCursor, ...rest } = page
          if (nextCursor === undefined) return page
          const { offset, count } = call.seams.decodeCursor(nextCursor, call)
          return offset + count === matches.length ? rest : page
        },
      }),
    },
    {
      id: 'paging.sorted-pages-cut-first',
      title: 'On pages after the first, the page is cut before the list is sorted',
      consequence: 'Some resources come twice, others never.',
      source: 'own',
      violates: ['RFC7644-3.4.2.3-02', 'RFC7644-3.4.2.4-13'],
      smallest: { example: 'sortBy=displayName&startIndex=2&count=1', resources: 2 },
      replace: (seams) => ({
        sort: (matches, query, types, call) =>
          startOf(query) > 1 || (query.cursor ?? '') !== ''
            ? matches
            : seams.sort(matches, query, types, call),
      }),
    },
  ]),
  ...subtleIn('sort', [
    {
      id: 'sort.filtered-unsorted',
      title: 'A query with a filter is not sorted',
      consequence: 'The first of the list is not the first.',
      source: issue('DEF-142', 'simpleidserver/SimpleIdServer#682'),
      violates: ['RFC7644-3.4.2.3-02'],
      smallest: { example: 'filter=userName pr&sortBy=displayName', resources: 2 },
      replace: (seams) => ({
        sort: (matches, query, types, call) =>
          query.filter === undefined ? seams.sort(matches, query, types, call) : matches,
      }),
    },
    {
      id: 'sort.first-letters-count',
      title: 'Texts are sorted by their first two characters only',
      consequence: 'Lists are out of order where names begin alike.',
      source: 'own',
      violates: ['RFC7644-3.4.2.3-02', 'RFC7644-3.4.2.3-08'],
      smallest: { example: 'sortBy=nickName', resources: 2 },
      replace: (seams) => ({
        sort: (matches, query, types, call) =>
          seams.sort(matches, query, types, {
            ...call,
            seams: {
              ...call.seams,
              renderResource: (stored, inner) =>
                Object.fromEntries(
                  Object.entries(call.seams.renderResource(stored, inner)).map(([name, value]) => [
                    name,
                    typeof value === 'string' && name !== 'id' ? value.slice(0, 2) : value,
                  ]),
                ),
            },
          }),
      }),
    },
    {
      id: 'sort.absent-first',
      title: 'Resources without a value stand first in the ascending order, and last in the descending one',
      consequence: 'Lists begin with people of whom nothing is known.',
      source: 'own',
      violates: ['RFC7644-3.4.2.3-05'],
      smallest: { example: 'sortBy=title', resources: 2 },
      replace: (seams) => ({
        sort: (matches, query, types, call) => {
          const sorted = seams.sort(matches, query, types, call)
          if (query.sortBy === undefined) return sorted
          const path = parseAttributePath(query.sortBy)
          const hasValue = (stored: StoredResource) =>
            types.some((type) => {
              const resolved = resolve(type, path)
              return (
                resolved !== undefined &&
                getAt(call.seams.renderResource(stored, call), resolved) !== undefined
              )
            })
          const [held, without] = [sorted.filter(hasValue), sorted.filter((one) => !hasValue(one))]
          return query.sortOrder === 'descending' ? [...held, ...without] : [...without, ...held]
        },
      }),
    },
    {
      id: 'sort.numbers-by-digits',
      title: 'Numbers are sorted by their digits: 10 stands before 9',
      consequence: 'Lists are out of order.',
      source: 'own',
      violates: ['RFC7644-3.4.2.3-08'],
      smallest: {
        example: 'sortBy=urn:example:params:scim:schemas:extension:workplace:2.0:User:level',
        resources: 2,
      },
      replace: (seams) => ({
        sort: (matches, query, types, call) =>
          seams.sort(matches, query, types, {
            ...call,
            seams: {
              ...call.seams,
              renderResource: (stored, inner) =>
                JSON.parse(
                  JSON.stringify(call.seams.renderResource(stored, inner), (_name, value: unknown) =>
                    typeof value === 'number' ? String(value) : value,
                  ),
                ) as Record<string, never>,
            },
          }),
      }),
    },
  ]),
]
