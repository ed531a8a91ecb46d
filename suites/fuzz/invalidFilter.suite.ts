// RFC 7644 §3.4.2.2 and §3.12, Table 9, as one statement: what is no filter is refused with 400 and scimType invalidFilter,
// and never answered with resources that nobody asked for, or as a fault of the server.
import {
  answerWhere,
  type CheckContext,
  error,
  forAll,
  grade,
  idsOf,
  refused,
  status,
  suite,
} from '../../harness/check/index.ts'
import { filterFor, type InvalidFilter, invalidFilterFrom } from '../../harness/generate/index.ts'

const EXAMPLES = 20

async function refuses({ scim, users, ledger }: CheckContext, { text, why }: InvalidFilter): Promise<void> {
  const answer = await scim.get(users.endpoint, { filter: text, count: 2 })
  const said = ledger.warnings.length
  grade(answer)
    .pass(error(400, 'invalidFilter'))
    .warn(
      refused(),
      'What is no filter is refused, but not with 400 and scimType invalidFilter (RFC 7644 §3.12).',
    )
    .fail(
      answerWhere('users', (one) => one.status === 200 && idsOf(one).length > 0),
      `What is no filter (${why}) is answered with users, as if it had asked for them; it is refused with 400 (RFC 7644 §3.4.2.2).`,
    )
    .fail(
      status(200),
      `What is no filter (${why}) is answered with a list, as if nobody matched it; it is refused with 400 (RFC 7644 §3.4.2.2).`,
    )
    .otherwise.fail(`What is no filter (${why}) is refused with 400 invalidFilter (RFC 7644 §3.4.2.2).`)
  if (said > 0) ledger.warnings.splice(said)
}

export default suite(
  'Texts that are no filters',
  {
    id: 'fuzz.filter',
    file: 'suites/fuzz/invalidFilter',
    needs: ['users', 'filter', 'create-user'],
    tags: ['fuzz', 'filter'],
    severity: 'data-loss',
    impact: 'Clients take the first user of all for the one they look for, and change or disable that.',
  },
  ({ property }) => {
    property(
      'what is no filter is refused',
      {
        id: 'refuses-what-is-no-filter',
        verifies: ['RFC7644-3.4.2.2-35', 'RFC7644-3.4.2.2-08', 'RFC7644-3.12-17'],
        rulings: ['F-16', 'X-04'],
        advice:
          'Let the parser throw, and turn that into 400 with scimType invalidFilter; never fall back to no filter.',
        timeoutMs: 120_000,
      },
      async (context) => {
        const { members } = await context.crowd()
        return forAll(
          invalidFilterFrom(filterFor(context.userSchema, members, { decidableOnly: true })),
          (filter) => refuses(context, filter),
          { show: ({ text, why }) => `${text} (${why})`, examples: EXAMPLES },
        )
      },
    )
  },
)
