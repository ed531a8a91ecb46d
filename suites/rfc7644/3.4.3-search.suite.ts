// RFC 7644 §3.4.3: a POST to /.search below an endpoint is a query whose parameters stand in the body. It makes nothing,
// and is answered as a query by GET is.
import {
  all,
  askPopulation,
  answerWhere,
  error,
  fail,
  grade,
  idOf,
  listingOf,
  listOf,
  named,
  refused,
  status,
  success,
  suite,
  walkPages,
} from '../../harness/check/index.ts'
import { expectFinds } from './finding.ts'
import { byName } from './projected.ts'

export default suite(
  'Searching by POST',
  { id: 'rfc7644.search', file: 'suites/rfc7644/3.4.3-search', needs: ['users', 'filter', 'create-user'] },
  ({ check }) => {
    check(
      'a POST to /.search is answered as a query is, and makes nothing',
      {
        id: 'answers-like-a-query',
        verifies: ['RFC7644-3.4.3-02', 'RFC7644-3.4.3-18', 'RFC7644-3.4.3-04'],
        rulings: ['Z-01'],
      },
      async (context) => {
        const { scim, users } = context
        const user = await users.create()
        const answer = await scim.until(
          () => scim.search(users.endpoint, { filter: byName(user.resource) }),
          listOf(1),
        )
        grade(answer)
          .pass(
            all(
              listOf(1),
              answerWhere('the user', (one) =>
                listingOf(one).resources.some((resource) => idOf(resource) === user.id),
              ),
            ),
          )
          .fail(
            status(201),
            '/.search is answered 201, as if something had been made; it is a query, answered 200 (RFC 7644 §3.4.3).',
          )
          .warn(
            status(404, 405, 501),
            'Searching by POST is not offered; filters with personal data then stand in URLs and logs (RFC 7644 §7.5.2).',
          )
          .otherwise.fail(
            'A POST to /.search is answered 200 with a list, as the same query by GET is (RFC 7644 §3.4.3).',
          )
      },
    )

    check(
      'a filter in the body selects as one in the URL does',
      {
        id: 'filters',
        verifies: ['RFC7644-3.4.3-10', 'RFC7644-3.4.3-18'],
        rulings: ['Z-01'],
        needs: ['search-post'],
      },
      async (context) => {
        const { users } = context
        const user = await users.create()
        const other = await users.create()
        await expectFinds(
          context,
          byName(user.resource),
          { finds: [user], leavesOut: [other] },
          'The filter of a search selects as that of a query does (RFC 7644 §3.4.3).',
          { by: 'search' },
        )
      },
    )

    check(
      'a filter in the body that is none is refused',
      {
        id: 'refuses-what-is-no-filter',
        verifies: ['RFC7644-3.4.3-10'],
        needs: ['search-post'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        for (const filter of ['userName like "a"', 'userName eq'])
          grade(await scim.search(users.endpoint, { filter, count: 2 }))
            .pass(error(400, 'invalidFilter'))
            .warn(refused(), `${filter}: refused, but not with 400 invalidFilter.`)
            .otherwise.fail(
              `${filter}: what is no filter is refused with 400 invalidFilter (RFC 7644 §3.4.3).`,
            )
      },
    )

    check(
      'a body without the schema of a search request is refused',
      {
        id: 'bodies-bear-their-schema',
        verifies: ['RFC7644-3.4.3-04'],
        needs: ['search-post'],
        tags: ['edge'],
        level: 'SHOULD',
      },
      async ({ scim, users, identity }) => {
        const filter = `userName eq ${JSON.stringify(identity.userName())}`
        grade(await scim.post(`${users.endpoint}/.search`, { filter }))
          .pass(refused())
          .warn(
            success(),
            'A search without the schema of a search request is carried out (RFC 7644 §3.4.3 demands it).',
          )
          .otherwise.fail('A search without its schema is refused with 400; the server breaks on it.')
      },
    )

    check(
      'startIndex and count in the body page as they do in the URL',
      {
        id: 'pages',
        verifies: ['RFC7644-3.4.3-18'],
        rulings: ['Z-01', 'P-10', 'P-13'],
        needs: ['search-post'],
      },
      async (context) => {
        const { members } = await context.population()
        const walk = await walkPages((paging) => askPopulation(context, { count: 4, ...paging }, 'search'))
        const decisive = [walk.last.exchange.id]
        const tooLarge = walk.pages.find(({ resources }) => resources.length > 4)
        if (tooLarge !== undefined)
          fail({
            reason: 'count in the body is the most a page may hold (RFC 7644 §3.4.3).',
            expected: '4 resources at most',
            observed: String(tooLarge.resources.length),
            decisive,
          })
        const missing = members.filter((member) => !walk.ids.includes(idOf(member)))
        if (walk.end !== 'complete')
          fail({
            reason:
              'startIndex in the body leads from page to page to the end of the list (RFC 7644 §3.4.3).',
            expected: `${members.length} users`,
            observed: `${new Set(walk.ids).size}`,
            decisive,
          })
        if (missing.length > 0)
          context.warn({
            reason: 'Pages of a list at rest leave gaps.',
            expected: `${members.length} users`,
            observed: `without ${named(missing)}`,
            decisive,
          })
      },
    )

    check(
      'a search at the base URL goes over all types',
      {
        id: 'searches-the-root',
        verifies: ['RFC7644-3.4.3-02', 'RFC7644-3.4.2.1-02'],
        rulings: ['Z-01', 'Z-02'],
        needs: ['groups', 'create-group', 'search-post', 'root-query'],
      },
      async (context) => {
        const { users, groups, identity } = context
        const displayName = identity.displayName('both')
        const user = await users.create({ displayName })
        const group = await groups.create({ displayName })
        const offered = await context.scim.search('', {
          filter: `displayName eq ${JSON.stringify(displayName)}`,
        })
        if ([403, 404, 405, 501].includes(offered.status)) {
          context.warn('Queries of the base URL are answered, searches by POST there are not.')
          return
        }
        await expectFinds(
          context,
          `displayName eq ${JSON.stringify(displayName)}`,
          { finds: [user, group] },
          'A search at the base URL goes over the resources of all types (RFC 7644 §3.4.3).',
          { endpoint: '', by: 'search' },
        )
      },
    )
  },
)
