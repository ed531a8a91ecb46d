// RFC 7644 §3.11: /Me stands for the resource of whoever is logged in. A server answers 501 when it does not know it,
// redirects to the resource with 308, or answers for the resource itself, and then says in Location where it really lies.
// Credentials of a service belong to nobody, so a refusal is as good an answer (ruling Z-03).
import { answerWhere, grade, skip, status, suite } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { compareLocations, urlOf } from './location.ts'

const isMe = (url: URL) => /\/me\/?$/i.test(url.pathname)

export default suite('The alias /Me', { id: 'rfc7644.me', file: 'suites/rfc7644/3.11-me' }, ({ check }) => {
  check(
    '/Me stands for the user of the credentials, or says that it does not',
    { id: 'is-answered', verifies: ['RFC7644-3.11-03'], rulings: ['Z-03', 'X-07'] },
    async ({ scim }) => {
      const answer = await scim.get('/Me')
      grade(answer)
        .pass(status(200, 308, 501))
        .pass(status(400, 403))
        .warn(
          status(404, 405),
          'A server without /Me answers it with 501 (RFC 7644 §3.11); 404 reads as if the user were gone.',
        )
        .warn(
          status(301, 302, 303, 307),
          '/Me redirects, but not with 308 (RFC 7644 §3.11); clients may change the method.',
        )
        .otherwise.warn('/Me is answered neither with the user, nor with 308, nor with 501 (RFC 7644 §3.11).')
    },
  )

  check(
    'an answer for /Me itself says in Location where the resource lies',
    { id: 'location-is-permanent', verifies: ['RFC7644-3.11-07'], rulings: ['Z-03', 'C-08'], needs: ['me'] },
    async ({ scim }) => {
      const answer = await scim.get('/Me')
      if (answer.status !== 200) skip(`/Me is answered ${answer.status}, not with the resource.`)
      const location = urlOf(answer.headers['location'], answer.exchange.request.url)
      grade(answer)
        .pass(answerWhere('a Location that is a URI', () => location !== undefined))
        .otherwise.fail(
          'A resource that is answered for /Me comes with its own URI in Location (RFC 7644 §3.11).',
        )
      if (location === undefined) return
      grade(answer)
        .pass(answerWhere('the URI of the resource in Location', () => !isMe(location)))
        .otherwise.fail(
          'Location of an answer for /Me names the resource itself, not the alias (RFC 7644 §3.11).',
        )
      const agreement = compareLocations(answer)
      if (agreement === 'other host')
        grade(answer).otherwise.warn('Location and meta.location name one path on two hosts.')
      grade(answer)
        .pass(answerWhere('meta.location as in Location', () => agreement !== 'different'))
        .otherwise.fail(
          'Location of an answer for /Me and meta.location of its body name one resource (RFC 7644 §3.11).',
        )
      const id = at(answer.json, 'id')
      const seen = await scim.get(`${new URL(answer.exchange.request.url).origin}${location.pathname}`)
      grade(seen)
        .pass(
          answerWhere(`the resource ${String(id)}`, (one) => one.status === 200 && at(one.json, 'id') === id),
        )
        .skip(status(401, 403), 'These credentials may read /Me only.')
        .otherwise.fail(
          'The URI in Location of an answer for /Me leads to the same resource (RFC 7644 §3.11).',
        )
    },
  )

  check(
    'a redirect of /Me leads to a resource',
    {
      id: 'redirect-leads-on',
      verifies: ['RFC7644-3.12-06', 'RFC7644-3.12-07'],
      rulings: ['Z-03'],
      needs: ['me'],
    },
    async ({ scim, warn }) => {
      const answer = await scim.get('/Me')
      if (![307, 308].includes(answer.status)) skip(`/Me is answered ${answer.status}, not with a redirect.`)
      const location = urlOf(answer.headers['location'], answer.exchange.request.url)
      if (location === undefined || isMe(location)) {
        return warn({
          reason: `A ${answer.status} for /Me names in Location where the resource lies (RFC 7644 §3.11, §3.12).`,
          expected: 'the URI of the resource in Location',
          observed: answer.headers['location'] ?? 'no Location',
          decisive: [answer.exchange.id],
        })
      }
      const seen = await scim.get(`${new URL(answer.exchange.request.url).origin}${location.pathname}`)
      grade(seen)
        .pass(
          answerWhere('200 with a resource', (one) => one.status === 200 && at(one.json, 'id') !== undefined),
        )
        .otherwise.warn('The redirect of /Me leads to nothing that these credentials can read.')
    },
  )
})
