import {
  answerWhere,
  skip,
  success,
  type Answer,
  type CheckContext,
  type Created,
} from '../../harness/check/index.ts'

/** The tag of an answer; ends the check when there is none, which is the business of `sends-the-tag`. */
export function tagOf(answer: Answer): string {
  const tag = answer.headers['etag']
  return tag === undefined || tag === '' ? skip('The server sends no ETag for this resource.') : tag
}

/** A user whose tag is known, and known to be out of date after a change by another client. */
export async function changed(context: CheckContext): Promise<{ user: Created; old: string }> {
  const { scim, users, identity } = context
  const user = await users.create({ displayName: identity.displayName('first') })
  const before = await users.read(user)
  const old = tagOf(before)
  const second = { ...user.sent, displayName: identity.displayName('second') }
  const write = await scim.put(user.path, second)
  if (success().differs(write) !== undefined) skip('A user can not be replaced here.')
  const after = await scim.until(
    () => users.read(user),
    answerWhere('another ETag', ({ headers }) => headers['etag'] !== old),
  )
  if (tagOf(after) === old) skip('The ETag of a user does not change with the user.')
  return { user: { ...user, resource: after.resource }, old }
}
