// RFC 7644 §3.5.2.2: remove takes the value of what its path names, all values of a multi-valued attribute, or those that
// a filter selects; what has no value left is unassigned, and everything else stays.
import {
  answerWhere,
  type CheckContext,
  error,
  grade,
  refused,
  remove,
  success,
  suite,
} from '../../harness/check/index.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { demandOptional, ENTERPRISE, expectEffect, expectSame, type State, userWith } from './patching.ts'

/** What a remove leaves of a new user with these attributes. */
async function removes(
  context: CheckContext,
  attributes: JsonObject,
  path: string,
  becomes: State,
  reason: string,
): Promise<void> {
  demandOptional(context.users.schema, path.replace(/\[.*?\]/, ''))
  const user = await userWith(context, attributes)
  await expectEffect(context, context.users, user, [remove(path)], { becomes, reason })
}

const twoEmails = ({ identity }: CheckContext): [JsonObject, JsonObject] => [
  { type: 'work', value: identity.email() },
  { type: 'home', value: identity.email() },
]

export default suite(
  'Removing with PATCH',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-remove',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user'],
    severity: 'data-loss',
  },
  ({ check }) => {
    check(
      'a remove of a single-valued attribute leaves it unassigned',
      { id: 'remove-unassigns', verifies: ['RFC7644-3.5.2.2-02'] },
      async (context) =>
        removes(
          context,
          { displayName: 'Kept', nickName: 'Before' },
          'nickName',
          { nickName: undefined },
          'A remove of an attribute leaves it without a value (RFC 7644 §3.5.2.2).',
        ),
    )

    check(
      'a remove of a complex attribute leaves it unassigned',
      { id: 'remove-unassigns-a-complex-value', verifies: ['RFC7644-3.5.2.2-02'] },
      async (context) => {
        demandOptional(context.users.schema, 'name')
        const user = await userWith(context, { name: { givenName: 'Ada', familyName: 'Proof' } })
        await expectEffect(context, context.users, user, [remove('name')], {
          becomes: { name: undefined },
          reason: 'A remove of a complex attribute leaves it without a value (RFC 7644 §3.5.2.2).',
        })
      },
    )

    check(
      'a remove of a sub-attribute leaves the others',
      { id: 'remove-takes-a-sub-attribute', verifies: ['RFC7644-3.5.2.2-03'] },
      async (context) =>
        removes(
          context,
          { name: { givenName: 'Ada', familyName: 'Proof', middleName: 'Maria' } },
          'name.middleName',
          { name: { givenName: 'Ada', familyName: 'Proof' } },
          'A remove of a sub-attribute takes that one and leaves the others (RFC 7644 §3.5.2.2).',
        ),
    )

    check(
      'a remove of an attribute of an extension leaves the others of the extension',
      {
        id: 'remove-in-an-extension',
        verifies: ['RFC7644-3.5.2.2-04', 'RFC7644-3.5.2-15'],
        needs: ['enterprise-user'],
      },
      async (context) =>
        removes(
          context,
          { [ENTERPRISE]: { department: 'Before', employeeNumber: '7' } },
          `${ENTERPRISE}:department`,
          { [ENTERPRISE]: { employeeNumber: '7' } },
          'A remove of an attribute by its full name takes that one and leaves the others (RFC 7644 §3.5.2.2).',
        ),
    )

    check(
      'a remove of a multi-valued attribute takes all its values',
      { id: 'remove-takes-all-values', verifies: ['RFC7644-3.5.2.2-05'] },
      async (context) =>
        removes(
          context,
          { displayName: 'Kept', emails: twoEmails(context) },
          'emails',
          { emails: undefined },
          'A remove of a multi-valued attribute without a filter takes all its values (RFC 7644 §3.5.2.2).',
        ),
    )

    check(
      'a remove with a value filter takes the values that match and no others',
      {
        id: 'remove-takes-what-matches',
        verifies: ['RFC7644-3.5.2.2-06'],
        impact: 'One removal takes more, or less, than was asked for.',
      },
      async (context) => {
        const [work, home] = twoEmails(context)
        await removes(
          context,
          { emails: [work, home] },
          'emails[type eq "work"]',
          { emails: [home] },
          'A remove with a filter takes the values that match, and no others (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove with a filter of two conditions takes the values that meet both',
      { id: 'remove-takes-what-meets-both', verifies: ['RFC7644-3.5.2.2-08', 'RFC7644-3.5.2.2-06'] },
      async (context) => {
        const [work, home] = twoEmails(context)
        const other = { type: 'work', value: context.identity.email() }
        await removes(
          context,
          { emails: [work, home, other] },
          `emails[type eq "work" and value eq ${JSON.stringify(work['value'])}]`,
          { emails: [home, other] },
          'A remove with two conditions takes the values that meet both (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove of the only value that is left leaves the attribute unassigned',
      { id: 'remove-of-the-last-value', verifies: ['RFC7644-3.5.2.2-07', 'RFC7644-3.5.2.2-10'] },
      async (context) => {
        const [work, home] = twoEmails(context)
        await removes(
          context,
          { displayName: 'Kept', emails: [work] },
          'emails[type eq "work"]',
          { emails: undefined },
          'When the last value is removed, the attribute is without a value (RFC 7644 §3.5.2.2).',
        )
        await removes(
          context,
          { displayName: 'Kept', emails: [{ ...work, value: context.identity.email() }, home] },
          'emails[type eq "work" or type eq "home"]',
          { emails: undefined },
          'When a filter removes every value, the attribute is without a value (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove of a sub-attribute of selected values leaves the values and the other sub-attributes',
      { id: 'remove-in-selected-values', verifies: ['RFC7644-3.5.2.2-09'] },
      async (context) => {
        const [work, home] = [
          { type: 'work', locality: 'Springfield', region: 'Oregon' },
          { type: 'home', locality: 'Riverside', region: 'Iowa' },
        ]
        await removes(
          context,
          { addresses: [work, home] },
          'addresses[type eq "work"].region',
          { addresses: [{ type: 'work', locality: 'Springfield' }, home] },
          'A remove of a sub-attribute of selected values takes only that one (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove whose value filter matches nothing changes nothing',
      { id: 'remove-of-nothing', verifies: ['RFC7644-3.5.2.2-06'], rulings: ['M-01'] },
      async (context) => {
        const { scim, users } = context
        const user = await userWith(context, { emails: twoEmails(context) })
        const answer = await scim.patch(user, [remove('emails[type eq "other"]')])
        grade(answer)
          .pass(success())
          .pass(error(400, 'noTarget'))
          .warn(refused(), 'A remove that finds nothing is refused, but not with 400 noTarget.')
          .otherwise.fail(
            'A remove that finds nothing succeeds, or is refused with 400 noTarget (RFC 7644 §3.5.2.2).',
          )
        await expectSame(
          context,
          users,
          user,
          'A remove whose filter matches nothing takes nothing (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove of an attribute without a value changes nothing',
      { id: 'remove-of-the-unassigned', verifies: ['RFC7644-3.5.2.2-02'], rulings: ['M-04'] },
      async (context) => {
        const { scim, users } = context
        const user = await userWith(context, { displayName: 'Kept' })
        const answer = await scim.patch(user, [remove('nickName')])
        grade(answer)
          .pass(success())
          .pass(error(400, 'noTarget'))
          .warn(refused(), 'A remove of what has no value is refused, but not with 400 noTarget.')
          .fail(
            answerWhere('a 5xx', ({ status }) => status >= 500),
            'A remove of an attribute without a value is answered as a fault of the server.',
          )
          .otherwise.fail(
            'A remove of an attribute without a value succeeds, or is refused with 400 noTarget.',
          )
        await expectSame(context, users, user, 'A remove of an attribute without a value takes nothing else.')
      },
    )
  },
)
