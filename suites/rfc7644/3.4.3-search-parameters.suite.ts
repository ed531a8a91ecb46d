// RFC 7644 §3.4.3: attributes, excludedAttributes and sortBy in the body of a search do what they do in the URL of a
// query; names stand in attribute notation.
import {
  all,
  askPopulation,
  answerWhere,
  type CheckContext,
  fail,
  grade,
  isListAnswer,
  listOf,
  suite,
  walkPages,
} from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import type { Json, Resource } from '../../harness/scim/types.ts'
import { alwaysReturned, byName, makeUser, NO_SCHEMAS, only, shaped, withSchemas } from './projected.ts'

/** Searches for the check's own user, with a projection. */
async function searches(context: CheckContext, parameters: Readonly<Record<string, Json>>) {
  const user = await makeUser(context)
  return context.scim.until(
    () => context.scim.search(context.users.endpoint, { filter: byName(user.resource), ...parameters }),
    listOf(1),
  )
}

/** Ends the check unless the population comes in the order of an attribute. */
async function expectSorted(
  context: CheckContext,
  sortBy: string,
  read: (resource: Resource) => string,
  reason: string,
) {
  const walk = await walkPages((paging) => askPopulation(context, { sortBy, ...paging }, 'search'))
  grade(walk.last).pass(answerWhere('200 with a list', isListAnswer)).otherwise.fail(reason)
  const values = walk.resources.map((resource) => read(resource).toLowerCase())
  const at = values.findIndex(
    (value, index) => index + 1 < values.length && value > (values[index + 1] ?? ''),
  )
  if (at < 0) return
  fail({
    reason,
    expected: `ascending by ${sortBy}`,
    observed: `${values[at]} before ${values[at + 1]}`,
    decisive: [walk.first.exchange.id],
  })
}

export default suite(
  'Parameters of a search by POST',
  {
    id: 'rfc7644.search',
    file: 'suites/rfc7644/3.4.3-search-parameters',
    needs: ['users', 'filter', 'search-post', 'create-user'],
  },
  ({ check }) => {
    check(
      'attributes in the body is a list of names in attribute notation',
      {
        id: 'attributes-select',
        verifies: ['RFC7644-3.4.3-06'],
        rulings: ['J-01', 'J-04'],
      },
      async (context) => {
        const expected = all(
          only(['name.givenName'], alwaysReturned(context)),
          shaped({ has: [], lacks: ['name.familyName'] }),
        )
        grade(await searches(context, { attributes: ['name.givenName'] }))
          .pass(all(expected, withSchemas))
          .warn(expected, NO_SCHEMAS)
          .otherwise.fail(
            'attributes in the body brings what it names in attribute notation, and the minimum set (RFC 7644 §3.4.3).',
          )
      },
    )

    check(
      'excludedAttributes in the body takes away what it names, in attribute notation',
      {
        id: 'excluded-attributes-go',
        verifies: ['RFC7644-3.4.3-09'],
        rulings: ['J-02', 'J-04'],
      },
      async (context) =>
        void grade(await searches(context, { excludedAttributes: ['name.givenName', 'title'] }))
          .pass(shaped({ has: ['id', 'userName', 'name.familyName'], lacks: ['name.givenName', 'title'] }))
          .otherwise.fail(
            'excludedAttributes in the body takes away what it names in attribute notation (RFC 7644 §3.4.3).',
          ),
    )

    check(
      'excludedAttributes in the body does not take away what is always returned',
      {
        id: 'always-returned-stays',
        verifies: ['RFC7644-3.4.3-08'],
        rulings: ['J-02'],
      },
      async (context) =>
        void grade(await searches(context, { excludedAttributes: ['id'] }))
          .pass(shaped({ has: ['id', 'userName'], lacks: [] }))
          .otherwise.fail('id is always returned, and can not be excluded (RFC 7644 §3.4.3).'),
    )

    check(
      'sortBy in the body puts the list in order',
      { id: 'sorts', verifies: ['RFC7644-3.4.3-12'], rulings: ['P-11'], needs: ['sort'] },
      (context) =>
        expectSorted(
          context,
          'displayName',
          (resource) => String(getMember(resource, 'displayName')),
          'sortBy in the body of a search puts the list in order (RFC 7644 §3.4.3).',
        ),
    )

    check(
      'sortBy in the body takes a sub-attribute',
      {
        id: 'sorts-by-sub-attributes',
        verifies: ['RFC7644-3.4.3-13'],
        rulings: ['P-11'],
        needs: ['sort'],
      },
      (context) =>
        expectSorted(
          context,
          'name.givenName',
          (resource) => String(getMember((getMember(resource, 'name') ?? {}) as Resource, 'givenName')),
          'sortBy in the body of a search takes attribute notation (RFC 7644 §3.4.3).',
        ),
    )
  },
)
