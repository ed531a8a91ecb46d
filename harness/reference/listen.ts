import type { AddressInfo, Socket } from 'node:net'
import { serve } from '@hono/node-server'
import type { ReferenceServer } from './server.ts'

/** Where a server listens. */
export interface Listening {
  /** Origin, without trailing slash. */
  readonly url: string
  /** Base URL of the first tenant. */
  readonly baseUrl: string
  /** Stops listening, and ends every connection. */
  close(): Promise<void>
}

/** Where to listen. */
export interface Place {
  /** 0 or absent: any free one. */
  readonly port?: number
  /** Absent: loopback only. */
  readonly host?: string
}

/** Puts a reference server on the wire. Rejects with the system's error when the port can not be had. */
export async function listen(server: ReferenceServer, place: Place = {}): Promise<Listening> {
  const listening = await serveHandler(server.fetch, place)
  server.state.origin ??= listening.url
  return { ...listening, baseUrl: `${listening.url}${server.tenants[0]?.basePath ?? ''}` }
}

/** Puts any handler on the wire; its base URL is the origin. Rejects with the system's error when the port can not be had. */
export async function serveHandler(
  handler: (request: Request) => Promise<Response> | Response,
  { port = 0, host = '127.0.0.1' }: Place = {},
): Promise<Listening> {
  const sockets = new Set<Socket>()
  const node = serve({ fetch: handler, port, hostname: host })
  node.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    node.once('listening', resolve)
    node.once('error', reject)
  })
  const address = node.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
  return {
    url,
    baseUrl: url,
    close: () =>
      new Promise<void>((resolve, reject) => {
        node.close((error) => (error === undefined ? resolve() : reject(error)))
        for (const socket of sockets) socket.destroy()
      }),
  }
}
