import { ScimError } from '../../scim/error.ts'
import { effectivePaging, pageOf } from '../../scim/paging.ts'
import { digest } from '../random.ts'
import { faultsIn, issue } from './touch.ts'

export const pagingFaults = faultsIn('paging', [
  {
    id: 'paging.total-is-page-size',
    title: 'totalResults is the number of resources in the page',
    consequence: 'Clients stop after the first page and miss the other users.',
    source: issue('DEF-014', 'wso2/product-is#12813'),
    violates: ['RFC7644-3.4.2.4-11', 'RFC7644-3.4.2-05'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const page = seams.pageByIndex(matches, query, call)
        return { ...page, totalResults: page.resources.length }
      },
    }),
  },
  {
    id: 'paging.start-index-ignored',
    title: 'startIndex is ignored: every page is the first',
    consequence: 'Clients read the same users for ever, and never the others.',
    source: issue('DEF-015', 'scimmyjs/scimmy#21'),
    violates: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-13'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => seams.pageByIndex(matches, { ...query, startIndex: 1 }, call),
    }),
  },
  {
    id: 'paging.zero-based',
    title: 'startIndex counts from 0',
    consequence: 'The first user is never read.',
    source: 'own',
    violates: ['RFC7644-3.4.2.4-03', 'RFC7644-3.4.2.4-12'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) =>
        query.startIndex === undefined
          ? seams.pageByIndex(matches, query, call)
          : seams.pageByIndex(matches, { ...query, startIndex: query.startIndex + 1 }, call),
    }),
  },
  {
    id: 'paging.page-cut-twice',
    title: 'startIndex is applied again to the page that is already cut: later pages are empty',
    consequence: 'Clients miss every user behind the first page.',
    source: issue('DEF-018', 'Captain-P-Goldfish/SCIM-SDK#131'),
    violates: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-13'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const page = seams.pageByIndex(matches, query, call)
        const resources = page.resources.slice(Math.max(0, (query.startIndex ?? 1) - 1))
        return { ...page, resources, itemsPerPage: resources.length }
      },
    }),
  },
  {
    id: 'paging.start-index-echoes-zero',
    title: 'startIndex in the answer is 0 when none was asked for',
    consequence: 'Clients that go on from there read one user twice.',
    source: issue('DEF-017', 'elimity-com/scim#154'),
    violates: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-03'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => ({
        ...seams.pageByIndex(matches, query, call),
        startIndex: query.startIndex ?? 0,
      }),
    }),
  },
  {
    id: 'paging.items-echo-count',
    title: 'itemsPerPage is the count that was asked for, not the number of resources in the page',
    consequence: 'Clients that add it to startIndex skip users.',
    source: issue('DEF-016', 'elimity-com/scim#154'),
    violates: ['RFC7644-3.4.2.4-10'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const page = seams.pageByIndex(matches, query, call)
        return { ...page, itemsPerPage: query.count ?? page.itemsPerPage }
      },
    }),
  },
  {
    id: 'paging.count-zero-refused',
    title: 'count=0 is refused with 400',
    consequence: 'Clients can not ask how many users there are.',
    source: issue('DEF-222', 'elimity-com/scim#110'),
    violates: ['RFC7644-3.4.2.4-09'],
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        if (query.count === 0) throw new ScimError(400, 'invalidValue', 'count must be positive.')
        return seams.page(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.count-zero-returns-page',
    title: 'count=0 returns a whole page',
    consequence: 'Who wanted a number gets the data of many people.',
    source: issue('DEF-223', 'wso2/product-is#5106'),
    violates: ['RFC7644-3.4.2.4-09', 'RFC7644-3.4.2.4-05'],
    replace: (seams) => ({
      pageByIndex: (matches, query, call) => {
        const { count, ...rest } = query
        return seams.pageByIndex(matches, count === 0 ? rest : query, call)
      },
    }),
  },
  {
    id: 'paging.count-exceeded',
    title: 'A page holds one resource more than count allows',
    consequence: 'Clients read one user of each page twice.',
    source: 'own',
    violates: ['RFC7644-3.4.2.4-05'],
    replace: () => ({
      pageByIndex: (matches, query, call) => {
        const { maxResults } = call.server.limits
        const count = query.count === undefined || query.count <= 0 ? query.count : query.count + 1
        return pageOf(matches, effectivePaging({ startIndex: query.startIndex, count }, maxResults))
      },
    }),
  },
  {
    id: 'paging.negative-count-refused',
    title: 'A negative count is refused with 400',
    consequence: 'A client that relies on the rule that it counts as 0 fails.',
    source: 'own',
    violates: ['RFC7644-3.4.2.4-07', 'RFC9865-2-03'],
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        if ((query.count ?? 0) < 0) throw new ScimError(400, 'invalidValue', 'count must not be negative.')
        return seams.page(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.start-index-zero-refused',
    title: 'A startIndex below 1 is refused with 400',
    consequence: 'A client that counts from 0 fails, although the standard lets it.',
    source: 'own',
    violates: ['RFC7644-3.4.2.4-04'],
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        if ((query.startIndex ?? 1) < 1) throw new ScimError(400, 'invalidValue', 'startIndex begins at 1.')
        return seams.page(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.silent-truncation',
    title: 'Only the first five matches are ever seen, and counted',
    consequence: 'Users behind them do not exist for the client; it makes them again.',
    source: 'own',
    violates: ['RFC7644-3.4.2-05', 'RFC7644-3.4.2.4-11'],
    replace: (seams) => ({
      selectMatches: (candidates, filter, call) => seams.selectMatches(candidates, filter, call).slice(0, 5),
    }),
  },
  {
    id: 'paging.cursor-lost',
    title: 'nextCursor is missing although there are further pages',
    consequence: 'Clients stop after the first page.',
    source: 'own',
    violates: ['RFC9865-2-09', 'RFC9865-2-10'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        const { nextCursor: _nextCursor, ...page } = seams.pageByCursor(matches, query, types, call)
        return page
      },
    }),
  },
  {
    id: 'paging.cursor-never-ends',
    title: 'The last page has a nextCursor, which leads to the first page again',
    consequence: 'Clients walk in circles.',
    source: 'own',
    violates: ['RFC9865-2-10'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        const page = seams.pageByCursor(matches, query, types, call)
        if (page.nextCursor !== undefined || query.cursor === undefined || query.cursor === '') return page
        const first = { ...seams.decodeCursor(query.cursor, call), offset: 0 }
        return { ...page, nextCursor: seams.encodeCursor(first, call) }
      },
    }),
  },
  {
    id: 'paging.previous-cursor-on-first-page',
    title: 'The first page has a previousCursor',
    consequence: 'Clients that walk back do not notice where the list begins.',
    source: 'own',
    violates: ['RFC9865-2-13'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        const page = seams.pageByCursor(matches, query, types, call)
        const previousCursor = digest(String(call.server.seed))
        return page.previousCursor === undefined ? { ...page, previousCursor } : page
      },
    }),
  },
  {
    id: 'paging.cursor-not-url-safe',
    title: 'Cursors hold characters that must be encoded in a URL',
    consequence: 'A client that puts the cursor into the URL as it is gets an error on the second page.',
    source: 'own',
    violates: ['RFC9865-2-02', 'RFC9865-2-14'],
    replace: (seams) => ({
      encodeCursor: (position, call) => `${seams.encodeCursor(position, call)}+/=`,
      decodeCursor: (cursor, call) => seams.decodeCursor(cursor.replace('+/=', ''), call),
    }),
  },
  {
    id: 'paging.bad-cursor-500',
    title: 'A cursor that nobody gave out is answered with 500',
    consequence: 'A client whose cursor was damaged is told to try again.',
    source: 'own',
    violates: ['RFC9865-2.1-01'],
    replace: (seams) => ({
      decodeCursor: (cursor, call) => {
        try {
          return seams.decodeCursor(cursor, call)
        } catch {
          throw new TypeError('no such cursor')
        }
      },
    }),
  },
])
