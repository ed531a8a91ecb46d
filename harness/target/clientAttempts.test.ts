import { describe, expect, test } from 'vitest'
import { noCredentials } from './credentials.ts'
import { ClosedCheckError } from './errors.ts'
import { away, context, cut, get, post, reply, scripted } from './scriptedClient.ts'
import { realWait, systemClock } from './time.ts'
import type { Credentials, Transport, WireRequest } from './types.ts'

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
    const heard: string[] = []
    const { client } = scripted([accepts('new')], { authorization, onSecret: (secret) => heard.push(secret) })
    const exchanges = await Promise.all(Array.from({ length: 10 }, () => get(client)))
    expect(exchanges.map(({ response }) => response?.status)).toEqual(Array(10).fill(200))
    expect(authorization.refreshes).toBe(1)
    expect(new Set(heard)).toEqual(new Set(['Bearer old', 'Bearer new']))
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
