// RFC 7644 §3.12, Table 9: the keywords of scimType, each in the situation that it is meant for. Where the standard ties
// the keyword to the refusal it has to be there; elsewhere it helps the reader of the log.
import {
  type Answer,
  error,
  grade,
  refused,
  replace,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import type { ScimType } from '../../harness/scim/types.ts'

/** What is refused with 400 has to say why; warns of refusals that do not, and first of what the caller tolerates. */
function refusesWith(answer: Answer, keyword: ScimType, what: string, tolerated?: string) {
  const graded = grade(answer)
    .pass(error(400, keyword))
    .warn(error(400), `${what} is refused, but not with scimType ${keyword}.`)
    .warn(refused(), `${what} is refused, but not with 400 ${keyword}.`)
  if (tolerated !== undefined) graded.warn(success(), tolerated)
  graded.otherwise.fail(`${what} is refused with 400 ${keyword} (RFC 7644 §3.12).`)
}

export default suite(
  'Kinds of errors',
  { id: 'rfc7644.scim-type', file: 'suites/rfc7644/3.12-scim-type' },
  ({ check }) => {
    check(
      'a filter that can not be parsed is refused with 400 invalidFilter',
      {
        id: 'invalid-filter',
        verifies: ['RFC7644-3.12-17'],
        rulings: ['X-04', 'F-16'],
        needs: ['users', 'filter'],
      },
      async ({ scim, users }) => {
        const answer = await scim.get(users.endpoint, { filter: 'userName eq (("' })
        refusesWith(answer, 'invalidFilter', 'A filter that can not be parsed')
      },
    )

    check(
      'a PATCH that gives a user the userName of another is refused as a conflict',
      {
        id: 'uniqueness-in-patch',
        verifies: ['RFC7644-3.12-19'],
        rulings: ['C-05', 'X-04'],
        needs: ['patch', 'patch-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const first = await users.create()
        const second = await users.create()
        const answer = await scim.patch(second.path, [replace('userName', first.sent['userName'] ?? null)])
        grade(answer)
          .pass(error([409, 400], 'uniqueness'))
          .warn(
            refused(),
            'A userName that is taken is refused, but not with 409 or 400 and scimType uniqueness.',
          )
          .otherwise.fail(
            'No two users have the same userName; a PATCH that would lead to it is refused (RFC 7644 §3.12).',
          )
        await users.expectUnchanged(second)
      },
    )

    check(
      'a PATCH of a readOnly attribute is refused with 400 mutability',
      {
        id: 'mutability-in-patch',
        verifies: ['RFC7644-3.12-20'],
        rulings: ['M-10', 'X-04'],
        needs: ['patch', 'patch-user'],
        severity: 'security',
      },
      async ({ scim, users, identity }) => {
        const user = await users.create()
        const answer = await scim.patch(user.path, [replace('id', identity.guid())])
        refusesWith(
          answer,
          'mutability',
          'A change of the readOnly id',
          'A change of id is answered as a success; it is to be refused with 400 mutability.',
        )
        await users.expectUnchanged(
          user,
          'A PATCH changed the id or another attribute that it may not change.',
        )
      },
    )

    check(
      'a PATCH whose path can not be parsed is refused with 400 invalidPath',
      {
        id: 'invalid-path',
        verifies: ['RFC7644-3.12-22'],
        rulings: ['M-12'],
        needs: ['patch', 'patch-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        for (const path of ['name..givenName', 'emails[type eq "work"']) {
          grade(await scim.patch(user.path, [replace(path, 'x')]))
            .pass(error(400, ['invalidPath', 'invalidFilter']))
            .warn(refused(), `The path ${path} is refused, but not with 400 and scimType invalidPath.`)
            .otherwise.fail(
              `The path ${path} is malformed and refused with 400 invalidPath (RFC 7644 §3.12).`,
            )
        }
        await users.expectUnchanged(user)
      },
    )

    check(
      'a PATCH whose filter selects nothing to replace is refused with 400 noTarget',
      {
        id: 'no-target',
        verifies: ['RFC7644-3.12-23'],
        rulings: ['M-02', 'X-04'],
        needs: ['patch', 'patch-user'],
        severity: 'data-loss',
      },
      async ({ scim, users, identity }) => {
        const user = await users.create()
        const answer = await scim.patch(user.path, [
          replace('emails[type eq "other"].value', identity.email()),
        ])
        refusesWith(answer, 'noTarget', 'A replace whose filter selects nothing')
        await users.expectUnchanged(user)
      },
    )

    check(
      'a PUT under a version that is past is refused with 412',
      {
        id: 'stale-version',
        verifies: ['RFC7644-3.12-13'],
        rulings: ['E-02'],
        needs: ['etag', 'replace-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before' })
        const stale = 'W/"scimproof-stale"'
        const answer = await scim.put(
          user.path,
          { ...user.sent, displayName: 'After' },
          { headers: { 'if-match': stale } },
        )
        grade(answer)
          .pass(status(412, 409))
          .warn(refused(), 'A PUT under a version that is past is refused, but not with 412.')
          .otherwise.fail(
            'A PUT whose If-Match names another version is refused with 412 (RFC 7644 §3.12, §3.14).',
          )
        await users.expectUnchanged(user)
      },
    )
  },
)
