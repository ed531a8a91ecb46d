import { describe, expect, test } from 'vitest'
import { answerOf } from '../../harness/check/answer.ts'
import { openLedger } from '../../harness/check/ledger.ts'
import type { Suite } from '../../harness/check/index.ts'
import type { Json } from '../../harness/scim/types.ts'
import answers from './3.1-answers.suite.ts'
import resources from './3.1-resources.suite.ts'
import errorBodies from './3.12-error-bodies.suite.ts'
import authentication from './2-authentication.suite.ts'
import security from './7-security.suite.ts'

interface Sent {
  readonly url?: string
  readonly accept?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  readonly text?: string
}

/** What an observer says of one exchange: kinds and verdicts, or that it has nothing to say. */
function look(suite: Suite, id: string, sent: Sent): string {
  const check = suite.checks.find((one) => one.id === `${suite.id}.${id}`)
  const url = sent.url ?? 'https://target.example.com/scim/v2/Users/1'
  const text = sent.text ?? (sent.body === undefined ? '' : JSON.stringify(sent.body))
  const request = { method: 'GET', url, headers: { accept: sent.accept ?? 'application/scim+json' } }
  const headers = sent.headers ?? { 'content-type': 'application/scim+json' }
  const response = { status: sent.status ?? 200, headers, body: new TextEncoder().encode(text) }
  const answer = answerOf(
    { id: 'x1', scope: 'check', request, response, startedAt: 0, durationMs: 0 },
    openLedger(),
  )
  const violations = check?.observe?.({ request, answer })
  if (violations === undefined) return 'nothing'
  return violations.map(({ kind, verdict }) => `${verdict} ${kind}`).join(', ') || 'right'
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
const meta = { resourceType: 'User', location: 'https://target.example.com/scim/v2/Users/1' }
const user = { schemas: [USER], id: '1', userName: 'ada', meta }
const type = (value: string) => ({ 'content-type': value })

describe('answers', () => {
  test.each<[string, Sent, string]>([
    ['media-type', { body: user }, 'right'],
    ['media-type', { body: user, headers: type('application/scim+json; charset=utf-8') }, 'right'],
    ['media-type', { body: user, headers: type('application/json') }, 'warn application/json'],
    ['media-type', { body: user, headers: type('application/json'), accept: 'application/json' }, 'right'],
    ['media-type', { body: user, headers: type('text/html') }, 'fail other text/html'],
    ['media-type', { body: user, headers: {} }, 'fail other none'],
    ['media-type', { status: 204 }, 'nothing'],
    ['body-is-json', { body: user }, 'right'],
    ['body-is-json', { text: '<html>' }, 'fail not JSON'],
    ['body-is-json', { text: '' }, 'fail missing'],
    ['body-is-json', { text: '<html>', status: 401 }, 'warn gateway'],
    ['body-is-json', { text: '<html>', status: 302 }, 'nothing'],
    ['body-is-json', { text: '', status: 204 }, 'nothing'],
    ['message-schema', { body: { schemas: [LIST], totalResults: 0 } }, 'right'],
    ['message-schema', { body: { totalResults: 0 } }, 'fail list'],
    ['message-schema', { body: user }, 'nothing'],
    ['redirect-says-where', { status: 308, headers: { location: '/scim/v2/Users/1' } }, 'right'],
    ['redirect-says-where', { status: 307, headers: {} }, 'warn 307'],
    ['redirect-says-where', { body: user }, 'nothing'],
    ['no-server-error', { status: 500, text: '' }, 'warn error without detail'],
    ['no-server-error', { status: 500, body: { detail: 'Disk full' } }, 'warn error'],
    ['no-server-error', { status: 503 }, 'nothing'],
  ])('%s of %j: %s', (id, sent, verdict) => {
    expect(look(answers, id, sent)).toBe(verdict)
  })
})

describe('errors', () => {
  const error = (status: number, more: Readonly<Record<string, Json>> = {}) => ({
    status,
    body: { schemas: [ERROR], status: String(status), ...more },
  })
  test.each<[string, Sent, string]>([
    ['error-schema', error(404), 'right'],
    ['error-schema', { status: 404, body: { message: 'no' } }, 'fail error'],
    ['error-schema', { status: 400, text: 'no' }, 'fail error'],
    ['error-schema', { status: 415, text: 'no' }, 'warn gateway 415'],
    ['error-schema', { status: 404, text: 'no', url: 'https://t.example.com/Me' }, 'warn gateway 404'],
    ['error-schema', { body: user }, 'nothing'],
    ['status', error(404), 'right'],
    ['status', error(404, { status: 404 }), 'fail no text'],
    ['status', error(404, { status: '400' }), 'fail another status'],
    ['status', { status: 404, body: { schemas: [ERROR] } }, 'fail absent'],
    ['status', { status: 404, body: { message: 'no' } }, 'nothing'],
    ['known-scim-type', error(400, { scimType: 'invalidFilter' }), 'right'],
    ['known-scim-type', error(400, { scimType: 'invalid_filter' }), 'warn invalid_filter'],
    ['known-scim-type', error(400), 'nothing'],
  ])('%s of %j: %s', (id, sent, verdict) => {
    expect(look(errorBodies, id, sent)).toBe(verdict)
  })
})

describe('resources', () => {
  const list = (...members: Json[]) => ({ schemas: [LIST], totalResults: members.length, Resources: members })
  const { schemas: _schemas, ...bare } = user
  test.each<[string, Sent, string]>([
    ['schemas', { body: user }, 'right'],
    ['schemas', { body: bare }, 'fail whole'],
    ['schemas', { body: bare, url: 'https://t.example.com/Users?attributes=id' }, 'warn projected'],
    ['schemas', { body: list(user, bare) }, 'fail whole'],
    ['schemas', { body: bare, url: 'https://t.example.com/Schemas' }, 'nothing'],
    ['schemas', { body: list() }, 'nothing'],
    ['id', { body: list(user) }, 'right'],
    ['id', { body: { ...user, id: 5 } }, 'fail no text'],
    ['id', { body: [user] }, 'nothing'],
    ['meta', { body: user }, 'right'],
    ['meta', { body: { schemas: [USER], id: '1' } }, 'fail absent'],
    ['meta', { body: { ...user, meta: { location: 'x' } } }, 'fail resourceType'],
    ['location', { body: user, headers: { location: meta.location } }, 'right'],
    ['location', { body: user, headers: { location: `${meta.location}0` } }, 'fail different'],
    ['location', { body: user }, 'nothing'],
    ['arrays', { body: { ...user, emails: [] } }, 'right'],
    ['arrays', { body: { ...user, emails: { value: 'a' } } }, 'fail emails'],
    ['password', { body: user }, 'right'],
    ['password', { body: list({ ...user, password: 'x' }) }, 'fail password'],
  ])('%s of %j: %s', (id, sent, verdict) => {
    expect(look(resources, id, sent)).toBe(verdict)
  })
})

test.each<[Sent, string]>([
  [{ status: 401, headers: { 'www-authenticate': 'Bearer realm="scim"' } }, 'right'],
  [{ status: 401, headers: {} }, 'fail absent'],
  [{ status: 401, headers: { 'www-authenticate': '"' } }, 'fail malformed'],
  [{ status: 403, headers: {} }, 'nothing'],
])('the challenge in %j: %s', (sent, verdict) => {
  expect(look(authentication, 'challenge-names-schemes', sent)).toBe(verdict)
})

test.each<[Sent, string]>([
  [{ headers: { 'set-cookie': 'sid=1; Secure' } }, 'right'],
  [{ headers: { 'set-cookie': 'sid=1' } }, 'fail cookie'],
  [{ url: 'http://localhost/Users', headers: { 'set-cookie': 'sid=1' } }, 'nothing'],
  [{ headers: {} }, 'nothing'],
])('the cookies in %j: %s', (sent, verdict) => {
  expect(look(security, 'cookies-are-secure', sent)).toBe(verdict)
})
