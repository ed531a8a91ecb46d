import { describe, expect, test } from 'vitest'
import { createRedactor } from './redact.ts'
import type { Exchange } from './types.ts'

const redactor = createRedactor(['s3cret-token', 'ab12', 'p w/d"ü'])
const body = (value: unknown) => redactor.body(typeof value === 'string' ? value : JSON.stringify(value))

describe('headers', () => {
  test('that carry credentials are hidden in any case', () => {
    const hidden = redactor.headers({
      Authorization: 'Bearer x',
      cookie: 'a',
      'set-cookie': 'b',
      'PROXY-Authorization': 'c',
    })
    expect(new Set(Object.values(hidden))).toEqual(new Set(['[redacted]']))
  })

  test('that repeat a secret lose only that', () => {
    expect(redactor.headers({ location: '/Users/1?t=s3cret-token', etag: 'W/"1"' })).toEqual({
      location: '/Users/1?t=[redacted]',
      etag: 'W/"1"',
    })
  })
})

describe('a JSON body', () => {
  test.each([
    [
      { userName: 'ada', password: 'x' },
      { userName: 'ada', password: '[redacted]' },
    ],
    [{ PassWord: 7 }, { PassWord: '[redacted]' }],
    [{ a: [{ b: { password: { value: 'x' } } }] }, { a: [{ b: { password: '[redacted]' } }] }],
    [{ password: null }, { password: null }],
    [
      { 'urn:ietf:params:scim:schemas:core:2.0:User:password': 'x' },
      { 'urn:ietf:params:scim:schemas:core:2.0:User:password': '[redacted]' },
    ],
    [
      { Operations: [{ op: 'replace', path: 'password', value: 'x' }] },
      { Operations: [{ op: 'replace', path: 'password', value: '[redacted]' }] },
    ],
    [
      { Operations: [{ value: 'x', Path: 'urn:ietf:params:scim:schemas:core:2.0:User:PASSWORD' }] },
      { Operations: [{ value: '[redacted]', Path: 'urn:ietf:params:scim:schemas:core:2.0:User:PASSWORD' }] },
    ],
    [
      { Operations: [{ op: 'add', value: { password: 'x', title: 'y' } }] },
      { Operations: [{ op: 'add', value: { password: '[redacted]', title: 'y' } }] },
    ],
    [
      { access_token: 'x', client_secret: 'y' },
      { access_token: '[redacted]', client_secret: '[redacted]' },
    ],
    [
      { name: 'password', type: 'string' },
      { name: 'password', type: 'string' },
    ],
    [{ changePassword: { supported: true } }, { changePassword: { supported: true } }],
  ])('%j', (before, after) => {
    expect(JSON.parse(body(before))).toEqual(after)
  })

  test('with an escaped member name', () => {
    expect(body('{"p\\u0061ssword":"hush"}')).not.toContain('hush')
  })

  test('without secrets stays as it is, to the byte', () => {
    const odd = '{ "userName" : "ada",\n "n": 1.0, "n": 12345678901234567890, "name":"password" }'
    expect(redactor.body(odd)).toBe(odd)
    const bytes = new Uint8Array([0xff, 0xfe, 0x41])
    expect(redactor.body(bytes)).toBe(bytes)
  })

  test('that is broken loses its passwords all the same', () => {
    expect(body('{"password":"hush","userName":"ada"')).toBe('{"password":"[redacted]","userName":"ada"')
    expect(body('{"password":"hush')).not.toContain('hush')
    expect(body('[{"path":"password","value":"hush"},')).not.toContain('hush')
  })
})

test('forms and filters lose their secrets', () => {
  expect(body('grant_type=client_credentials&client_secret=hush&scope=a')).toBe(
    'grant_type=client_credentials&client_secret=[redacted]&scope=a',
  )
  expect(redactor.text('https://h/Users?filter=password%20eq%20%22hush%22')).toBe(
    'https://h/Users?filter=password%20eq%20%22[redacted]%22',
  )
  expect(redactor.text('https://h/Users?filter=password+eq+"hush"')).not.toContain('hush')
})

describe('a known secret', () => {
  test.each([
    ['plainly', 's3cret-token'],
    ['percent-encoded', encodeURIComponent('p w/d"ü')],
    ['form-encoded', 'p+w%2Fd%22%C3%BC'],
    ['JSON-escaped', JSON.stringify('p w/d"ü').slice(1, -1)],
    ['JSON-escaped with its solidus', 'p w\\/d\\"ü'],
    ['in base64', Buffer.from('s3cret-token').toString('base64')],
  ])('is found %s', (_, form) => {
    expect(redactor.text(`before ${form} after`)).toBe('before [redacted] after')
    expect(
      Buffer.from(redactor.body(new Uint8Array(Buffer.from(`{"detail":"${form}"}`)))).toString(),
    ).not.toContain(form)
  })

  test('that is short is found as a whole word only', () => {
    expect(redactor.text('ab12 cab12s ab123 (ab12)')).toBe('[redacted] cab12s ab123 ([redacted])')
  })

  test('may be learnt later', () => {
    const learning = createRedactor([])
    learning.learn('fresh-token')
    expect(learning.text('a fresh-token b')).toBe('a [redacted] b')
  })

  test('stands behind a scheme, too', () => {
    expect(createRedactor(['Basic YWRhOmh1c2g=']).text('you sent YWRhOmh1c2g=')).toBe('you sent [redacted]')
  })

  test('is not a number or word that stands everywhere', () => {
    const text = '{"totalResults":2,"active":true}'
    expect(createRedactor(['2', 'true']).text(text)).toBe(text)
  })

  test('does not have to exist', () => {
    expect(createRedactor(['']).text('nothing to hide')).toBe('nothing to hide')
  })
})

test('an exchange is redacted wholly, and a password that the answer repeats with it', () => {
  const exchange: Exchange = {
    id: 'x1',
    scope: 'check',
    request: {
      method: 'POST',
      url: 'https://h/scim/Users?access_token=hush',
      headers: { authorization: 'Bearer s3cret-token', accept: 'a' },
      body: '{"userName":"ada","password":"Correct horse 9"}',
    },
    response: {
      status: 400,
      headers: { 'set-cookie': 'sid=1' },
      body: new Uint8Array(Buffer.from('{"detail":"Correct horse 9 is too weak; s3cret-token"}')),
    },
    failure: { code: 'E', message: 'with s3cret-token' },
    startedAt: 0,
    durationMs: 1,
  }
  const before = structuredClone(exchange)
  const after = redactor.exchange(exchange)
  const text = JSON.stringify(after) + Buffer.from(after.response?.body ?? []).toString()
  expect(text).not.toMatch(/hush|s3cret|Correct horse|sid=1/)
  expect(text).toContain('ada')
  expect(exchange).toEqual(before)
})
