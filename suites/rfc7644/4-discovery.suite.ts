/**
 * RFC 7644 §4: a client learns from /ServiceProviderConfig, /Schemas and /ResourceTypes what the server can do. The
 * first answers with one object, the others with a list message, and each of their documents has a URL of its own.
 * Filter, sorting and paging have no effect there; a filter is better refused.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  all,
  answerWhere,
  block,
  type CheckContext,
  error,
  grade,
  isListAnswer,
  listingOf,
  status,
  suite,
} from '../../harness/check/index.ts'
import { equalJson, isArray, sameName } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import {
  CONFIG_URI,
  documentsOf,
  readResourceTypes,
  readSchemas,
  textAt,
  titleOf,
} from '../rfc7643/documents.ts'

const LIST_URI = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

const names = (answer: Answer, uri: string) => {
  const schemas = at(answer.json, 'schemas')
  return isArray(schemas) && schemas.some((one) => typeof one === 'string' && sameName(one, uri))
}

/** A list message, complete in one page. */
async function isWholeList({ scim }: CheckContext, place: string): Promise<void> {
  const answer = await scim.get(place)
  const message = answerWhere(
    `one list message (${LIST_URI}) with Resources`,
    (one) => isListAnswer(one) && names(one, LIST_URI) && isArray(at(one.json, 'Resources')),
  )
  grade(answer)
    .pass(message)
    .fail(
      answerWhere('a bare array', ({ json }) => isArray(json)),
      `${place} answers with a bare JSON array; several documents stand in a list message (RFC 7644 §4).`,
    )
    .otherwise.fail(`GET ${place} answers with all documents in one list message (RFC 7644 §4).`)
  const listing = listingOf(answer)
  grade(answer)
    .pass(answerWhere('totalResults', () => listing.totalResults !== undefined))
    .otherwise.fail(`The list message of ${place} says in totalResults how many there are (RFC 7644 §3.4.2).`)
  grade(answer)
    .pass(
      answerWhere(
        `as many Resources as totalResults says`,
        () => listing.resources.length === listing.totalResults,
      ),
    )
    .otherwise.warn(`${place} is not paged: one answer holds all, and totalResults is their number.`)
}

/** One document under its own URL is the same as in the list. */
async function isReadAlone(
  { scim, warn }: CheckContext,
  place: string,
  key: string,
  value: string,
): Promise<void> {
  const answer = await scim.get(`${place}/${value}`)
  const right = answerWhere(
    `200 with ${key} ${value}, not in a list`,
    (one) => one.status === 200 && !isArray(at(one.json, 'Resources')) && textAt(one.json, key) === value,
  )
  grade(answer)
    .pass(right)
    .otherwise.fail(`A request for one document of ${place} is answered with that object (RFC 7644 §4).`)
  const encoded = encodeURIComponent(value)
  if (encoded === value) return
  const again = await scim.get(`${place}/${encoded}`)
  if (right.differs(again) !== undefined)
    warn({
      reason: `${place}/${value} is found, but not when its colons are percent-encoded, as many clients send them.`,
      expected: right.expects,
      observed: String(again.status),
      decisive: [again.exchange.id],
    })
}

const contentsOf = (answer: Answer): Json => [
  at(answer.json, 'totalResults') ?? null,
  documentsOf(answer).map(titleOf),
]

/** The same answer with as without paging and sorting. */
async function ignoresPaging({ scim }: CheckContext, place: string): Promise<void> {
  const plain = await scim.get(place)
  if (plain.status !== 200) block(`GET ${place} was answered ${plain.status}.`)
  const query = { count: '1', startIndex: '2', sortBy: 'id', sortOrder: 'descending' }
  const answer = await scim.get(place, query)
  grade(answer)
    .pass(
      answerWhere(
        'the answer that came without parameters',
        (one) => one.status === 200 && equalJson(contentsOf(one), contentsOf(plain)),
      ),
    )
    .warn(
      status(200),
      `Paging or sorting parameters change the answer of ${place}; they have no effect there.`,
    )
    .otherwise.fail(
      `Sorting and paging parameters are ignored on ${place}, not answered with an error (RFC 7644 §4).`,
    )
}

