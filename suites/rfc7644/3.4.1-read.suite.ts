// RFC 7644 §3.4.1: a resource whose id is known is read by GET on the endpoint of its type followed by that id; the
// answer is 200 and holds that one resource. An id that no resource has is answered 404.
import {
  all,
  answerWhere,
  error,
  grade,
  idsOf,
  refused,
  skip,
  status,
  suite,
  type Answer,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'

/** A body that is one resource, with this id. */
const theResource = (id: string) =>
  answerWhere(
    `the resource with id ${id}`,
    ({ json }: Answer) => at(json, 'id') === id && at(json, 'Resources') === undefined,
  )

export default suite(
  'Reading a resource by its id',
  { id: 'rfc7644.read', file: 'suites/rfc7644/3.4.1-read' },
  ({ check }) => {
    check(
      'a GET of a user by id is answered 200 with that user',
      {
        id: 'reads-a-user',
        verifies: ['RFC7644-3.4.1-01', 'RFC7644-3.4.1-03'],
        needs: ['create-user'],
        severity: 'breaks-provisioning',
        impact: 'Entra reads each user before it updates it; without that nothing is ever updated.',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const answer = await scim.until(() => users.read(user), status(200))
        grade(answer)
          .pass(all(status(200), theResource(user.id)))
          .otherwise.fail('GET /Users/{id} is answered 200 with that one user in the body (RFC 7644 §3.4.1).')
      },
    )

    check(
      'a GET of a group by id is answered 200 with that group',
      {
        id: 'reads-a-group',
        verifies: ['RFC7644-3.4.1-01', 'RFC7644-3.4.1-03'],
        needs: ['create-group'],
        severity: 'breaks-provisioning',
      },
      async ({ scim, groups }) => {
        const group = await groups.create()
        const answer = await scim.until(() => groups.read(group), status(200))
        grade(answer)
          .pass(all(status(200), theResource(group.id)))
          .otherwise.fail(
            'GET /Groups/{id} is answered 200 with that one group in the body (RFC 7644 §3.4.1).',
          )
      },
    )

    check(
      'a user found in a list can be read under the id that the list gives',
      {
        id: 'listed-id-can-be-read',
        verifies: ['RFC7644-3.4.1-01'],
        needs: ['filter-eq'],
        severity: 'breaks-provisioning',
        impact: 'Entra finds the user by filter and then updates it under the id that the list gave: 404.',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const filter = `userName eq ${JSON.stringify(user.sent['userName'])}`
        const found = await scim.until(
          () => scim.get(users.endpoint, { filter }),
          answerWhere('a list with the user', (answer) => idsOf(answer).length > 0),
        )
        const [id] = idsOf(found)
        if (id === undefined) skip('The list does not hold the user, which is the business of another check.')
        grade(await scim.get(`${users.endpoint}/${encodeURIComponent(id)}`))
          .pass(all(status(200), theResource(user.id)))
          .otherwise.fail('The id of a resource in a list leads to that resource (RFC 7644 §3.4.1).')
      },
    )

    check(
      'a GET of an id that no user has is answered 404',
      {
        id: 'unknown-id-is-not-found',
        verifies: ['RFC7644-3.4.1-02', 'RFC7644-3.12-11'],
        rulings: ['X-06'],
        needs: ['users'],
        severity: 'breaks-provisioning',
        impact: 'Entra does not notice that a user is gone, and does not make it again.',
      },
      async ({ scim, users, identity }) => {
        grade(await scim.get(`${users.endpoint}/${identity.guid()}`))
          .pass(error(404))
          .warn(refused(), 'An id that no resource has is refused, but not with 404.')
          .otherwise.fail('A resource that does not exist is answered 404 (RFC 7644 §3.4.1).')
      },
    )

    check(
      'an id that no server could have given is answered 404',
      {
        id: 'impossible-id-is-not-found',
        verifies: ['RFC7644-3.4.1-02'],
        rulings: ['X-06'],
        needs: ['users'],
        advice: 'Look the id up as text, or take one that can not be parsed for one that does not exist.',
      },
      async ({ scim, users }) => {
        for (const id of ['no-such-id', '0', '%C3%A9%20%22']) {
          grade(await scim.get(`${users.endpoint}/${id}`))
            .pass(error(404))
            .warn(
              refused(),
              'An id that is written in another way than the server’s own is refused, but not with 404.',
            )
            .otherwise.fail(
              'A resource that does not exist is answered 404, however its id is written (RFC 7644 §3.4.1).',
            )
        }
      },
    )
  },
)
