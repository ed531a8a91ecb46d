import { request } from 'node:http'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fixture, violations } from '../../../fixtures/violations.ts'
import { call, type Got, open, PATH, recording, serving } from './recording.assertions.ts'
import { journalOf } from './recordingFile.ts'

describe('a recorder on the wire', () => {
  test('passes bytes on as they are, in both directions', async () => {
    const packed = gzipSync('{"userName":"ada@contoso.com","id":"2819c223"}')
    let seen: { raw: string[]; url: string | undefined; body: string } | undefined
    const upstream = await serving((incoming, answer) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        seen = { raw: incoming.rawHeaders, url: incoming.url, body: Buffer.concat(chunks).toString() }
        answer.sendDate = false
        answer.writeHead(
          201,
          'Made It',
          [
            ['X-Odd', 'One'],
            ['X-Odd', 'Two'],
            ['ETag', 'W/"1"'],
            ['Content-Encoding', 'gzip'],
            ['Content-Length', String(packed.length)],
          ].flat(),
        )
        answer.end(packed)
      })
    })
    const { port, done } = await recording(upstream, { query: 'code=gateway' })
    const body = '{ "userName" : "ada@contoso.com" , "active":"True" }'
    const headers = [
      'Host',
      'tunnel.example',
      'aUTHORIZATION',
      'Bearer s3cret-token',
      'Content-Length',
      String(body.length),
      'X-Two',
      '1',
      'X-Two',
      '2',
      'Connection',
      'close, X-Hop',
      'X-Hop',
      'gone',
    ]
    const got = await call(port, '/Users//a%2Fb/?x=%zz+%20', { method: 'POST', headers, body })
    expect(seen?.url).toBe('/scim/v2/Users//a%2Fb/?x=%zz+%20&code=gateway')
    expect(seen?.body).toBe(body)
    expect(seen?.raw.slice(0, 10)).toEqual(['Host', upstream.slice(7), ...headers.slice(2, 10)])
    expect(seen?.raw).not.toContain('X-Hop')
    expect(got).toMatchObject({ status: 201, message: 'Made It' })
    expect(got.raw.slice(0, 10)).toEqual([
      'X-Odd',
      'One',
      'X-Odd',
      'Two',
      'ETag',
      'W/"1"',
      'Content-Encoding',
      'gzip',
      'Content-Length',
      String(packed.length),
    ])
    expect(got.body.equals(packed)).toBe(true)
    const [exchange] = await done()
    expect(exchange?.answer).toMatchObject({
      status: 201,
      body: { userName: '{{userName1}}', id: '{{id1}}' },
    })
    expect(exchange?.request.body).toEqual({ userName: '{{userName1}}', active: 'True' })
  })

  test('streams: the first bytes arrive while the server is still speaking', async () => {
    let release = () => undefined as void
    const upstream = await serving((_, answer) => {
      answer.write('{"Resources":')
      release = () => void answer.end('[]}')
    })
    const { port } = await recording(upstream)
    const first = await new Promise<string>((resolve) => {
      request({ port, path: `${PATH}/Users` }, (answer) =>
        answer.once('data', (chunk: Buffer) => resolve(chunk.toString())),
      ).end()
    })
    expect(first).toBe('{"Resources":')
    release()
  })

  test('keeps the order of the requests, however the answers come', async () => {
    const waiting: (() => void)[] = []
    const upstream = await serving((incoming, answer) => {
      waiting.push(() => answer.end(JSON.stringify({ at: incoming.url })))
      if (waiting.length === 20) for (const answerLast of waiting.reverse()) answerLast()
    })
    const { port, done } = await recording(upstream)
    const calls: Promise<Got>[] = []
    for (let index = 0; index < 20; index += 1) {
      calls.push(call(port, `/Users?startIndex=${index + 1}`))
      await expect.poll(() => waiting.length).toBe(index + 1)
    }
    await Promise.all(calls)
    const exchanges = await done()
    expect(exchanges.map(({ request: { query } }) => query)).toEqual(
      calls.map((_, index) => `startIndex=${index + 1}`),
    )
  })

  test('answers 502 when the server does not, and goes on', async () => {
    let calls = 0
    const upstream = await serving((incoming, answer) => {
      calls += 1
      if (calls === 1) incoming.socket.destroy()
      else if (calls === 2) {
        answer.writeHead(200, { 'content-length': '100' })
        answer.write('{"half":')
        setImmediate(() => incoming.socket.destroy())
      } else if (calls > 3) answer.end('{}')
    })
    const { port, done, troubles } = await recording(upstream, { silenceMs: 300 })
    const gone = await call(port, '/Users', { method: 'POST', body: '{"userName":"ada@contoso.com"}' })
    expect(gone.status).toBe(502)
    expect(JSON.parse(gone.body.toString())).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '502',
      detail: expect.stringContaining('gave no answer') as unknown,
    })
    await expect(call(port, '/Users')).rejects.toThrow(/aborted|ECONNRESET/)
    expect((await call(port, '/Users')).body.toString()).toContain('silent for 300 ms')
    expect((await call(port, '/Users')).status).toBe(200)
    const exchanges = await done()
    expect(troubles).toEqual([])
    expect(exchanges.map(({ answer, note }) => answer?.status ?? note)).toEqual([
      'The server gave no answer: ECONNRESET.',
      expect.stringMatching(/^The server gave no answer: /) as unknown,
      'The server gave no answer: silent for 300 ms.',
      200,
    ])
    expect(
      violations(fixture('entra/schema.json') as object, {
        kind: 'recording',
        job: 'session',
        dialect: 'both',
        senders: ['entra'],
        exchanges,
      }),
    ).toEqual([])
  })

  test('a server that is away is no end', async () => {
    const upstream = await serving(() => undefined)
    const { port } = await recording(upstream)
    open.pop()?.close()
    expect((await call(port, '/Users')).status).toBe(502)
  })

  test('passes on and records nothing outside its path', async () => {
    let calls = 0
    const upstream = await serving((_, answer) => {
      calls += 1
      answer.end()
    })
    const { port, done } = await recording(upstream)
    for (const path of ['/', '/Users', `${PATH}x/Users`, `/x${PATH}`]) {
      const status = await new Promise((resolve) =>
        request({ port, path }, (answer) => resolve(answer.statusCode)).end(),
      )
      expect(status, path).toBe(404)
    }
    expect(await call(port, '')).toMatchObject({ status: 200 })
    expect(calls).toBe(1)
    expect(await done()).toHaveLength(1)
  })

  test('a client that leaves is noted, and traffic goes on when nothing can be written', async () => {
    const upstream = await serving((incoming, answer) => {
      if (incoming.url?.includes('slow') === true) return
      answer.end('{}')
    })
    const { port, done, journal, troubles, lines } = await recording(upstream)
    const leaving = request({ port, path: `${PATH}/Users?slow=1` })
    leaving.on('error', () => undefined)
    leaving.end()
    await expect.poll(() => open[0]?.listening).toBe(true)
    await call(port, '/Users')
    leaving.destroy()
    await expect.poll(() => lines).toContain('GET /Users: The client left before the answer was complete.')
    journal.close()
    expect((await call(port, '/Groups')).status).toBe(200)
    expect(troubles[0]).toMatch(/could not be recorded/)
    journal.close = () => undefined
    expect(await done()).toHaveLength(2)
  })

  test('bears clients that leave at any moment', async () => {
    const upstream = await serving((incoming, answer) => {
      incoming.resume()
      incoming.on('end', () => {
        answer.write('{"Resources":[')
        setImmediate(() => answer.end(`${'1,'.repeat(200_000)}1]}`))
      })
    })
    const { port, troubles } = await recording(upstream)
    const leaving = Array.from({ length: 60 }, async (_, index) => {
      const body = 'x'.repeat(index * 2000)
      const length = String(body.length + (index % 3 === 0 ? 10 : 0))
      const sent = request({
        port,
        path: `${PATH}/Users`,
        method: 'POST',
        headers: { 'content-length': length },
      })
      const over = new Promise((resolve) => sent.on('close', resolve))
      sent.on('error', () => undefined)
      sent.write(body)
      if (index % 3 === 1) sent.on('response', (answer) => answer.once('data', () => sent.destroy()))
      if (index % 3 !== 1) setImmediate(() => sent.destroy())
      sent.end()
      await over
    })
    await Promise.all(leaving)
    expect((await call(port, '/Users')).status).toBe(200)
    expect(troubles).toEqual([])
  })

  test('what lies on the disk at any moment holds no value that went through', async () => {
    const upstream = await serving((_, answer) =>
      answer.end('{"id":"2819c223-7f76","userName":"ada@contoso.com"}'),
    )
    const { port, file } = await recording(upstream)
    const headers = ['Host', 'x', 'Authorization', 'Bearer s3cret-token', 'X-Api-Key', 's3cret-token']
    await call(port, '/Users?filter=userName%20eq%20"ada%40contoso.com"&token=s3cret-token', { headers })
    await call(port, '/Users/2819c223-7f76', { headers })
    const written = readFileSync(journalOf(file), 'utf8')
    expect(written.split('\n')).toHaveLength(6)
    expect(written).not.toMatch(/ada|contoso|s3cret|2819c223|an-unguessable-path/)
  })
})
