/**
 * RFC 7643 §2.1, §3 and §10.2.1: a resource names its schemas in each answer, those to writes too; and the URN of a schema
 * is the same in whatever case its first parts are written.
 */
import { at } from '../../harness/check/at.ts'
import { type Answer, answerWhere, error, grade, replace, status, suite } from '../../harness/check/index.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'

const naming = answerWhere('a JSON object with schemas, an array of texts', ({ json }) => {
  const schemas = at(json, 'schemas')
  return (
    isObject(json) &&
    isArray(schemas) &&
    schemas.length > 0 &&
    schemas.every((uri) => typeof uri === 'string')
  )
})

/** An answer that shows the resource: one without a body shows none. */
const shows = ({ text, status: code }: Answer) => text !== '' && code >= 200 && code < 300

export default suite(
  'Schemas of what was written',
  { id: 'rfc7643.resources', file: 'suites/rfc7643/3-written', needs: ['users', 'create-user'] },
  ({ check }) => {
    check(
      'the answers to writes name the schemas of the resource, as a GET does',
      { id: 'answers-name-schemas', verifies: ['RFC7643-2.1-02'], rulings: ['P-12', 'X-13'] },
      async ({ scim, users, identity, facts }) => {
        const user = await users.create()
        const replaced = await scim.put(user, { ...user.sent, displayName: identity.displayName('user') })
        const patched = facts.capabilities.patch
          ? [await scim.patch(user, [replace('displayName', identity.displayName('user'))])]
          : []
        for (const answer of [user.answer, replaced, ...patched, await users.read(user)].filter(shows))
          grade(answer)
            .pass(naming)
            .otherwise.fail(
              'A resource is a JSON object that says in schemas what it is; clients can not read it otherwise (RFC 7643 §2.1).',
            )
      },
    )

    check(
      'the URN of a schema is understood with urn in upper case',
      { id: 'urns-ignore-case', verifies: ['RFC7643-10.2.1-01'], rulings: ['F-11'] },
      async ({ scim, users, userSchema }) => {
        const schemas = [userSchema.core.id.replace(/^urn:ietf:/i, 'URN:IETF:')]
        grade(await scim.post(users.endpoint, users.payload({ schemas })))
          .pass(status(201))
          .warn(
            error(400),
            'A schema is refused because URN stands in upper case; that part of a URN has no case (RFC 7643 §10.2.1).',
          )
          .otherwise.fail(
            'A schema in another spelling is understood, or refused with 400 (RFC 7643 §10.2.1).',
          )
      },
    )
  },
)
