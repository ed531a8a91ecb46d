import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { TargetError } from './errors.ts'
import {
  deadPort,
  rawServer,
  selfSigned,
  type Misbehave,
  type RawServer,
  type RawServerOptions,
} from './rawServer.ts'
import { undiciTransport, type ClosableTransport, type UndiciTransportOptions } from './undiciTransport.ts'
import type { WireRequest } from './types.ts'

const open: (RawServer | ClosableTransport)[] = []

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close()
})

async function serve(onRequest: Misbehave, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await rawServer(onRequest, options)
  open.push(server)
  return server
}

function transport(options: Partial<UndiciTransportOptions> = {}): ClosableTransport {
  const made = undiciTransport({ timeoutMs: 2000, ...options })
  open.push(made)
  return made
}

const get = (port: number, path = '/scim/Users', scheme = 'http'): WireRequest => ({
  method: 'GET',
  url: `${scheme}://127.0.0.1:${port}${path}`,
  headers: { accept: 'application/scim+json', authorization: 'Bearer secret-token' },
})

const never = () => new AbortController().signal

async function errorOf(work: Promise<unknown>): Promise<TargetError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TargetError)
  const told = error as TargetError
  expect(told.message).not.toMatch(/\n|\bat \w+.*:\d+|node:internal|undici/)
  expect(told.message).toMatch(/\.$/)
  expect(told.remedy).not.toBe('')
  return told
}

const answer = (body: string | Buffer, headers = '') =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`),
    Buffer.from(body as string),
  ])

describe('a well-behaved server', () => {
  test('is asked for exactly the path, over connections that are kept', async () => {
    const server = await serve((socket) => socket.write(answer('{"ok":true}', 'X-A: 1\r\nX-A: 2\r\n')))
    const send = transport()
    const first = await send(get(server.port, '/scim/../Users/a%2Fb//?x=[1]'), never())
    for (let more = 0; more < 20; more += 1) await send(get(server.port), never())
    expect(first.status).toBe(200)
    expect(first.headers['x-a']).toBe('1, 2')
    expect(Buffer.from(first.body).toString()).toBe('{"ok":true}')
    expect(server.received()).toContain('GET /scim/../Users/a%2Fb//?x=[1] HTTP/1.1\r\n')
    expect(server.connections()).toBeLessThanOrEqual(2)
  })

  test('may pack its answer', async () => {
    const server = await serve((socket) =>
      socket.write(answer(gzipSync('{"packed":1}'), 'Content-Encoding: gzip\r\n')),
    )
    const { body } = await transport()(get(server.port), never())
    expect(Buffer.from(body).toString()).toBe('{"packed":1}')
  })

  test('may answer without a body', async () => {
    const server = await serve((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'))
    expect((await transport()(get(server.port), never())).body.length).toBe(0)
  })

  test('is not followed when it redirects', async () => {
    const elsewhere = await serve((socket) => socket.write(answer('{}')))
    const server = await serve((socket) =>
      socket.write(
        `HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${elsewhere.port}/\r\nContent-Length: 0\r\n\r\n`,
      ),
    )
    expect((await transport()(get(server.port), never())).status).toBe(302)
    expect(elsewhere.connections()).toBe(0)
  })
})

describe('a server that is not there', () => {
  test('a dead port is unreachable, with the port in the sentence', async () => {
    const port = await deadPort()
    const error = await errorOf(transport()(get(port), never()))
    expect(error.code).toBe('E_TARGET_UNREACHABLE')
    expect(error.message).toBe(`127.0.0.1:${port} refused the connection: nothing listens on that port.`)
  })

  test('so is one on a name with several addresses', async () => {
    const port = await deadPort()
    const error = await errorOf(transport()({ ...get(port), url: `http://localhost:${port}/` }, never()))
    expect(error.code).toBe('E_TARGET_UNREACHABLE')
    expect(error.message).toBe(`localhost:${port} refused the connection: nothing listens on that port.`)
  })

  test('so is a name without an address', async () => {
    const request = { ...get(1), url: 'http://no-such-host.invalid/scim' }
    const error = await errorOf(transport()(request, never()))
    expect(error.code).toBe('E_TARGET_UNREACHABLE')
    expect(error.message).toContain('no-such-host.invalid:80')
  })
})

describe('a server that is slow', () => {
  test.each<[string, Misbehave, string]>([
    ['hangs before the headers', () => undefined, 'sent no complete response headers'],
    [
      'hangs in the body',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'),
      'did not finish the body',
    ],
    [
      'trickles endless headers',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => socket.write('X-More: 1\r\n'), 20)
        socket.on('close', () => clearInterval(timer))
      },
      'sent no complete response headers',
    ],
    [
      'trickles an endless body',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        const timer = setInterval(() => socket.write('1\r\n \r\n'), 20)
        socket.on('close', () => clearInterval(timer))
      },
      'did not finish the body',
    ],
  ])('%s: it is given up in time', async (_, misbehave, told) => {
    const server = await serve(misbehave)
    const begun = performance.now()
    const error = await errorOf(transport({ timeoutMs: 300 })(get(server.port), never()))
    expect(performance.now() - begun).toBeLessThan(1500)
    expect(error.code).toBe('E_TIMED_OUT')
    expect(error.message).toContain(told)
    expect(error.message).toContain(`127.0.0.1:${server.port}`)
  })

  test('an aborted request ends at once with the reason of the signal', async () => {
    const server = await serve(() => controller.abort(new Error('the check is over')))
    const controller = new AbortController()
    await expect(transport()(get(server.port), controller.signal)).rejects.toThrow('the check is over')
  })
})

