// RFC 7644 §3.4.2: a query is answered 200 with a ListResponse, whose totalResults counts all matches and whose
// Resources holds them; when nothing matches, the answer is the empty list, not an error.
import {
  all,
  askPopulation,
  answerWhere,
  askQuery,
  differences,
  fail,
  grade,
  idOf,
  isListAnswer,
  listingOf,
  listOf,
  status,
  suite,
  walkQuery,
} from '../../harness/check/index.ts'
import type { Answer, CheckContext, ResourceFixture } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { LIST_RESPONSE_URI } from '../../harness/scim/messages/listResponse.ts'

const member = (answer: Answer, name: string) =>
  isObject(answer.json) ? getMember(answer.json, name) : undefined

/** The answer to a query of the whole population. */
async function listed(context: CheckContext): Promise<Answer> {
  const population = await context.population()
  return context.scim.until(() => askPopulation(context, {}), listOf(population.members.length))
}

/** The answer to a query of one user of the population. */
async function listedOne(context: CheckContext): Promise<Answer> {
  const [one] = (await context.population()).members
  const filter = `userName eq ${JSON.stringify(getMember(one ?? {}, 'userName') ?? '')}`
  return context.scim.until(() => askQuery(context, context.users.endpoint, { filter }), listOf(1))
}

/** Holds each element of a list to what a GET of the same resource returns. */
async function expectWhole(context: CheckContext, type: ResourceFixture, filter: string, path: string) {
  const { scim } = context
  const { resources, last } = await walkQuery(context, type.endpoint, { filter })
  const seen = await scim.get(path)
  const element = resources.find((resource) => idOf(resource) === getMember(seen.resource, 'id'))
  if (element === undefined)
    fail({
      reason: 'The list does not hold the resource that the filter names.',
      decisive: [last.exchange.id],
    })
  const { meta: _meta, ...attributes } = seen.resource
  const wrong = differences(element, attributes)
  if (wrong.length === 0) return
  fail({
    reason: 'By default a list returns the same attributes as a GET of the resource (RFC 7644 §3.4, §3.9).',
    expected: `in the list: ${Object.keys(attributes).join(', ')}, as GET ${path} returns them`,
    observed: wrong.join(', '),
    decisive: [last.exchange.id, seen.exchange.id],
  })
}

