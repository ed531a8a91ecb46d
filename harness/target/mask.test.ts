import { describe, expect, test } from 'vitest'
import type { Json } from '../scim/types.ts'
import { createMask, type Mask } from './mask.ts'
import type { Exchange } from './types.ts'

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

function exchange(
  method: string,
  path: string,
  status: number,
  answer: Json | string,
  sent?: Json,
): Exchange {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  return {
    id: 'x1',
    scope: 'check',
    request: {
      method,
      url: `https://h/scim${path}`,
      headers: {},
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    },
    response: { status, headers: {}, body: new Uint8Array(Buffer.from(text)) },
    startedAt: 0,
    durationMs: 0,
  }
}

function written(mask: Mask, one: Exchange): unknown {
  const text = Buffer.from(mask.exchange(one).response?.body ?? []).toString()
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

const user = (id: string, userName: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  schemas: [USER],
  id,
  userName,
  emails: [{ value: `${userName}@real.example` }],
  ...more,
})
const list = (...Resources: Json[]) => ({ schemas: [LIST], totalResults: Resources.length, Resources })

describe('people who were there before', () => {
  test('are numbered in lists, the same person with the same number', () => {
    const mask = createMask()
    mask.own('2')
    const first = list(user('1', 'grace'), user('2', 'ours'), user('3', 'linus'))
    expect(written(mask, exchange('GET', '/Users', 200, first))).toEqual(
      list({ id: '[existing-1]' }, user('2', 'ours'), { id: '[existing-2]' }),
    )
    expect(written(mask, exchange('GET', '/Users', 200, list(user('3', 'linus'))))).toEqual(
      list({ id: '[existing-2]' }),
    )
  })

  test.each<[string, string, string, Json]>([
    ['at the top level', 'GET', '/Users/9', user('9', 'grace')],
    ['in a bare array', 'GET', '/Users', [user('9', 'grace')]],
    ['in an answer to a search', 'POST', '/Users/.search', list(user('9', 'grace'))],
    ['behind a misspelt member', 'GET', '/Users', { resources: [user('9', 'grace')] }],
    [
      'without an id',
      'GET',
      '/Users',
      list({ userName: 'grace', emails: [{ value: 'grace@real.example' }] }),
    ],
    ['with a number as id', 'GET', '/Users', list({ id: 9, displayName: 'grace' })],
    [
      'in the members of our group',
      'GET',
      '/Groups/7',
      { id: '7', displayName: 'ours', members: [{ value: '9', display: 'grace', $ref: 'x/grace' }] },
    ],
    [
      'as the manager of our user',
      'GET',
      '/Users/7',
      user('7', 'ours', { 'urn:x:User': { manager: { value: '9', displayName: 'grace' } } }),
    ],
    ['as JSON that is cut short', 'GET', '/Users', '{"Resources":[{"userName":"grace"'],
    ['under the URL of our own user', 'GET', '/Users/7', user('9', 'grace')],
  ])('are hidden %s', (_, method, path, answer) => {
    const mask = createMask()
    mask.own('7')
    expect(JSON.stringify(written(mask, exchange(method, path, 200, answer)))).not.toContain('grace')
  })
})

describe('what the run made', () => {
  test('is known from the answer that created it', () => {
    const mask = createMask()
    const made = exchange('POST', '/Users', 201, user('5', 'ours'), { userName: 'ours' })
    expect(mask.exchange(made)).toBe(made)
    const read = exchange('GET', '/Users/5', 200, user('5', 'ours'))
    expect(mask.exchange(read)).toBe(read)
    expect(mask.owns('5')).toBe(true)
  })

  test('is known from a bulk response', () => {
    const mask = createMask()
    const operations = [
      { method: 'POST', location: 'https://h/scim/Users/5', status: '201' },
      { method: 'PUT', location: 'https://h/scim/Users/6', status: '200' },
    ]
    mask.exchange(exchange('POST', '/Bulk', 200, { Operations: operations }))
    expect([mask.owns('5'), mask.owns('6')]).toEqual([true, false])
  })

  test('is not somebody whom a server hands out instead of making a user', () => {
    const mask = createMask()
    written(mask, exchange('GET', '/Users', 200, list(user('1', 'grace'))))
    const answer = exchange('POST', '/Users', 201, user('1', 'grace'), { userName: 'ours' })
    expect(JSON.stringify(written(mask, answer))).not.toContain('grace')
    expect(JSON.stringify(written(mask, exchange('POST', '/Users', 200, user('2', 'grace'))))).not.toContain(
      'grace',
    )
  })

  test('is recognised even if a list showed it first', () => {
    const mask = createMask()
    written(mask, exchange('GET', '/Users', 200, list(user('5', 'ours'))))
    written(mask, exchange('POST', '/Users', 201, user('5', 'ours'), { userName: 'OURS' }))
    expect(mask.owns('5')).toBe(true)
  })

  test('stays readable when the server leaves the id away, or writes broken JSON', () => {
    const mask = createMask()
    const created = exchange('POST', '/Users', 201, { userName: 'ours' }, { userName: 'ours' })
    expect(mask.exchange(created)).toBe(created)
    mask.own('5')
    const broken = exchange('GET', '/Users/5', 200, '{"userName":"ours"')
    expect(mask.exchange(broken)).toBe(broken)
  })

  test('may refer to ids that the run made up', () => {
    const mask = createMask()
    const members = [{ value: 'made-up' }]
    const sent = { displayName: 'ours', members }
    const made = exchange('POST', '/Groups', 201, { id: '7', ...sent }, sent)
    expect(written(mask, made)).toEqual({ id: '7', ...sent })
  })
})

test.each<[string, string, Json | string]>([
  ['discovery', '/Schemas', list({ id: USER, schemas: ['x'], name: 'User', attributes: [] })],
  ['discovery below a version', '/v2/ResourceTypes/User', { id: 'User', schemas: ['x'], name: 'User' }],
  [
    'errors',
    '/Users/1',
    { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404', detail: 'no' },
  ],
  ['empty lists', '/Users', list()],
  ['HTML', '/Users', '<html>hello</html>'],
])('%s is left alone', (_, path, answer) => {
  const one = exchange('GET', path, 200, answer)
  expect(createMask().exchange(one)).toBe(one)
})
