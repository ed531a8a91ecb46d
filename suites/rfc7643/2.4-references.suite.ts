/**
 * RFC 7643 §2.3.7 and §2.4: references are compared and kept letter by letter, $ref is a URI in its normal form, and one
 * that differs only in the version of the protocol means the same resource.
 */
import { at } from '../../harness/check/at.ts'
import { type Answer, answerWhere, grade, skip, status, suite } from '../../harness/check/index.ts'
import { isArray } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { adviseNone } from './documents.ts'
import { normalForm, otherVersion } from './uris.ts'
import { readNew } from './readNew.ts'

const membersOf = (answer: Answer): readonly Json[] => {
  const members = at(answer.json, 'members')
  return isArray(members) ? members : []
}

export default suite(
  'References',
  {
    id: 'rfc7643.references',
    file: 'suites/rfc7643/2.4-references',
    needs: ['users', 'create-user'],
    impact: 'Links of users lead nowhere, or members can not be added by their URI.',
  },
  ({ check }) => {
    check(
      'a reference comes back in the case in which it was sent',
      { id: 'case-is-kept', verifies: ['RFC7643-2.3.7-04'], rulings: ['C-13', 'F-11'] },
      async ({ scim, users, identity, userSchema }) => {
        const profileUrl = identity.url('Ada/ProfilePage?Tab=About')
        const answer = await scim.post(users.endpoint, users.payload({ profileUrl }))
        if (answer.status !== 201) skip('The server takes no profileUrl.')
        const seen = await readNew(scim, users, answer)
        const shown = at(seen.json, 'profileUrl')
        if (typeof shown !== 'string') skip('The server does not keep profileUrl.')
        const folded = shown !== profileUrl && shown.toLowerCase() === profileUrl.toLowerCase()
        const exact = userSchema.core.attributes.find(({ name }) => name === 'profileUrl')?.caseExact === true
        const graded = grade(seen).pass(answerWhere(`profileUrl ${profileUrl}`, () => !folded))
        const reason =
          'The path of a URI has case: changed to another case the reference leads somewhere else (RFC 7643 §2.3.7).'
        if (exact) graded.otherwise.fail(reason)
        else graded.otherwise.warn(reason)
      },
    )

    check(
      '$ref is a URI in its normal form',
      {
        id: 'are-normalised',
        verifies: ['RFC7643-2.4-06'],
        level: 'SHOULD',
        needs: ['groups', 'create-group'],
      },
      async (context) => {
        const { users, groups } = context
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const seen = [await groups.read(group), await users.read(user)]
        const elements = seen.flatMap((answer): readonly Json[] => {
          const list = at(answer.json, 'groups')
          return [...membersOf(answer), ...(isArray(list) ? list : [])]
        })
        const refs = elements.flatMap((element) => {
          const ref = at(element, '$ref')
          return typeof ref === 'string' ? [ref] : []
        })
        if (refs.length === 0) skip('The server gives members and groups no $ref, which it may leave out.')
        adviseNone(context, {
          reason:
            'Clients compare references as texts, so $ref is written in the normal form of RFC 3986 §6.2 (RFC 7643 §2.4).',
          expected: 'scheme and host in lower case, no dot segments, no needless percent-encoding',
          problems: refs
            .filter((ref) => normalForm(ref) !== ref)
            .map((ref) => `$ref ${ref} is normally written ${normalForm(ref)}`),
          answers: seen,
        })
      },
    )

    check(
      'a member may be named by a $ref of another version of the protocol',
      {
        id: 'versions-are-one',
        verifies: ['RFC7643-2.4-07'],
        needs: ['groups', 'create-group'],
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const own = `${scim.base}${user.path}`
        const other = otherVersion(own)
        const withRef = ($ref: string) =>
          scim.post(groups.endpoint, groups.payload({ members: [{ value: user.id, $ref }] }))
        grade(await withRef(own))
          .pass(status(201))
          .otherwise.skip('The server takes no $ref of members.')
        const answer = await withRef(other)
        grade(answer)
          .pass(status(201))
          .otherwise.fail(
            `A member is not taken because its $ref is ${other}; URIs that differ only in the version mean one resource (RFC 7643 §2.4).`,
          )
        const path = `${groups.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
        const shown = answerWhere(`members with value ${user.id}`, (one) =>
          membersOf(one).some((member) => at(member, 'value') === user.id),
        )
        grade(await scim.until(() => scim.get(path), shown))
          .pass(shown)
          .otherwise.fail(
            `The member whose $ref is ${other} was dropped; URIs that differ only in the version mean one resource (RFC 7643 §2.4).`,
          )
      },
    )
  },
)
