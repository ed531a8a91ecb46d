// RFC 7644 §3.4.2: a query is answered 200 with a ListResponse, whose totalResults counts all matches and whose
// Resources holds them; when nothing matches, the answer is the empty list, not an error.
import { all, answerWhere, grade, listOf, status, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'

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
      async ({ scim, users }) => {
        const user = await users.create()
        const filter = `userName eq ${JSON.stringify(getMember(user.sent, 'userName') ?? '')}`
        const answer = await scim.until(() => scim.get(users.endpoint, { filter }), listOf(1))
        grade(answer)
          .pass(
            all(
              listOf(1),
              answerWhere('the user with that name', ({ json }) => {
                const resources = isObject(json) ? getMember(json, 'Resources') : undefined
                const [first] = Array.isArray(resources) ? resources : []
                return isObject(first) && getMember(first, 'id') === user.id
              }),
            ),
          )
          .skip(status(501), 'Filters are not offered.')
          .otherwise.fail('A filter returns the resources that match it and no others (RFC 7644 §3.4.2.2).')
      },
    )
  },
)
