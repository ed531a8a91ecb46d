// RFC 7644 §3.2: where resources lie, and which HTTP methods their endpoints take. GET reads, POST creates or searches,
// PUT replaces, PATCH changes in part, DELETE removes; the configuration endpoints can only be read.
import {
  all,
  answerWhere,
  error,
  fail,
  grade,
  refused,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'

const WRONG_METHOD =
  'A method that an endpoint does not take is answered 405, 501 or 404 (RFC 7644 §3.2, §3.12).'

/** What the plural of a name may be, in lower case. */
function pluralsOf(name: string): string[] {
  const word = name.toLowerCase()
  const regular = [`${word}s`, `${word}es`]
  if (word.endsWith('y')) return [...regular, `${word.slice(0, -1)}ies`]
  return /(s|people|children|staff)$/.test(word) ? [...regular, word] : regular
}

export default suite(
  'Endpoints and methods',
  { id: 'rfc7644.methods', file: 'suites/rfc7644/3.2-methods' },
  ({ check }) => {
    check(
      'users lie at /Users and groups at /Groups',
      {
        id: 'standard-endpoints',
        verifies: ['RFC7644-3.2-01'],
        rulings: ['F-17', 'EN-08'],
        needs: ['users'],
        severity: 'breaks-provisioning',
        impact: 'Entra appends /Users and /Groups to the Tenant URL, whatever /ResourceTypes says.',
      },
      async ({ scim, facts, warn }) => {
        const standard = [
          ['User', '/Users'],
          ['Group', '/Groups'],
        ] as const
        for (const [name, expected] of standard) {
          const type = facts.resourceTypes.find((one) => one.name === name)
          if (type === undefined) continue
          const endpoint = `/${type.endpoint.replace(/^\//, '')}`
          if (endpoint !== expected)
            warn(`The resource type ${name} lies at ${type.endpoint} instead of ${expected} (RFC 7644 §3.2).`)
          grade(await scim.get(endpoint, { count: 1 }))
            .pass(status(200))
            .pass(error(400, 'tooMany'))
            .otherwise.fail(
              `The resource type ${name} is advertised at ${type.endpoint}, but can not be read there.`,
            )
        }
      },
    )

    check(
      'endpoints of further resource types are the plural of their names',
      {
        id: 'plural-endpoints',
        verifies: ['RFC7644-3.2-02'],
        needs: ['discovery'],
        severity: 'cosmetic',
      },
      ({ facts, warn }) => {
        const further = facts.resourceTypes.filter(({ name }) => name !== 'User' && name !== 'Group')
        if (further.length === 0) skip('The server has no further resource types.')
        for (const { name, endpoint } of further) {
          const last = endpoint.replace(/^.*\//, '').toLowerCase()
          if (!pluralsOf(name).includes(last))
            warn(
              `The resource type ${name} lies at ${endpoint}; its plural is what clients expect (RFC 7644 §3.2).`,
            )
        }
      },
    )

    check(
      'GET reads one resource, a list of them, and parts of them',
      {
        id: 'get-reads',
        verifies: ['RFC7644-3.2-04'],
        rulings: ['F-17'],
        needs: ['read-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create()
        grade(await scim.get(user.path))
          .pass(status(200))
          .otherwise.fail('GET reads one resource (RFC 7644 §3.2).')
        grade(await scim.get(users.endpoint, { count: 1 }))
          .pass(
            all(
              status(200),
              answerWhere('a list', ({ json }) => at(json, 'totalResults') !== undefined),
            ),
          )
          .pass(error(400, 'tooMany'))
          .otherwise.fail('GET on the endpoint of a resource type reads a list (RFC 7644 §3.2).')
        grade(await scim.get(user.path, { attributes: 'userName' }))
          .pass(status(200))
          .otherwise.fail('GET reads a part of a resource when attributes says which (RFC 7644 §3.2).')
      },
    )

    check(
      'a method that an endpoint does not take is refused',
      {
        id: 'wrong-method-refused',
        verifies: ['RFC7644-3.2-08', 'RFC7644-3.12-16'],
        rulings: ['X-07', 'X-13'],
        needs: ['users'],
        advice: 'Answer 405 with an Allow header.',
      },
      async ({ scim }) => {
        for (const method of ['DELETE', 'PUT'] as const) {
          const request = {
            method,
            path: '/ServiceProviderConfig',
            ...(method === 'PUT' ? { body: {} } : {}),
          }
          grade(await scim.send(request))
            .pass(status(404, 405, 501))
            .warn(refused(), `${method} of the configuration is refused, but not with 405, 501 or 404.`)
            .fail(success(), `${method} of the configuration is answered as a success; it can only be read.`)
            .otherwise.fail(WRONG_METHOD)
        }
      },
    )

    check(
      'a POST to the URL of a resource makes nothing',
      {
        id: 'post-to-a-resource-refused',
        verifies: ['RFC7644-3.2-08'],
        rulings: ['X-07'],
        needs: ['create-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create()
        grade(await scim.post(user.path, users.payload()))
          .pass(status(404, 405, 501))
          .warn(refused(), 'A POST to the URL of a resource is refused, but not with 405, 501 or 404.')
          .warn(
            success(),
            'A POST to the URL of a resource is answered as a success; nothing is created there.',
          )
          .otherwise.fail(WRONG_METHOD)
        await users.expectUnchanged(user)
      },
    )

    check(
      'Bulk takes POST only',
      {
        id: 'bulk-takes-post',
        verifies: ['RFC7644-3.2-08'],
        rulings: ['X-07'],
        needs: ['bulk'],
      },
      async ({ scim }) => {
        grade(await scim.get('/Bulk'))
          .pass(status(404, 405, 501))
          .warn(refused(), 'GET of /Bulk is refused, but not with 405, 501 or 404.')
          .warn(success(), 'GET of /Bulk is answered as a success; there is nothing to read.')
          .otherwise.fail(WRONG_METHOD)
      },
    )

    check(
      'schemas of messages are not among the schemas of resources',
      {
        id: 'message-schemas-hidden',
        verifies: ['RFC7644-3.1-06'],
        rulings: ['S-03'],
        needs: ['discovery'],
        severity: 'cosmetic',
      },
      async ({ scim, facts }) => {
        const listed = facts.schemas
          .map(({ id }) => id)
          .filter((id) => id.startsWith('urn:ietf:params:scim:api:'))
        if (listed.length > 0)
          fail({
            reason: 'Schemas of messages are not discoverable (RFC 7644 §3.1).',
            expected: 'schemas of resources only',
            observed: listed.join(', '),
          })
        grade(await scim.get('/Schemas/urn:ietf:params:scim:api:messages:2.0:ListResponse'))
          .pass(refused())
          .pass(status(501))
          .otherwise.fail('Schemas of messages are not discoverable (RFC 7644 §3.1); this one can be read.')
      },
    )

    check(
      'lists have the schema of list messages',
      {
        id: 'list-has-message-schema',
        verifies: ['RFC7644-3.1-05'],
        needs: ['users'],
      },
      async ({ scim, users }) => {
        grade(await scim.get(users.endpoint, { count: 1 }))
          .skip(refused(), 'The list of users is not answered, which is the business of another check.')
          .pass(
            answerWhere(
              'schemas with a URI of urn:ietf:params:scim:api:messages:2.0:ListResponse',
              ({ json }) => {
                const schemas = at(json, 'schemas')
                return (
                  Array.isArray(schemas) &&
                  schemas.some((uri) => /^urn:ietf:params:scim:api:/i.test(String(uri)))
                )
              },
            ),
          )
          .otherwise.fail('A list is a message, and names the schema of messages in schemas (RFC 7644 §3.1).')
      },
    )
  },
)
