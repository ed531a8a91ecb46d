// RFC 7644 §3.14: a server that supports entity tags sends the tag of a resource as ETag, and in meta.version. The tag
// changes with the resource and only then; If-None-Match saves a read, If-Match keeps a writer from undoing what another
// wrote. Weak tags are the usual ones here, so a current weak tag in If-Match is expected to hold (ruling E-02).
import { all, answerWhere, fail, grade, replace, status, success, suite } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { changed, tagOf } from './versions.ts'

const withTag = answerWhere('an ETag header', ({ headers }) => (headers['etag'] ?? '') !== '')

/** The opaque part of a tag: without W/ and without quotes. */
const opaque = (tag: string) =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')

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
  },
)
