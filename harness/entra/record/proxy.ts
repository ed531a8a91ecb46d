import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import { errorMessage, ScimError } from '../../scim/error.ts'
import type { Recorder } from './recorder.ts'
import { bytesOf, endToEnd, pairsOf, type Pairs } from './wire.ts'

/** Where a recorder stands, and between whom. */
export interface ProxyOptions {
  /** Base URL of the server, without trailing slash and query. */
  readonly upstream: string
  /** Parameters that every request to the server carries, encoded. */
  readonly query?: string
  /** Only what lies below this path is passed on: `/Zm9v…`. */
  readonly path: string
  readonly recorder: Recorder
  /** Certificate chain and key (PEM) to speak https. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Whom to trust at the server. */
  readonly trust?: { readonly ca?: readonly string[]; readonly insecure?: boolean }
  /** How long the server may be silent. */
  readonly silenceMs: number
  /** What could not be recorded, though it was passed on. */
  readonly onTrouble: (sentence: string) => void
}

/** A recorder that stands on the wire. */
export interface Proxy {
  readonly port: number
  /** Takes no more requests, lets those under way come to their end within so many milliseconds, and ends the rest. */
  close(graceMs: number): Promise<void>
}

/**
 * Listens, passes on every request below its path, and records it. Bytes go through as they are, in both directions:
 * status, headers (but those of the connection itself, RFC 9110 §7.6.1) and body. A server that does not answer
 * becomes 502 for the client, and is tried again with the next request.
 *
 * @throws the system's error when the port can not be had, or the certificate can not be used
 */
export async function startProxy(
  options: ProxyOptions,
  place: { port: number; host: string },
): Promise<Proxy> {
  const forward = forwarding(options)
  const server: http.Server =
    options.tls === undefined
      ? http.createServer(forward.handle)
      : https.createServer({ ...options.tls }, forward.handle)
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
    server.listen(place.port, place.host)
  })
  const close = async (graceMs: number) => {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    await ended
    clearTimeout(timer)
    await forward.end()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

function forwarding(options: ProxyOptions) {
  const { recorder, onTrouble } = options
  const upstream = new URL(options.upstream)
  const secure = upstream.protocol === 'https:'
  // Shorter than the idle time of common servers: a connection about to close is not used again.
  const pool = { keepAlive: true, timeout: 1000 }
  const { ca, insecure } = options.trust ?? {}
  const agent = secure
    ? new https.Agent({
        ...pool,
        ...(ca === undefined ? {} : { ca: [...ca] }),
        ...(insecure === true ? { rejectUnauthorized: false } : {}),
      })
    : new http.Agent(pool)

  const unwritten = new Set<Promise<void>>()
  function awaited(work: Promise<void>): Promise<void> {
    unwritten.add(work)
    return work.finally(() => unwritten.delete(work))
  }

  /** Recording must never keep traffic from going through. */
  function recording(write: () => void): void {
    try {
      write()
    } catch (error) {
      onTrouble(`An exchange went through and could not be recorded: ${told(error)}`)
    }
  }

  function handle(request: http.IncomingMessage, answer: http.ServerResponse): void {
    const target = below(options.path, request.url ?? '')
    if (target === undefined) {
      request.resume()
      return refuse(answer, 404, 'Nothing is recorded under this path.')
    }
    pass(request, answer, target)
  }

  function pass(request: http.IncomingMessage, answer: http.ServerResponse, target: string): void {
    const open = recorder.open()
    const method = request.method ?? 'GET'
    let done = false
    const end = (write: () => void) => {
      if (done) return
      done = true
      recording(write)
    }
    const outgoing = (secure ? https : http).request({
      agent,
      method,
      host: upstream.hostname.replace(/^\[|\]$/g, ''),
      port: upstream.port === '' ? (secure ? 443 : 80) : upstream.port,
      servername: upstream.hostname,
      path: upstream.pathname.replace(/\/+$/, '') + withQuery(target, options.query),
      headers: endToEnd(request.rawHeaders, { host: upstream.host }) as unknown as http.OutgoingHttpHeaders,
    })
    const sent = awaited(
      bytesOf(request, request.headers['content-encoding'], (body) =>
        recording(() => open.request({ method, target, headers: pairsOf(request.rawHeaders), body })),
      ),
    )
    const fail = (error: unknown) => {
      if (answer.headersSent) answer.destroy()
      else refuse(answer, 502, `The server behind the recorder gave no answer (${told(error)}).`)
      // What was sent is worth keeping although it was not answered; a client that is still sending is let go.
      void awaited(sent.then(() => end(() => open.failed(`The server gave no answer: ${told(error)}.`))))
      request.resume()
    }
    outgoing.on('error', fail)
    outgoing.setTimeout(options.silenceMs, () =>
      outgoing.destroy(new Error(`silent for ${options.silenceMs} ms`)),
    )
    outgoing.on('response', (incoming) => {
      send(incoming, answer)
      const headers: Pairs = pairsOf(incoming.rawHeaders)
      const status = incoming.statusCode ?? 0
      void awaited(
        bytesOf(incoming, incoming.headers['content-encoding'], (body) =>
          end(() => open.answer({ status, headers, body })),
        ),
      )
      incoming.on('error', fail)
      incoming.on('aborted', () => fail(new Error('cut in the middle of the body')))
      incoming.pipe(answer)
    })
    answer.on('error', fail)
    answer.on('close', () => {
      if (answer.writableFinished) return
      end(() => open.failed('The client left before the answer was complete.'))
      outgoing.destroy()
    })
    request.pipe(outgoing)
  }

  const end = async () => {
    agent.destroy()
    await Promise.all(unwritten)
  }
  return { handle, end }
}

/** The head of an answer, as it came. */
function send(incoming: http.IncomingMessage, answer: http.ServerResponse): void {
  answer.sendDate = false
  answer.writeHead(
    incoming.statusCode ?? 502,
    incoming.statusMessage ?? '',
    endToEnd(incoming.rawHeaders) as unknown as http.OutgoingHttpHeaders,
  )
}

function refuse(answer: http.ServerResponse, status: number, detail: string): void {
  answer.writeHead(status, http.STATUS_CODES[status], { 'content-type': 'application/scim+json' })
  answer.end(JSON.stringify(errorMessage(new ScimError(status, undefined, detail))))
}

/** What of a request's target lies below the path; `undefined` when it lies elsewhere. */
function below(path: string, target: string): string | undefined {
  if (!target.startsWith(path)) return undefined
  const rest = target.slice(path.length)
  return rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : undefined
}

function withQuery(target: string, query: string | undefined): string {
  if (query === undefined || query === '') return target
  return `${target}${target.includes('?') ? '&' : '?'}${query}`
}

function told(error: unknown): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  if (!(inner instanceof Error)) return String(inner)
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.message
}
