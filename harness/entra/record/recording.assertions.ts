import { createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { type Proxy, startProxy } from './proxy.ts'
import { createRecorder } from './recorder.ts'
import { assemble, openRecordingJournal } from './recordingFile.ts'
import { createRegister } from './register.ts'

// Test support: a recorder between a client and a server of the test.

/** Where the recorder of a test is. */
export const PATH = '/an-unguessable-path'
export const open: Server[] = []
const proxies: Proxy[] = []
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close(0)
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server that this file's tests end. */
export async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A recorder in front of a server. */
export async function recording(upstream: string, options: { silenceMs?: number; query?: string } = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'scimproof-')), 'tenant.json')
  const journal = openRecordingJournal(file)
  const lines: string[] = []
  const troubles: string[] = []
  const proxy = await startProxy(
    {
      upstream: `${upstream}/scim/v2`,
      path: PATH,
      recorder: createRecorder({
        hiding: { register: createRegister(), bases: [`${upstream}/scim/v2`] },
        journal,
        sender: 'entra',
        startedAt: '2026-01-01T00:00:00.000Z',
        tool: 'scimproof test',
        onRecorded: (line) => lines.push(line),
      }),
      silenceMs: options.silenceMs ?? 5000,
      ...(options.query === undefined ? {} : { query: options.query }),
      onTrouble: (sentence) => troubles.push(sentence),
    },
    { port: 0, host: '127.0.0.1' },
  )
  proxies.push(proxy)
  const done = async () => {
    await proxy.close(1000)
    proxies.splice(proxies.indexOf(proxy), 1)
    journal.close()
    return assemble(file)?.exchanges ?? []
  }
  return { port: proxy.port, file, lines, troubles, done, journal }
}

/** An answer, to the byte. */
export interface Got {
  readonly status: number
  readonly message: string
  readonly headers: IncomingHttpHeaders
  readonly raw: readonly string[]
  readonly body: Buffer
}

/** Calls the recorder, with headers as they are. */
export function call(
  port: number,
  path: string,
  options: { method?: string; headers?: string[]; body?: string | Buffer } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        path: PATH + path,
        method: options.method ?? 'GET',
        headers: (options.headers ?? ['Host', 'x']) as unknown as IncomingHttpHeaders,
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            message: answer.statusMessage ?? '',
            headers: answer.headers,
            raw: answer.rawHeaders,
            body: Buffer.concat(chunks),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(options.body)
  })
}
