// RFC 7644 §3.4.2.2 as one statement: whatever filter is asked, a server selects the users that its meaning selects. The
// meaning is computed by harness/scim, and only users are graded about whom no two conforming servers may disagree.
import {
  copiesOf,
  expectSelection,
  forAll,
  listingOf,
  type SelectionOptions,
  skip,
  suite,
} from '../../harness/check/index.ts'
import type { CheckContext } from '../../harness/check/index.ts'
import {
  filterAims,
  filterCells,
  filterFor,
  filterNodes,
  filterTowards,
  reachableFilterCells,
} from '../../harness/generate/index.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import type { Filter } from '../../harness/scim/types.ts'
import { withoutComputed } from './asking.ts'

const EXAMPLES = 104

const LANES = 2

const REASON = 'A filter selects the resources that match it and no others (RFC 7644 §3.4.2.2).'

async function selectsWhatItMeans(
  context: CheckContext,
  how: Pick<SelectionOptions, 'by' | 'confined'>,
  examples = EXAMPLES,
) {
  const among = await context.crowd()
  const { userSchema } = context
  const play = (filter: Filter, population = among) =>
    expectSelection(context, filter, {
      ...how,
      among: population,
      refused: 'pass',
      undecided: 'pass',
      reason: REASON,
    })
  const members = among.members.map(withoutComputed)
  return forAll(filterFor(userSchema, members, { decidableOnly: true }), (filter) => play(filter), {
    show: printFilter,
    examples,
    lanes: LANES,
    grammar: 'filter',
    cells: (filter) => filterCells(filter, userSchema),
    reachable: reachableFilterCells(userSchema, members),
    towards: filterTowards(userSchema, members),
    aims: filterAims(userSchema, members),
    measure: filterNodes,
    surroundings: copiesOf(context, among, { play }),
  })
}

/** Ends the check where other people than those of the run are in the store: nobody asks for them. */
async function demandNobodyElse({ scim, users, identity }: CheckContext): Promise<void> {
  const filter = `not (userName sw ${JSON.stringify(identity.runMark)})`
  const answer = await scim.get(users.endpoint, { filter, count: 1 })
  const { totalResults, resources } = listingOf(answer)
  if (answer.status !== 200 || totalResults !== 0 || resources.length > 0)
    skip('There are users whom this run did not make, so every filter is confined to its own.')
}

export default suite(
  'Filters of all kinds',
  {
    id: 'fuzz.filter',
    file: 'suites/fuzz/filter',
    needs: ['users', 'filter', 'create-user'],
    tags: ['fuzz', 'filter'],
    severity: 'wrong-answer',
    impact: 'Whoever relies on such a filter deals with other people than it asked for.',
  },
  ({ property }) => {
    property(
      'a filter selects exactly the users that its meaning selects',
      {
        id: 'selects-what-it-means',
        verifies: ['RFC7644-3.4.2.2-04', 'RFC7644-3.4.2.2-38', 'RFC7644-3.4.2.2-44'],
        rulings: ['F-01', 'F-02', 'F-10'],
        timeoutMs: 240_000,
      },
      (context) => selectsWhatItMeans(context, { by: 'get' }),
    )

    property(
      'a filter in the body of a search selects exactly the users that its meaning selects',
      {
        id: 'search-selects-what-it-means',
        verifies: ['RFC7644-3.4.3-10', 'RFC7644-3.4.3-18'],
        rulings: ['Z-01', 'F-10'],
        needs: ['search-post'],
        timeoutMs: 240_000,
      },
      (context) => selectsWhatItMeans(context, { by: 'search' }, 12),
    )

    property(
      'a filter selects the same users where the condition that confines it stands behind it',
      {
        id: 'selects-in-front-of-a-condition',
        verifies: ['RFC7644-3.4.2.2-04', 'RFC7644-3.4.2.2-38', 'RFC7644-3.4.2.2-44'],
        rulings: ['F-01', 'F-02', 'F-10'],
        timeoutMs: 240_000,
      },
      (context) => selectsWhatItMeans(context, { by: 'get', confined: 'behind' }, 12),
    )

    property(
      'a filter on its own selects all users of the run that its meaning selects, and no others of them',
      {
        id: 'selects-on-its-own',
        verifies: ['RFC7644-3.4.2.2-04', 'RFC7644-3.4.2.2-38'],
        rulings: ['F-01', 'F-02', 'F-10'],
        timeoutMs: 240_000,
      },
      async (context) => {
        await demandNobodyElse(context)
        return selectsWhatItMeans(context, { by: 'get', confined: false }, 12)
      },
    )
  },
)
