// RFC 7644 §3.4.2.4: the edges of paging: count 0 asks for the number only, a negative count is 0, a startIndex below 1
// is 1, behind the end there is nothing, and what is too large is cut.
import { grade, listingOf, refused, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { counts, isList, listWhere, paged } from './paged.ts'

export default suite(
  'Edges of paging by index',
  {
    id: 'rfc7644.paging',
    file: 'suites/rfc7644/3.4.2.4-paging-edges',
    needs: ['users', 'filter', 'create-user'],
    tags: ['edge'],
  },
  ({ check }) => {
    check(
      'count 0 is answered with totalResults and no resources',
      {
        id: 'count-zero-only-counts',
        verifies: ['RFC7644-3.4.2.4-09', 'RFC7644-3.4.2.4-05'],
        rulings: ['P-04'],
      },
      async (context) => {
        const { members, page } = await paged(context)
        grade(await page({ count: 0 }))
          .pass(
            listWhere(
              `totalResults ${members.length} and no resources`,
              ({ totalResults, resources }) => resources.length === 0 && totalResults === members.length,
            ),
          )
          .otherwise.fail('count 0 asks for the number of matches only (RFC 7644 §3.4.2.4).')
      },
    )

    check(
      'a negative count counts as 0',
      { id: 'negative-count-is-zero', verifies: ['RFC7644-3.4.2.4-07'], rulings: ['P-03'], tags: ['edge'] },
      async (context) => {
        const { members, page } = await paged(context)
        grade(await page({ count: -1 }))
          .pass(
            listWhere(
              `totalResults ${members.length} and no resources`,
              ({ totalResults, resources }) => resources.length === 0 && totalResults === members.length,
            ),
          )
          .otherwise.fail('A negative count is taken as 0 (RFC 7644 §3.4.2.4).')
      },
    )

    check(
      'a startIndex below 1 counts as 1',
      {
        id: 'start-index-below-one-is-one',
        verifies: ['RFC7644-3.4.2.4-04'],
        rulings: ['P-02'],
      },
      async (context) => {
        const { members, page } = await paged(context)
        const size = listingOf(await page({ startIndex: 1, count: 2 })).resources.length
        for (const startIndex of [0, -1])
          grade(await page({ startIndex, count: 2 }))
            .pass(
              listWhere(
                `${size} resources from startIndex 1, of ${members.length}`,
                (listing) =>
                  (listing.startIndex ?? 1) === 1 &&
                  listing.resources.length === size &&
                  counts(listing, members.length),
              ),
            )
            .warn(
              listWhere(
                'the first page',
                (listing) => listing.startIndex === startIndex && listing.resources.length === size,
              ),
              `It counts as 1, yet the answer repeats startIndex ${startIndex}.`,
            )
            .otherwise.fail('A startIndex below 1 is taken as 1 (RFC 7644 §3.4.2.4).')
      },
    )

    check(
      'a startIndex behind the end is answered with an empty page and the true total',
      { id: 'behind-the-end-is-empty', verifies: ['RFC7644-3.4.2.4-11'], rulings: ['P-07'], tags: ['edge'] },
      async (context) => {
        const { members, page } = await paged(context)
        grade(await page({ startIndex: members.length + 1, count: 2 }))
          .pass(
            listWhere(
              `totalResults ${members.length} and no resources`,
              (listing) => listing.resources.length === 0 && counts(listing, members.length),
            ),
          )
          .warn(
            refused(),
            'A startIndex behind the end is refused; an empty page with the true total would do.',
          )
          .otherwise.fail(
            'Behind the end there are no resources, and totalResults stays the same (RFC 7644 §3.4.2.4).',
          )
      },
    )

    check(
      'a startIndex or count that is no number is refused or ignored, not broken',
      {
        id: 'what-is-no-number-does-no-harm',
        verifies: ['RFC7644-3.4.2.4-03'],
        rulings: ['P-06'],
      },
      async (context) => {
        const { page } = await paged(context)
        for (const paging of [
          { startIndex: 'a' },
          { count: 'a' },
          { startIndex: '1.5', count: 1 },
          { count: '' },
        ])
          grade(await page(paging))
            .pass(isList)
            .pass(refused())
            .otherwise.fail('What is no number is refused with 400, or ignored; the server breaks on it.')
      },
    )

    check(
      'a count above the limit of the server is answered with a shorter page',
      { id: 'large-count-is-cut', verifies: ['RFC7643-5-10'], rulings: ['P-05'], tags: ['edge'] },
      async (context) => {
        const { page } = await paged(context)
        const filter = getMember(context.facts.serviceProviderConfig ?? {}, 'filter')
        const limit = isObject(filter) ? getMember(filter, 'maxResults') : undefined
        const most = typeof limit === 'number' && limit > 0 ? limit : Infinity
        grade(await page({ count: 100_000 }))
          .pass(listWhere(`at most ${most} resources`, ({ resources }) => resources.length <= most))
          .warn(
            refused(),
            'A count above what the server returns at most is refused; a shorter page would do.',
          )
          .warn(isList, `More resources are returned than filter.maxResults (${most}) says.`)
          .otherwise.fail(
            'A large count is answered with as many resources as the server gives at most (RFC 7644 §3.4.2.4).',
          )
      },
    )
  },
)
