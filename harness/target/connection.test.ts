import { afterEach, describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { testConnection } from './connection.ts'
import { literalToken, noCredentials } from './credentials.ts'
import type { TargetError } from './errors.ts'
import { deadPort, rawServer, type Misbehave, type RawServerOptions } from './rawServer.ts'
import { createRecorder } from './recorder.ts'
import { realWait, systemClock } from './time.ts'
import { undiciTransport } from './undiciTransport.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close()
})

async function serve(onRequest: Misbehave, options: RawServerOptions = {}) {
  const server = await rawServer(onRequest, options)
  open.push(server)
  return server
}

function connect(port: number, scheme = 'http', credentials = literalToken('t0ken', 'SCIM_TOKEN')) {
  const transport = undiciTransport({ timeoutMs: 400 })
  open.push(transport)
  const client = createClient({
    transport,
    base: `${scheme}://127.0.0.1:${port}/scim`,
    authorization: credentials,
    recorder: createRecorder(),
    clock: systemClock,
    wait: realWait,
  })
  return testConnection(client, new AbortController().signal, { source: credentials.source })
}

async function refusal(work: Promise<unknown>): Promise<TargetError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason as TargetError,
  )
  expect(error).toMatchObject({ name: 'TargetError' })
  const told = error as TargetError
  expect(told.message).not.toMatch(/\n|node:internal|t0ken/)
  expect(told.remedy).not.toBe('')
  expect(told.exchange).toBeDefined()
  return told
}

const http = (status: string, body = '', ...headers: string[]): string =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n')

const SCIM = 'Content-Type: application/scim+json'
const LIST = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0}'

describe('a SCIM server', () => {
  test('is recognised by its list', async () => {
    const server = await serve((socket) => socket.write(http('200 OK', LIST, SCIM)))
    const { exchange, findings } = await connect(server.port)
    expect(exchange.response?.status).toBe(200)
    expect(findings).toEqual([])
    expect(server.received()).toContain('GET /scim/Users?count=1 HTTP/1.1')
  })

  test('may be odd: a wrong media type, or an error in SCIM for this request', async () => {
    const odd = await serve((socket) => socket.write(http('200 OK', LIST, 'Content-Type: text/plain')))
    expect((await connect(odd.port)).findings).toEqual([
      'GET /Users?count=1 has the Content-Type text/plain.',
    ])
    const failing = await serve((socket) => socket.write(http('500 Oops', '{"status":"500"}', SCIM)))
    expect((await connect(failing.port)).findings).toEqual(['GET /Users?count=1 was answered 500.'])
  })
})

describe('what is refused', () => {
  test('a dead port, with the URL as it was typed', async () => {
    const port = await deadPort()
    const error = await refusal(connect(port))
    expect(error.code).toBe('E_TARGET_UNREACHABLE')
    expect(error.message).toBe(
      `http://127.0.0.1:${port}/scim refused the connection: nothing listens on that port.`,
    )
    expect(error.remedy).toMatch(/^Nothing was checked\. Start the server/)
  })

  test('credentials, with the challenge and where the token came from', async () => {
    const challenge = 'WWW-Authenticate: Bearer error="invalid_token"'
    const server = await serve((socket) => socket.write(http('401 Unauthorized', '{}', challenge)))
    const error = await refusal(connect(server.port))
    expect(error.code).toBe('E_CREDENTIALS_REFUSED')
    expect(error.message).toBe(
      `GET http://127.0.0.1:${server.port}/scim/Users?count=1 was answered 401 (WWW-Authenticate: Bearer error="invalid_token").`,
    )
    expect(error.remedy).toBe('The token was read from SCIM_TOKEN. One request was sent; no check was run.')
    expect((await refusal(connect(server.port, 'http', noCredentials()))).remedy).toContain('--token-env')
  })

  const page = '<!DOCTYPE html><html></html>'
  test.each<[string, string, TargetError['code'], RegExp]>([
    ['403', http('403 Forbidden', page), 'E_CREDENTIALS_REFUSED', /answered 403 \(no WWW-Authenticate\)/],
    [
      'HTML',
      http('200 OK', page, 'Content-Type: text/html'),
      'E_NOT_SCIM',
      /answered 200 with HTML, not with SCIM/,
    ],
    ['an empty body', http('200 OK'), 'E_NOT_SCIM', /with an empty body/],
    ['broken JSON', http('200 OK', '{"Resources":['), 'E_NOT_SCIM', /with a body that is not JSON/],
    ['another API', http('200 OK', '{"status":"up"}'), 'E_NOT_SCIM', /JSON that is no list of users/],
    ['404', http('404 Not Found', '{}'), 'E_NOT_SCIM', /answered 404/],
    [
      'a sign-in',
      http('302 Found', '', 'Location: https://login.example.com/?state=abc'),
      'E_CREDENTIALS_REFUSED',
      /sign-in page/,
    ],
    [
      'a redirect',
      http('301 Moved', '', 'Location: https://example.com/scim/'),
      'E_NOT_SCIM',
      /redirected \(301\) to/,
    ],
    [
      'overload',
      http('503 Busy', '', 'Retry-After: 120'),
      'E_UNAVAILABLE',
      /answered 503 \(Retry-After: 120\)/,
    ],
  ])('%s', async (_, answer, code, told) => {
    const server = await serve((socket) => socket.write(answer))
    const error = await refusal(connect(server.port))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(told)
    expect(error.message).toContain(`http://127.0.0.1:${server.port}/scim`)
    expect(server.received().match(/GET /g)?.length).toBe(1)
  })

  test.each<[string, Misbehave, RawServerOptions & { scheme?: string }, TargetError['code']]>([
    ['a server that hangs', () => undefined, {}, 'E_TIMED_OUT'],
    ['a server that hangs up', (socket) => socket.destroy(), {}, 'E_CONNECTION_CUT'],
    ['another protocol', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), {}, 'E_BAD_HTTP'],
    ['a self-signed certificate', () => undefined, { tls: true, scheme: 'https' }, 'E_TLS_REFUSED'],
    ['a closed handshake', (socket) => socket.end(), { atOnce: true, scheme: 'https' }, 'E_TLS_REFUSED'],
  ])('%s', async (_, misbehave, { scheme, ...options }, code) => {
    const server = await serve(misbehave, options)
    const error = await refusal(connect(server.port, scheme))
    expect(error.code).toBe(code)
    expect(error.message).toContain(`127.0.0.1:${server.port}`)
  })
})
