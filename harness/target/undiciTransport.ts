import { rootCertificates } from 'node:tls'
import { Agent } from 'undici'
import { unpack } from './unpack.ts'
import type { Transport, WireRequest, WireResponse } from './types.ts'
import { bodyTooLarge, timedOut, wireError, type Phase } from './wireError.ts'

/** 10 MiB: what a response body may weigh, packed and unpacked. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024

/** How requests are put on the wire. */
export interface UndiciTransportOptions {
  /** PEM of further certificate authorities to trust. */
  readonly ca?: string
  /** Take any certificate. */
  readonly insecure?: boolean
  /** `TLSv1.2` speaks no newer version, as Entra does (grading X-10). */
  readonly maxTlsVersion?: 'TLSv1.2' | 'TLSv1.3'
  /** Limit for one exchange, from connecting to the last byte. */
  readonly timeoutMs: number
  readonly maxBodyBytes?: number
  /** Connections per origin; unlimited when absent. */
  readonly connections?: number
}

/** A transport that holds connections open until it is closed. */
export type ClosableTransport = Transport & { readonly close: () => Promise<void> }

/**
 * The wire: HTTP/1.1 with keep-alive, path and headers as given, no redirect followed.
 * Rejects with a `TargetError`, or with the signal's reason once the signal is aborted.
 */
export function undiciTransport(options: UndiciTransportOptions): ClosableTransport {
  const { timeoutMs, maxBodyBytes = MAX_BODY_BYTES } = options
  const open = () =>
    new Agent({
      connections: options.connections ?? null,
      // Shorter than the idle time of common servers: a write on a connection about to close can not be sent again.
      keepAliveTimeout: 1000,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: Math.min(10_000, Math.ceil(timeoutMs * 0.8)),
        ...(options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] }),
        ...(options.insecure === undefined ? {} : { rejectUnauthorized: !options.insecure }),
        ...(options.maxTlsVersion === undefined ? {} : { maxVersion: options.maxTlsVersion }),
      },
    })

  let agent = open()
  const retired = new Set<Agent>()

  /** Lets what is under way end, and takes new connections for the rest. */
  function retire(used: Agent): void {
    if (used !== agent) return
    agent = open()
    retired.add(used)
    const forget = () => void retired.delete(used)
    void used.close().then(forget, forget)
  }

  async function transport(request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    signal.throwIfAborted()
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), timeoutMs)
    const giveUp = () => limit.abort()
    signal.addEventListener('abort', giveUp, { once: true })
    let phase: Phase = 'headers'
    const used = agent
    try {
      const answer = await used.request({
        ...target(request.url),
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: limit.signal,
      })
      // A server that broke may close the connection once it has said so, and cut whatever is sent on it next.
      if (answer.statusCode >= 500) retire(used)
      phase = 'body'
      const headers = joined(answer.headers)
      const packed = await read(answer.body, request.url, maxBodyBytes)
      const body = await unpack(packed, headers['content-encoding'], request.url, maxBodyBytes)
      return { status: answer.statusCode, headers, body }
    } catch (error) {
      signal.throwIfAborted()
      throw limit.signal.aborted
        ? timedOut(request.url, phase, timeoutMs)
        : wireError(error, request.url, phase)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
    }
  }

  return Object.assign(transport, {
    close: async () => {
      await Promise.all([agent, ...retired].map((one) => one.destroy()))
    },
  })
}

/** Origin and path of a URL; the path exactly as written, dots and all. */
function target(url: string): { origin: string; path: string } {
  const { origin } = new URL(url)
  const rest = /^[a-z]+:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? ''
  return { origin, path: rest.startsWith('/') ? rest : `/${rest}` }
}

async function read(body: AsyncIterable<Uint8Array>, url: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > limit) throw bodyTooLarge(url, limit)
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length)
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}
