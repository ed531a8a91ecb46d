// RFC 9865 §2.1, §2.4, §4 and §5.2: which errors tell of a wrong cursor or count, how the two methods of paging stand
// beside each other, what ServiceProviderConfig says of them, and that a cursor opens nothing by itself.
import {
  answerWhere,
  demandFilter,
  error,
  fail,
  grade,
  idsOf,
  isListAnswer,
  type Listing,
  listingOf,
  refused,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import type { Answer, CheckContext } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { cursorPage, listWhere } from './walking.ts'

const LEAKS = /\bat [\w.$]+ ?\(|\bSELECT\b.+\bFROM\b|Exception\b|Traceback/

/** A cursor of the server's own, with one character of it changed; ends the check where there is none. */
async function altered(context: CheckContext): Promise<string> {
  const { page } = await cursorPage(context)
  const { nextCursor } = listingOf(await page({ cursor: '', count: 1 }))
  if (nextCursor === undefined) skip('The first page has no nextCursor.')
  const at = Math.floor(nextCursor.length / 2)
  const other = nextCursor[at] === 'A' ? 'B' : 'A'
  return nextCursor.slice(0, at) + other + nextCursor.slice(at + 1)
}

const paginationOf = (context: CheckContext) => {
  const pagination = getMember(context.facts.serviceProviderConfig ?? {}, 'pagination')
  return isObject(pagination) ? pagination : undefined
}

const isSomePage = answerWhere('200', isListAnswer)

export default suite(
  'Errors and choice of cursors',
  { id: 'rfc9865.cursor', file: 'suites/rfc9865/cursor-errors', needs: ['users', 'filter', 'create-user'] },
  ({ check }) => {
    check(
      'a cursor that nobody gave out is refused with invalidCursor',
      {
        id: 'unknown-cursors-are-refused',
        verifies: ['RFC9865-2.1-01', 'RFC9865-2.1-02'],
        rulings: ['Z-07'],
        needs: ['cursor'],
        tags: ['edge'],
      },
      async (context) => {
        const { page } = await cursorPage(context)
        for (const cursor of ['scimproof-no-such-cursor', 'AAAA'])
          grade(await page({ cursor, count: 2 }))
            .pass(error(400, 'invalidCursor'))
            .pass(error(400, 'expiredCursor'))
            .warn(refused(), 'A cursor that nobody gave out is refused, but not with 400 invalidCursor.')
            .warn(
              isSomePage,
              'A cursor that nobody gave out is answered with a page; a client that lost its place reads users twice and does not notice.',
            )
            .otherwise.fail(
              'A cursor that nobody gave out is refused with 400 invalidCursor (RFC 9865 §2.1); the server breaks on it.',
            )
      },
    )

    check(
      'a cursor that was altered is refused',
      {
        id: 'altered-cursors-are-refused',
        verifies: ['RFC9865-5.2-04'],
        rulings: ['Z-07'],
        needs: ['cursor'],
        tags: ['edge'],
      },
      async (context) => {
        const cursor = await altered(context)
        const { page } = await cursorPage(context)
        grade(await page({ cursor, count: 1 }))
          .pass(refused())
          .warn(
            isSomePage,
            'A cursor with one character changed is taken for a true one: forged cursors go unnoticed (RFC 9865 §5.2).',
          )
          .otherwise.fail(
            'A cursor that was altered is refused with 400 (RFC 9865 §5.2); the server breaks on it.',
          )
      },
    )

    check(
      'the refusal of a cursor tells nothing about resources or the inside of the server',
      { id: 'refusals-tell-nothing', verifies: ['RFC9865-5.2-05'], needs: ['cursor'], severity: 'security' },
      async (context) => {
        const { members, page } = await cursorPage(context)
        const names = members.map((member) => String(getMember(member, 'userName')).toLowerCase())
        const answers: Answer[] = []
        for (const cursor of ['scimproof-no-such-cursor', await altered(context)])
          answers.push(await page({ cursor, count: 1 }))
        const seen = answers
          .filter((answer) => answer.status >= 400)
          .flatMap((answer) => {
            const detail = isObject(answer.json) ? getMember(answer.json, 'detail') : undefined
            const inside = LEAKS.exec(typeof detail === 'string' ? detail : answer.text)?.[0]
            const name = names.find((one) => answer.text.toLowerCase().includes(one))
            const what = name ?? inside
            return what === undefined ? [] : [{ answer, what }]
          })
        const [leak] = seen
        if (leak === undefined) return
        fail({
          reason: 'The refusal of a cursor discloses data (RFC 9865 §5.2).',
          expected: 'an error that names no resource and no inside of the server',
          observed: leak.what,
          decisive: [leak.answer.exchange.id],
        })
      },
    )

    check(
      'a cursor opens nothing to those who are not let in',
      {
        id: 'cursors-grant-nothing',
        verifies: ['RFC9865-5.2-02'],
        rulings: ['X-05'],
        needs: ['cursor'],
        severity: 'security',
      },
      async ({ scim, users, ...context }) => {
        const population = await context.population()
        const filter = `userName sw ${JSON.stringify(population.mark)}`
        const { nextCursor } = listingOf(
          demandFilter(await scim.get(users.endpoint, { filter, count: 1, cursor: '' })),
        )
        if (nextCursor === undefined) skip('The first page has no nextCursor.')
        grade(await scim.get(users.endpoint, { filter, count: 1, cursor: nextCursor }, { auth: 'none' }))
          .pass(status(401))
          .warn(status(403), 'Missing credentials are answered 403 instead of 401.')
          .otherwise.fail(
            'Each page is given only to those who may see it; a cursor grants nothing (RFC 9865 §5.2).',
          )
      },
    )

    check(
      'a cursor of one Organization shows nothing of it to another',
      {
        id: 'cursors-keep-to-the-tenant',
        verifies: ['RFC9865-5.2-01'],
        rulings: ['Z-04'],
        needs: ['cursor', 'second-connection'],
        severity: 'security',
      },
      async ({ scim, users, second, ...context }) => {
        if (second === undefined) return skip('No second connection was given.')
        const population = await context.population()
        const filter = `userName sw ${JSON.stringify(population.mark)}`
        const first = demandFilter(await scim.get(users.endpoint, { filter, count: 1, cursor: '' }))
        const { nextCursor } = listingOf(first)
        if (nextCursor === undefined) skip('The first page has no nextCursor.')
        const query = { filter, count: 1, cursor: nextCursor }
        grade(await second.scim.get(second.users.endpoint, query))
          .pass(error([400, 401, 403, 404]))
          .pass(answerWhere('a page without a user of the other', (one) => idsOf(one).length === 0))
          .otherwise.fail(
            'A cursor that one Organization was given opened the page of its users to another (RFC 9865 §5.2).',
          )
      },
    )

    check(
      'a count that changes within a walk is obeyed, or refused with invalidCount',
      {
        id: 'changed-count-is-named',
        verifies: ['RFC9865-2.1-04'],
        rulings: ['P-03'],
        needs: ['cursor'],
        tags: ['edge'],
      },
      async (context) => {
        const { page } = await cursorPage(context)
        const { nextCursor } = listingOf(await page({ cursor: '', count: 2 }))
        if (nextCursor === undefined) skip('The first page has no nextCursor.')
        grade(await page({ cursor: nextCursor, count: 1 }))
          .pass(error(400, 'invalidCount'))
          .pass(isSomePage)
          .warn(
            refused(),
            'A count that changed within a walk is refused, but not with 400 invalidCount (RFC 9865 §2.1).',
          )
          .otherwise.fail(
            'A count that changed within a walk is obeyed or refused with 400 invalidCount (RFC 9865 §2.1); the server breaks on it.',
          )
      },
    )

    check(
      'startIndex asks for paging by index where the server offers both',
      {
        id: 'parameters-choose-the-method',
        verifies: ['RFC9865-2.4-01'],
        rulings: ['P-13'],
        needs: ['cursor'],
      },
      async (context) => {
        if (getMember(paginationOf(context) ?? {}, 'index') !== true)
          skip('The server does not offer paging by index.')
        const { page } = await cursorPage(context)
        grade(await page({ startIndex: 2, count: 1 }))
          .pass(listWhere('a page from startIndex 2', ({ startIndex }) => startIndex === 2))
          .otherwise.fail(
            'startIndex chooses paging by index, where it is offered beside cursors (RFC 9865 §2.4).',
          )
        grade(await page({ cursor: '', count: 1 }))
          .pass(listWhere('nextCursor', ({ nextCursor }) => nextCursor !== undefined))
          .otherwise.fail(
            'cursor chooses paging by cursor, where it is offered beside indices (RFC 9865 §2.4).',
          )
      },
    )

    check(
      'a query that names no method is paged by the default one',
      { id: 'there-is-a-default-method', verifies: ['RFC9865-2.4-02'], needs: ['cursor'] },
      async (context) => {
        const pagination = paginationOf(context) ?? {}
        if (getMember(pagination, 'index') !== true) skip('The server does not offer paging by index.')
        const preferred = getMember(pagination, 'defaultPaginationMethod')
        const { members, page } = await cursorPage(context)
        const plain = listingOf(await page({}))
        const isPart = plain.resources.length < members.length
        const told = (listing: Listing) => (listing.startIndex ?? listing.nextCursor) !== undefined
        if (isPart && preferred === 'cursor' && plain.nextCursor === undefined)
          fail(
            'defaultPaginationMethod says cursor, and a query that names no method is not paged by cursor.',
          )
        grade(await page({ count: 2 }))
          .pass(listWhere('startIndex or nextCursor', (listing) => told(listing) && (!isPart || told(plain))))
          .otherwise.fail(
            'A server with both methods pages by its default one when the query names none (RFC 9865 §2.4).',
          )
      },
    )

    check(
      'who pages by cursor says so in ServiceProviderConfig',
      { id: 'cursors-are-published', verifies: ['RFC9865-4-01'], needs: ['discovery'] },
      async (context) => {
        if (context.facts.capabilities.cursor) return
        const { page } = await cursorPage(context)
        const answer = await page({ cursor: '', count: 1 })
        grade(answer)
          .warn(
            listWhere('nextCursor', ({ nextCursor }) => nextCursor !== undefined),
            'The server gives out cursors, and ServiceProviderConfig does not say pagination.cursor: true (RFC 9865 §4).',
          )
          .otherwise.skip('The server does not page by cursor.')
      },
    )

    for (const [name, requirement] of [
      ['cursor', 'RFC9865-4-03'],
      ['index', 'RFC9865-4-04'],
    ] as const) {
      check(
        `pagination.${name} is a boolean`,
        { id: `pagination-says-${name}`, verifies: [requirement], needs: ['discovery'] },
        async ({ scim }) => {
          const answer = await scim.get('/ServiceProviderConfig')
          const pagination = isObject(answer.json) ? getMember(answer.json, 'pagination') : undefined
          if (pagination === undefined || pagination === null)
            skip('ServiceProviderConfig has no pagination.')
          grade(answer)
            .pass(
              answerWhere(
                `pagination.${name}, true or false`,
                () => isObject(pagination) && typeof getMember(pagination, name) === 'boolean',
              ),
            )
            .otherwise.fail(`pagination has ${name}, a boolean (RFC 9865 §4).`)
        },
      )
    }
  },
)
