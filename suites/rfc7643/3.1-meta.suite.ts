/**
 * RFC 7643 §3.1: every resource has meta, which the server alone writes: the name of the resource type, when it was
 * created and last changed, where it is, and its version where versions are kept. What a client sends as meta is ignored.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  fail,
  grade,
  replace,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { compareInstants, type Instant, parseDateTime } from '../../harness/scim/dateTime.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { creatableTypes } from './definitions.ts'

const BOGUS = '1999-12-31T23:59:59Z'
const MOST_CHANGES = 60

/** A time in meta. */
function timeIn(answer: Answer, name: string): Instant | undefined {
  const value = at(answer.json, 'meta', name)
  return typeof value === 'string' ? parseDateTime(value) : undefined
}

/** The parts of meta that a resource lacks. */
function missingIn(answer: Answer): readonly string[] {
  const meta = at(answer.json, 'meta')
  return ['resourceType', 'created', 'lastModified', 'location'].filter(
    (name) => !isObject(meta) || typeof getMember(meta, name) !== 'string',
  )
}

const complete = answerWhere(
  'meta with resourceType, created, lastModified and location',
  (answer) => missingIn(answer).length === 0,
)

/** Longer than the clock that made a time needs for one step. */
const stepOf = ({ fraction }: Instant) => (fraction === '' ? 1100 : 15)

