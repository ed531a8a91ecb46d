// RFC 7644 §3.5.2: each operation has to fit the schema of its target. A path is looked up in the schemas of the resource;
// what no schema has, and a value of another type than the schema's, is refused with an error and stores nothing.
import {
  add,
  type Answer,
  answerWhere,
  type CheckContext,
  error,
  grade,
  refused,
  replace,
  status,
  success,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { demandAttribute, expectSame, OTHER_KEYWORD, userWith } from './patching.ts'

/** Refusal of a value that the schema does not allow, with nothing stored. */
async function refusesValue(
  context: CheckContext,
  attributes: JsonObject,
  operation: WireOperation,
  reason: string,
): Promise<void> {
  const user = await userWith(context, attributes)
  const answer = await context.scim.patch(user, [operation])
  grade(answer)
    .pass(error(400, ['invalidValue', 'invalidSyntax']))
    .warn(refused(), OTHER_KEYWORD)
    .otherwise.fail(reason)
  await expectSame(
    context,
    context.users,
    user,
    'A PATCH that was refused changes nothing (RFC 7644 §3.5.2).',
  )
}

const echoes =
  (name: string): ((answer: Answer) => boolean) =>
  (answer) =>
    at(answer.json, name) !== undefined

export default suite(
  'PATCH against the schema',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-schema',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user'],
  },
  ({ check }) => {
    check(
      'a text for active is refused',
      { id: 'refuses-text-for-boolean', verifies: ['RFC7644-3.5.2-11'], rulings: ['C-14', 'M-14'] },
      async (context) =>
        refusesValue(
          context,
          { active: true },
          replace('active', 'neither'),
          'active is boolean; a text that says neither true nor false is refused with 400 (RFC 7644 §3.5.2).',
        ),
    )

    check(
      'an object for displayName is refused',
      { id: 'refuses-object-for-text', verifies: ['RFC7644-3.5.2-11'], rulings: ['M-14'] },
      async (context) =>
        refusesValue(
          context,
          { displayName: 'Before' },
          replace('displayName', { en: 'After' }),
          'displayName is a string; an object is refused with 400 (RFC 7644 §3.5.2).',
        ),
    )

    for (const [op, id, verifies, section] of [
      [add, 'refuses-text-added-to-complex', 'RFC7644-3.5.2.1-07', '§3.5.2.1'],
      [replace, 'refuses-text-for-complex', 'RFC7644-3.5.2.3-06', '§3.5.2.3'],
    ] as const) {
      const operation = op('name', 'Grace Proof')
      check(
        `${String(operation['op'])} of a text at a complex attribute is refused`,
        { id, verifies: [verifies], rulings: ['M-07'] },
        async (context) =>
          refusesValue(
            context,
            { name: { givenName: 'Ada', familyName: 'Proof' } },
            operation,
            `A complex attribute takes an object of sub-attributes; a text is refused with 400 (RFC 7644 ${section}).`,
          ),
      )
    }

    check(
      'an attribute that no schema has is refused',
      { id: 'refuses-unknown-attribute', verifies: ['RFC7644-3.5.2-14'], rulings: ['M-11'] },
      async (context) => {
        const { scim, users } = context
        const user = await userWith(context, { displayName: 'Before' })
        const answer = await scim.patch(user, [replace('shoeSizeOfProof', 'forty')])
        grade(answer)
          .pass(error(400, ['invalidPath', 'noTarget', 'invalidValue', 'invalidSyntax']))
          .warn(refused(), OTHER_KEYWORD)
          .fail(
            answerWhere('the unknown attribute in the answer', echoes('shoeSizeOfProof')),
            'An attribute that no schema has is stored (RFC 7644 §3.5.2).',
          )
          .warn(success(), 'An attribute that no schema has is ignored, and the answer says success.')
          .otherwise.fail('An attribute that no schema has is refused with 400 (RFC 7644 §3.5.2).')
        const seen = await users.read(user)
        grade(seen)
          .fail(
            answerWhere('the unknown attribute', echoes('shoeSizeOfProof')),
            'An attribute that no schema has is stored (RFC 7644 §3.5.2).',
          )
          .pass(status(200))
          .otherwise.fail('A user that was patched can be read.')
        await expectSame(context, users, user, 'A PATCH of an unknown attribute changes nothing else.')
      },
    )

    check(
      'an attribute that no schema has is refused for a group too, and costs it no members',
      {
        id: 'unknown-attribute-costs-no-members',
        verifies: ['RFC7644-3.5.2-14', 'RFC7644-3.5.2-22'],
        rulings: ['M-11'],
        needs: ['groups', 'create-group'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, users, groups } = context
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const answer = await scim.patch(group, [replace('shoeSizeOfProof', [])])
        grade(answer)
          .pass(error(400, ['invalidPath', 'noTarget', 'invalidValue', 'invalidSyntax']))
          .warn(refused(), OTHER_KEYWORD)
          .warn(success(), 'An attribute that no schema has is ignored, and the answer says success.')
          .otherwise.fail('An attribute that no schema has is refused with 400 (RFC 7644 §3.5.2).')
        await groups.expectUnchanged(group, 'A PATCH of an attribute that no schema has changed the group.')
      },
    )

    check(
      'each form of path is understood',
      {
        id: 'understands-each-form-of-path',
        verifies: ['RFC7644-3.5.2-10'],
        severity: 'breaks-provisioning',
      },
      async (context) => {
        const { identity, scim, users } = context
        const email = identity.email()
        const user = await userWith(context, {
          name: { givenName: 'Ada', familyName: 'Proof' },
          emails: [{ type: 'work', value: email }],
        })
        demandAttribute(users.schema, 'emails.type')
        for (const path of [
          'name.familyName',
          'emails[type eq "work"].value',
          `emails[value eq "${email}"].type`,
          'emails[type eq "home" or type eq "work"].value',
        ]) {
          const answer = await scim.patch(user, [
            replace(path, path.endsWith('type') ? 'home' : path.startsWith('name') ? 'New' : email),
          ])
          grade(answer)
            .pass(success())
            .otherwise.fail(
              `The path ${path} follows the grammar and names what the user has (RFC 7644 §3.5.2).`,
            )
        }
      },
    )
  },
)
