// RFC 7644 §3.3: a POST to the endpoint of a resource type makes a resource of that type. The answer is 201, holds the
// new resource, and says in Location and in meta.location where it lies.
import {
  all,
  answerWhere,
  changesBetween,
  fail,
  grade,
  status,
  suite,
  type Answer,
  type CheckContext,
  type ResourceFixture,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { urlOf } from './location.ts'

const NOT_OFFERED = 'The server lets this client create no resources of this type; what needs one is skipped.'

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
  const id = at(answer.json, 'id')
  const place =
    typeof id === 'string' ? `${type.endpoint}/${encodeURIComponent(id)}` : answer.headers['location']
  if (place === undefined) fail('The answer names the new resource neither by an id nor by a Location.')
  const seen = await context.scim.until(() => context.scim.get(place), status(200))
  grade(seen).pass(status(200)).otherwise.fail('What was created can be read under its own URL.')
}

/** The resource type in `meta` is that of the endpoint, though the body claims another. */
async function showsType({ scim }: CheckContext, type: ResourceFixture, claimed: string): Promise<void> {
  const { name } = type.schema.resourceType
  const answer = await scim.post(type.endpoint, type.payload({ meta: { resourceType: claimed } }))
  grade(answer)
    .pass(
      all(
        status(201),
        answerWhere(`meta.resourceType ${name}`, ({ json }) => at(json, 'meta', 'resourceType') === name),
      ),
    )
    .warn(
      answerWhere('a 201 without a body', (one) => one.status === 201 && one.text === ''),
      'A creation is answered without the resource, so its meta.resourceType can not be seen.',
    )
    .otherwise.fail(
      `meta.resourceType of what is created at ${type.endpoint} is ${name}, whatever the body says (RFC 7644 §3.3.1).`,
    )
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
      'the URI of a new user stands in Location and in meta.location, and leads to it',
      {
        id: 'answers-with-location',
        verifies: ['RFC7644-3.3-10'],
        rulings: ['C-08', 'C-11'],
        needs: ['create-user'],
        advice: 'Build both from the one public base URL, not from the host that the proxy talks to.',
      },
      async ({ scim, users }) => {
        const answer = await scim.post(users.endpoint, users.payload())
        grade(answer)
          .pass(
            answerWhere(
              'a Location header',
              ({ headers }) => (headers['location'] ?? '') !== '',
              () => 'without a Location header',
            ),
          )
          .otherwise.fail('The answer to a creation has the URI of the resource in Location (RFC 7644 §3.3).')
        if (answer.text !== '') {
          grade(answer)
            .pass(
              answerWhere('meta.location', ({ json }) => typeof at(json, 'meta', 'location') === 'string'),
            )
            .otherwise.fail('The resource that a creation answers with has meta.location (RFC 7644 §3.3).')
        }
        const id = at(answer.json, 'id')
        const place = urlOf(answer.headers['location'], answer.exchange.request.url)
        if (place === undefined) fail('The Location of a new resource is no URI (RFC 7644 §3.3).')
        const asked = new URL(answer.exchange.request.url)
        const here = `${asked.origin}${place.pathname}`
        if (place.origin !== asked.origin)
          grade(answer).otherwise.warn(
            `Location names ${place.origin}, not ${asked.origin} where the request was sent; a proxy seems to be left out.`,
          )
        const seen = await scim.until(() => scim.get(here), status(200))
        grade(seen)
          .pass(
            all(
              status(200),
              answerWhere('the same id', ({ json }) => id === undefined || at(json, 'id') === id),
            ),
          )
          .otherwise.fail('The URI in Location leads to the resource that was created (RFC 7644 §3.3).')
      },
    )

    check(
      'the answer to a creation holds the new user',
      {
        id: 'answers-with-the-resource',
        verifies: ['RFC7644-3.3-09', 'RFC7644-3.1-02'],
        rulings: ['C-11', 'C-13'],
        needs: ['create-user'],
      },
      async ({ scim, users }) => {
        const answer = await scim.post(users.endpoint, users.payload())
        grade(answer)
          .pass(
            answerWhere(
              'a body with schemas, id, meta and userName',
              ({ json, text }) =>
                text !== '' &&
                ['schemas', 'id', 'meta', 'userName'].every((name) => at(json, name) !== undefined),
            ),
          )
          .otherwise.warn(
            'The body of the answer to a creation is the resource as it now is (RFC 7644 §3.3).',
          )
      },
    )

    check(
      'the answer to a creation is what a GET shows right after it',
      {
        id: 'answer-is-the-state',
        verifies: ['RFC7644-3.1-08'],
        rulings: ['C-11', 'C-13'],
        needs: ['create-user'],
        impact: 'Entra keeps what the answer says, and writes the difference again in each cycle.',
      },
      async ({ scim, users, identity }) => {
        const body = users.payload({
          displayName: identity.displayName('user'),
          name: { givenName: 'Ada', familyName: 'Proof' },
          title: 'Engineer',
          active: true,
        })
        const made = await scim.post(users.endpoint, body)
        grade(made)
          .pass(status(201))

          .otherwise.fail('A valid user is created (RFC 7644 §3.3).')
        if (made.text === '') {
          grade(made).otherwise.warn('A creation is answered without the resource.')
          return
        }
        const same = answerWhere(
          'the resource that the POST answered with',
          (seen) => seen.status === 200 && changesBetween(made.resource, seen.resource).length === 0,
        )
        const path = `${users.endpoint}/${encodeURIComponent(String(at(made.json, 'id')))}`
        const seen = await scim.until(() => scim.get(path), same)
        if (seen.status === 200 && same.differs(seen) !== undefined)
          fail({
            reason:
              'An answer shows the resource as the server has it (RFC 7644 §3.1); this one showed something else.',
            expected: same.expects,
            observed: changesBetween(made.resource, seen.resource).join('; '),
            decisive: [made.exchange.id, seen.exchange.id],
          })
        grade(seen).pass(status(200)).otherwise.fail('What was created can be read under its own URL.')
      },
    )

    check(
      'a user is of type User, whatever the body claims',
      {
        id: 'user-has-its-type',
        verifies: ['RFC7644-3.3.1-01'],
        rulings: ['C-01'],
        needs: ['create-user'],
      },
      async (context) => showsType(context, context.users, 'Group'),
    )

    check(
      'a group is of type Group, whatever the body claims',
      {
        id: 'group-has-its-type',
        verifies: ['RFC7644-3.3.1-01'],
        rulings: ['C-01'],
        needs: ['create-group'],
      },
      async (context) => showsType(context, context.groups, 'User'),
    )
  },
)