/** A filter is refused, so that no client takes the whole list for a selection. */
async function refusesFilter({ scim }: CheckContext, place: string): Promise<void> {
  const plain = await scim.get(place)
  if (plain.status !== 200) block(`GET ${place} was answered ${plain.status}.`)
  const answer = await scim.get(place, { filter: 'id eq "urn:nothing"' })
  grade(answer)
    .pass(status(403))
    .fail(status(500), `A filter on ${place} is refused with 403; it made the server fail (RFC 7644 §4).`)
    .otherwise.warn(
      `A filter on ${place} is better refused with 403, so that no client takes all documents for matches (RFC 7644 §4).`,
    )
}

export default suite(
  'Discovery',
  {
    id: 'rfc7644.discovery',
    file: 'suites/rfc7644/4-discovery',
    needs: ['discovery'],
    impact: 'Clients that read the discovery documents take the server for one that can less than it does.',
  },
  ({ check }) => {
    check(
      'GET /ServiceProviderConfig answers with one configuration object',
      {
        id: 'config-is-one-object',
        verifies: ['RFC7644-4-02', 'RFC7643-5-01'],
        rulings: ['S-04', 'S-14'],
        advice:
          'Serve the object itself at /ServiceProviderConfig, without s at its end and without a list around it.',
      },
      async ({ scim }) => {
        const answer = await scim.get('/ServiceProviderConfig')
        grade(answer)
          .pass(
            all(
              status(200),
              answerWhere(`one object whose schemas holds ${CONFIG_URI}`, (one) => names(one, CONFIG_URI)),
              answerWhere('no list', ({ json }) => at(json, 'Resources') === undefined),
            ),
          )
          .fail(
            answerWhere('a list', ({ json }) => isArray(json) || isArray(at(json, 'Resources'))),
            '/ServiceProviderConfig answers with a list; there is one configuration, and it stands alone (RFC 7644 §4).',
          )
          .otherwise.fail(
            'GET /ServiceProviderConfig answers with one object of the ServiceProviderConfig schema (RFC 7644 §4).',
          )
      },
    )

    check(
      'GET /Schemas answers with a list message of all schemas',
      { id: 'schemas-are-a-list', verifies: ['RFC7644-4-04', 'RFC7644-4-08'], rulings: ['S-04'] },
      async (context) => isWholeList(context, '/Schemas'),
    )

    check(
      'GET /ResourceTypes answers with a list message of all resource types',
      { id: 'resource-types-are-a-list', verifies: ['RFC7644-4-06', 'RFC7644-4-08'], rulings: ['S-04'] },
      async (context) => isWholeList(context, '/ResourceTypes'),
    )

    check(
      'each schema can be read alone, under its URI',
      { id: 'one-schema', verifies: ['RFC7644-4-05', 'RFC7644-4-07'] },
      async (context) => {
        const { documents } = await readSchemas(context)
        for (const document of documents.slice(0, 12)) {
          const id = textAt(document, 'id')
          if (id !== undefined) await isReadAlone(context, '/Schemas', 'id', id)
        }
      },
    )

    check(
      'each resource type can be read alone, under its id or its name',
      { id: 'one-resource-type', verifies: ['RFC7644-4-07'], rulings: ['S-07'] },
      async (context) => {
        const { documents } = await readResourceTypes(context)
        for (const document of documents.slice(0, 12)) {
          const key = textAt(document, 'id') === undefined ? 'name' : 'id'
          const value = textAt(document, key)
          if (value !== undefined) await isReadAlone(context, '/ResourceTypes', key, value)
        }
      },
    )

    check(
      'a schema and a resource type that do not exist are answered 404',
      { id: 'unknown-document', verifies: ['RFC7644-4-05', 'RFC7644-4-07'], rulings: ['X-06'] },
      async ({ scim }) => {
        for (const place of ['/Schemas/urn:example:scimproof:nothing', '/ResourceTypes/ScimproofNothing']) {
          grade(await scim.get(place))
            .pass(error(404))
            .warn(error(400), 'It is refused, but with 400 instead of 404.')
            .otherwise.fail('A discovery document that does not exist is answered 404 (RFC 7644 §4, §3.12).')
        }
      },
    )

    check(
      'paging and sorting parameters have no effect on the discovery documents',
      { id: 'ignores-paging', verifies: ['RFC7644-4-09'], rulings: ['S-02'] },
      async (context) => {
        for (const place of ['/Schemas', '/ResourceTypes']) await ignoresPaging(context, place)
      },
    )

    check(
      'a filter on the discovery documents is refused with 403',
      { id: 'refuses-filter', verifies: ['RFC7644-4-10'], rulings: ['S-02'] },
      async (context) => {
        for (const place of ['/Schemas', '/ResourceTypes']) await refusesFilter(context, place)
      },
    )
  },
)
