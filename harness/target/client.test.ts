import { describe, expect, test } from 'vitest'
import { createClient, type Client, type ClientOptions } from './client.ts'
import { literalToken, noCredentials } from './credentials.ts'
import { ClosedCheckError, TargetError } from './errors.ts'
import { rawServer } from './rawServer.ts'
import { createRecorder } from './recorder.ts'
import { realWait, systemClock } from './time.ts'
import type { Credentials, Exchange, RequestContext, Transport, WireRequest, WireResponse } from './types.ts'
import { undiciTransport } from './undiciTransport.ts'

const BASE = 'https://scim.example.com/v2'
const START = Date.parse('2026-01-01T00:00:00Z')

const reply = (status: number, headers: Record<string, string> = {}, body = ''): WireResponse => ({
  status,
  headers,
  body: new Uint8Array(Buffer.from(body)),
})
const cut = () =>
  new TargetError('E_CONNECTION_CUT', 'scim.example.com:443 closed the connection.', { remedy: 'Look.' })
const away = () =>
  new TargetError('E_TARGET_UNREACHABLE', 'scim.example.com:443 refused.', { remedy: 'Start it.' })

type Step = WireResponse | Error | ((request: WireRequest) => WireResponse)

/** A client over a transport that plays `steps`, with a clock that only waiting moves. */
function scripted(steps: readonly Step[], options: Partial<ClientOptions> = {}) {
  const sent: WireRequest[] = []
  const waits: number[] = []
  const recorded: Exchange[] = []
  let now = START
  const transport: Transport = (request) => {
    const step = steps[Math.min(sent.length, steps.length - 1)] ?? reply(200)
    sent.push(request)
    if (step instanceof Error) return Promise.reject(step)
    return Promise.resolve(typeof step === 'function' ? step(request) : step)
  }
  const client = createClient({
    transport,
    base: BASE,
    authorization: literalToken('t0ken'),
    recorder: createRecorder((exchange) => recorded.push(exchange)),
    clock: () => now,
    wait: (ms) => {
      waits.push(ms)
      now += ms
      return Promise.resolve()
    },
    ...options,
  })
  return { client, sent, waits, recorded }
}

const context = (signal = new AbortController().signal): RequestContext => ({
  signal,
  scope: 'check',
  check: 'a.check',
})
const get = (client: Client, path = '/Users') => client.send({ method: 'GET', path }, context())
const post = (client: Client) =>
  client.send({ method: 'POST', path: '/Users', body: { userName: 'ada' } }, context())

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

