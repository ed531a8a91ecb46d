// RFC 7644 §3.5.1: PUT replaces the attributes of a resource that exists with those in its body.
import { grade, status, suite } from '../../harness/check/index.ts'

export default suite(
  'Replacing with PUT',
  { id: 'rfc7644.put', file: 'suites/rfc7644/3.5.1-put', needs: ['users'] },
  ({ check }) => {
    check(
      'a PUT replaces the attributes of a user, and a GET shows the new values',
      {
        id: 'replaces-the-resource',
        verifies: ['RFC7644-3.5-01', 'RFC7644-3.5.1-04'],
        rulings: ['R-06', 'X-13'],
        needs: ['create-user', 'read-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before', active: true })
        const answer = await scim.put(user.path, { ...user.sent, displayName: 'After', active: false })
        const graded = grade(answer)
          .pass(status(200))
          .warn(status(204), 'A PUT that succeeded is answered 204; the standard has 200 with the resource.')
          .warn(status(403, 405, 501), 'PUT is not offered, though every server has to (RFC 7644 §3.5).')
          .otherwise.fail('A PUT of a valid resource is answered 200 (RFC 7644 §3.5.1).')
        if (graded === 'warn' && answer.status !== 204) return
        await users.expectState(
          user,
          { displayName: 'After', active: false },
          'Values that a PUT sends replace those that were there (RFC 7644 §3.5.1).',
        )
      },
    )
  },
)
