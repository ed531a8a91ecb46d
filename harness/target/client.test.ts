import { describe, expect, test } from 'vitest'
import { rawServer } from './rawServer.ts'
import { BASE, context, get, post, reply, scripted } from './scriptedClient.ts'
import { undiciTransport } from './undiciTransport.ts'

describe('a request', () => {
  test('goes to the base with media type and token, and is recorded without the token', async () => {
    const { client, sent, recorded } = scripted([reply(201)])
    const exchange = await post(client)
    expect(sent).toEqual([
      {
        method: 'POST',
        url: `${BASE}/Users`,
        headers: {
          accept: 'application/scim+json',
          'content-type': 'application/scim+json',
          authorization: 'Bearer t0ken',
        },
        body: '{"userName":"ada"}',
      },
    ])
    expect(recorded).toEqual([exchange])
    expect(exchange).toMatchObject({ id: 'x1', scope: 'check', check: 'a.check', response: { status: 201 } })
    expect(JSON.stringify(recorded)).not.toContain('t0ken')
  })

  test('encodes its query, and keeps one that is given as text', async () => {
    const { client, sent } = scripted([reply(200)], { query: 'tenant=7' })
    await client.send({ method: 'GET', path: '/Users', query: { filter: 'userName eq "ü&"' } }, context())
    await client.send({ method: 'GET', path: '/Users?a=1', query: 'filter=x+y' }, context())
    expect(sent.map(({ url }) => url)).toEqual([
      `${BASE}/Users?tenant=7&filter=userName%20eq%20%22%C3%BC%26%22`,
      `${BASE}/Users?a=1&tenant=7&filter=x+y`,
    ])
  })

  test('may change, take away and add headers, and go without credentials', async () => {
    const { client, sent } = scripted([reply(200)])
    const headers = { Accept: null, 'If-Match': 'W/"1"' }
    await client.send({ method: 'GET', path: '/Users', headers, auth: 'none' }, context())
    await client.send({ method: 'GET', path: '/Users', headers: { Authorization: null } }, context())
    await client.send({ method: 'GET', path: '/Users', auth: { bearer: 'wrong' } }, context())
    expect(sent.map(({ headers: actual }) => actual)).toEqual([
      { 'if-match': 'W/"1"' },
      { accept: 'application/scim+json' },
      { accept: 'application/scim+json', authorization: 'Bearer wrong' },
    ])
  })

  test('sends a raw text as it stands, another one as JSON', async () => {
    const { client, sent } = scripted([reply(400)])
    await client.send({ method: 'POST', path: '/Users', body: '{broken', rawBody: true }, context())
    await client.send({ method: 'POST', path: '/Users', body: 'text' }, context())
    expect(sent.map(({ body }) => body)).toEqual(['{broken', '"text"'])
  })

  test('is seen by the guard before it leaves', async () => {
    const guard = () => {
      throw new Error('that domain is not ours')
    }
    const { client, sent } = scripted([reply(200)], { guard })
    await expect(get(client)).rejects.toThrow('that domain is not ours')
    expect(sent).toEqual([])
  })
})

describe('another origin', () => {
  test.each([
    'https://evil.example.com/v2/Users',
    'http://scim.example.com/v2/Users',
    'https://scim.example.com:8443/v2/Users',
    'https://scim.example.com@evil.example.com/',
    'HTTPS://evil.example.com',
  ])('%s gets neither token nor configured headers', async (path) => {
    const { client, sent } = scripted([reply(200)], { headers: { 'X-Api-Key': 'k3y' } })
    await client.send(
      { method: 'GET', path, auth: { bearer: 'other' }, headers: { Cookie: 'a=b' } },
      context(),
    )
    await get(client, path)
    expect(JSON.stringify(sent)).not.toMatch(/t0ken|k3y|other|a=b/)
  })

  test.each(['@evil.example.com/', '.evil.example.com/', ':99/', '//evil.example.com/'])(
    'a path such as %s does not lead there',
    async (path) => {
      const { client, sent } = scripted([reply(200)], { base: 'https://scim.example.com' })
      await get(client, path)
      expect(new URL(sent[0]?.url ?? '').origin).toBe('https://scim.example.com')
    },
  )

  test('the own origin, named in full, gets the token', async () => {
    const { client, sent, recorded } = scripted([reply(200)], { headers: { 'X-Api-Key': 'k3y' } })
    await get(client, `${BASE}/Users/1`)
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer t0ken', 'x-api-key': 'k3y' })
    expect(JSON.stringify(recorded)).not.toMatch(/t0ken|k3y/)
  })

  test('a redirect is not followed: the token does not arrive elsewhere', async () => {
    const elsewhere = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    const server = await rawServer((socket) =>
      socket.write(
        `HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:${elsewhere.port}/\r\nContent-Length: 0\r\n\r\n`,
      ),
    )
    const transport = undiciTransport({ timeoutMs: 2000 })
    const { client } = scripted([], { transport, base: `http://127.0.0.1:${server.port}` })
    expect((await post(client)).response?.status).toBe(307)
    expect(server.received()).toContain('t0ken')
    expect(elsewhere.received()).toBe('')
    for (const thing of [transport, server, elsewhere]) await thing.close()
  })

  test('a path that is no URL is told so', async () => {
    const { client } = scripted([reply(200)])
    await expect(get(client, 'https://')).rejects.toMatchObject({ code: 'E_BAD_REQUEST' })
  })
})

test('sums are kept', async () => {
  const { client } = scripted([reply(200, {}, 'four')])
  await post(client)
  expect(client.stats).toEqual({ requests: 1, retries: 0, bytesSent: 18, bytesReceived: 4, wireMs: 0 })
})
