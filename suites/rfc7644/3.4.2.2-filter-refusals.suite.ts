// RFC 7644 §3.4.2.2 and §3.12: what is no filter, or uses an operator that the server does not know, is refused with 400
// invalidFilter; a server that can not filter never returns everything instead.
import {
  askQuery,
  all,
  answerWhere,
  error,
  fail,
  grade,
  isListAnswer,
  listingOf,
  refused,
  suite,
} from '../../harness/check/index.ts'
import type { Answer, CheckContext } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'

const TAKES_THE_FIRST =
  'Clients take the first user of all for the one they look for, and change or disable that.'
const PARSE =
  'Let the parser throw, and turn that into 400 with scimType invalidFilter; never fall back to no filter.'

const detailed = answerWhere('a detail that people can read', ({ json }: Answer) => {
  const detail = isObject(json) ? getMember(json, 'detail') : undefined
  return typeof detail === 'string' && detail.trim() !== ''
})

const ask = (context: CheckContext, filter: string) =>
  askQuery(context, context.users.endpoint, { filter, count: 2 })

async function refuses(context: CheckContext, filters: readonly string[], demand: string): Promise<void> {
  for (const filter of filters) {
    grade(await ask(context, filter))
      .pass(error(400, 'invalidFilter'))
      .warn(
        refused(),
        `${filter}: refused, but not with 400 invalidFilter, which tells the client what is wrong.`,
      )
      .otherwise.fail(`${filter}: ${demand}`)
  }
}

export default suite(
  'Filters that are refused',
  { id: 'rfc7644.filter', file: 'suites/rfc7644/3.4.2.2-filter-refusals', needs: ['users', 'filter'] },
  ({ check }) => {
    check(
      'an operator that the server does not know is refused with 400 invalidFilter',
      {
        id: 'unknown-operators-are-refused',
        verifies: ['RFC7644-3.4.2.2-43', 'RFC7644-3.12-17'],
        rulings: ['F-16', 'X-04'],
        severity: 'data-loss',
        impact: TAKES_THE_FIRST,
        advice: PARSE,
      },
      async (context) => {
        for (const filter of ['userName like "a"', 'userName = "a"', 'title matches "a"']) {
          grade(await ask(context, filter))
            .pass(all(error(400, 'invalidFilter'), detailed))
            .warn(error(400, 'invalidFilter'), 'The refusal says nothing that people can read.')
            .otherwise.fail(
              `${filter}: an operator that is not known is refused with 400 invalidFilter (RFC 7644 §3.4.2.2).`,
            )
        }
      },
    )

    check(
      'an expression that lacks a part is refused',
      {
        id: 'incomplete-expressions-are-refused',
        verifies: ['RFC7644-3.4.2.2-08'],
        severity: 'data-loss',
        impact: TAKES_THE_FIRST,
        advice: PARSE,
      },
      (context) =>
        refuses(
          context,
          ['userName', 'userName eq', 'eq "a"', 'userName "a"', 'userName eq "a" "b"'],
          'an expression has an attribute, an operator and, except for pr, one value; all else is refused (RFC 7644 §3.4.2.2).',
        ),
    )

    check(
      'a text that the grammar does not allow is refused',
      {
        id: 'what-is-no-filter-is-refused',
        verifies: ['RFC7644-3.4.2.2-35'],
        rulings: ['F-12'],
        severity: 'data-loss',
        impact: TAKES_THE_FIRST,
        advice: PARSE,
      },
      (context) =>
        refuses(
          context,
          [
            '(userName eq "a"',
            'userName eq "a")',
            'userName eq "a',
            'userName eq "a" and',
            'or userName eq "a"',
            'userName eq "a" title eq "b"',
            'userName eq "a" xor title eq "b"',
            'emails[type eq "work"',
            'emails[]',
          ],
          'a filter follows the grammar of Figure 1; all else is refused (RFC 7644 §3.4.2.2).',
        ),
    )

    check(
      'a filter without any expression is refused',
      { id: 'empty-filters-are-refused', verifies: ['RFC7644-3.4.2.2-07'], tags: ['edge'], advice: PARSE },
      async (context) => {
        await refuses(context, ['()'], 'a filter holds at least one expression (RFC 7644 §3.4.2.2).')
        for (const filter of ['', ' ']) {
          grade(await ask(context, filter))
            .pass(error(400, 'invalidFilter'))
            .warn(refused(), 'An empty filter is refused, but not with 400 invalidFilter.')
            .warn(
              answerWhere('200', isListAnswer),
              'An empty filter counts as none; it holds no expression, which the standard demands.',
            )
            .otherwise.fail('An empty filter is refused with 400 invalidFilter (RFC 7644 §3.4.2.2).')
        }
      },
    )

    check(
      'a filter on an attribute that users do not have selects nobody',
      {
        id: 'unknown-attributes-select-nobody',
        verifies: ['RFC7644-3.4.2.2-04'],
        rulings: ['F-01', 'F-16'],
        needs: ['create-user'],
        severity: 'data-loss',
        impact: TAKES_THE_FIRST,
        advice: PARSE,
      },
      async (context) => {
        await context.population()
        for (const filter of ['scimproofNoSuchAttribute eq "a"', 'name.scimproofNoSuchPart eq "a"']) {
          const answer = await ask(context, filter)
          grade(answer)
            .pass(answerWhere('200', isListAnswer))
            .pass(error(400, 'invalidFilter'))
            .warn(refused(), `${filter}: refused, but not with 400 invalidFilter.`)
            .otherwise.fail(`${filter}: answered with an empty list or refused with 400 invalidFilter.`)
          const { resources, totalResults = 0 } = listingOf(answer)
          if (resources.length === 0 && totalResults === 0) continue
          fail({
            reason:
              'No user has that attribute, so none matches; what can not be filtered is not returned whole (RFC 7644 §3.4.2.2).',
            expected: 'an empty list, or 400 with scimType invalidFilter',
            observed: `${Math.max(resources.length, totalResults)} users`,
            decisive: [answer.exchange.id],
          })
        }
      },
    )
  },
)
