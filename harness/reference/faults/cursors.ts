import { ScimError } from '../../scim/error.ts'
import type { Seams } from '../seams.ts'
import type { Page, Query } from '../state.ts'
import { edit, faultsIn, omit } from './touch.ts'

const isFirst = ({ cursor }: Query) => cursor === undefined || cursor === ''

/** Pages of a cursor walk are changed. */
const changing =
  (change: (page: Page, query: Query) => Page) =>
  (seams: Seams): Partial<Seams> => ({
    pageByCursor: (matches, query, types, call) =>
      change(seams.pageByCursor(matches, query, types, call), query),
  })

/** A refusal of a cursor is told otherwise. */
const telling =
  (change: (error: ScimError) => ScimError) =>
  (seams: Seams): Partial<Seams> => ({
    pageByCursor: (matches, query, types, call) => {
      try {
        return seams.pageByCursor(matches, query, types, call)
      } catch (thrown) {
        throw thrown instanceof ScimError ? change(thrown) : thrown
      }
    },
  })

/** `pagination` of ServiceProviderConfig has a text in place of a boolean. */
const worded =
  (name: string) =>
  (seams: Seams): Partial<Seams> => ({
    serviceProviderConfig: (call) =>
      edit(seams.serviceProviderConfig(call), 'pagination', (pagination) => ({
        ...(pagination as object),
        [name]: 'true',
      })),
  })

const LOST = 'Clients that page by cursor get no further.'