describe('a server that breaks off or breaks HTTP', () => {
  test.each<[string, Misbehave, TargetError['code'], string]>([
    ['closes without an answer', (socket) => socket.end(), 'E_CONNECTION_CUT', 'before it answered'],
    ['resets', (socket) => socket.resetAndDestroy(), 'E_CONNECTION_CUT', 'before it answered'],
    [
      'sends less than its Content-Length and closes',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}'),
      'E_CONNECTION_CUT',
      'in the middle of the body',
    ],
    [
      'breaks off a chunked body',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a"'),
      'E_CONNECTION_CUT',
      'in the middle of the body',
    ],
    [
      'speaks another protocol',
      (socket) => socket.end('220 mail.example ESMTP\r\n'),
      'E_BAD_HTTP',
      'not HTTP/1.1',
    ],
    [
      'has a Content-Length that is no number',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}'),
      'E_BAD_HTTP',
      'not HTTP/1.1',
    ],
    [
      'sends headers beyond every limit',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\n`),
      'E_BAD_HTTP',
      '',
    ],
    [
      'says gzip and sends JSON',
      (socket) => socket.write(answer('{"a":1}', 'Content-Encoding: gzip\r\n')),
      'E_BAD_HTTP',
      'Content-Encoding gzip',
    ],
  ])('%s', async (_, misbehave, code, told) => {
    const server = await serve(misbehave)
    const error = await errorOf(transport()(get(server.port), never()))
    expect(error.code).toBe(code)
    expect(error.message).toContain(told)
    expect(error.message).toContain(`127.0.0.1:${server.port}`)
  })

  test('more than the Content-Length says is no part of the answer, nor of the next one', async () => {
    const server = await serve((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 666 X'),
    )
    const send = transport()
    for (let more = 0; more < 3; more += 1) {
      const { status, body } = await send(get(server.port), never())
      expect([status, Buffer.from(body).toString()]).toEqual([200, '{}'])
    }
  })

  test('a connection on which a 5xx came is not used again: such servers often close it', async () => {
    const broken = new Set<unknown>()
    const server = await serve((socket) => {
      if (broken.has(socket)) {
        socket.destroy()
        return
      }
      broken.add(socket)
      socket.write('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n')
    })
    const send = transport()
    const statuses = []
    for (let time = 0; time < 3; time += 1) statuses.push((await send(get(server.port), never())).status)
    expect(statuses).toEqual([500, 500, 500])
  })

  test('leaves the transport usable', async () => {
    const server = await serve((socket, ordinal) =>
      ordinal === 1 ? socket.destroy() : socket.write(answer('{}')),
    )
    const send = transport()
    await errorOf(send(get(server.port), never()))
    expect((await send(get(server.port), never())).status).toBe(200)
  })
})

describe('a body that is too large', () => {
  test('is cut off: 100 MB are not read', async () => {
    let written = 0
    const server = await serve((socket) => {
      const megabyte = Buffer.alloc(1024 * 1024, ' ')
      const more = () => {
        while (written < 100 && !socket.destroyed) {
          written += 1
          if (!socket.write(megabyte)) return void socket.once('drain', more)
        }
      }
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${100 * 1024 * 1024}\r\n\r\n`)
      more()
    })
    const error = await errorOf(transport({ timeoutMs: 10_000 })(get(server.port), never()))
    expect(error.code).toBe('E_BODY_TOO_LARGE')
    expect(written).toBeLessThan(50)
  })

  test('also when it is a packed bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000))
    const server = await serve((socket) => socket.write(answer(bomb, 'Content-Encoding: gzip\r\n')))
    const error = await errorOf(transport({ maxBodyBytes: 100_000 })(get(server.port), never()))
    expect(error.code).toBe('E_BODY_TOO_LARGE')
    expect(error.message).toContain('100000 bytes')
  })
})

describe('TLS', () => {
  test('a self-signed certificate is refused, and nothing is sent', async () => {
    const server = await serve((socket) => socket.write(answer('{}')), { tls: true })
    const error = await errorOf(transport()(get(server.port, '/', 'https'), never()))
    expect(error.code).toBe('E_TLS_REFUSED')
    expect(error.message).toContain('self-signed')
    expect(server.received()).toBe('')
  })

  test('it is taken with its authority, or with insecure', async () => {
    const server = await serve((socket) => socket.write(answer('{}')), { tls: true })
    for (const options of [{ ca: selfSigned.cert }, { insecure: true }]) {
      expect((await transport(options)(get(server.port, '/', 'https'), never())).status).toBe(200)
    }
  })

  test('a certificate for another name is refused', async () => {
    const server = await serve((socket) => socket.write(answer('{}')), { tls: true })
    const request = { ...get(server.port), url: `https://[::ffff:127.0.0.1]:${server.port}/` }
    const error = await errorOf(transport({ ca: selfSigned.cert })(request, never()))
    expect(error.code).toBe('E_TLS_REFUSED')
    expect(error.message).toContain('another host name')
  })

  test('a port that speaks plain HTTP is told so', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), { atOnce: true })
    const error = await errorOf(transport()(get(server.port, '/', 'https'), never()))
    expect(error.code).toBe('E_TLS_REFUSED')
    expect(error.remedy).toContain('http://')
  })

  test('a handshake that is closed is told so', async () => {
    const server = await serve((socket) => socket.end(), { atOnce: true })
    const error = await errorOf(transport()(get(server.port, '/', 'https'), never()))
    expect(error.code).toBe('E_TLS_REFUSED')
    expect(error.message).toContain('during the TLS handshake')
  })
})
