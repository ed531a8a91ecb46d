import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsOptions } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { describe, expect, test } from 'vitest'
import { createReferenceServer } from '../../harness/reference/server.ts'
import { run } from '../../harness/run/run.ts'
import { selfSigned } from '../../harness/target/rawServer.ts'

/** What the checks of TLS say of the reference server behind a self-signed certificate. */
async function verdicts(options: TlsOptions) {
  const reference = createReferenceServer({ seed: 1 })
  const server = createServer(
    { ...selfSigned, ...options },
    getRequestListener(reference.fetch, { overrideGlobalObjects: false }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const [tenant] = reference.tenants
  const { port } = server.address() as AddressInfo
  try {
    const document = await run({
      url: `https://127.0.0.1:${port}${tenant?.basePath ?? ''}`,
      token: tenant?.token ?? '',
      insecure: true,
      engine: 'direct',
      only: ['entra.transport.*'],
      out: mkdtempSync(join(tmpdir(), 'transport-')),
    })
    return document.checks.map(({ id, verdict, observed }) => ({ id, verdict, observed }))
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

describe('over https', () => {
  test('a server that speaks TLS 1.2 passes, and its self-signed certificate is told', async () => {
    expect(await verdicts({})).toMatchObject([
      { id: 'entra.transport.tls', verdict: 'pass' },
      { id: 'entra.transport.chain', verdict: 'warn', observed: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    ])
  })

  test('a server that speaks TLS 1.3 only fails', async () => {
    expect(await verdicts({ minVersion: 'TLSv1.3' })).toMatchObject([
      { id: 'entra.transport.tls', verdict: 'fail' },
      { id: 'entra.transport.chain', verdict: 'skip' },
    ])
  })
})