/** Paging by cursor (RFC 9865). */
export const cursorFaults = faultsIn('paging', [
  {
    id: 'paging.empty-cursor-refused',
    title: 'An empty cursor is refused',
    consequence: LOST,
    source: 'own',
    violates: ['RFC9865-2-01'],
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        if (query.cursor === '') throw new ScimError(400, 'invalidCursor', 'cursor is empty.')
        return seams.page(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.cursor-demands-count',
    title: 'A walk by cursor without count is refused',
    consequence: LOST,
    source: 'own',
    violates: ['RFC9865-2-07'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        if (query.count === undefined) throw new ScimError(400, 'invalidCount', 'count is missing.')
        return seams.pageByCursor(matches, query, types, call)
      },
    }),
  },
  {
    id: 'paging.cursor-count-zero-counts-nothing',
    title: 'With a cursor, count=0 gives a totalResults of 0',
    consequence: 'Clients take the list for empty.',
    source: 'own',
    violates: ['RFC9865-2-04'],
    replace: changing((page, { count }) => (count === 0 ? { ...page, totalResults: 0 } : page)),
  },
  {
    id: 'paging.cursor-count-exceeded',
    title: 'With a cursor, a page holds one resource more than count allows',
    consequence: 'Clients read one user of each page twice.',
    source: 'own',
    violates: ['RFC9865-2-05'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        const count = query.count === undefined || query.count <= 0 ? {} : { count: query.count + 1 }
        return seams.pageByCursor(matches, { ...query, ...count }, types, call)
      },
    }),
  },
  {
    id: 'paging.cursor-total-of-page',
    title: 'With a cursor, totalResults is the number of resources in the page',
    consequence: 'Clients stop after the first page.',
    source: 'own',
    violates: ['RFC9865-2-17'],
    replace: changing((page) => ({ ...page, totalResults: page.resources.length })),
  },
  {
    id: 'paging.bad-cursor-unnamed',
    title: 'A cursor that nobody gave out is refused without a scimType',
    consequence: 'The client does not learn that it has to begin again.',
    source: 'own',
    violates: ['RFC9865-2.1-02'],
    replace: telling((error) => new ScimError(error.status, undefined, error.message)),
  },
  {
    id: 'paging.changed-count-misnamed',
    title: 'A count that changes within a walk is refused as invalidValue',
    consequence: 'The client does not learn what is wrong.',
    source: 'own',
    violates: ['RFC9865-2.1-04'],
    replace: telling((error) =>
      error.scimType === 'invalidCount' ? new ScimError(400, 'invalidValue', error.message) : error,
    ),
  },
  {
    id: 'paging.cursor-unsorted',
    title: 'A walk by cursor is not sorted',
    consequence: 'Clients show people in no order.',
    source: 'own',
    violates: ['RFC9865-2.2-01'],
    replace: (seams) => ({
      sort: (matches, query, types, call) =>
        query.cursor === undefined ? seams.sort(matches, query, types, call) : matches,
    }),
  },
  {
    id: 'paging.start-index-starts-a-walk',
    title: 'A query with startIndex is paged by cursor, from the beginning',
    consequence: 'Clients that page by index read the first page for ever.',
    source: 'own',
    violates: ['RFC9865-2.4-01'],
    replace: (seams) => ({
      page: (matches, query, types, call) =>
        query.startIndex === undefined
          ? seams.page(matches, query, types, call)
          : seams.pageByCursor(matches, { ...query, cursor: '' }, types, call),
    }),
  },
  {
    id: 'paging.no-default-method',
    title: 'A query without startIndex and cursor gets a page that leads nowhere',
    consequence: 'Clients that name no method see the first page only.',
    source: 'own',
    violates: ['RFC9865-2.4-02'],
    replace: (seams) => ({
      page: (matches, query, types, call) => {
        const page = seams.page(matches, query, types, call)
        const { startIndex, nextCursor: _nextCursor, ...rest } = page
        if (query.startIndex === undefined && query.cursor === undefined) return rest
        return startIndex === undefined ? page : { ...page, startIndex }
      },
    }),
  },
  {
    id: 'paging.cursor-unpublished',
    title: 'ServiceProviderConfig does not say that there are cursors',
    consequence: 'No client uses them.',
    source: 'own',
    violates: ['RFC9865-4-01'],
    replace: (seams) => ({
      serviceProviderConfig: (call) => omit(seams.serviceProviderConfig(call), 'pagination'),
    }),
  },
  {
    id: 'paging.cursor-as-text',
    title: 'pagination.cursor is a string',
    consequence: 'Strict clients can not read the configuration.',
    source: 'own',
    violates: ['RFC9865-4-03'],
    replace: worded('cursor'),
  },
  {
    id: 'paging.index-as-text',
    title: 'pagination.index is a string',
    consequence: 'Strict clients can not read the configuration.',
    source: 'own',
    violates: ['RFC9865-4-04'],
    replace: worded('index'),
  },
  {
    id: 'paging.cursor-opens-the-door',
    title: 'A request with a cursor needs no token',
    consequence: 'Whoever gets hold of a cursor reads the list.',
    source: 'own',
    violates: ['RFC9865-5.2-02'],
    replace: (seams) => ({
      authenticate: (call) => {
        if (!call.url.searchParams.get('cursor')) seams.authenticate(call)
      },
    }),
  },
  {
    id: 'paging.cursors-span-tenants',
    title: 'A cursor leads to the page of the tenant that it was given to, whoever sends it',
    consequence: 'Whoever gets hold of a cursor reads the users of another company.',
    source: 'own',
    violates: ['RFC9865-5.2-01'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const [first = call.tenant] = call.server.tenants
        return seams.answerQuery(query, types, query.cursor ? { ...call, tenant: first } : call)
      },
    }),
  },
  {
    id: 'paging.forged-cursor-taken',
    title: 'A cursor that was altered leads to the first page again',
    consequence: 'Cursors can be forged, and lost places go unnoticed.',
    source: 'own',
    violates: ['RFC9865-5.2-04'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        if (isFirst(query)) return seams.pageByCursor(matches, query, types, call)
        try {
          return seams.pageByCursor(matches, query, types, call)
        } catch {
          return seams.pageByCursor(matches, { ...query, cursor: '' }, types, call)
        }
      },
    }),
  },
  {
    id: 'paging.bad-cursor-discloses',
    title: 'The refusal of a cursor names the user at whom the walk stood',
    consequence: 'Whoever tries cursors learns who is there.',
    source: 'own',
    violates: ['RFC9865-5.2-05'],
    replace: (seams) => ({
      pageByCursor: (matches, query, types, call) => {
        try {
          return seams.pageByCursor(matches, query, types, call)
        } catch {
          const name = String(matches[0]?.attributes['userName'])
          throw new ScimError(400, 'invalidCursor', `The cursor does not lead on from ${name}.`)
        }
      },
    }),
  },
  {
    id: 'paging.cursor-ignored-in-searches',
    title: 'cursor in a search by POST is ignored',
    consequence: 'Clients that search by POST see the first page only.',
    source: 'own',
    violates: ['RFC9865-3-01'],
    replace: (seams) => ({
      readSearch: (body, call) => {
        const { cursor: _cursor, ...query } = seams.readSearch(body, call)
        return query
      },
    }),
  },
])
