/**
 * RFC 7643 §3 and §3.3: schemas is an array of unique URIs, the base schema and the extensions in use; its order means
 * nothing. Core attributes are members of the resource itself, those of an extension stand in an object under its URI.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  type CheckContext,
  error,
  grade,
  holding,
  listingOf,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import { getMember, isArray, sameName } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id
const UNKNOWN = 'urn:example:scimproof:schemas:nothing'

const urisIn = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : [])

/** Whether a value is a schemas attribute in order: texts that are URIs, at least one, none twice. */
function inOrder(schemas: Json | undefined): boolean {
  const uris = urisIn(schemas)
  return (
    uris.length > 0 &&
    uris.every((uri) => typeof uri === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(uri)) &&
    new Set(uris).size === uris.length
  )
}

const readNew = ({ scim, users }: CheckContext, answer: Answer) =>
  scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)

export default suite(
  'Schemas of resources',
  { id: 'rfc7643.resources', file: 'suites/rfc7643/3-common', needs: ['users', 'create-user'] },
  ({ check }) => {
    check(
      'schemas of a user is an array of unique URIs, the base schema among them',
      {
        id: 'schemas-are-unique-uris',
        verifies: ['RFC7643-3-02', 'RFC7643-3-03', 'RFC7643-3-04'],
      },
      async ({ users, userSchema }) => {
        const user = await users.create()
        const seen = await users.read(user)
        grade(seen)
          .pass(answerWhere('schemas as an array of unique URIs', ({ json }) => inOrder(at(json, 'schemas'))))
          .otherwise.fail(
            'Each resource has schemas, an array of unique URIs that is not empty (RFC 7643 §3).',
          )
        grade(seen)
          .pass(
            answerWhere(`schemas with ${userSchema.core.id}`, ({ json }) =>
              urisIn(at(json, 'schemas')).some(
                (uri) => typeof uri === 'string' && sameName(uri, userSchema.core.id),
              ),
            ),
          )
          .otherwise.fail('schemas of a user holds the User schema (RFC 7643 §3.3).')
      },
    )

    check(
      'the users in a list have schemas too',
      {
        id: 'list-elements-have-schemas',
        verifies: ['RFC7643-3-04', 'RFC7643-3-06', 'RFC7643-4.1-01'],
        rulings: ['P-12'],
      },
      async (context) => {
        await context.users.create()
        const { scim, users, userSchema } = context
        const answer = await scim.get(users.endpoint, { count: '5' })
        const { resources } = listingOf(answer)
        if (resources.length === 0) skip('The list of users is empty.')
        grade(answer)
          .pass(
            answerWhere('schemas in each element', () =>
              resources.every((resource) => inOrder(getMember(resource, 'schemas'))),
            ),
          )
          .otherwise.fail('Each resource in a list has schemas, an array of unique URIs (RFC 7643 §3).')
        grade(answer)
          .pass(
            answerWhere(`${userSchema.core.id} in each element`, () =>
              resources.every((resource) =>
                urisIn(getMember(resource, 'schemas')).some(
                  (uri) => typeof uri === 'string' && sameName(uri, userSchema.core.id),
                ),
              ),
            ),
          )
          .otherwise.fail('Each user has the schema of users in schemas (RFC 7643 §4.1).')
      },
    )

    check(
      'a body without schemas is refused',
      { id: 'schemas-are-demanded', verifies: ['RFC7643-3-02'], level: 'SHOULD', rulings: ['C-03'] },
      async ({ scim, users }) => {
        const { schemas: _, ...body } = users.payload()
        const answer = await scim.post(users.endpoint, body)
        grade(answer)
          .pass(error(400))
          .warn(
            status(201),
            'A body without schemas is taken for a user; the attribute is required (RFC 7643 §3).',
          )
          .otherwise.fail('A body without schemas is refused with 400 (RFC 7643 §3).')
      },
    )

    check(
      'a schema that is unknown is refused or dropped',
      { id: 'unknown-schema', verifies: ['RFC7643-3-05'], rulings: ['C-03'] },
      async (context) => {
        const { scim, users, userSchema } = context
        const answer = await scim.post(
          users.endpoint,
          users.payload({ schemas: [userSchema.core.id, UNKNOWN] }),
        )
        grade(answer)
          .pass(error(400))
          .pass(status(201))
          .otherwise.fail(
            'A schema that the resource type does not have is refused with 400, or dropped (RFC 7643 §3).',
          )
        if (answer.status === 400) return
        grade(await readNew(context, answer))
          .pass(
            answerWhere(
              `schemas without ${UNKNOWN}`,
              ({ json }) => !urisIn(at(json, 'schemas')).includes(UNKNOWN),
            ),
          )
          .otherwise.fail('schemas holds only schemas that are defined for the resource type (RFC 7643 §3).')
      },
    )

    check(
      'a schema that is named twice is refused or kept once',
      { id: 'repeated-schema', verifies: ['RFC7643-3-06'] },
      async (context) => {
        const { scim, users, userSchema } = context
        const { id } = userSchema.core
        const answer = await scim.post(users.endpoint, users.payload({ schemas: [id, id] }))
        grade(answer)
          .pass(error(400))
          .pass(status(201))
          .otherwise.fail('A schema that is named twice is refused with 400, or kept once (RFC 7643 §3).')
        if (answer.status === 400) return
        grade(await readNew(context, answer))
          .pass(answerWhere('schemas without repetition', ({ json }) => inOrder(at(json, 'schemas'))))
          .otherwise.fail('schemas holds no value twice (RFC 7643 §3).')
      },
    )

    check(
      'the order of schemas has no effect',
      {
        id: 'order-of-schemas',
        verifies: ['RFC7643-3-07', 'RFC7643-3-10', 'RFC7643-3.3-06'],
        needs: ['enterprise-user'],
        impact: 'Department, manager and employee number are lost.',
      },
      async (context) => {
        const { scim, users, userSchema } = context
        const department = { [ENTERPRISE]: { department: 'Proof' } }
        const body = users.payload({ schemas: [ENTERPRISE, userSchema.core.id], ...department })
        const answer = await scim.post(users.endpoint, body)
        grade(answer)
          .pass(status(201))
          .otherwise.fail('A user is created whatever the order of schemas is (RFC 7643 §3).')
        const seen = await readNew(context, answer)
        grade(seen)
          .pass(
            answerWhere(
              `department "Proof" under ${ENTERPRISE}`,
              ({ json }) => at(json, ENTERPRISE, 'department') === 'Proof',
            ),
          )
          .otherwise.fail(
            'What was sent in the object of an extension stands there again, whatever the order of schemas (RFC 7643 §3.3).',
          )
        grade(seen)
          .pass(holding({ department: undefined }))
          .otherwise.fail(
            'Attributes of an extension stand in its object, not beside the core attributes (RFC 7643 §3).',
          )
        grade(seen)
          .pass(
            answerWhere(`schemas with ${ENTERPRISE}`, ({ json }) =>
              urisIn(at(json, 'schemas')).includes(ENTERPRISE),
            ),
          )
          .otherwise.warn('An extension that is in use is better named in schemas (RFC 7643 §3.3).')
      },
    )

    check(
      'core attributes are members of the resource itself',
      { id: 'core-attributes-at-the-top', verifies: ['RFC7643-3-09'] },
      async ({ users, userSchema }) => {
        const user = await users.create()
        const seen = await users.read(user)
        grade(seen)
          .pass(
            answerWhere(
              'userName at the top',
              ({ json }) => at(json, 'userName') !== undefined && at(json, userSchema.core.id) === undefined,
            ),
          )
          .otherwise.fail(
            'Core attributes are members of the resource, not of an object under the core URI (RFC 7643 §3).',
          )
      },
    )

    check(
      'core attributes mean the same with an extension as without',
      {
        id: 'extensions-only-add',
        verifies: ['RFC7643-3.3-01', 'RFC7643-3-04'],
        needs: ['enterprise-user'],
      },
      async ({ users, identity }) => {
        const common = { displayName: identity.displayName('user'), active: true }
        const plain = await users.read(await users.create(common))
        const extended = await users.read(
          await users.create({ ...common, [ENTERPRISE]: { department: 'Proof' } }),
        )
        const core = { displayName: at(plain.json, 'displayName'), active: at(plain.json, 'active') }
        grade(extended)
          .pass(holding(core))
          .otherwise.fail('An extension adds attributes, and changes none of the core (RFC 7643 §3.3).')
        if (at(extended.json, ENTERPRISE) === undefined) return
        grade(extended)
          .pass(
            answerWhere(`schemas with ${ENTERPRISE}`, ({ json }) =>
              urisIn(at(json, 'schemas')).includes(ENTERPRISE),
            ),
          )
          .otherwise.warn('An extension that is in use is better named in schemas (RFC 7643 §3).')
      },
    )

    check(
      'a body that names only an extension is refused, or gets the base schema',
      {
        id: 'base-schema-is-there',
        verifies: ['RFC7643-3.3-03'],
        rulings: ['C-03'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { scim, users, userSchema } = context
        const answer = await scim.post(users.endpoint, users.payload({ schemas: [ENTERPRISE] }))
        grade(answer)
          .pass(error(400))
          .pass(status(201))
          .otherwise.fail(
            'A body that lacks the base schema is refused with 400, or gets it (RFC 7643 §3.3).',
          )
        if (answer.status === 400) return
        grade(await readNew(context, answer))
          .pass(
            answerWhere(`schemas with ${userSchema.core.id}`, ({ json }) =>
              urisIn(at(json, 'schemas')).includes(userSchema.core.id),
            ),
          )
          .otherwise.fail('schemas of a resource holds at least its base schema (RFC 7643 §3.3).')
      },
    )
  },
)
