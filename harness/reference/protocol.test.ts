import { describe, expect, test } from 'vitest'
import { getMember, isArray, isObject } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { bodyOf, clientOf } from './client.ts'
import type { Reply, RequestParts } from './client.ts'
import { listen, serveHandler } from './listen.ts'
import * as miniatures from './miniatures.ts'
import type { ReferenceOptions } from './options.ts'
import { createReferenceServer } from './server.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0'

const start = (options: ReferenceOptions = {}) => clientOf(createReferenceServer({ seed: 3, ...options }))
const listOf = (reply: Reply, name: string) => {
  const list = getMember(bodyOf(reply), name)
  return isArray(list) ? list.filter(isObject) : []
}

describe('errors', () => {
  const text = (body: string, type = 'application/scim+json'): RequestParts => ({
    text: body,
    headers: { 'content-type': type },
  })
  const cases: [string, string, string, RequestParts, number][] = [
    ['no token', 'GET', '/Users', { headers: { authorization: null } }, 401],
    ['a wrong token', 'GET', '/Users', { headers: { authorization: 'Bearer x' } }, 401],
    ['an unknown path', 'GET', '/Nope', {}, 404],
    ['an unknown id', 'GET', '/Users/none', {}, 404],
    ['an unknown schema', 'GET', '/Schemas/urn:none', {}, 404],
    ['a method that is not possible', 'PATCH', '/Users', {}, 405],
    ['a write to discovery', 'POST', '/Schemas', text('{}'), 405],
    ['a filter on discovery', 'GET', '/Schemas?filter=id%20pr', {}, 403],
    ['an answer that nobody can give', 'GET', '/Users', { headers: { accept: 'text/html' } }, 406],
    ['another media type', 'POST', '/Users', text('{}', 'text/plain'), 415],
    ['broken JSON', 'POST', '/Users', text('{"a":'), 400],
    ['JSON that is no object', 'POST', '/Users', text('[]'), 400],
    ['an empty body', 'POST', '/Users', text(''), 400],
    ['deep nesting', 'POST', '/Users', text(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`), 400],
    ['a large body', 'POST', '/Users', text(`{"a":"${'x'.repeat(3_000_000)}"}`), 413],
    ['a bad filter', 'GET', '/Users?filter=a%20b%20c', {}, 400],
    ['a forged cursor', 'GET', '/Users?cursor=x', {}, 400],
  ]
  test.each(cases)('%s', async (_, method, path, parts, status) => {
    const reply = await start()(method, path, undefined, parts)
    expect(reply.body).toMatchObject({
      schemas: [`${MESSAGE}:Error`],
      status: String(status),
      detail: expect.any(String),
    })
    expect(reply.status).toBe(status)
    expect(reply.headers['content-type']).toBe('application/scim+json')
    expect(reply.headers['www-authenticate'] !== undefined).toBe(status === 401)
    expect(reply.headers['allow'] !== undefined).toBe(status === 405)
  })

  test('outside every tenant too', async () => {
    const response = await createReferenceServer().fetch(new Request('http://scim.example.com/elsewhere'))
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ status: '404' })
  })
})

test('tenants see nothing of each other', async () => {
  const send = start()
  const created = await send('POST', '/Users', { schemas: [USER], userName: 'ada' })
  const id = String(bodyOf(created)['id'])
  expect((await send('POST', '/Users', { schemas: [USER], userName: 'ada' }, { tenant: 1 })).status).toBe(201)
  expect((await send('GET', `/Users/${id}`, undefined, { tenant: 1 })).status).toBe(404)
})

describe('discovery', () => {
  test('every schema and resource type can be read by itself, without credentials', async () => {
    const send = start()
    const open = { headers: { authorization: null } }
    for (const path of ['/Schemas', '/ResourceTypes']) {
      const list = await send('GET', path, undefined, open)
      expect(listOf(list, 'Resources').length).toBe(bodyOf(list)['totalResults'])
      for (const document of listOf(list, 'Resources')) {
        expect((await send('GET', `${path}/${String(document['id'])}`, undefined, open)).body).toEqual(
          document,
        )
      }
    }
    expect(await send('GET', '/ServiceProviderConfig', undefined, open)).toMatchObject({
      status: 200,
      body: { patch: { supported: true }, pagination: { cursor: true, index: true } },
    })
  })

  test('the printer has every type, mutability, returned and uniqueness', async () => {
    const schema = await start()('GET', '/Schemas/urn:example:params:scim:schemas:core:2.0:Printer')
    const seen = (name: string) => new Set(listOf(schema, 'attributes').map((attribute) => attribute[name]))
    expect(seen('type').size).toBe(8)
    expect(seen('mutability').size).toBe(4)
    expect(seen('returned').size).toBe(4)
    expect([...seen('uniqueness')]).toEqual(expect.arrayContaining(['none', 'server', 'global']))
  })
})

describe('queries', () => {
  test('walk all pages by index and by cursor, forward and back', async () => {
    const send = start({ users: 7 })
    const names = (reply: Reply) => listOf(reply, 'Resources').map((one) => one['userName'])
    const all = names(await send('GET', '/Users'))
    const byIndex: unknown[] = []
    for (let startIndex = 1; startIndex <= 7; startIndex += 3) {
      byIndex.push(...names(await send('GET', `/Users?startIndex=${startIndex}&count=3`)))
    }
    expect(byIndex).toEqual(all)
    const first = await send('GET', '/Users?cursor&count=3')
    const second = await send('GET', `/Users?cursor=${String(bodyOf(first)['nextCursor'])}&count=3`)
    const third = await send('GET', `/Users?cursor=${String(bodyOf(second)['nextCursor'])}&count=3`)
    expect([first, second, third].flatMap(names)).toEqual(all)
    expect(bodyOf(first)).not.toHaveProperty('previousCursor')
    expect(bodyOf(third)).not.toHaveProperty('nextCursor')
    const back = await send('GET', `/Users?cursor=${String(bodyOf(third)['previousCursor'])}&count=3`)
    expect(names(back)).toEqual(names(second))
  })

  test('a cursor is bound to its query, its count, its tenant and its time', async () => {
    let time = 0
    const send = start({ users: 7, clock: () => new Date(time) })
    const cursor = String(bodyOf(await send('GET', '/Users?cursor&count=3'))['nextCursor'])
    expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/)
    const ask = (query: string, parts?: RequestParts) =>
      send('GET', `/Users?cursor=${cursor}&${query}`, undefined, parts)
    expect((await ask('count=4')).body).toMatchObject({ scimType: 'invalidCount' })
    expect((await ask('count=3&filter=userName%20pr')).body).toMatchObject({ scimType: 'invalidCursor' })
    expect((await ask('count=3', { tenant: 1 })).body).toMatchObject({ scimType: 'invalidCursor' })
    time = 601_000
    expect((await ask('count=3')).body).toMatchObject({ scimType: 'expiredCursor' })
  })

  test('over all types, by GET and by /.search', async () => {
    const send = start({ users: 2 })
    await send('POST', '/Groups', { schemas: [GROUP], displayName: 'G' })
    expect((await send('GET', '/')).body).toMatchObject({ totalResults: 3 })
    const search = {
      schemas: [`${MESSAGE}:SearchRequest`],
      filter: 'displayName eq "g"',
      attributes: ['displayName'],
    }
    const found = await send('POST', '/.search', search)
    expect(listOf(found, 'Resources')).toEqual([
      { schemas: [GROUP], id: expect.any(String), displayName: 'G' },
    ])
  })
})

describe('bulk', () => {
  const bulk = (operations: Json[], rest = {}): Json => ({
    schemas: [`${MESSAGE}:BulkRequest`],
    ...rest,
    Operations: operations,
  })
  const post = (path: string, bulkId: string, data: Json) => ({ method: 'POST', path, bulkId, data })

  test('resolves references forward, backward and in circles (RFC 7644 §3.7.1, §3.7.2)', async () => {
    const send = start()
    const reply = await send(
      'POST',
      '/Bulk',
      bulk([
        post('/Groups', 'a', {
          schemas: [GROUP],
          displayName: 'A',
          members: [{ value: 'bulkId:b' }, { value: 'bulkId:u' }],
        }),
        post('/Groups', 'b', { schemas: [GROUP], displayName: 'B', members: [{ value: 'bulkId:a' }] }),
        post('/Users', 'u', { schemas: [USER], userName: 'u' }),
      ]),
    )
    expect(listOf(reply, 'Operations').map(({ status, bulkId }) => [status, bulkId])).toEqual([
      ['201', 'a'],
      ['201', 'b'],
      ['201', 'u'],
    ])
    const [a, b] = listOf(await send('GET', '/Groups'), 'Resources')
    expect(a).toMatchObject({ members: [{ value: b?.['id'], type: 'Group' }, { type: 'User' }] })
    expect(b).toMatchObject({ members: [{ value: a?.['id'] }] })
  })

  test('goes on after errors until failOnErrors is reached', async () => {
    const operations = [
      post('/Users', '1', { schemas: [USER] }),
      post('/Users', '2', { schemas: [USER], userName: 'u' }),
    ]
    expect(
      listOf(await start()('POST', '/Bulk', bulk(operations)), 'Operations').map(({ status }) => status),
    ).toEqual(['400', '201'])
    const stopped = await start()('POST', '/Bulk', bulk(operations, { failOnErrors: 1 }))
    expect(listOf(stopped, 'Operations')).toMatchObject([
      { status: '400', response: { scimType: 'invalidValue' } },
    ])
  })

  test('refuses too many operations', async () => {
    const many = Array.from({ length: 101 }, (_, index) => post('/Users', String(index), {}))
    expect((await start()('POST', '/Bulk', bulk(many))).status).toBe(413)
  })
})

test('on the wire, URLs begin where it listens, and close ends idle connections', async () => {
  const server = createReferenceServer({ users: 1 })
  const listening = await listen(server)
  const headers = { authorization: `Bearer ${server.tenants[0]?.token}` }
  const answer = await fetch(`${listening.baseUrl}/Me`, { headers })
  expect(answer.headers.get('location')?.startsWith(`${listening.baseUrl}/Users/`)).toBe(true)
  await answer.text()
  await listening.close()
  await expect(fetch(`${listening.baseUrl}/Me`, { headers })).rejects.toThrow()
})

describe('miniatures', () => {
  const get = (path: string, init: RequestInit = {}) => new Request(`http://scim.example.com${path}`, init)

  test('lie as they are called', async () => {
    expect((await miniatures.answers200ToEverything(get('/x'))).status).toBe(200)
    expect((await miniatures.htmlErrors(get('/x'))).headers.get('content-type')).toContain('text/html')
    expect((await miniatures.claimsPatchHasNone(get('/Users/1', { method: 'PATCH' }))).status).toBe(501)
    const forgetful = miniatures.forgetsWrites()
    const created = await forgetful(get('/Users', { method: 'POST', body: '{"userName":"a"}' }))
    expect(created.status).toBe(201)
    expect((await forgetful(get('/Users/1'))).status).toBe(404)
    const pages = await Promise.all(
      [1, 3].map(async (index) => (await miniatures.neverPages(get(`/Users?startIndex=${index}`))).text()),
    )
    expect(pages[0]).toBe(pages[1])
  })

  test('one that hangs lets go when the client does', async () => {
    const listening = await serveHandler(miniatures.hangs)
    await expect(fetch(listening.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/i)
    await listening.close()
  })
})
