// RFC 7644 §3.4.2.2 as one statement: whatever filter is asked, a server selects the users that its meaning selects. The
// meaning is computed by harness/scim, and only users are graded about whom no two conforming servers may disagree.
import { expectSelection, forAll, suite } from '../../harness/check/index.ts'
import type { CheckContext } from '../../harness/check/index.ts'
import { filterFor } from '../../harness/generate/index.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import { isObject } from '../../harness/scim/json.ts'
import type { Resource } from '../../harness/scim/types.ts'

const EXAMPLES = 60

/** A user without what servers work out for each answer anew, from the URL of the request or the state of the resource. */
function withoutComputed(member: Resource): Resource {
  const meta = member['meta']
  if (!isObject(meta)) return member
  const { location: _location, version: _version, ...kept } = meta
  return { ...member, meta: kept }
}

async function selectsWhatItMeans(context: CheckContext, by: 'get' | 'search') {
  const { members } = await context.population()
  return forAll(
    filterFor(context.userSchema, members.map(withoutComputed), { decidableOnly: true }),
    (filter) =>
      expectSelection(context, filter, {
        by,
        refused: 'pass',
        undecided: 'pass',
        reason: 'A filter selects the resources that match it and no others (RFC 7644 §3.4.2.2).',
      }),
    { show: printFilter, examples: EXAMPLES },
  )
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
      (context) => selectsWhatItMeans(context, 'get'),
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
      (context) => selectsWhatItMeans(context, 'search'),
    )
  },
)
