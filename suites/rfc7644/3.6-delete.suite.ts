// RFC 7644 §3.6: DELETE removes a resource and is answered 204. Whatever the server keeps of it, from then on every
// operation on it is answered 404, no query finds it, and it stands in nobody's way.
import { grade, status, suite } from '../../harness/check/index.ts'

export default suite(
  'Deleting resources',
  { id: 'rfc7644.delete', file: 'suites/rfc7644/3.6-delete', needs: ['users'] },
  ({ check }) => {
    check(
      'a DELETE of a user answers 204 without a body',
      {
        id: 'answers-204',
        verifies: ['RFC7644-3.6-05'],
        rulings: ['D-01', 'X-13'],
        needs: ['create-user'],
        severity: 'breaks-provisioning',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const answer = await scim.delete(user.path)
        grade(answer)
          .pass(status(204))
          .warn(status(403, 405, 501), 'DELETE is not offered; all that needs it is skipped.')
          .otherwise.fail('A DELETE that succeeded is answered 204 (RFC 7644 §3.6).')
      },
    )
  },
)
