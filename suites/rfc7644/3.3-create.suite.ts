import { all, answerWhere, fail, grade, status, suite } from '../../harness/check/index.ts'

/** RFC 7644 §3.3: POST to a resource type's endpoint creates a resource and answers with it. */
export default suite(
  'Creating resources',
  { id: 'rfc7644.create', file: 'suites/rfc7644/3.3-create' },
  ({ check }) => {
    check(
      'a POST to /Users creates a user and answers 201',
      {
        id: 'creates-a-user',
        verifies: ['RFC7644-3.3-06'],
        severity: 'breaks-provisioning',
        impact: 'Entra can create nobody: each new assignment ends in the provisioning log as a failure.',
      },
      async ({ scim, users }) => {
        const answer = await scim.post(users.endpoint, users.payload())
        grade(answer)
          .pass(status(201))
          .otherwise.fail('A creation that succeeded is answered 201 (RFC 7644 §3.3).')
        const seen = await scim.until(
          () => scim.get(`${users.endpoint}/${String(answer.resource['id'])}`),
          status(200),
        )
        grade(seen).pass(status(200)).otherwise.fail('A user that was created can be read under its id.')
      },
    )

    check(
      'a created user has an id of the server, and its Location',
      { id: 'answers-with-location', verifies: ['RFC7644-3.3-08'], needs: ['create-user'] },
      async ({ scim, users }) => {
        const answer = await scim.post(users.endpoint, users.payload())
        grade(answer)
          .pass(
            all(
              status(201),
              answerWhere('a Location header', ({ headers }) => 'location' in headers),
            ),
          )
          .otherwise.fail('The Location header names the new resource (RFC 7644 §3.3).')
        if (typeof answer.resource['id'] !== 'string') fail('The answer has no id.')
      },
    )
  },
)
