// RFC 7644 §3.5.2.1: add gives a value to an attribute that has none, replaces that of a single-valued one, and joins
// the values of a multi-valued one; what is not named stays.
import {
  add,
  addAll,
  type CheckContext,
  error,
  grade,
  refused,
  success,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { demandStored, type Effect, expectEffect, expectSame, userWith } from './patching.ts'

/** What add makes of a new user with these attributes. */
async function adds(
  context: CheckContext,
  attributes: JsonObject,
  operation: WireOperation,
  effect: Effect,
): Promise<void> {
  const user = await userWith(context, attributes)
  await expectEffect(context, context.users, user, [operation], effect)
}

const ADA = { name: { givenName: 'Ada', familyName: 'Proof' } }

export default suite(
  'Adding with PATCH',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-add',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user'],
    severity: 'data-loss',
  },
  ({ check }) => {
    check(
      'an add to an attribute without value sets it',
      { id: 'add-sets-what-is-unassigned', verifies: ['RFC7644-3.5.2.1-05'] },
      async (context) => {
        await demandStored(context, { nickName: 'Before' })
        await adds(context, { displayName: 'Ada' }, add('nickName', 'Added'), {
          becomes: { nickName: 'Added' },
          reason:
            'An add to an attribute that the user does not have gives it the value (RFC 7644 §3.5.2.1).',
        })
      },
    )

    check(
      'an add to a single-valued attribute replaces its value',
      { id: 'add-replaces-a-single-value', verifies: ['RFC7644-3.5.2.1-10'] },
      async (context) =>
        adds(context, { displayName: 'Before' }, add('displayName', 'After'), {
          becomes: { displayName: 'After' },
          reason: 'An add to an attribute that takes one value replaces it (RFC 7644 §3.5.2.1).',
        }),
    )

    check(
      'an add to a sub-attribute sets it and leaves the others',
      { id: 'add-sets-a-sub-attribute', verifies: ['RFC7644-3.5.2.1-11'] },
      async (context) => {
        await demandStored(context, { name: { ...ADA.name, middleName: 'Before' } })
        await adds(context, ADA, add('name.middleName', 'Maria'), {
          becomes: { name: { ...ADA.name, middleName: 'Maria' } },
          reason: 'An add to a sub-attribute sets that one and leaves the others (RFC 7644 §3.5.2.1).',
        })
      },
    )

    check(
      'an add of an object to a complex attribute merges it',
      {
        id: 'add-merges-into-a-complex-value',
        verifies: ['RFC7644-3.5.2.1-06'],
        rulings: ['M-07'],
      },
      async (context) =>
        adds(context, ADA, add('name', { givenName: 'Grace' }), {
          becomes: { name: { givenName: 'Grace', familyName: 'Proof' } },
          or: [
            {
              becomes: { name: { givenName: 'Grace' } },
              warn: 'An add to a complex attribute took away the sub-attributes that it does not name.',
            },
          ],
          reason: 'An add to a complex attribute sets the sub-attributes that it names (RFC 7644 §3.5.2.1).',
        }),
    )

    check(
      'an add to a multi-valued attribute joins the values that are there',
      {
        id: 'add-joins-the-values',
        verifies: ['RFC7644-3.5.2.1-08'],
        impact: 'Adding one value takes the others away.',
      },
      async (context) => {
        const { identity } = context
        const [work, home] = [
          { type: 'work', value: identity.email() },
          { type: 'home', value: identity.email() },
        ]
        await demandStored(context, { emails: [work, home] })
        const [mine, other] = [
          { type: 'work', value: identity.email() },
          { type: 'home', value: identity.email() },
        ]
        await adds(context, { emails: [mine] }, add('emails', [other]), {
          becomes: { emails: [mine, other] },
          reason: 'An add to a multi-valued attribute keeps the values that are there (RFC 7644 §3.5.2.1).',
        })
      },
    )

    check(
      'an add of several values to an attribute without any sets them all',
      {
        id: 'add-takes-several-values',
        verifies: ['RFC7644-3.5.2.1-09', 'RFC7644-3.5.2.1-12'],
      },
      async (context) => {
        const { identity } = context
        const emails = (): JsonObject[] => [
          { type: 'work', value: identity.email() },
          { type: 'home', value: identity.email() },
        ]
        await demandStored(context, { emails: emails() })
        const added = emails()
        const user = await context.users.create({ emails: null, displayName: 'Ada' })
        await expectEffect(context, context.users, user, [add('emails', added)], {
          becomes: { emails: added },
          reason:
            'An add of several values to an attribute that has none sets all of them (RFC 7644 §3.5.2.1).',
        })
      },
    )

    check(
      'an add at a value that a filter selects replaces it',
      { id: 'add-at-a-filter-replaces', verifies: ['RFC7644-3.5.2.1-13'] },
      async (context) => {
        const { identity } = context
        const [work, home] = [
          { type: 'work', value: identity.email() },
          { type: 'home', value: identity.email() },
        ]
        const moved = identity.email()
        await adds(context, { emails: [work, home] }, add('emails[type eq "work"].value', moved), {
          becomes: { emails: [{ ...work, value: moved }, home] },
          reason: 'An add at a value that exists replaces it (RFC 7644 §3.5.2.1).',
        })
      },
    )

    check(
      'an add whose value filter matches nothing is not lost in silence',
      { id: 'add-at-no-value', verifies: ['RFC7644-3.5.2.1-14'], rulings: ['M-03'] },
      async (context) => {
        const { identity, scim, users, warn } = context
        const work = { type: 'work', value: identity.email() }
        const home = identity.email()
        const user = await userWith(context, { emails: [work] })
        const operation = add('emails[type eq "home"].value', home)
        const answer = await scim.patch(user, [operation])
        const graded = grade(answer)
          .pass(success())
          .pass(error(400, ['noTarget', 'invalidPath']))
          .warn(refused(), 'It is refused, but neither with noTarget nor with invalidPath.')
          .otherwise.fail(
            'An add whose filter matches nothing makes the element or is refused (RFC 7644 §3.5.2.1).',
          )
        if (graded === 'warn' || answer.status >= 400) {
          await expectSame(
            context,
            users,
            user,
            'A PATCH that was refused changes nothing (RFC 7644 §3.5.2).',
          )
          return
        }
        await expectEffect(
          { scim: { ...scim, patch: () => Promise.resolve(answer) }, warn },
          users,
          user,
          [operation],
          {
            becomes: { emails: [work, { type: 'home', value: home }] },
            or: [
              {
                becomes: { emails: [work] },
                warn: 'An add whose filter matches nothing is answered with success and has no effect.',
              },
            ],
            reason:
              'An add whose filter matches nothing makes the element, or changes nothing (RFC 7644 §3.5.2.1).',
          },
        )
      },
    )

    check(
      'an add without path sets each attribute of its value',
      {
        id: 'add-without-path',
        verifies: ['RFC7644-3.5.2.1-03'],
      },
      async (context) => {
        const { identity } = context
        const emails = (): JsonObject[] => [
          { type: 'work', value: identity.email() },
          { type: 'home', value: identity.email() },
        ]
        await demandStored(context, { emails: emails() })
        const [work, home] = emails()
        await adds(
          context,
          { displayName: 'Before', emails: [work ?? {}] },
          addAll({ displayName: 'After', emails: [home ?? {}] }),
          {
            becomes: { displayName: 'After', emails: [work ?? {}, home ?? {}] },
            reason: 'Without a path the value holds attributes, each of which is added (RFC 7644 §3.5.2.1).',
          },
        )
      },
    )
  },
)
