import { listen, serveHandler } from '../reference/listen.ts'
import type { ReferenceOptions, SwitchableCapability } from '../reference/options.ts'
import { createReferenceServer, type ReferenceServer } from '../reference/server.ts'
import type { FetchHandler } from '../target/fetchTransport.ts'
import type { RunOptions } from './options.ts'
import { usage } from './usage.ts'

/** A target that this process serves on loopback. */
export interface Served {
  readonly url: string
  readonly token?: string
  readonly second?: { readonly url: string; readonly token: string }
  close(): Promise<void>
}

/** Starts the embedded reference server, with the faults and variants of the options. @throws {UsageError} naming the nearest on an unknown id */
export async function serveReference(options: RunOptions): Promise<Served> {
  const server = makeReference({
    seed: options.seed ?? 1,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.variants === undefined ? {} : { variants: options.variants }),
    ...(options.without === undefined ? {} : { without: options.without as readonly SwitchableCapability[] }),
    ...(options.entraDialect === undefined ? {} : { entraDialect: options.entraDialect }),
  })
  const listening = await listen(server)
  const token = server.tenants[0]?.token
  const other = server.tenants[1]
  return {
    url: listening.baseUrl,
    ...(token === undefined ? {} : { token }),
    ...(other === undefined
      ? {}
      : { second: { url: `${listening.url}${other.basePath}`, token: other.token } }),
    close: () => listening.close(),
  }
}

function makeReference(options: ReferenceOptions): ReferenceServer {
  try {
    return createReferenceServer(options)
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error))
  }
}

/** Serves a handler of the user's on loopback, since a function can not cross into a worker. */
export async function serveFetch(handler: FetchHandler): Promise<Served> {
  const listening = await serveHandler(handler)
  return { url: listening.url, close: () => listening.close() }
}
