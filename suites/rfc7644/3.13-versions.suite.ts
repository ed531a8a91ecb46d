// RFC 7644 §3.13 (and §1.2, §1.3): the base URL may name the version of the protocol, as v and a number right before
// the endpoint; a version that the server does not have is refused. URLs that the server makes are proper URLs.
import {
  all,
  answerWhere,
  fail,
  grade,
  refused,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { NO_SUCH_VERSION } from './outside.ts'

const VERSION = /\/v\d+(?=\/|$)/i

/** Characters that a URI may have, those that are reserved included (RFC 3986 §2). */
const LEGAL = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i

export default suite(
  'Versions and URLs',
  { id: 'rfc7644.versions', file: 'suites/rfc7644/3.13-versions' },
  ({ check }) => {
    check(
      'a version that does not exist is refused',
      {
        id: 'unknown-version-refused',
        verifies: ['RFC7644-3.13-03', 'RFC7644-3.12-25'],
        rulings: ['X-09'],
        needs: ['users'],
      },
      async ({ scim, users }) => {
        if (!VERSION.test(scim.base)) skip('The base URL names no version.')
        const base = scim.base.replace(VERSION, `/${NO_SUCH_VERSION}`)
        grade(await scim.get(`${base}${users.endpoint}`, { count: 1 }))
          .pass(refused())
          .pass(status(501))
          .fail(
            all(
              success(),
              answerWhere('a list', ({ json }) => at(json, 'totalResults') !== undefined),
            ),
            `A request for version ${NO_SUCH_VERSION} is answered as one for the version that exists (RFC 7644 §3.13).`,
          )
          .warn(
            answerWhere('an answer below 500', (answer) => answer.status < 500),
            'A version that does not exist is not refused.',
          )
          .otherwise.fail(
            'A version that the server does not have is refused with 404 or 400 invalidVers (RFC 7644 §3.13).',
          )
      },
    )

    check(
      'a base URL without a version stands for the latest one',
      {
        id: 'no-version-is-latest',
        verifies: ['RFC7644-3.13-04'],
        needs: ['users'],
        severity: 'cosmetic',
      },
      async ({ scim, users }) => {
        const answer = await scim.get(`${scim.base.replace(VERSION, '')}${users.endpoint}`, { count: 1 })
        if (answer.status !== 200 || at(answer.json, 'schemas') === undefined)
          skip('Without a version in its base URL the server does not answer.')
        grade(answer)
          .pass(
            answerWhere('schemas of SCIM 2.0', ({ json }) => {
              const schemas = at(json, 'schemas')
              return Array.isArray(schemas) && schemas.every((uri) => /:2\.0:/.test(String(uri)))
            }),
          )
          .otherwise.warn(
            'Without a version the latest one is meant (RFC 7644 §3.13); another one is answered.',
          )
      },
    )

    check(
      'a version in the URL of a resource stands right before its endpoint',
      {
        id: 'version-before-endpoint',
        verifies: ['RFC7644-3.13-02'],
        rulings: ['C-08'],
        needs: ['create-user'],
        severity: 'cosmetic',
      },
      async ({ users, warn }) => {
        const location = at((await users.create()).resource, 'meta', 'location')
        if (typeof location !== 'string')
          skip('The user has no meta.location, which is the business of another check.')
        const endpoint = users.endpoint.toLowerCase()
        const path = location.replace(/[?#].*$/, '')
        if (!VERSION.test(path)) return
        if (!new RegExp(`/v\\d+${endpoint}/[^/]+$`, 'i').test(path))
          warn({
            reason:
              'The version of the protocol stands right before the endpoint of the resource (RFC 7644 §3.13).',
            expected: `…/v2${users.endpoint}/{id}`,
            observed: location,
          })
      },
    )

    check(
      'URLs that the server makes are made of legal characters, and have no query',
      {
        id: 'urls-are-legal',
        verifies: ['RFC7644-1.2-01', 'RFC7644-1.3-01'],
        needs: ['create-user'],
      },
      async ({ users }) => {
        const user = await users.create()
        const made = {
          Location: user.answer.headers['location'],
          'meta.location': at(user.resource, 'meta', 'location'),
        }
        for (const [where, url] of Object.entries(made)) {
          if (typeof url !== 'string') continue
          if (!LEGAL.test(url))
            fail({
              reason: `${where} has characters that a URL must encode (RFC 7644 §1.2).`,
              expected: 'a percent-encoded URL',
              observed: url,
              decisive: [user.answer.exchange.id],
            })
          if (url.includes('?'))
            fail({
              reason: `${where} has a query, but the base URL of a SCIM server has none (RFC 7644 §1.3).`,
              expected: 'a URL without a query',
              observed: url,
              decisive: [user.answer.exchange.id],
            })
        }
      },
    )

    check(
      'percent-encoded characters of a URL are understood',
      {
        id: 'percent-encoding-understood',
        verifies: ['RFC7644-1.2-01'],
        needs: ['read-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const [first = ''] = user.id
        const encoded = `%${first.charCodeAt(0).toString(16).padStart(2, '0')}${encodeURIComponent(user.id.slice(1))}`
        if (first.charCodeAt(0) > 127) skip('The id begins with a letter outside ASCII.')
        grade(await scim.get(`${users.endpoint}/${encoded}`))
          .pass(status(200))
          .otherwise.fail(
            'A percent-encoded letter in a URL is the letter itself (RFC 7644 §1.2, RFC 3986 §2.4).',
          )
      },
    )
  },
)
