// RFC 7644 §3.4.1: a resource whose id is known is read by GET on the endpoint of its type followed by that id; the
// answer is 200 and holds that one resource. An id that no resource has is answered 404.
import { all, answerWhere, error, grade, status, suite } from '../../harness/check/index.ts'
import type { Answer } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'

/** A body that is one resource, with this id. */
const theResource = (id: string) =>
  answerWhere(
    `the resource with id ${id}`,
    ({ json }: Answer) =>
      isObject(json) && getMember(json, 'id') === id && getMember(json, 'Resources') === undefined,
  )

export default suite(
  'Reading a resource by its id',
  { id: 'rfc7644.read', file: 'suites/rfc7644/3.4.1-read' },
  ({ check }) => {
    check(
      'a GET of a user by id answers 200 and holds that user',
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
          .otherwise.fail('GET /Users/{id} answers 200 with that one user in the body (RFC 7644 §3.4.1).')
      },
    )

    check(
      'a GET of an id that no user has answers 404',
      {
        id: 'unknown-id-is-not-found',
        verifies: ['RFC7644-3.4.1-02'],
        rulings: ['X-06'],
        needs: ['users'],
        severity: 'breaks-provisioning',
        impact: 'Entra does not notice that a user is gone, and does not make it again.',
      },
      async ({ scim, users, identity }) => {
        const answer = await scim.get(`${users.endpoint}/${identity.guid()}`)
        grade(answer)
          .pass(error(404))
          .warn(error(400), 'An id that no resource has is refused with 400 instead of 404.')
          .otherwise.fail('A resource that does not exist is answered 404 (RFC 7644 §3.4.1).')
      },
    )
  },
)
