// RFC 7644 §3.4.2.2 with §3.4.2.4: cutting the answer to a filter into pages changes nobody's place in it; the pages
// together hold exactly the users that the filter selects, and each page says how many there are in all.
import fc from 'fast-check'
import {
  type CheckContext,
  fail,
  forAll,
  idOf,
  type Listing,
  named,
  type Population,
  suite,
  type Walk,
  within,
} from '../../harness/check/index.ts'
import { filterFor } from '../../harness/generate/index.ts'
import { judge } from '../../harness/scim/filter/judge.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import type { Filter, Resource } from '../../harness/scim/types.ts'
import { selectsAsMeant, settled, walkCrowd, warnOnce, withoutComputed } from './asking.ts'

const EXAMPLES = 8

/** A walk by cursor need not be counted (P-09). */
const tells = ({ totalResults, nextCursor }: Listing, total: number) =>
  totalResults === total || (totalResults === undefined && nextCursor !== undefined)

/** What is wrong with the pages of a list that shall hold these users. */
function wrongWith(walk: Walk, count: number, matching: readonly Resource[]): readonly string[] {
  const wanted = matching.map(idOf)
  const missing = matching.filter((member) => !walk.ids.includes(idOf(member)))
  const extra = [...new Set(walk.ids)].filter((id) => !wanted.includes(id))
  const large = walk.pages.find(({ resources }) => resources.length > count)
  const miscounted = walk.pages.find((page) => !tells(page, wanted.length))
  return [
    ...(missing.length === 0 || isRepeating(walk) ? [] : [`no page has ${named(missing)}`]),
    ...(extra.length === 0 ? [] : [`the pages have ${extra.join(', ')}, which do not match`]),
    ...(large === undefined ? [] : [`a page of ${large.resources.length}`]),
    ...(miscounted === undefined
      ? []
      : [`totalResults ${miscounted.totalResults ?? 'missing'} instead of ${wanted.length}`]),
  ]
}

/** Who comes twice takes the place of another: an order that is another on each page is a risk, and legal (P-10). */
const isRepeating = ({ ids }: Walk) => new Set(ids).size < ids.length

async function pagesHold(
  context: CheckContext,
  crowd: Population,
  { filter, count, by }: Example,
): Promise<void> {
  const text = within(crowd, printFilter(filter))
  const matching = crowd.members.filter(
    (member) => judge(filter, member, context.userSchema).verdict === 'match',
  )
  const seen = await settled(
    context,
    () => walkCrowd(context, crowd, { filter: text, count }, { by }),
    (walk) => walk.end === 'refused' || wrongWith(walk, count, matching).length === 0,
  )
  if (seen.end === 'refused') return
  const wrong = wrongWith(seen, count, matching)
  if (wrong.length > 0 && (await selectsAsMeant(context, crowd, text, matching)))
    fail({
      reason:
        'The pages of an answer together hold the resources that match the filter, each of them once (RFC 7644 §3.4.2.4).',
      expected: `${text} with count ${count} selects ${named(matching)}, and totalResults is ${matching.length}`,
      observed: `${seen.pages.length} pages; ${wrong.join('; ')}`,
      decisive: [seen.first.exchange.id, seen.last.exchange.id],
    })
  if (isRepeating(seen)) warnOnce(context, TWICE, `${text} with count ${count}`, [seen.last.exchange.id])
}

interface Example {
  readonly filter: Filter
  readonly count: number
  readonly by: 'get' | 'search'
}

const TWICE = 'Users stand on two pages of a list at rest (P-10).'

export default suite(
  'Filters page by page',
  {
    id: 'fuzz.filter',
    file: 'suites/fuzz/filterPages',
    needs: ['users', 'filter', 'create-user'],
    tags: ['fuzz', 'filter', 'paging'],
    severity: 'data-loss',
    impact: 'Users that no page shows do not exist for the client, which makes them again or forgets them.',
  },
  ({ property }) => {
    property(
      'the pages of a filtered list hold exactly the users that the filter selects',
      {
        id: 'pages-hold-what-is-selected',
        verifies: ['RFC7644-3.4.2-05', 'RFC7644-3.4.2.2-04'],
        rulings: ['P-04', 'P-09', 'P-10', 'P-13'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const crowd = await context.crowd()
        const ways = context.facts.capabilities['search-post']
          ? (['get', 'search'] as const)
          : (['get'] as const)
        return forAll(
          fc.record({
            filter: filterFor(context.userSchema, crowd.members.map(withoutComputed), {
              decidableOnly: true,
              maxDepth: 1,
            }),
            count: fc.integer({ min: 1, max: 6 }),
            by: fc.constantFrom(...ways),
          }),
          (example) => pagesHold(context, crowd, example),
          {
            show: ({ filter, count, by }) =>
              `${printFilter(filter)} with count ${count} by ${by.toUpperCase()}`,
            examples: EXAMPLES,
          },
        )
      },
    )
  },
)