export default suite(
  'Metadata of resources',
  { id: 'rfc7643.meta', file: 'suites/rfc7643/3.1-meta', needs: ['users', 'create-user'] },
  ({ check }) => {
    check(
      'a user has an id and complete meta, though none was sent',
      {
        id: 'is-assigned',
        verifies: ['RFC7643-3.1-01', 'RFC7643-3.1-02', 'RFC7643-3.1-16'],
      },
      async ({ users }) => {
        const user = await users.create()
        grade(await users.read(user))
          .pass(complete)
          .otherwise.fail('The server gives each resource a meta, and returns it by default (RFC 7643 §3.1).')
      },
    )

    check(
      'resources of all types have an id and meta',
      { id: 'all-types-have-it', verifies: ['RFC7643-3.1-01', 'RFC7643-3-08'] },
      async (context) => {
        for (const type of creatableTypes(context).slice(0, 6)) {
          const answer = await context.scim.post(type.endpoint, type.payload())
          if (answer.status !== 201 || answer.text === '') continue
          grade(answer)
            .pass(
              answerWhere(
                'id and meta',
                ({ json }) => typeof at(json, 'id') === 'string' && isObject(at(json, 'meta')),
              ),
            )
            .otherwise.fail(
              `Resources of type ${type.schema.resourceType.name} have an id and meta, as all resources do (RFC 7643 §3.1).`,
            )
        }
      },
    )

    check(
      'meta.created and meta.lastModified are dateTimes, and the same for what is new',
      {
        id: 'times-of-creation',
        verifies: ['RFC7643-3.1-19', 'RFC7643-3.1-21', 'RFC7643-2.3.5-01'],
        rulings: ['C-10'],
      },
      async ({ scim, users }) => {
        const answer = await scim.post(users.endpoint, users.payload())
        grade(answer).pass(status(201)).otherwise.skip('No user could be made.')
        const shown =
          answer.text === '' ? await scim.get(answer.headers['location'] ?? users.endpoint) : answer
        const [created, modified] = [timeIn(shown, 'created'), timeIn(shown, 'lastModified')]
        if (created === undefined || modified === undefined)
          fail({
            reason:
              'meta.created and meta.lastModified are dateTimes: date, T and time of day (RFC 7643 §2.3.5, §3.1).',
            expected: 'two dateTimes',
            observed: JSON.stringify(at(shown.json, 'meta') ?? null),
            decisive: [shown.exchange.id],
          })
        if (compareInstants(created, modified) === 0) return
        const near = Math.abs(created.seconds - modified.seconds) <= 1
        grade(shown)
          .warn(
            answerWhere('less than a second apart', () => near),
            'meta.lastModified of a new resource is a little later than meta.created; they are the same until somebody changes it.',
          )
          .otherwise.fail(
            'A resource that was never changed has the same lastModified as created (RFC 7643 §3.1).',
          )
      },
    )

    check(
      'meta.lastModified moves when the user changes',
      {
        id: 'time-of-change',
        verifies: ['RFC7643-3.1-20'],
        needs: ['patch', 'patch-user'],
        impact: 'Clients that read only what changed miss the change.',
      },
      async ({ scim, users, identity }) => {
        const user = await users.create({ displayName: identity.displayName('user') })
        const before = timeIn(await users.read(user), 'lastModified')
        if (before === undefined) skip('The user has no meta.lastModified.')
        const { startedAt, durationMs } = user.answer.exchange
        for (let change = 0; change < MOST_CHANGES; change += 1) {
          const answer = await scim.patch(user, [replace('displayName', identity.displayName('user'))])
          grade(answer).pass(success()).otherwise.skip('displayName can not be replaced.')
          const seen = await users.read(user)
          const after = timeIn(seen, 'lastModified')
          const elapsed = answer.exchange.startedAt - startedAt - durationMs
          if (after !== undefined && compareInstants(after, before) > 0) return
          if (elapsed > stepOf(before))
            fail({
              reason: 'meta.lastModified is the time of the latest change; it does not move (RFC 7643 §3.1).',
              expected: 'a later lastModified after each change',
              observed: JSON.stringify(at(seen.json, 'meta', 'lastModified') ?? null),
              decisive: [seen.exchange.id],
            })
        }
        skip('All changes lay within one step of the server’s clock.')
      },
    )

    check(
      'meta.location leads to the user, and is Content-Location where that is sent',
      {
        id: 'location-leads-there',
        verifies: ['RFC7643-3.1-22', 'RFC7643-2.3.7-06'],
        rulings: ['C-08', 'C-09'],
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const seen = await users.read(user)
        const location = at(seen.json, 'meta', 'location')
        if (typeof location !== 'string' || !URL.canParse(location, `${scim.base}/`))
          fail({
            reason: 'meta.location is the URI of the resource (RFC 7643 §3.1).',
            expected: 'a URI',
            observed: JSON.stringify(location ?? null),
            decisive: [seen.exchange.id],
          })
        const url = new URL(location, `${scim.base}/`)
        grade(seen)
          .pass(answerWhere('an http or https URI', () => ['http:', 'https:'].includes(url.protocol)))
          .otherwise.fail('meta.location is a URI that can be read over HTTP (RFC 7643 §2.3.7).')
        const base = new URL(scim.base)
        if (url.origin !== base.origin)
          grade(seen).otherwise.warn(
            `meta.location names ${url.origin}, not ${base.origin} where the request was sent; a proxy seems to be left out.`,
          )
        grade(await scim.get(`${base.origin}${url.pathname}`))
          .pass(
            answerWhere(
              `200 with id ${user.id}`,
              (one) => one.status === 200 && at(one.json, 'id') === user.id,
            ),
          )
          .otherwise.fail('meta.location leads to the resource itself (RFC 7643 §3.1).')
        const header = seen.headers['content-location']
        if (header !== undefined && URL.canParse(header, seen.exchange.request.url))
          grade(seen)
            .pass(
              answerWhere(
                'Content-Location as meta.location',
                () => new URL(header, seen.exchange.request.url).href === url.href,
              ),
            )
            .otherwise.fail(
              'Content-Location and meta.location of an answer are the same URI (RFC 7643 §3.1).',
            )
      },
    )

    check(
      'meta that a client sends is ignored',
      {
        id: 'is-the-servers',
        verifies: ['RFC7643-3.1-17', 'RFC7643-3.1-16', 'RFC7643-7-26'],
        rulings: ['C-01', 'R-02', 'X-13'],
      },
      async ({ scim, users, identity }) => {
        const meta = {
          resourceType: 'Nothing',
          created: BOGUS,
          lastModified: BOGUS,
          location: identity.url('nowhere'),
          version: 'W/"0"',
        }
        const untouched = answerWhere(
          'meta of the server’s own',
          ({ json }) =>
            isObject(at(json, 'meta')) &&
            Object.entries(meta).every(([name, value]) => at(json, 'meta', name) !== value),
        )
        const reason = 'meta is readOnly: what a client sends in it is ignored, not stored (RFC 7643 §3.1).'
        const sent = users.payload({ meta })
        const answer = await scim.post(users.endpoint, sent)
        grade(answer)
          .pass(status(201))
          .otherwise.fail('meta in the body of a creation is ignored; it is no error (RFC 7643 §3.1).')
        const path = `${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
        const seen = await scim.get(path)
        grade(seen).pass(untouched).otherwise.fail(reason)
        const replaced = await scim.put(path, sent)
        if ([403, 405, 501].includes(replaced.status)) return
        grade(replaced)
          .pass(success())
          .warn(
            status(400),
            'A PUT with another meta is refused; readOnly attributes are better ignored (RFC 7644 §3.5.1).',
          )
          .otherwise.fail('meta in the body of a PUT is ignored; it is no error (RFC 7643 §3.1).')
        grade(await scim.get(path))
          .pass(untouched)
          .otherwise.fail(reason)
      },
    )

    check(
      'meta.version is the entity tag of the answer, in its syntax',
      {
        id: 'version-is-the-tag',
        verifies: ['RFC7643-3.1-23', 'RFC7643-3.1-24', 'RFC7643-3.1-25'],
        rulings: ['E-01', 'E-04'],
        needs: ['etag'],
      },
      async (context) => {
        const user = await context.users.create()
        const seen = await context.users.read(user)
        const [tag, version] = [seen.headers['etag'], at(seen.json, 'meta', 'version')]
        if (version === undefined) {
          grade(seen).otherwise.warn('Versions are kept, yet meta has no version (RFC 7643 §3.1).')
          return
        }
        const opaque = (text: string) => text.replace(/^W\//i, '').replace(/^"|"$/g, '')
        grade(seen)
          .pass(answerWhere('meta.version as in ETag', () => tag === undefined || version === tag))
          .warn(
            answerWhere(
              'the same tag without W/ or quotes',
              () => typeof version === 'string' && tag !== undefined && opaque(version) === opaque(tag),
            ),
            'meta.version is the tag without W/ or quotes; the two are better the same, letter by letter.',
          )
          .otherwise.fail('meta.version and the ETag header are the same (RFC 7643 §3.1).')
        grade(seen)
          .pass(
            answerWhere(
              'W/"…" or "…"',
              () => typeof version === 'string' && /^(W\/)?"[^"]*"$/.test(tag ?? version),
            ),
          )
          .otherwise.fail('A version is written as "…", and W/"…" when it is weak (RFC 7643 §3.1).')
      },
    )
  },
)
