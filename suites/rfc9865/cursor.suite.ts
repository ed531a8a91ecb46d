// RFC 9865 §2 and §3: a query with an empty cursor is answered with its first page, each page but the last with the
// cursor of the next; cursors can stand in a URL as they are; count and totalResults mean what they mean elsewhere.
import {
  askQuery,
  all,
  answerWhere,
  error,
  fail,
  grade,
  idOf,
  type Listing,
  listingOf,
  named,
  skip,
  suite,
  type Walk,
} from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import type { Resource } from '../../harness/scim/types.ts'
import { cursorPage, listWhere, type Walked, walkByCursor } from './walking.ts'

/** Ends the check unless a walk came to an end and showed everybody once. */
function expectWhole(context: Parameters<typeof walkByCursor>[0], { walk, members }: Walked): void {
  const decisive = [walk.last.exchange.id]
  const missing = members.filter((member) => !walk.ids.includes(idOf(member)))
  if (walk.end === 'refused')
    fail({
      reason: 'A cursor that was just given out leads to the next page (RFC 9865 §2).',
      expected: '200 with a list',
      observed: String(walk.last.status),
      decisive,
    })
  if (walk.end === 'stuck' || walk.end === 'too-long')
    fail({
      reason: 'The last page has no nextCursor; here the cursors never end (RFC 9865 §2).',
      expected: 'an end',
      observed: `${walk.pages.length} pages with ${new Set(walk.ids).size} users`,
      decisive,
    })
  if (missing.length > 0)
    fail({
      reason: 'nextCursor is missing only on the last page (RFC 9865 §2); here users are left behind it.',
      expected: `${members.length} users over all pages`,
      observed: `${walk.pages.length} pages, without ${named(missing)}`,
      decisive,
    })
  const repeated = walk.ids.length - new Set(walk.ids).size
  if (repeated > 0)
    context.warn({
      reason: 'Users come twice in a walk through a list at rest.',
      observed: `${repeated} repeated`,
      decisive,
    })
}

const cursorsOf = ({ pages }: Walk) =>
  pages
    .flatMap(({ nextCursor, previousCursor }) => [nextCursor, previousCursor])
    .filter((cursor) => cursor !== undefined)

/** Whether the total is right, or is not told (RFC 9865 §2). */
const counts = ({ totalResults }: Listing, total: number) =>
  totalResults === undefined || totalResults === total

