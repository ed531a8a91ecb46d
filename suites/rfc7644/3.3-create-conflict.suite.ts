// RFC 7644 §3.3: a creation that conflicts with a resource that exists is refused with 409 and scimType uniqueness, and
// the resource that was there first stays what it was.
import { error, grade, refused, status, suite } from '../../harness/check/index.ts'
import type { CheckContext } from '../../harness/check/index.ts'

const LINKS =
  'Entra takes 409 as the sign to look the user up and link it; any other answer puts the user into escrow.'

async function refusesDuplicate(
  { scim, users, identity }: CheckContext,
  respell: (userName: string) => string,
  what: string,
): Promise<void> {
  const userName = identity.userName()
  const first = await users.create({ userName })
  const answer = await scim.post(users.endpoint, users.payload({ userName: respell(userName) }))
  grade(answer)
    .pass(error(409, 'uniqueness'))
    .fail(error(409), 'A conflict has scimType uniqueness (RFC 7644 §3.3); this 409 has not.')
    .fail(status(201), `A second user with ${what} was created; userName is unique (RFC 7643 §4.1.1).`)
    .fail(
      refused(),
      `A second user with ${what} is refused with 409 (RFC 7644 §3.3), not with another status.`,
    )
    .otherwise.fail(`A second user with ${what} is refused with 409 and scimType uniqueness (RFC 7644 §3.3).`)
  await users.expectUnchanged(first, 'A duplicate was refused, yet the user who was there first changed.')
}

export default suite(
  'Conflicts at creation',
  { id: 'rfc7644.create-conflict', file: 'suites/rfc7644/3.3-create-conflict', needs: ['create-user'] },
  ({ check }) => {
    check(
      'a second user with the same userName is refused with 409 uniqueness',
      {
        id: 'same-user-name',
        verifies: ['RFC7644-3.3-11', 'RFC7644-3.12-12', 'RFC7644-3.12-19'],
        rulings: ['C-05', 'X-04'],
        severity: 'breaks-provisioning',
        impact: LINKS,
        advice: 'Map the database’s unique violation to 409 with scimType uniqueness.',
      },
      async (context) => refusesDuplicate(context, (userName) => userName, 'the same userName'),
    )

    check(
      'a second user with the same userName in other letter case is refused with 409 uniqueness',
      {
        id: 'same-user-name-other-case',
        verifies: ['RFC7644-3.3-11', 'RFC7643-4.1.1-02'],
        rulings: ['C-05', 'F-11'],
        severity: 'breaks-provisioning',
        impact: LINKS,
        advice: 'Keep a lower-case copy of userName under the unique index.',
      },
      async (context) =>
        refusesDuplicate(
          context,
          (userName) => userName.toUpperCase(),
          'the same userName in other letter case',
        ),
    )

    check(
      'a second user with the same externalId is created',
      {
        id: 'same-external-id',
        verifies: ['RFC7643-3.1-14'],
        rulings: ['C-06'],
        impact: 'A user whom another directory provisions too can not be created.',
      },
      async ({ scim, users, identity }) => {
        const externalId = identity.externalId()
        await users.create({ externalId })
        const answer = await scim.post(users.endpoint, users.payload({ externalId }))
        grade(answer)
          .pass(status(201))
          .otherwise.warn(
            'externalId is the client’s business, and servers do not keep it unique (RFC 7643 §3.1); this one does.',
          )
      },
    )
  },
)
