import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { watchServer } from './watch.ts'

const listen = (port: number) =>
  new Promise<Server>((resolve) => {
    const server = createServer((_, response) => response.end('{}'))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

describe('watching a server', { timeout: 30_000 }, () => {
  test('begins anew after each restart, and ends what was begun before', async () => {
    const first = await listen(0)
    const { port } = first.address() as AddressInfo
    const end = new AbortController()
    const ups: string[] = []
    let server = first
    await watchServer({
      url: `http://127.0.0.1:${port}/scim/v2`,
      signal: end.signal,
      onUp: async (down) => {
        ups.push('up')
        if (ups.length === 1) setTimeout(() => void close(server), 50)
        if (ups.length > 2) return end.abort()
        await new Promise<void>((resolve) => down.addEventListener('abort', () => resolve(), { once: true }))
        ups.push('down')
        server = await listen(port)
      },
    })
    expect(ups).toEqual(['up', 'down', 'up'])
    await close(server)
  })

  test('starts the command again when it has ended', async () => {
    const probe = await listen(0)
    const { port } = probe.address() as AddressInfo
    await close(probe)
    const file = join(mkdtempSync(join(tmpdir(), 'watch-')), 'server.mjs')
    writeFileSync(
      file,
      `import { createServer } from 'node:http'
createServer((request, response) => {
  response.end('{}')
  if (request.url === '/end') setTimeout(() => process.exit(0), 20)
}).listen(${port}, '127.0.0.1')`,
    )
    const url = `http://127.0.0.1:${port}`
    const end = new AbortController()
    let ups = 0
    await watchServer({
      url,
      command: `exec "${process.execPath}" "${file}"`,
      signal: end.signal,
      onUp: async () => {
        ups += 1
        if (ups === 2) end.abort()
        else await fetch(`${url}/end`)
      },
    })
    expect(ups).toBe(2)
    await expect(fetch(url)).rejects.toThrow()
  })
})
