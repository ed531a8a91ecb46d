import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { ENTRA_SUITES, handshakeAsEntra } from './handshake.ts'
import { deadPort, selfSigned } from './rawServer.ts'

const open: Server[] = []

afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function greet(options: TlsOptions, more: { readonly ca?: string } = {}) {
  const server = createServer(
    { ...selfSigned, ...options },
    (socket) => void socket.on('error', () => undefined),
  )
  open.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return handshakeAsEntra(`https://127.0.0.1:${port}/scim`, { timeoutMs: 2000, ...more }, never())
}

const never = () => new AbortController().signal

describe('a greeting as Entra’s', () => {
  test('ends in a suite of Microsoft’s list, and tells a chain that leads nowhere', async () => {
    const found = await greet({})
    expect(found).toMatchObject({ kind: 'agreed', untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(ENTRA_SUITES).toContain(found?.kind === 'agreed' ? found.cipher : '')
  })

  test('trusts what it is told to trust', async () => {
    const found = await greet({}, { ca: selfSigned.cert })
    expect(found?.kind === 'agreed' ? found.untrusted : '').not.toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  test.each<[string, TlsOptions]>([
    ['speaks TLS 1.3 only', { minVersion: 'TLSv1.3' }],
    ['speaks none of the suites', { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }],
  ])('is refused by a server that %s', async (_, options) => {
    expect(await greet(options)).toMatchObject({ kind: 'refused' })
  })

  test('is not made where there is no https, and fails where there is nobody', async () => {
    expect(await handshakeAsEntra('http://127.0.0.1/scim', { timeoutMs: 100 }, never())).toBeUndefined()
    const nobody = handshakeAsEntra(`https://127.0.0.1:${await deadPort()}`, { timeoutMs: 2000 }, never())
    await expect(nobody).rejects.toThrow(/could not be greeted over TLS: .*ECONNREFUSED/)
  })
})
