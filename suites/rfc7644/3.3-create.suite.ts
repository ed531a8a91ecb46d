// RFC 7644 §3.3: a POST to the endpoint of a resource type makes a resource of that type. The answer is 201, holds the
// new resource, and says in Location and in meta.location where it lies.
import { all, answerWhere, fail, grade, status, suite } from '../../harness/check/index.ts'
import type { Answer, CheckContext, ResourceFixture } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'

const NOT_OFFERED =
  'The server does not let this client create resources of this type; all that needs one is skipped.'

/** Creates with the least that the schema asks for; a server that wants more gets, the second time, what most want. */
async function createLeast({ scim, identity }: CheckContext, type: ResourceFixture): Promise<Answer> {
  const answer = await scim.post(type.endpoint, type.payload())
  if (answer.status !== 400 || type.schema.resourceType.name !== 'User') return answer
  const usual = {
    name: { givenName: 'Ada', familyName: 'Proof' },
    displayName: identity.displayName('user'),
    emails: [{ value: identity.email(), type: 'work', primary: true }],
    active: true,
  }
  return scim.post(type.endpoint, type.payload(usual))
}

async function creates(context: CheckContext, type: ResourceFixture): Promise<void> {
  const answer = await createLeast(context, type)
  const graded = grade(answer)
    .pass(status(201))
    .warn(status(403, 405, 501), NOT_OFFERED)
    .fail(
      status(200),
      'The resource was made, yet the status is 200; a creation is answered 201 (RFC 7644 §3.3).',
    )
    .otherwise.fail(
      'A valid body POSTed to the endpoint of its type makes a resource, answered 201 (RFC 7644 §3.3).',
    )
  if (graded === 'warn') return
  const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
  const place =
    typeof id === 'string' ? `${type.endpoint}/${encodeURIComponent(id)}` : answer.headers['location']
  if (place === undefined) fail('The answer names the new resource neither by an id nor by a Location.')
  const seen = await context.scim.until(() => context.scim.get(place), status(200))
  grade(seen).pass(status(200)).otherwise.fail('What was created can be read at once, under its own URL.')
}

export default suite(
  'Creating resources',
  { id: 'rfc7644.create', file: 'suites/rfc7644/3.3-create' },
  ({ check }) => {
    check(
      'a POST to /Users creates a user and answers 201',
      {
        id: 'creates-a-user',
        verifies: ['RFC7644-3.3-01', 'RFC7644-3.3-08'],
        rulings: ['C-11', 'X-13'],
        needs: ['users'],
        severity: 'breaks-provisioning',
        impact: 'Entra can create nobody: each new assignment ends in the provisioning log as a failure.',
      },
      async (context) => creates(context, context.users),
    )

    check(
      'a POST to /Groups creates a group and answers 201',
      {
        id: 'creates-a-group',
        verifies: ['RFC7644-3.3-01', 'RFC7644-3.3-08'],
        rulings: ['C-11', 'X-13'],
        needs: ['groups'],
        severity: 'breaks-provisioning',
        impact: 'Entra can create no group, and so manage no membership.',
      },
      async (context) => creates(context, context.groups),
    )

    check(
      'the answer to a creation says where the resource lies, in Location',
      {
        id: 'answers-with-location',
        verifies: ['RFC7644-3.3-10'],
        rulings: ['C-08'],
        needs: ['create-user'],
      },
      async ({ scim, users }) => {
        const answer = await scim.post(users.endpoint, users.payload())
        grade(answer)
          .pass(
            all(
              status(201),
              answerWhere('a Location header', ({ headers }) => 'location' in headers),
            ),
          )
          .otherwise.fail('The URI of a new resource stands in the Location header (RFC 7644 §3.3).')
      },
    )
  },
)
