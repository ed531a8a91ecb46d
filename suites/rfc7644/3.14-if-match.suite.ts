// RFC 7644 §3.14: with If-Match a change is made only when the tag is still that of the resource, else it is refused with
// 412. Weak tags are the usual ones here, so a current weak tag is expected to hold (ruling E-02).
import {
  error,
  grade,
  refused,
  replace,
  status,
  success,
  suite,
  type Answer,
  type CheckContext,
  type Created,
} from '../../harness/check/index.ts'
import { changed, tagOf } from './versions.ts'

const LOST = 'Of two clients that change one resource, the later one undoes what the other wrote.'
const stale = error([412, 409])

/** Grades a write that names a tag which is no longer current, and reads back that nothing was written. */
async function refusesStale(
  { users }: CheckContext,
  user: Created,
  answer: Answer,
  method: string,
): Promise<void> {
  grade(answer)
    .pass(stale)
    .otherwise.fail(
      `A ${method} whose If-Match names an old tag is refused with 412 (RFC 7644 §3.14); else it overwrites what it never saw.`,
    )
  await users.expectUnchanged(user, `The ${method} was refused, yet the user changed.`)
}

/** Grades a write that names the current tag. */
function takesCurrent(answer: Answer, tag: string, method: string): void {
  const grading = grade(answer).pass(success())
  const graded = tag.startsWith('W/')
    ? grading.warn(
        status(412),
        `A ${method} with the current tag, a weak one, is refused: so says HTTP, but SCIM's own examples do just this (RFC 7644 §3.14).`,
      )
    : grading
  graded.otherwise.fail(`A ${method} whose If-Match names the current tag is carried out (RFC 7644 §3.14).`)
}

export default suite(
  'Changes under a condition',
  { id: 'rfc7644.if-match', file: 'suites/rfc7644/3.14-if-match', needs: ['etag', 'create-user'] },
  ({ check }) => {
    check(
      'a PUT with the current tag in If-Match is carried out, and one with an old tag is refused',
      {
        id: 'put-if-match',
        verifies: ['RFC7644-3.14-08', 'RFC7644-3.12-13'],
        rulings: ['E-02'],
        needs: ['replace-user'],
        severity: 'data-loss',
        impact: LOST,
      },
      async (context) => {
        const { scim, users, identity } = context
        const { user, old } = await changed(context)
        const overwrite = { ...user.sent, displayName: identity.displayName('third') }
        const late = await scim.put(user.path, overwrite, { headers: { 'if-match': old } })
        await refusesStale(context, user, late, 'PUT')
        const current = tagOf(await users.read(user))
        const taken = await scim.put(user.path, overwrite, { headers: { 'if-match': current } })
        takesCurrent(taken, current, 'PUT')
      },
    )

    check(
      'a PATCH with the current tag in If-Match is carried out, and one with an old tag is refused',
      {
        id: 'patch-if-match',
        verifies: ['RFC7644-3.14-08', 'RFC7644-3.12-13'],
        rulings: ['E-02'],
        needs: ['patch', 'patch-user', 'replace-user'],
        severity: 'data-loss',
        impact: LOST,
      },
      async (context) => {
        const { scim, users, identity } = context
        const { user, old } = await changed(context)
        const change = [replace('displayName', identity.displayName('third'))]
        const late = await scim.patch(user.path, change, { headers: { 'if-match': old } })
        await refusesStale(context, user, late, 'PATCH')
        const current = tagOf(await users.read(user))
        const taken = await scim.patch(user.path, change, { headers: { 'if-match': current } })
        takesCurrent(taken, current, 'PATCH')
      },
    )

    check(
      'If-Match with a star holds for any user that exists',
      {
        id: 'if-match-star',
        verifies: ['RFC7644-3.14-08'],
        rulings: ['E-02'],
        needs: ['replace-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const taken = await scim.put(user.path, user.sent, { headers: { 'if-match': '*' } })
        grade(taken)
          .pass(success())
          .otherwise.fail(
            'If-Match: * holds for each resource that exists (RFC 7232 §3.1), so the PUT is carried out.',
          )
      },
    )

    check(
      'a PUT without If-Match is carried out',
      {
        id: 'put-without-if-match',
        verifies: ['RFC7644-3.14-08'],
        level: 'SHOULD',
        rulings: ['E-02'],
        impact: 'Entra never sends If-Match: each of its updates is refused.',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        grade(await scim.put(user.path, user.sent, { headers: { 'if-match': null } }))
          .pass(success())
          .warn(
            status(428),
            'Writes without If-Match are refused with 428; most clients, Entra among them, never send it.',
          )
          .otherwise.skip('A user can not be replaced here, with or without a tag.')
      },
    )

    check(
      'a DELETE with an old tag in If-Match is refused',
      {
        id: 'delete-if-match',
        verifies: ['RFC7644-3.12-13'],
        level: 'SHOULD',
        rulings: ['E-03'],
        needs: ['replace-user', 'delete-user'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, users } = context
        const { user, old } = await changed(context)
        const late = await scim.delete(user.path, { headers: { 'if-match': old } })
        const graded = grade(late)
          .pass(stale)
          .warn(
            success(),
            'A DELETE whose If-Match names an old tag is carried out; the resource that went was not the one that was read.',
          )
          .warn(refused(), 'A DELETE whose If-Match names an old tag is refused, but not with 412.')
          .otherwise.fail(
            'A DELETE whose If-Match names an old tag is refused with 412 (RFC 7644 §3.12, table 8).',
          )
        if (graded === 'warn') return
        await users.expectUnchanged(user, 'The DELETE was refused, yet the user changed.')
        const current = tagOf(await users.read(user))
        takesCurrent(await scim.delete(user.path, { headers: { 'if-match': current } }), current, 'DELETE')
      },
    )
  },
)
