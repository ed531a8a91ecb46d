// RFC 7644 §3.4.2.4: startIndex counts from 1, count is the most a page may hold, totalResults stays that of the whole
// query, and pages in turn make up the list. All queries here are confined to the users of the run.
import {
  describeAnswer,
  fail,
  grade,
  idOf,
  type Listing,
  listingOf,
  named,
  suite,
  walkPages,
} from '../../harness/check/index.ts'
import { counts, listWhere, paged } from './paged.ts'

export default suite(
  'Paging by index',
  { id: 'rfc7644.paging', file: 'suites/rfc7644/3.4.2.4-paging', needs: ['users', 'filter', 'create-user'] },
  ({ check }) => {
    check(
      'the pages of a list, one after another, make up the whole',
      {
        id: 'pages-make-up-the-whole',
        verifies: ['RFC7644-3.4.2.4-13', 'RFC7644-3.4.2.4-12'],
        rulings: ['P-10', 'P-13'],
        severity: 'data-loss',
        impact: 'Users that no page shows do not exist for the client.',
      },
      async (context) => {
        const { members, page } = await paged(context)
        const walk = await walkPages((paging) => page({ count: 3, ...paging }))
        const decisive = [walk.last.exchange.id]
        if (walk.end === 'refused')
          fail({
            reason: 'A page inside the list is answered with a list (RFC 7644 §3.4.2.4).',
            expected: '200 with a list',
            observed: describeAnswer(walk.last),
            decisive,
          })
        if (walk.end !== 'complete')
          fail({
            reason:
              'startIndex leads no further: the same page comes again, or an empty one, before the end of the list (RFC 7644 §3.4.2.4).',
            expected: `${members.length} users over all pages`,
            observed: `${new Set(walk.ids).size} after ${walk.pages.length} pages`,
            decisive,
          })
        const missing = members.filter((member) => !walk.ids.includes(idOf(member)))
        const repeated = walk.ids.length - new Set(walk.ids).size
        if (missing.length === 0 && repeated === 0) return
        context.warn({
          reason:
            'Pages of a list at rest overlap or leave gaps: without sortBy the order is not kept from page to page (RFC 7644 §3.4.2.4).',
          expected: `each of ${members.length} users once`,
          observed: `${repeated} repeated; left out: ${named(missing)}`,
          decisive,
        })
      },
    )

    check(
      'startIndex 1 is the first resource, as it is when none is given',
      {
        id: 'start-index-counts-from-one',
        verifies: ['RFC7644-3.4.2.4-03', 'RFC7644-3.4.2.4-12'],
        severity: 'data-loss',
      },
      async (context) => {
        const { members, page } = await paged(context)
        const count = members.length
        const plain = await page({ count })
        const size = listingOf(plain).resources.length
        grade(plain)
          .pass(listWhere('startIndex 1, or none', ({ startIndex }) => (startIndex ?? 1) === 1))
          .otherwise.fail(
            'startIndex in the answer is the place of the first resource of the page, counted from 1 (RFC 7644 §3.4.2.4).',
          )
        grade(await page({ count, startIndex: 1 }))
          .pass(
            listWhere(
              `the same ${size} users, from startIndex 1`,
              ({ startIndex, resources }) => (startIndex ?? 1) === 1 && resources.length === size,
            ),
          )
          .otherwise.fail(
            'startIndex counts from 1, and 1 is what holds when none is given (RFC 7644 §3.4.2.4).',
          )
      },
    )

    check(
      'startIndex in the answer is the place of the first resource of the page',
      {
        id: 'answers-with-start-index',
        verifies: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2-08'],
        rulings: ['P-08', 'P-13'],
      },
      async (context) => {
        const { page } = await paged(context)
        grade(await page({ startIndex: 2, count: 1 }))
          .pass(
            listWhere(
              'startIndex 2',
              ({ startIndex, nextCursor }) =>
                startIndex === 2 || (startIndex === undefined && nextCursor !== undefined),
            ),
          )
          .otherwise.fail(
            'A page that is not the whole list says at which place it begins (RFC 7644 §3.4.2.4).',
          )
      },
    )

    check(
      'itemsPerPage is the number of resources in the page',
      {
        id: 'answers-with-items-per-page',
        verifies: ['RFC7644-3.4.2.4-10', 'RFC7644-3.4.2-09'],
        rulings: ['P-08'],
      },
      async (context) => {
        const { members, page } = await paged(context)
        const partial = await page({ count: 1 })
        grade(partial)
          .pass(
            listWhere(
              'itemsPerPage',
              ({ itemsPerPage, nextCursor }) => itemsPerPage !== undefined || nextCursor !== undefined,
            ),
          )
          .otherwise.fail(
            'A page that is not the whole list says how many resources it holds (RFC 7644 §3.4.2).',
          )
        const said = ({ itemsPerPage, resources }: Listing) =>
          (itemsPerPage ?? resources.length) === resources.length
        const short = await page({ startIndex: members.length, count: 5 })
        for (const answer of [partial, short])
          grade(answer)
            .pass(listWhere('itemsPerPage equal to the number of resources', said))
            .otherwise.warn(
              'itemsPerPage is not the number of resources in the page; clients that add it up skip users.',
            )
      },
    )

    check(
      'totalResults of a page is that of the whole list',
      {
        id: 'total-is-the-whole',
        verifies: ['RFC7644-3.4.2.4-11', 'RFC7644-3.4.2-05'],
        rulings: ['P-09'],
        severity: 'data-loss',
        impact: 'The client stops after the first page.',
      },
      async (context) => {
        const { members, page } = await paged(context)
        for (const paging of [{ count: 2 }, { startIndex: 3, count: 2 }])
          grade(await page(paging))
            .pass(listWhere(`totalResults ${members.length}`, (listing) => counts(listing, members.length)))
            .otherwise.fail(
              'totalResults counts all matches of the query, not those of the page (RFC 7644 §3.4.2.4).',
            )
      },
    )

    check(
      'a page holds no more resources than count',
      { id: 'count-is-the-most', verifies: ['RFC7644-3.4.2.4-05'], rulings: ['P-05'] },
      async (context) => {
        const { page } = await paged(context)
        for (const count of [1, 2])
          grade(await page({ count }))
            .pass(
              listWhere(
                `1 to ${count} resources`,
                ({ resources }) => resources.length <= count && resources.length > 0,
              ),
            )
            .otherwise.fail('A page holds no more resources than count (RFC 7644 §3.4.2.4).')
      },
    )

    check(
      'without count the server chooses the size of the page',
      { id: 'size-is-the-servers-choice', verifies: ['RFC7644-3.4.2.4-08'] },
      async (context) => {
        const { page } = await paged(context)
        grade(await page({ startIndex: 1 }))
          .pass(listWhere('at least one resource', ({ resources }) => resources.length > 0))
          .otherwise.fail(
            'count may be left out; the server then chooses how many it returns (RFC 7644 §3.4.2.4).',
          )
      },
    )
  },
)
