import type { AddressInfo, Socket } from 'node:net'
import { serve } from '@hono/node-server'
import type { ReferenceServer } from './server.ts'

/** Where a handler is served. */
export interface Listening {
  /** Origin, without trailing slash. */
  readonly url: string
  /** Stops listening, and ends every connection. */
  close(): Promise<void>
}

/** Where to listen: `port` 0 or absent means any free one, `host` absent means loopback only. */
export interface Place {
  readonly port?: number
  readonly host?: string
}

/**
 * Puts a handler of requests on the wire.
 * @throws the system's error when the port can not be had
 */
export async function serveHandler(
  handler: (request: Request) => Response | Promise<Response>,
  place: Place = {},
): Promise<Listening> {
  const host = place.host ?? '127.0.0.1'
  const sockets = new Set<Socket>()
  const node = serve({ fetch: handler, port: place.port ?? 0, hostname: host, overrideGlobalObjects: false })
  node.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    node.once('listening', resolve)
    node.once('error', reject)
  })
  const { port } = node.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve, reject) => {
      node.close((error) => (error === undefined ? resolve() : reject(error)))
      for (const socket of sockets) socket.destroy()
    })
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close }
}

/**
 * Puts a server on the wire; URLs in its answers begin there, unless its options name an origin.
 * @returns `baseUrl` is that of the first tenant
 * @throws as `serveHandler`
 */
export async function listen(
  server: ReferenceServer,
  place: Place = {},
): Promise<Listening & { readonly baseUrl: string }> {
  const listening = await serveHandler(server.fetch, place)
  server.state.origin ??= listening.url
  return { ...listening, baseUrl: `${listening.url}${server.tenants[0]?.basePath ?? ''}` }
}