export default suite(
  'Lists',
  { id: 'rfc7644.query', file: 'suites/rfc7644/3.4.2-list', needs: ['users', 'filter'] },
  ({ check }) => {
    check(
      'a filter userName eq finds the one user of that name',
      {
        id: 'eq-finds-the-user',
        verifies: ['RFC7644-3.4.2.2-04', 'RFC7644-3.4.2.2-11'],
        rulings: ['F-16'],
        needs: ['create-user'],
        severity: 'breaks-provisioning',
        impact:
          'Entra looks each user up by this filter before it creates or updates; a wrong answer ends in duplicates or in changes to somebody else.',
      },
      async (context) => {
        const { scim, users } = context
        const user = await users.create()
        const filter = `userName eq ${JSON.stringify(getMember(user.sent, 'userName') ?? '')}`
        const answer = await scim.until(() => askQuery(context, users.endpoint, { filter }), listOf(1))
        grade(answer)
          .pass(
            all(
              listOf(1),
              answerWhere('the user with that name', (one) =>
                listingOf(one).resources.some((resource) => idOf(resource) === user.id),
              ),
            ),
          )
          .skip(status(501), 'Filters are not offered.')
          .otherwise.fail('A filter returns the resources that match it and no others (RFC 7644 §3.4.2.2).')
      },
    )

    check(
      'the answer to a query is a ListResponse',
      { id: 'answers-with-a-list', verifies: ['RFC7644-3.4.2-04'], needs: ['create-user'] },
      async (context) => {
        grade(await listedOne(context))
          .pass(
            all(
              status(200),
              answerWhere(`a body whose schemas holds ${LIST_RESPONSE_URI}`, (answer) => {
                const schemas = member(answer, 'schemas')
                return Array.isArray(schemas) && schemas.includes(LIST_RESPONSE_URI)
              }),
            ),
          )
          .otherwise.fail('A query is answered with a message of the ListResponse schema (RFC 7644 §3.4.2).')
      },
    )

    check(
      'totalResults is the number of all matches',
      {
        id: 'counts-all-matches',
        verifies: ['RFC7644-3.4.2-05', 'RFC7644-3.4.2.4-11'],
        rulings: ['P-09', 'P-13'],
        needs: ['create-user'],
      },
      async (context) => {
        const { members } = await context.population()
        grade(await listed(context))
          .pass(listOf(members.length))
          .skip(
            answerWhere('a page of a cursor walk', (answer) => {
              const { nextCursor, totalResults } = listingOf(answer)
              return nextCursor !== undefined && totalResults === undefined
            }),
            'The server answers with cursors, and need not count.',
          )
          .otherwise.fail('totalResults is there and counts all resources that match (RFC 7644 §3.4.2).')
      },
    )

    check(
      'Resources holds what was found',
      {
        id: 'holds-what-was-found',
        verifies: ['RFC7644-3.4.2-06'],
        rulings: ['P-01'],
        needs: ['create-user'],
        severity: 'breaks-provisioning',
      },
      async (context) => {
        const filled = (name: (key: string) => boolean) => (answer: Answer) =>
          isObject(answer.json) &&
          Object.entries(answer.json).some(
            ([key, value]) => name(key) && Array.isArray(value) && value.length > 0 && value.every(isObject),
          )
        grade(await listedOne(context))
          .pass(
            answerWhere(
              'Resources with the users that match',
              filled((key) => key === 'Resources'),
            ),
          )
          .warn(
            answerWhere(
              'Resources in another case',
              filled((key) => key.toLowerCase() === 'resources'),
            ),
            'Resources is spelt in another case; many clients look for the name as the standard prints it.',
          )
          .otherwise.fail(
            'A list whose totalResults is not 0 has its resources in Resources (RFC 7644 §3.4.2).',
          )
      },
    )

    check(
      'a query that matches nothing is answered 200 with totalResults 0',
      {
        id: 'no-match-is-an-empty-list',
        verifies: ['RFC7644-3.4.2-10'],
        rulings: ['P-01'],
        severity: 'breaks-provisioning',
        impact: 'Entra waits for an empty list before it creates; with an error nobody new arrives.',
      },
      async (context) => {
        const { users, identity } = context
        const filter = `userName eq ${JSON.stringify(identity.userName())}`
        grade(await askQuery(context, users.endpoint, { filter }))
          .pass(
            all(
              status(200),
              answerWhere('totalResults 0 and no resources', (answer) => {
                const { totalResults, resources } = listingOf(answer)
                return totalResults === 0 && resources.length === 0
              }),
            ),
          )
          .otherwise.fail('A query without matches is answered 200 with totalResults 0 (RFC 7644 §3.4.2).')
      },
    )

    check(
      'query parameters that the server does not know are ignored',
      { id: 'unknown-parameters-are-ignored', verifies: ['RFC7644-3.4.2-03'], rulings: ['X-08'] },
      async (context) => {
        const { users, identity } = context
        const filter = `userName eq ${JSON.stringify(identity.userName())}`
        grade(await askQuery(context, users.endpoint, { filter, scimproofUnknown: 'a' }))
          .pass(answerWhere('200 with a list', isListAnswer))
          .otherwise.warn('A query parameter that the server does not know is ignored (RFC 7644 §3.4.2).')
      },
    )

    check(
      'a list returns users with the same attributes as a GET',
      {
        id: 'returns-users-whole',
        verifies: ['RFC7644-3.4-02', 'RFC7644-3.9-01'],
        needs: ['create-user', 'read-user'],
        impact:
          'Entra compares what a query returned with what it wants, and writes again what seems to be missing.',
      },
      async (context) => {
        const { users, identity } = context
        const user = await users.create({
          name: { givenName: 'Ada', familyName: 'Proof' },
          emails: [{ value: identity.email(), type: 'work', primary: true }],
          title: 'Director',
        })
        const filter = `userName eq ${JSON.stringify(getMember(user.sent, 'userName') ?? '')}`
        await context.scim.until(() => askQuery(context, users.endpoint, { filter }), listOf(1))
        await expectWhole(context, users, filter, user.path)
      },
    )

    check(
      'a list returns groups with the same attributes as a GET',
      {
        id: 'returns-groups-whole',
        verifies: ['RFC7644-3.4-02', 'RFC7644-3.9-01'],
        needs: ['groups', 'create-user', 'create-group'],
        impact: 'A group in a list seems to be empty.',
      },
      async (context) => {
        const { users, groups, scim } = context
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const filter = `displayName eq ${JSON.stringify(getMember(group.sent, 'displayName') ?? '')}`
        await scim.until(() => askQuery(context, groups.endpoint, { filter }), listOf(1))
        await expectWhole(context, groups, filter, group.path)
      },
    )
  },
)
