import { createServer, type RequestListener, type Server } from 'node:http'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { scimproof } from './spawned.ts'

const open: (Server | TcpServer)[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of open.splice(0)) server.close()
})

async function listening(server: Server | TcpServer): Promise<number> {
  open.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const http = (listener: RequestListener) => listening(createServer(listener))

const TYPE = { 'content-type': 'application/scim+json' }
const HUNDRED_MB = Buffer.alloc(1024 * 1024, 'a')

/** Each returns a base URL. */
const TARGETS: readonly [string, () => Promise<string>, RegExp][] = [
  [
    'a dead port',
    async () => {
      const port = await http(() => undefined)
      open.pop()?.close()
      return `http://127.0.0.1:${port}/scim`
    },
    /E_TARGET_UNREACHABLE.*nothing listens/s,
  ],
  [
    'a refused token',
    async () =>
      `http://127.0.0.1:${await http((_, answer) => answer.writeHead(401, { 'www-authenticate': 'Bearer' }).end())}`,
    /E_CREDENTIALS_REFUSED.*401/s,
  ],
  [
    'an HTML page',
    async () =>
      `http://127.0.0.1:${await http((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'))}`,
    /E_NOT_SCIM.*HTML/s,
  ],
  [
    'an answer that is not JSON',
    async () =>
      `http://127.0.0.1:${await http((_, answer) => answer.writeHead(200, TYPE).end('{"Resources": [,'))}`,
    /E_NOT_SCIM/,
  ],
  ['a server that hangs', async () => `http://127.0.0.1:${await http(() => undefined)}`, /E_TIMED_OUT/],
  [
    'a cut connection',
    async () => `http://127.0.0.1:${await http((request) => request.socket.destroy())}`,
    /E_CONNECTION_CUT/,
  ],
  [
    'an answer of 100 MB',
    async () =>
      `http://127.0.0.1:${await http((_, answer) => {
        answer.writeHead(200, TYPE)
        let left = 100
        const more = () => {
          while (left > 0 && !answer.destroyed) {
            left -= 1
            if (!answer.write(HUNDRED_MB)) return void answer.once('drain', more)
          }
          answer.end()
        }
        more()
      })}`,
    /E_BODY_TOO_LARGE/,
  ],
  [
    'TLS that is closed',
    async () => `https://127.0.0.1:${await listening(createTcpServer((socket) => void socket.end()))}`,
    /E_TLS_REFUSED|E_CONNECTION_CUT/,
  ],
  [
    'bytes that are not HTTP',
    async () =>
      `http://127.0.0.1:${await listening(createTcpServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n')))}`,
    /E_BAD_HTTP|E_CONNECTION_CUT/,
  ],
]

describe('a target that is no SCIM server', () => {
  test.each(TARGETS)(
    '%s ends with 3 and a sentence, without a stack, in time',
    async (_, start, sentence) => {
      const url = await start()
      const { code, stdout, stderr, ms } = await scimproof([
        'run',
        url,
        '--token',
        'secret-4711',
        '--timeout',
        '1500',
      ])
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toMatch(sentence)
      expect(stderr).toContain('Nothing was checked')
      expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
      expect(stderr).not.toContain('secret-4711')
      expect(ms).toBeLessThan(20_000)
    },
  )
})
