// RFC 7644 §3.14: a server that supports entity tags sends the tag of a resource as ETag, and in meta.version. The tag
// changes with the resource and only then; If-None-Match saves a read, If-Match keeps a writer from undoing what another
// wrote. Weak tags are the usual ones here, so a current weak tag in If-Match is expected to hold (ruling E-02).
import {
  all,
  answerWhere,
  error,
  fail,
  grade,
  refused,
  replace,
  skip,
  status,
  success,
  suite,
  type Answer,
  type CheckContext,
  type Created,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'

const LOST = 'Of two clients that change one resource, the later one undoes what the other wrote.'
const withTag = answerWhere('an ETag header', ({ headers }) => (headers['etag'] ?? '') !== '')
const stale = error([412, 409])

/** The opaque part of a tag: without W/ and without quotes. */
const opaque = (tag: string) =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')

/** The tag of an answer; ends the check when there is none, which is the business of `sends-the-tag`. */
function tagOf(answer: Answer): string {
  const tag = answer.headers['etag']
  return tag === undefined || tag === '' ? skip('The server sends no ETag for this resource.') : tag
}

/** A user whose tag is known, and known to be out of date after a change by another client. */
async function changed(context: CheckContext): Promise<{ user: Created; old: string }> {
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
  'Versions of resources',
  { id: 'rfc7644.versioning', file: 'suites/rfc7644/3.14-versioning', needs: ['etag', 'create-user'] },
  ({ check }) => {
    check(
      'answers that hold a user have its tag as ETag',
      {
        id: 'sends-the-tag',
        verifies: ['RFC7644-3.14-03'],
        rulings: ['E-01'],
        advice: 'Send the ETag wherever the resource is sent, or say etag.supported false.',
      },
      async ({ scim, users }) => {
        const missing =
          'etag.supported is true, so an answer with a resource has its tag as ETag (RFC 7644 §3.14).'
        const user = await users.create()
        grade(user.answer).pass(withTag).otherwise.fail(missing)
        const read = await users.read(user)
        grade(read).pass(withTag).otherwise.fail(missing)
        const replaced = await scim.put(user.path, user.sent)
        grade(replaced)
          .skip(status(403, 405, 501), 'PUT is not offered to this client.')
          .pass(
            answerWhere(
              'an ETag, or no body',
              (one) => one.status !== 200 || (one.headers['etag'] ?? '') !== '',
            ),
          )
          .otherwise.warn(
            'The answer to a PUT holds the user without its new tag, so a careful client has to read once more.',
          )
      },
    )

    check(
      'a tag is a text in quotes, with W/ before it when it is weak',
      { id: 'tag-is-well-formed', verifies: ['RFC7643-3.1-25'], rulings: ['E-01', 'E-04'] },
      async ({ users }) => {
        const read = await users.read(await users.create())
        tagOf(read)
        grade(read)
          .pass(
            answerWhere('a tag in quotes, W/ before it or not', ({ headers }) =>
              /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test((headers['etag'] ?? '').trim()),
            ),
          )
          .otherwise.fail(
            'An ETag is an opaque text in double quotes, with W/ before it when it is weak (RFC 7232 §2.3); without quotes HTTP libraries drop it.',
          )
      },
    )

    check(
      'the tag of a user stands in meta.version too',
      { id: 'version-is-the-tag', verifies: ['RFC7644-3.14-04', 'RFC7643-3.1-23'], rulings: ['E-01'] },
      async ({ users }) => {
        const user = await users.create()
        const read = await users.read(user)
        const tag = tagOf(read)
        const version = at(read.json, 'meta', 'version')
        if (typeof version !== 'string') {
          grade(read)
            .pass(answerWhere('meta.version', () => false))
            .otherwise.warn(
              'The tag belongs into meta.version too, so that lists and bulk answers carry it (RFC 7644 §3.14).',
            )
          return
        }
        if (opaque(version) !== opaque(tag))
          fail({
            reason: 'ETag and meta.version name one version, so they are the same (RFC 7643 §3.1).',
            expected: `meta.version ${tag}`,
            observed: `meta.version ${version}`,
            decisive: [read.exchange.id],
          })
        if (version !== tag)
          grade(read).otherwise.warn(
            'meta.version is the tag without its W/ or its quotes; it can not be sent in If-Match as it stands.',
          )
      },
    )

    check(
      'the tag stays while the user does not change, and changes with the user',
      {
        id: 'tag-follows-the-resource',
        verifies: ['RFC7644-3.14-01'],
        rulings: ['E-01', 'E-04'],
        needs: ['patch', 'patch-user'],
      },
      async ({ scim, users, identity }) => {
        const user = await users.create()
        const [twin, first] = [await users.create(), await users.read(user)]
        const tag = tagOf(first)
        const twinTag = tagOf(await users.read(twin))
        const again = await users.read(user)
        if (tagOf(again) !== tag) {
          const third = await users.read(user)
          grade(third)
            .skip(
              answerWhere('settled', ({ headers }) => headers['etag'] === again.headers['etag']),
              'The tag moved once without a write of ours and then stayed: something else on the server may have touched the user.',
            )
            .otherwise.fail(
              'Two reads of a user that nobody changed have the same ETag (RFC 7644 §3.14); with another tag each time no If-Match can hold.',
            )
        }
        const patched = await scim.patch(user.path, [replace('displayName', identity.displayName('changed'))])
        grade(patched).pass(success()).otherwise.skip('The user can not be changed.')
        const seen = await scim.until(
          () => users.read(user),
          answerWhere('another ETag', ({ headers }) => headers['etag'] !== tag),
        )
        if (seen.headers['etag'] === tag)
          fail({
            reason:
              'A user that changed has another ETag (RFC 7644 §3.14); with the old one, caches and careful writers take the old state for the present one.',
            expected: `an ETag other than ${tag}`,
            observed: `ETag ${tag}`,
            decisive: [first.exchange.id, patched.exchange.id, seen.exchange.id],
          })
        const twinNow = await users.read(twin)
        grade(twinNow)
          .pass(answerWhere('the same ETag', ({ headers }) => headers['etag'] === twinTag))
          .otherwise.warn(
            'The ETag of a user changed when another user did; each change makes all tags useless.',
          )
      },
    )

    check(
      'a read with If-None-Match is answered 304 while the user is unchanged, and with the user afterwards',
      { id: 'if-none-match', verifies: ['RFC7644-3.14-06'], rulings: ['E-03'] },
      async (context) => {
        const { scim, users } = context
        const { user, old } = await changed(context)
        const current = tagOf(await users.read(user))
        const unmodified = await scim.get(user.path, undefined, { headers: { 'if-none-match': current } })
        grade(unmodified)
          .pass(answerWhere('304 without a body', (one) => one.status === 304 && one.text === ''))
          .warn(status(200), 'If-None-Match is not looked at: a user that did not change is sent once more.')
          .otherwise.fail(
            'A read that names the current tag in If-None-Match is answered 304 without a body (RFC 7644 §3.14).',
          )
        const modified = await scim.get(user.path, undefined, { headers: { 'if-none-match': old } })
        grade(modified)
          .pass(
            all(
              status(200),
              answerWhere('the user', ({ json }) => at(json, 'id') === user.id),
            ),
          )
          .otherwise.fail(
            'A user that changed is sent to a reader whose If-None-Match names the old tag (RFC 7644 §3.14); with 304 the reader keeps old data.',
          )
      },
    )

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
        needs: ['replace-user'],
        impact: 'Entra never sends If-Match: each of its updates is refused.',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        grade(await scim.put(user.path, user.sent))
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
