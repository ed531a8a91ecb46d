// RFC 7644 §3.1, §3.2, §3.8, §8.1: what holds for every answer: its body is JSON in UTF-8 under application/scim+json,
// and lists are messages. These look at each answer of the run and send nothing.
import { excerpt, suite } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { isArray } from '../../harness/scim/json.ts'
import { essenceOf, SCIM_MEDIA_TYPE } from '../../harness/scim/mediaType.ts'
import { succeeded } from './answers.ts'
import { mayBeOfGateway } from './outside.ts'

export default suite(
  'Every answer',
  { id: 'rfc7644.answers', file: 'suites/rfc7644/3.1-answers' },
  ({ observe }) => {
    observe(
      'answers are of type application/scim+json',
      {
        id: 'media-type',
        verifies: ['RFC7644-3.1-01', 'RFC7644-8.1-01', 'RFC7644-3.8-09'],
        rulings: ['X-01'],
      },
      (seen) => {
        const { request, answer } = seen
        if (!succeeded(seen) || answer.text === '') return undefined
        const type = answer.headers['content-type']
        const essence = type === undefined ? undefined : essenceOf(type)
        if (essence === SCIM_MEDIA_TYPE) return []
        const plain = essence === 'application/json'
        if (plain && request.headers['accept']?.includes('application/json') === true) return []
        return [
          {
            kind: plain ? 'application/json' : `other ${type ?? 'none'}`,
            verdict: plain ? 'warn' : 'fail',
            reason: plain
              ? 'Answers are of type application/json; SCIM has a media type of its own (RFC 7644 §3.1, §8.1).'
              : 'An answer with a body is of type application/scim+json (RFC 7644 §3.1, §8.1).',
            expected: 'Content-Type: application/scim+json',
            observed: type === undefined ? 'no Content-Type' : `Content-Type: ${type}`,
          },
        ]
      },
    )

    observe(
      'bodies are JSON',
      { id: 'body-is-json', verifies: ['RFC7644-3.2-09', 'RFC7644-3.12-01'], rulings: ['X-03', 'G-01'] },
      ({ request, answer }) => {
        if (answer.status >= 300 && answer.status < 400) return undefined
        const bodyless = answer.status === 204 || request.method === 'HEAD'
        const missing = answer.text === '' && answer.status === 200 && !bodyless
        if (answer.text === '' && !missing) return undefined
        if (answer.json !== undefined) return []
        const gateway = mayBeOfGateway(answer.status, request.url)
        return [
          {
            kind: gateway ? 'gateway' : missing ? 'missing' : 'not JSON',
            verdict: gateway ? 'warn' : 'fail',
            ...(gateway ? {} : { root: true as const }),
            reason: 'The body of an answer is JSON, that of an error too (RFC 7644 §3.2, §3.12).',
            expected: 'a JSON body',
            observed: `${answer.status} with ${missing ? 'no body' : `the body ${excerpt(answer.text, 60)}`}`,
          },
        ]
      },
    )

    observe(
      'a read of one resource is answered with that resource',
      {
        id: 'one-is-no-list',
        verifies: ['RFC7644-3.4.1-03'],
        severity: 'breaks-provisioning',
        impact: 'Entra reads each user before it updates it, and finds nothing in a list.',
      },
      ({ request, answer }) => {
        const single = /\/(Users|Groups|Me)\/?[^/?]*([?][^/]*)?$/i.test(request.url)
        const ofType = /\/(Users|Groups)\/?([?].*)?$/i.test(request.url)
        if (request.method !== 'GET' || answer.status !== 200 || !single || ofType) return undefined
        if (!isArray(at(answer.json, 'Resources'))) return []
        return [
          {
            kind: 'list',
            verdict: 'fail',
            root: true,
            reason:
              'A GET of one resource is answered with that resource, not with a list (RFC 7644 §3.4.1).',
            expected: 'the resource',
            observed: '200 with a list',
          },
        ]
      },
    )

    observe(
      'bodies are UTF-8',
      { id: 'body-is-utf-8', verifies: ['RFC7644-3.8-02'], severity: 'data-loss' },
      ({ answer }) => {
        const body = answer.exchange.response?.body
        if (body === undefined || body.length === 0) return undefined
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(body)
          return []
        } catch {
          return [
            {
              kind: 'encoding',
              verdict: 'fail',
              reason: 'Answers are encoded in UTF-8, whether or not they name a charset (RFC 7644 §3.8).',
              expected: 'UTF-8',
              observed: `bytes that are no UTF-8, under ${answer.headers['content-type'] ?? 'no Content-Type'}`,
            },
          ]
        }
      },
    )

    observe(
      'lists and other messages name their schema',
      { id: 'message-schema', verifies: ['RFC7644-3.1-05'] },
      (seen) => {
        const { json } = seen.answer
        if (!succeeded(seen) || at(json, 'totalResults') === undefined) return undefined
        const schemas = at(json, 'schemas')
        if (isArray(schemas) && schemas.some((uri) => /^urn:ietf:params:scim:api:/i.test(String(uri))))
          return []
        return [
          {
            kind: 'list',
            verdict: 'fail',
            reason:
              'A list is a message, whose schemas begin with urn:ietf:params:scim:api: (RFC 7644 §3.1).',
            expected: 'urn:ietf:params:scim:api:messages:2.0:ListResponse in schemas',
            observed: `schemas ${JSON.stringify(schemas ?? null)}`,
          },
        ]
      },
    )

    observe(
      'a redirect says where to',
      {
        id: 'redirect-says-where',
        verifies: ['RFC7644-3.12-06', 'RFC7644-3.12-07'],
        severity: 'cosmetic',
      },
      ({ answer }) => {
        if (![307, 308].includes(answer.status)) return undefined
        if ((answer.headers['location'] ?? '') !== '') return []
        return [
          {
            kind: String(answer.status),
            verdict: 'warn',
            reason: `A ${answer.status} names in Location where the request is to go (RFC 7644 §3.12).`,
            expected: 'a Location header',
            observed: 'no Location',
          },
        ]
      },
    )

    observe(
      'nothing that the run sends breaks the server',
      { id: 'no-server-error', verifies: ['RFC7644-3.12-15'], rulings: ['G-02'] },
      ({ request, answer }) => {
        if (answer.status < 500) return []
        if ([501, 502, 503, 504].includes(answer.status)) return undefined
        const detail = at(answer.json, 'detail')
        const told = typeof detail === 'string' && detail !== ''
        return [
          {
            kind: told ? 'error' : 'error without detail',
            verdict: 'warn',
            reason: told
              ? 'A request ended in an internal error.'
              : 'A request ended in an internal error that tells nothing of its cause in detail (RFC 7644 §3.12).',
            expected: 'a success or a refusal',
            observed: `${answer.status} to ${request.method} ${request.url}`,
          },
        ]
      },
    )
  },
)