export default suite(
  'Paging by cursor',
  {
    id: 'rfc9865.cursor',
    file: 'suites/rfc9865/cursor',
    needs: ['users', 'filter', 'cursor', 'create-user'],
  },
  ({ check }) => {
    check(
      'cursors lead from the first page to the last, and everybody is seen once',
      {
        id: 'leads-to-the-end',
        verifies: ['RFC9865-2-09', 'RFC9865-2-10'],
        severity: 'data-loss',
        impact: 'Users that no page shows do not exist for the client.',
      },
      async (context) => expectWhole(context, await walkByCursor(context, { count: 3 })),
    )

    check(
      'a walk begins with an empty cursor',
      { id: 'begins-with-an-empty-cursor', verifies: ['RFC9865-2-01', 'RFC9865-2-07'] },
      async (context) => {
        const { members, page } = await cursorPage(context)
        grade(await page({ cursor: '' }))
          .pass(listWhere('the first page', ({ resources }) => resources.length > 0))
          .otherwise.fail(
            'An empty cursor asks for the first page, and without count the server chooses its size (RFC 9865 §2).',
          )
        grade(await page({ cursor: '', count: 2 }))
          .pass(
            listWhere(
              'a first page of 1 or 2 users, with nextCursor',
              ({ resources, nextCursor }) =>
                resources.length > 0 &&
                resources.length <= 2 &&
                (nextCursor !== undefined || members.length <= resources.length),
            ),
          )
          .otherwise.fail(
            'A walk begins with an empty cursor: the answer is the first page and the cursor of the next (RFC 9865 §2).',
          )
      },
    )

    check(
      'cursors are made of characters that a URL takes as they are',
      { id: 'cursors-suit-urls', verifies: ['RFC9865-2-02', 'RFC9865-2-14'] },
      async (context) => {
        const { walk } = await walkByCursor(context, { count: 3 })
        const cursors = cursorsOf(walk)
        if (cursors.length === 0) skip('The server gave out no cursor.')
        const odd = cursors.find((cursor) => !/^[A-Za-z0-9._~-]+$/.test(cursor))
        if (odd === undefined) return
        fail({
          reason: 'A cursor consists of unreserved characters, so that it can stand in a URL (RFC 9865 §2).',
          expected: 'letters, digits, - . _ ~',
          observed: odd,
          decisive: [walk.first.exchange.id],
        })
      },
    )

    check(
      'a page holds no more resources than count',
      { id: 'count-is-the-most', verifies: ['RFC9865-2-05'], rulings: ['P-04'] },
      async (context) => {
        const { walk } = await walkByCursor(context, { count: 2 })
        const large = walk.pages.find(({ resources }) => resources.length > 2)
        if (large !== undefined)
          fail({
            reason: 'A page holds no more resources than count (RFC 9865 §2).',
            expected: '2 at most',
            observed: String(large.resources.length),
            decisive: [walk.first.exchange.id],
          })
      },
    )

    check(
      'a negative count counts as 0',
      { id: 'negative-count-is-zero', verifies: ['RFC9865-2-03'], rulings: ['P-03'], tags: ['edge'] },
      async (context) => {
        const { members, page } = await cursorPage(context)
        grade(await page({ cursor: '', count: -1 }))
          .pass(
            listWhere(
              'no resources',
              (listing) => listing.resources.length === 0 && counts(listing, members.length),
            ),
          )
          .warn(
            error(400, 'invalidCount'),
            'A negative count is refused; the standard says both, 0 and invalidCount.',
          )
          .otherwise.fail('A negative count is taken as 0 (RFC 9865 §2).')
      },
    )

    check(
      'count 0 is answered with totalResults and no resources',
      { id: 'count-zero-only-counts', verifies: ['RFC9865-2-04'], rulings: ['P-04'], tags: ['edge'] },
      async (context) => {
        const { members, page } = await cursorPage(context)
        grade(await page({ cursor: '', count: 0 }))
          .pass(
            listWhere(
              `totalResults ${members.length} and no resources`,
              ({ resources, totalResults }) => resources.length === 0 && totalResults === members.length,
            ),
          )
          .warn(
            listWhere(
              'no resources',
              ({ resources, totalResults }) => resources.length === 0 && totalResults === undefined,
            ),
            'count 0 is answered without totalResults, which is all that it asks for.',
          )
          .otherwise.fail('count 0 asks for the number of matches only (RFC 9865 §2).')
      },
    )

    check(
      'the first page has no previousCursor',
      { id: 'nothing-before-the-first', verifies: ['RFC9865-2-13'] },
      async (context) => {
        const { page } = await cursorPage(context)
        grade(await page({ cursor: '', count: 2 }))
          .pass(listWhere('no previousCursor', ({ previousCursor }) => previousCursor === undefined))
          .otherwise.fail('The first page has no previousCursor: nothing lies before it (RFC 9865 §2).')
      },
    )

    check(
      'totalResults, where it is told, is right on every page',
      { id: 'total-is-right-on-every-page', verifies: ['RFC9865-2-17'], rulings: ['P-09'] },
      async (context) => {
        const { walk, members } = await walkByCursor(context, { count: 3 })
        const wrong = walk.pages.find((listing) => !counts(listing, members.length))
        if (wrong === undefined) return
        fail({
          reason: 'totalResults is the number of all matches, on every page (RFC 9865 §2).',
          expected: String(members.length),
          observed: String(wrong.totalResults),
          decisive: [walk.first.exchange.id],
        })
      },
    )

    check(
      'a walk by cursor is sorted over all of its pages',
      { id: 'walks-are-sorted', verifies: ['RFC9865-2.2-01'], needs: ['sort'] },
      async (context) => {
        const walked = await walkByCursor(context, {
          count: 3,
          sortBy: 'displayName',
          sortOrder: 'descending',
        })
        const names = walked.walk.resources.map((resource) =>
          String(getMember(resource, 'displayName')).toLowerCase(),
        )
        const at = names.findIndex((name, index) => name < (names[index + 1] ?? ''))
        if (at >= 0)
          fail({
            reason: 'Where the server sorts, a walk by cursor is sorted as a whole (RFC 9865 §2.2).',
            expected: 'descending by displayName',
            observed: `${names[at]} before ${names[at + 1]}`,
            decisive: [walked.walk.first.exchange.id],
          })
        expectWhole(context, walked)
      },
    )

    check(
      'a walk goes on when a user that is still to come is deleted',
      { id: 'goes-on-after-a-deletion', verifies: ['RFC9865-2-10'], needs: ['delete-user'], level: 'SHOULD' },
      async (context) => {
        const { users, scim, identity } = context
        const made = []
        for (let at = 0; at < 4; at += 1) made.push(await users.create())
        const filter = `userName sw ${JSON.stringify(identity.mark)}`
        const ask = (cursor: string) => askQuery(context, users.endpoint, { filter, count: 1, cursor })
        const seen: string[] = []
        let gone = ''
        for (let cursor: string | undefined = ''; cursor !== undefined && seen.length < 10;) {
          const answer = await ask(cursor)
          grade(answer)
            .pass(answerWhere('200', ({ status }) => status === 200))
            .otherwise.warn('A walk breaks off when a user is deleted meanwhile.')
          if (answer.status !== 200) return
          const listing: Listing = listingOf(answer)
          seen.push(...listing.resources.map(idOf))
          cursor = listing.nextCursor
          const next = made.find(({ id }) => !seen.includes(id))
          if (gone === '' && next !== undefined) {
            gone = next.id
            await scim.delete(next)
          }
        }
        const missing = made.filter(({ id }) => id !== gone && !seen.includes(id))
        if (missing.length > 0)
          context.warn({
            reason: 'After a deletion the walk misses users that were there all the time.',
            observed: `without ${named(missing.map(({ resource }): Resource => resource))}`,
          })
      },
    )

    check(
      'cursor and count work in the body of a search, too',
      { id: 'works-in-searches', verifies: ['RFC9865-3-01'], needs: ['search-post'] },
      async (context) => {
        const walked = await walkByCursor(context, { count: 3 }, 'search')
        grade(walked.walk.first)
          .pass(
            all(
              listWhere(
                'a page of 3 users at most, with nextCursor',
                ({ resources, nextCursor }) =>
                  resources.length <= 3 &&
                  (nextCursor !== undefined || walked.members.length <= resources.length),
              ),
            ),
          )
          .otherwise.fail('cursor and count in the body of a search page as they do in a URL (RFC 9865 §3).')
        expectWhole(context, walked)
      },
    )
  },
)
