import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** A server for tests that speaks whatever it likes. */
export interface RawServer {
  readonly port: number
  /** Everything that it was sent, all connections together. */
  received(): string
  connections(): number
  close(): Promise<void>
}

/** What to do with a connection, once the head of a request has arrived on it. */
export type Misbehave = (socket: Socket, ordinal: number) => void

/** How a server for tests listens. */
export interface RawServerOptions {
  readonly tls?: boolean
  /** Misbehave at the first bytes of a connection, whatever they are. */
  readonly atOnce?: boolean
}

const testdata = new URL('testdata/', import.meta.url)
export const selfSigned = {
  key: readFileSync(new URL('self-signed-key.pem', testdata), 'utf8'),
  cert: readFileSync(new URL('self-signed-cert.pem', testdata), 'utf8'),
}

/** Listens on a free port of 127.0.0.1; `onRequest` is called for every request head. */
export async function rawServer(onRequest: Misbehave, options: RawServerOptions = {}): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let received = ''
  let requests = 0
  let connections = 0
  const accept = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      received += text
      if (options.atOnce) return onRequest(socket, (requests += 1))
      for (const _ of text.matchAll(/\r\n\r\n/g)) onRequest(socket, (requests += 1))
    })
  }
  const server: Server = options.tls ? createTlsServer(selfSigned, accept) : createServer(accept)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = await rawServer(() => undefined)
  await server.close()
  return server.port
}
