import { describe, expect, test } from 'vitest'
import { TargetError } from './errors.ts'
import { fetchTransport } from './fetchTransport.ts'
import { refusingTransport } from './refusingTransport.ts'
import { replayTransport } from './replayTransport.ts'
import type { Exchange, WireRequest } from './types.ts'

const never = new AbortController().signal
const request = (method: string, path: string, body?: string): WireRequest => ({
  method,
  url: `https://scim.example.com/scim${path}`,
  headers: { 'content-type': 'application/scim+json' },
  ...(body === undefined ? {} : { body }),
})

describe('a handler in process', () => {
  test('gets the request and gives the answer', async () => {
    const transport = fetchTransport(async (asked) => {
      const headers = new Headers({ 'X-Type': asked.headers.get('content-type') ?? '' })
      headers.append('set-cookie', 'a=1')
      headers.append('set-cookie', 'b=2')
      return new Response(`${asked.method} ${asked.url} ${await asked.text()}`, { status: 201, headers })
    })
    const answer = await transport(request('POST', '/Users?x=1', '{}'), never)
    expect(Buffer.from(answer.body).toString()).toBe('POST https://scim.example.com/scim/Users?x=1 {}')
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'x-type': 'application/scim+json', 'set-cookie': 'a=1, b=2' },
    })
  })

  test('that throws is a cut connection', async () => {
    const transport = fetchTransport(() => {
      throw new Error('bug')
    })
    await expect(transport(request('GET', '/'), never)).rejects.toMatchObject({ code: 'E_CONNECTION_CUT' })
  })

  test('that never answers is left when the signal aborts', async () => {
    const controller = new AbortController()
    const work = fetchTransport(() => new Promise(() => undefined))(request('GET', '/'), controller.signal)
    controller.abort(new Error('time is up'))
    await expect(work).rejects.toThrow('time is up')
  })
})

describe('a replay', () => {
  const recorded = (id: string, of: WireRequest, rest: Partial<Exchange>): Exchange => ({
    id,
    scope: 'check',
    request: of,
    startedAt: 0,
    durationMs: 0,
    ...rest,
  })
  const answered = (status: number) => ({ response: { status, headers: {}, body: new Uint8Array() } })

  test('answers equal requests in the order of the record, on any host', async () => {
    const transport = replayTransport([
      recorded('x1', request('GET', '/Users/1'), answered(200)),
      recorded('x2', request('PATCH', '/Users/1', '{"a":1}'), answered(204)),
      recorded('x3', request('GET', '/Users/1'), answered(404)),
    ])
    const read = { ...request('GET', '/Users/1'), url: 'http://localhost:1/scim/Users/1' }
    expect((await transport(read, never)).status).toBe(200)
    expect((await transport(read, never)).status).toBe(404)
    expect((await transport(request('PATCH', '/Users/1', '{"a":1}'), never)).status).toBe(204)
    await expect(transport(read, never)).rejects.toMatchObject({
      code: 'E_NOT_RECORDED',
      message: 'The record holds no answer to GET /scim/Users/1.',
    })
    await expect(transport(request('PATCH', '/Users/1', '{"a":2}'), never)).rejects.toBeInstanceOf(
      TargetError,
    )
  })

  test('fails again as it failed', async () => {
    const failure = { code: 'E_TIMED_OUT', message: 'h:1 sent nothing.', remedy: 'Wait.' }
    const transport = replayTransport([recorded('x1', request('GET', '/'), { failure })])
    await expect(transport(request('GET', '/'), never)).rejects.toMatchObject(failure)
  })
})

test('a refusal sends nothing and says why', async () => {
  const transport = refusingTransport('a plan writes nothing')
  await expect(transport(request('POST', '/Users'), never)).rejects.toMatchObject({
    code: 'E_SENDING_REFUSED',
    message: 'POST was not sent to scim.example.com:443: a plan writes nothing.',
  })
})