describe('an answer that says nothing about conformance', () => {
  test('429 with Retry-After is waited for, also by a write, and each attempt is recorded', async () => {
    const { client, waits, recorded } = scripted([reply(429, { 'retry-after': '7' }), reply(201)])
    expect((await post(client)).response?.status).toBe(201)
    expect(waits).toEqual([7000])
    expect(recorded.map(({ id, attempt, response }) => [id, attempt, response?.status])).toEqual([
      ['x1', undefined, 429],
      ['x2', 2, 201],
    ])
    expect(client.stats).toMatchObject({ requests: 2, retries: 1 })
  })

  test('Retry-After may be a date', async () => {
    const { client, waits } = scripted([
      reply(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' }),
      reply(200),
    ])
    await get(client)
    expect(waits).toEqual([3000])
  })

  test('a Retry-After beyond the cap is not waited for', async () => {
    const { client, waits } = scripted([reply(429, { 'retry-after': '3600' })])
    expect((await get(client)).response?.status).toBe(429)
    expect(waits).toEqual([])
  })

  test('without Retry-After a read is sent three times more, with growing pauses', async () => {
    const { client, sent, waits } = scripted([reply(502)])
    expect((await get(client)).response?.status).toBe(502)
    expect(sent.length).toBe(4)
    expect(waits).toEqual([500, 1000, 2000])
  })

  test.each([502, 503, 504])('a write answered %i is not sent twice', async (status) => {
    const { client, sent } = scripted([reply(status)])
    expect((await post(client)).response?.status).toBe(status)
    expect(sent.length).toBe(1)
  })

  test.each([400, 404, 500, 501])('%i is an answer like any other', async (status) => {
    const { client, sent } = scripted([reply(status)])
    expect((await get(client)).response?.status).toBe(status)
    expect(sent.length).toBe(1)
  })

  test('a cut connection is tried again for a read, and comes back as a failure for a write', async () => {
    const reading = scripted([cut(), reply(200)])
    expect((await get(reading.client)).response?.status).toBe(200)
    const writing = scripted([cut(), reply(201)])
    const exchange = await post(writing.client)
    expect(exchange.response).toBeUndefined()
    expect(exchange.failure).toEqual({ code: 'E_CONNECTION_CUT', message: cut().message, remedy: 'Look.' })
    expect(writing.sent.length).toBe(1)
  })

  test('a refused connection carried nothing, so a write is tried again', async () => {
    const { client } = scripted([away(), reply(201)])
    expect((await post(client)).response?.status).toBe(201)
  })

  test('a target that stays down is not waited for again and again', async () => {
    const { client, sent, waits } = scripted([away()])
    for (let more = 0; more < 50; more += 1) await get(client)
    expect(sent.length).toBeLessThan(70)
    expect(waits.length).toBeLessThan(20)
  })

  test('retry none takes the first answer', async () => {
    const { client, sent } = scripted([reply(429, { 'retry-after': '1' }), reply(200)])
    const exchange = await client.send({ method: 'GET', path: '/Users' }, { ...context(), retry: 'none' })
    expect(exchange.response?.status).toBe(429)
    expect(sent.length).toBe(1)
  })
})

describe('credentials', () => {
  function rotating(tokens: readonly string[]): Credentials & { refreshes: number } {
    const credentials = {
      source: 'test',
      refreshes: 0,
      header: () => Promise.resolve(`Bearer ${tokens[Math.min(credentials.refreshes, tokens.length - 1)]}`),
      refresh: () => {
        credentials.refreshes += 1
        return Promise.resolve(credentials.refreshes < tokens.length)
      },
    }
    return credentials
  }
  const accepts = (token: string) => (request: WireRequest) =>
    reply(request.headers['authorization'] === `Bearer ${token}` ? 200 : 401)

  test('are refreshed once after a 401, by many requests together', async () => {
    const authorization = rotating(['old', 'new'])
    const { client } = scripted([accepts('new')], { authorization })
    const exchanges = await Promise.all(Array.from({ length: 10 }, () => get(client)))
    expect(exchanges.map(({ response }) => response?.status)).toEqual(Array(10).fill(200))
    expect(authorization.refreshes).toBe(1)
  })

  test('that stay refused are not fetched for every request', async () => {
    const authorization = rotating(['a', 'b', 'c', 'd', 'e', 'f'])
    const { client, sent } = scripted([reply(401)], { authorization })
    for (let more = 0; more < 5; more += 1) expect((await get(client)).response?.status).toBe(401)
    expect(authorization.refreshes).toBe(1)
    expect(sent.length).toBe(6)
  })

  test('are left alone when a request brings its own or none', async () => {
    const authorization = rotating(['a', 'b'])
    const { client, sent } = scripted([reply(401)], { authorization })
    await client.send({ method: 'GET', path: '/Users', auth: 'none' }, context())
    await client.send({ method: 'GET', path: '/Users', auth: { bearer: 'wrong' } }, context())
    expect(authorization.refreshes).toBe(0)
    expect(sent.length).toBe(2)
  })

  test('may be none', async () => {
    const { client, sent } = scripted([reply(401)], { authorization: noCredentials() })
    await get(client)
    expect(sent[0]?.headers).not.toHaveProperty('authorization')
  })
})

describe('a check that is over', () => {
  test('sends nothing any more', async () => {
    const { client, sent } = scripted([reply(200)])
    const signal = AbortSignal.abort()
    await expect(client.send({ method: 'GET', path: '/Users' }, context(signal))).rejects.toBeInstanceOf(
      ClosedCheckError,
    )
    expect(sent).toEqual([])
  })

  test('ends a request on the wire, which is recorded as given up', async () => {
    const controller = new AbortController()
    const transport: Transport = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
        controller.abort(new Error('time is up'))
      })
    const { client, recorded } = scripted([], { transport })
    await expect(client.send({ method: 'GET', path: '/' }, context(controller.signal))).rejects.toMatchObject(
      {
        name: 'ClosedCheckError',
        message: 'GET was not sent to the end: a.check is over.',
      },
    )
    expect(recorded).toMatchObject([{ failure: { code: 'E_ABORTED' } }])
  })

  test('does not wait for a Retry-After, nor in the queue', async () => {
    const hung: Transport = (_, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      )
    const real = { clock: systemClock, wait: realWait, concurrency: 1 }
    const { client } = scripted([], { transport: hung, ...real })
    const controller = new AbortController()
    const both = [1, 2].map(() => client.send({ method: 'GET', path: '/' }, context(controller.signal)))
    controller.abort()
    for (const one of both) await expect(one).rejects.toBeInstanceOf(ClosedCheckError)

    const busy = scripted([reply(429, { 'retry-after': '50' })], real)
    const signal = AbortSignal.timeout(30)
    await expect(busy.client.send({ method: 'GET', path: '/' }, context(signal))).rejects.toBeInstanceOf(
      ClosedCheckError,
    )
  })
})

test('sums are kept', async () => {
  const { client } = scripted([reply(200, {}, 'four')])
  await post(client)
  expect(client.stats).toEqual({ requests: 1, retries: 0, bytesSent: 18, bytesReceived: 4, wireMs: 0 })
})
