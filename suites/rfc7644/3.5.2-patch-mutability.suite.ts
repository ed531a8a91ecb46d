// RFC 7644 §3.5.2 and §3.5.2.2: each operation has to fit the mutability and the schema of its target. What does not is
// refused with an error, and readOnly and immutable attributes stay what they are.
import {
  add,
  type CheckContext,
  type Created,
  error,
  fail,
  grade,
  refused,
  remove,
  replace,
  replaceAll,
  type ResourceFixture,
  skip,
  status,
  success,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { equalJson, getMember } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { OTHER_KEYWORD, UNTYPED, userWith } from './patching.ts'

const IGNORED = 'The operation is answered with success and ignored; it has to be refused (RFC 7644 §3.5.2).'

/** Refusal of an operation that does not fit a readOnly or immutable target; ignoring it is a risk (ruling M-10). */
async function staysAsItIs(
  { scim }: CheckContext,
  type: ResourceFixture,
  made: Created,
  operations: readonly WireOperation[],
  { name, what, tolerated }: { name: string; what: string; tolerated?: boolean },
): Promise<void> {
  const answer = await scim.patch(made, operations)
  const seen = await scim.until(() => type.read(made), status(200))
  const read = (resource: JsonObject) =>
    name.split('.').reduce<ReturnType<typeof at>>((value, part) => at(value, part), resource)
  const [before, after] = [read(made.resource), read(seen.resource)]
  if (!equalJson(before, after))
    fail({
      reason: `${what} is not changed by PATCH (RFC 7644 §3.5.2).`,
      expected: `${name} as it was: ${JSON.stringify(before)}`,
      observed: `${name} ${JSON.stringify(after)}`,
      decisive: [answer.exchange.id, seen.exchange.id],
    })
  if (tolerated === true) {
    grade(answer)
      .pass(status(200, 204, 400))
      .warn(refused(), OTHER_KEYWORD)
      .otherwise.fail(`${what} in a value without a path is ignored, or refused with 400 (RFC 7644 §3.5.2).`)
    return
  }
  grade(answer)
    .pass(error(400, 'mutability'))
    .warn(refused(), OTHER_KEYWORD)
    .warn(success(), IGNORED)
    .otherwise.fail(
      `${what} can not be changed: the operation is refused with 400 mutability (RFC 7644 §3.5.2).`,
    )
}

/** A string attribute of some resource type that clients can give once. */
function immutableOf(context: CheckContext): { type: ResourceFixture; name: string } {
  for (const { core, resourceType } of context.facts.resourceSchemas) {
    const attribute = core.attributes.find(
      ({ mutability, type, multiValued, returned }) =>
        mutability === 'immutable' && type === 'string' && !multiValued && returned !== 'never',
    )
    const type = context.resources(resourceType.name)
    if (attribute !== undefined && type !== undefined) return { type, name: attribute.name }
  }
  return skip('No resource type has an immutable string attribute.')
}

export default suite(
  'PATCH against mutability and schema',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-mutability',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user'],
  },
  ({ check }) => {
    check(
      'a replace of id is refused with mutability',
      {
        id: 'refuses-another-id',
        verifies: ['RFC7644-3.5.2-12', 'RFC7644-3.5.2-14'],
        rulings: ['M-10'],
        severity: 'data-loss',
      },
      async (context) => {
        const user = await context.users.create()
        const other = context.identity.guid()
        await staysAsItIs(context, context.users, user, [replace('id', other)], {
          name: 'id',
          what: 'The id',
        })
      },
    )

    check(
      'a replace of meta.created is refused with mutability',
      { id: 'refuses-another-created', verifies: ['RFC7644-3.5.2-12'], rulings: ['M-10'] },
      async (context) => {
        const user = await context.users.create()
        if (at(user.resource, 'meta', 'created') === undefined) skip('The server shows no meta.created.')
        await staysAsItIs(context, context.users, user, [replace('meta.created', '2001-01-01T00:00:00Z')], {
          name: 'meta.created',
          what: 'The time of creation',
        })
      },
    )

    check(
      'another id in a value without a path is ignored or refused',
      { id: 'pathless-id-changes-nothing', verifies: ['RFC7644-3.5.2-12'], rulings: ['M-10'] },
      async (context) => {
        const user = await context.users.create()
        await staysAsItIs(context, context.users, user, [replaceAll({ id: context.identity.guid() })], {
          name: 'id',
          what: 'The id',
          tolerated: true,
        })
      },
    )

    check(
      'a value without a path may repeat the id that the user has',
      { id: 'accepts-its-own-id', verifies: ['RFC7644-3.5.2.3-01'], rulings: ['M-10'] },
      async (context) => {
        const user = await userWith(context, { displayName: 'Before' })
        const answer = await context.scim.patch(user, [replaceAll({ id: user.id, displayName: 'After' })])
        const graded = grade(answer)
          .pass(success())
          .warn(refused(), 'A value that repeats the id as it is changes nothing about it, and is refused.')
          .otherwise.fail('A value that repeats the id as it is can be applied.')
        if (graded === 'warn') return
        await context.users.expectState(
          user,
          { displayName: 'After' },
          'A replace that was answered with success changes what it names (RFC 7644 §3.5.2.3).',
        )
      },
    )

    check(
      'an immutable attribute keeps its value',
      { id: 'keeps-immutable', verifies: ['RFC7644-3.5.2-12'], rulings: ['M-10'] },
      async (context) => {
        const { type, name } = immutableOf(context)
        const made = await type.create({ [name]: context.identity.local() })
        if (getMember(made.resource, name) === undefined) skip(`The server does not store ${name}.`)
        await staysAsItIs(context, type, made, [replace(name, context.identity.local())], {
          name,
          what: `The immutable attribute ${name}`,
        })
      },
    )

    check(
      'a remove of userName is refused with mutability',
      {
        id: 'keeps-user-name',
        verifies: ['RFC7644-3.5.2.2-11'],
        rulings: ['M-13', 'X-04'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const answer = await scim.patch(user, [remove('userName')])
        grade(answer)
          .pass(error(400, ['mutability', 'invalidValue']))
          .fail(
            UNTYPED,
            'The remove of a required attribute is refused without a scimType (RFC 7644 §3.5.2.2).',
          )
          .warn(refused(), OTHER_KEYWORD)
          .otherwise.fail(
            'A remove of a required attribute is refused with 400 mutability (RFC 7644 §3.5.2.2).',
          )
        await users.expectUnchanged(user)
      },
    )

    for (const [id, name] of [
      ['keeps-id', 'id'],
      ['keeps-meta', 'meta'],
    ] as const) {
      check(
        `a remove of ${name} is refused with mutability`,
        { id, verifies: ['RFC7644-3.5.2.2-12'], rulings: ['M-10', 'X-04'] },
        async ({ scim, users }) => {
          const user = await users.create()
          const answer = await scim.patch(user, [remove(name)])
          grade(answer)
            .pass(error(400, 'mutability'))
            .fail(
              UNTYPED,
              `The remove of ${name} is refused without the scimType mutability (RFC 7644 §3.5.2.2).`,
            )
            .warn(refused(), OTHER_KEYWORD)
            .warn(success(), IGNORED)
            .otherwise.fail(
              `${name} is readOnly: its remove is refused with 400 mutability (RFC 7644 §3.5.2.2).`,
            )
          await users.expectUnchanged(user)
        },
      )
    }

    check(
      'a replace of the groups of a user is refused with mutability',
      {
        id: 'refuses-groups-of-user',
        verifies: ['RFC7644-3.5.2-12', 'RFC7644-3.5.2-14'],
        rulings: ['M-10'],
        needs: ['groups', 'create-group'],
        severity: 'security',
      },
      async (context) => {
        const { scim, users, groups } = context
        if (users.schema.core.attributes.every(({ name }) => name !== 'groups'))
          skip('The schema of User has no groups.')
        const group = await groups.create()
        const user = await users.create()
        const answer = await scim.patch(user, [add('groups', [{ value: group.id }])])
        const seen = await groups.read(group)
        if (JSON.stringify(getMember(seen.resource, 'members') ?? []).includes(user.id))
          fail({
            reason:
              'The groups of a user are readOnly: a PATCH of the user puts nobody into a group (RFC 7643 §4.1.2).',
            expected: 'the group without the user',
            observed: 'the group with the user',
            decisive: [answer.exchange.id, seen.exchange.id],
          })
        grade(answer)
          .pass(error(400, 'mutability'))
          .warn(refused(), OTHER_KEYWORD)
          .warn(success(), IGNORED)
          .otherwise.fail(
            'The groups of a user are readOnly: their change is refused with 400 (RFC 7644 §3.5.2).',
          )
      },
    )
  },
)
