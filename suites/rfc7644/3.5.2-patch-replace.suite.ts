// RFC 7644 §3.5.2.3: replace gives what its path names another value: the attribute, the sub-attributes that are named, all
// values of a multi-valued attribute, or all that a filter selects; where a filter selects nothing it is refused.
import {
  type CheckContext,
  error,
  grade,
  replace,
  replaceAll,
  status,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import {
  demandStored,
  type Effect,
  ENTERPRISE,
  expectEffect,
  expectSame,
  OTHER_KEYWORD,
  UNTYPED,
  userWith,
} from './patching.ts'

/** What replace makes of a new user with these attributes. */
async function replaces(
  context: CheckContext,
  attributes: JsonObject,
  operation: WireOperation,
  effect: Effect,
): Promise<void> {
  const user = await userWith(context, attributes)
  await expectEffect(context, context.users, user, [operation], effect)
}

const twoEmails = ({ identity }: CheckContext): [JsonObject, JsonObject] => [
  { type: 'work', value: identity.email() },
  { type: 'home', value: identity.email() },
]

const addresses = (): [JsonObject, JsonObject, JsonObject] => [
  { type: 'work', locality: 'Springfield', region: 'Oregon' },
  { type: 'work', locality: 'Shelbyville', region: 'Oregon' },
  { type: 'home', locality: 'Riverside', region: 'Iowa' },
]

const ADA = { name: { givenName: 'Ada', familyName: 'Proof' } }

export default suite(
  'Replacing with PATCH',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-replace',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user'],
    severity: 'data-loss',
  },
  ({ check }) => {
    for (const [id, attributes, path, value, becomes] of [
      ['replace-of-active', { active: true }, 'active', false, { active: false }],
      [
        'replace-of-a-sub-attribute',
        ADA,
        'name.familyName',
        'After',
        { name: { givenName: 'Ada', familyName: 'After' } },
      ],
    ] as const) {
      check(
        `a replace of ${path} sets the new value`,
        {
          id,
          verifies: ['RFC7644-3.5.2.3-03'],
          ...(path === 'active'
            ? { impact: 'Entra deactivates people by this: they keep their access.' }
            : {}),
        },
        async (context) =>
          replaces(context, attributes, replace(path, value), {
            becomes,
            reason: 'A replace of what takes one value sets it and nothing else (RFC 7644 §3.5.2.3).',
          }),
      )
    }

    check(
      'a replace of an attribute of an extension sets it and leaves the others',
      {
        id: 'replace-in-an-extension',
        verifies: ['RFC7644-3.5.2.3-03', 'RFC7644-3.5.2-15'],
        needs: ['enterprise-user'],
      },
      async (context) =>
        replaces(
          context,
          { [ENTERPRISE]: { department: 'Before', employeeNumber: '7' } },
          replace(`${ENTERPRISE}:department`, 'After'),
          {
            becomes: { [ENTERPRISE]: { department: 'After', employeeNumber: '7' } },
            reason:
              'A replace of an attribute by its full name sets it and leaves the others (RFC 7644 §3.5.2.3).',
          },
        ),
    )

    check(
      'a replace of an attribute without a value sets it',
      { id: 'replace-sets-what-is-unassigned', verifies: ['RFC7644-3.5.2.3-05'] },
      async (context) => {
        await demandStored(context, { nickName: 'Before' })
        await replaces(context, { displayName: 'Ada' }, replace('nickName', 'After'), {
          becomes: { nickName: 'After' },
          reason: 'A replace of an attribute that has no value is taken as an add (RFC 7644 §3.5.2.3).',
        })
      },
    )

    check(
      'a replace of a multi-valued attribute replaces all its values',
      { id: 'replace-of-all-values', verifies: ['RFC7644-3.5.2.3-04'] },
      async (context) => {
        const third = { type: 'work', value: context.identity.email() }
        await replaces(context, { emails: twoEmails(context) }, replace('emails', [third]), {
          becomes: { emails: [third] },
          reason:
            'A replace of a multi-valued attribute without a filter replaces all values (RFC 7644 §3.5.2.3).',
        })
      },
    )

    check(
      'a replace of a complex attribute sets the sub-attributes that it names',
      {
        id: 'replace-of-a-complex-value',
        verifies: ['RFC7644-3.5.2.3-06', 'RFC7644-3.5.2.3-07'],
        rulings: ['M-07'],
      },
      async (context) =>
        replaces(context, ADA, replace('name', { givenName: 'Grace' }), {
          becomes: { name: { givenName: 'Grace', familyName: 'Proof' } },
          or: [
            {
              becomes: { name: { givenName: 'Grace' } },
              warn: 'A replace of a complex attribute took away the sub-attributes that it does not name.',
            },
          ],
          reason:
            'A replace of a complex attribute sets the sub-attributes that it names (RFC 7644 §3.5.2.3).',
        }),
    )

    check(
      'a replace with a value filter replaces every value that matches',
      { id: 'replace-of-what-matches', verifies: ['RFC7644-3.5.2.3-08'], rulings: ['M-08'] },
      async (context) => {
        const [first, second, home] = addresses()
        const user = await userWith(context, { addresses: [first, second, home] })
        const value = { type: 'work', locality: 'Ogdenville', region: 'Iowa', postalCode: '97477' }
        const whole = { type: 'work', locality: 'Ogdenville', region: 'Iowa', postalCode: '97477' }
        await expectEffect(context, context.users, user, [replace('addresses[type eq "work"]', value)], {
          becomes: { addresses: [whole, whole, home] },
          or: [{ becomes: { addresses: [whole, home] } }],
          reason:
            'A replace with a filter replaces every value that matches, and no other (RFC 7644 §3.5.2.3).',
        })
      },
    )

    check(
      'a replace of a sub-attribute with a value filter changes it in every value that matches',
      { id: 'replace-in-what-matches', verifies: ['RFC7644-3.5.2.3-09'], rulings: ['M-08'] },
      async (context) => {
        const [first, second, home] = addresses()
        await replaces(
          context,
          { addresses: [first, second, home] },
          replace('addresses[type eq "work"].region', 'Iowa'),
          {
            becomes: { addresses: [{ ...first, region: 'Iowa' }, { ...second, region: 'Iowa' }, home] },
            reason:
              'A replace of a sub-attribute with a filter changes it in every value that matches (RFC 7644 §3.5.2.3).',
          },
        )
      },
    )

    check(
      'a replace whose value filter matches nothing is refused with noTarget',
      {
        id: 'replace-unmatched-filter',
        verifies: ['RFC7644-3.5.2.3-10'],
        rulings: ['M-02'],
        impact: 'The provisioning log says success and the value never arrives.',
      },
      async (context) => {
        const { identity, scim, users } = context
        const user = await userWith(context, { emails: twoEmails(context) })
        const answer = await scim.patch(user, [replace('emails[type eq "other"].value', identity.email())])
        grade(answer)
          .pass(error(400, 'noTarget'))
          .fail(
            UNTYPED,
            'A replace whose filter matches nothing is refused without the scimType noTarget (RFC 7644 §3.5.2.3).',
          )
          .warn(status(400), OTHER_KEYWORD)
          .otherwise.fail(
            'A replace whose filter matches nothing is refused with 400 noTarget (RFC 7644 §3.5.2.3); a silent success loses the change.',
          )
        await expectSame(context, users, user, 'A PATCH that was refused changes nothing (RFC 7644 §3.5.2).')
      },
    )

    check(
      'a replace without path replaces the attributes of its value and leaves the others',
      { id: 'replace-without-path', verifies: ['RFC7644-3.5.2.3-01'] },
      async (context) => {
        const third = { type: 'work', value: context.identity.email() }
        await replaces(
          context,
          { displayName: 'Before', ...ADA, emails: twoEmails(context) },
          replaceAll({ displayName: 'After', emails: [third] }),
          {
            becomes: { displayName: 'After', emails: [third] },
            reason:
              'Without a path the value holds attributes; they are replaced and no others (RFC 7644 §3.5.2.3).',
          },
        )
      },
    )
  },
)
