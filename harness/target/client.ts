import { createAuthorization, type Authorization } from './authorization.ts'
import { bend } from './bentCredentials.ts'
import { ClosedCheckError, TargetError } from './errors.ts'
import { createPacing } from './pacing.ts'
import { isAbsolute, requestUrl } from './requestUrl.ts'
import {
  ATTEMPTS,
  BACK_OFF_MS,
  isBusy,
  isRead,
  maySendAgain,
  RETRY_AFTER_CAP_MS,
  retryAfterMs,
} from './retry.ts'
import type { Handshake } from './handshake.ts'
import type {
  Clock,
  Credentials,
  Exchange,
  ExchangeRecorder,
  RequestContext,
  ScimRequest,
  TokenGrant,
  Transport,
  Wait,
  WireRequest,
  WireResponse,
} from './types.ts'

/** Sums over all that a client sent. */
export interface ClientStats {
  readonly requests: number
  readonly retries: number
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly wireMs: number
}

/** How a client speaks to its target. */
export interface ClientOptions {
  /** Greets the server over TLS without a request. */
  readonly handshake?: (signal: AbortSignal) => Promise<Handshake | undefined>
  readonly transport: Transport
  /** As `readBaseUrl` gives it: no trailing slash, no query. */
  readonly base: string
  readonly authorization: Credentials
  readonly recorder: ExchangeRecorder
  /** Parameters that every request carries, encoded: `BaseUrl.query`. */
  readonly query?: string
  /** Further headers for every request to the target's origin (`--header`); recorded as `[redacted]`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly maxRps?: number
  readonly concurrency?: number
  readonly clock: Clock
  readonly wait: Wait
  /** Begin of the run on the same clock; default: when the client is made. */
  readonly epoch?: number
  /** Sees every request before it leaves, without credentials; throws to hold it back. */
  readonly guard?: (request: WireRequest) => void
  readonly retryAfterCapMs?: number
  /** Hears every Authorization value before it is sent, so that it can be redacted from whatever repeats it. */
  readonly onSecret?: (authorization: string) => void
}

/** Speaks SCIM to one connection of the target and records every exchange; never judges. */
export interface Client {
  readonly base: string
  readonly stats: ClientStats
  /** What the authorization server gives; absent where the token comes from elsewhere. */
  grant?(): Promise<TokenGrant>
  /** Greets the server over TLS as Entra does; absent where no wire is there, `undefined` where it is not https. */
  handshake?(signal: AbortSignal): Promise<Handshake | undefined>
  /**
   * Sends a request, again where grading.md allows it, and gives the last exchange. It has a `failure` in place of a
   * response when no complete answer came; a last 429, 502, 503 or 504 says nothing about conformance either.
   * Throws `ClosedCheckError` once the context's signal is aborted; what `guard` or the credentials throw;
   * `TargetError` (E_BAD_REQUEST) for a path that is no URL.
   
   */
  send(request: ScimRequest, context: RequestContext): Promise<Exchange>
}

const REDACTED = '[redacted]'
const CREDENTIAL_HEADERS = ['authorization', 'proxy-authorization', 'cookie']
/** So many attempts in a row without any answer: the target is down, and waiting for it again helps nobody. */
const DOWN_AFTER = 12

/** Makes a client; opens no connection. */
export function createClient(options: ClientOptions): Client {
  const { transport, base, recorder, clock, wait, retryAfterCapMs = RETRY_AFTER_CAP_MS } = options
  const origin = new URL(base).origin
  const epoch = options.epoch ?? clock()
  const pacing = createPacing(options)
  const authorization = createAuthorization(options.authorization)
  const own = lowerCase(options.headers ?? {})
  const stats = { requests: 0, retries: 0, bytesSent: 0, bytesReceived: 0, wireMs: 0 }
  let unanswered = 0

  async function attempt(request: WireRequest, context: RequestContext, ordinal: number): Promise<Exchange> {
    const leave = await pacing.enter(context.signal).catch((error: unknown) => {
      throw context.signal.aborted ? closed(request, context) : error
    })
    const begun = clock()
    let response: WireResponse | undefined
    let failure: unknown
    try {
      response = await transport(request, context.signal)
    } catch (error) {
      failure = error
    } finally {
      leave()
    }
    const ended = clock()
    const exchange: Exchange = {
      id: recorder.nextId(),
      scope: context.scope,
      ...(context.check === undefined ? {} : { check: context.check }),
      ...(ordinal === 1 ? {} : { attempt: ordinal }),
      request: redacted(request, Object.keys(own)),
      ...(response === undefined ? { failure: told(failure) } : { response }),
      startedAt: begun - epoch,
      durationMs: ended - begun,
    }
    count(request, exchange, ordinal)
    recorder.record(exchange)
    if (response !== undefined) return exchange
    if (context.signal.aborted) throw closed(request, context)
    if (failure instanceof TargetError) return exchange
    throw failure
  }

  function count(request: WireRequest, exchange: Exchange, ordinal: number) {
    stats.requests += 1
    if (ordinal > 1) stats.retries += 1
    stats.bytesSent += request.body === undefined ? 0 : Buffer.byteLength(request.body)
    stats.bytesReceived += exchange.response?.body.length ?? 0
    stats.wireMs += exchange.durationMs
    unanswered = exchange.response === undefined ? unanswered + 1 : 0
  }

  /** Milliseconds to wait before another attempt; undefined: there is none. */
  function pauseBefore(next: number, request: WireRequest, outcome: Exchange): number | undefined {
    const backOff = BACK_OFF_MS[next - 2]
    if (next > ATTEMPTS || backOff === undefined) return undefined
    if (outcome.response === undefined) {
      const untouched = outcome.failure?.code === 'E_TARGET_UNREACHABLE'
      const worthIt = untouched || (outcome.failure?.code === 'E_CONNECTION_CUT' && isRead(request))
      return worthIt && unanswered < DOWN_AFTER ? backOff : undefined
    }
    const { status, headers } = outcome.response
    const retryAfter = headers['retry-after']
    if (!isBusy(status) || !maySendAgain(request, status, retryAfter)) return undefined
    const asked = retryAfterMs(retryAfter, clock()) ?? backOff
    return asked <= retryAfterCapMs ? asked : undefined
  }

  async function send(request: ScimRequest, context: RequestContext): Promise<Exchange> {
    const wire = wireRequest(request)
    const trusted = new URL(wire.url).origin === origin
    const withDefault =
      trusted && (request.auth ?? 'default') === 'default' && !namesAuthorization(wire, request)
    let refreshed = false
    for (let ordinal = 1; ; ordinal += 1) {
      if (context.signal.aborted) throw closed(wire, context)
      options.guard?.(wire)
      const token = withDefault
        ? await authorization.header()
        : trusted
          ? await bentHeader(request)
          : undefined
      if (token !== undefined) options.onSecret?.(token)
      if (context.signal.aborted) throw closed(wire, context)
      const outcome = await attempt(signed(wire, token), context, ordinal)
      if (withDefault && !refreshed) {
        refreshed = true
        if (await authorization.renewed(outcome.response?.status, token)) continue
      }
      const pause = context.retry === 'none' ? undefined : pauseBefore(ordinal + 1, wire, outcome)
      if (pause === undefined) return outcome
      if (outcome.response?.headers['retry-after'] !== undefined) {
        pacing.pauseUntil(clock() + pause)
      } else {
        await wait(pause, context.signal).catch((error: unknown) => {
          throw context.signal.aborted ? closed(wire, context) : error
        })
      }
    }
  }

  async function bentHeader({ auth }: ScimRequest): Promise<string | undefined> {
    if (typeof auth !== 'object' || !('bent' in auth)) return undefined
    const header = await authorization.header()
    return header === undefined ? undefined : bend(header, auth.bent)
  }

  function wireRequest(request: ScimRequest): WireRequest {
    const url = requestUrl(base, request, options.query)
    const trusted = !isAbsolute(request.path) || new URL(url).origin === origin
    const body = bodyOf(request)
    const headers: Record<string, string> = {
      accept: 'application/scim+json',
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      ...(trusted ? own : {}),
    }
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value === null) delete headers[name.toLowerCase()]
      else headers[name.toLowerCase()] = value
    }
    if (typeof request.auth === 'object' && 'bearer' in request.auth)
      headers['authorization'] = `Bearer ${request.auth.bearer}`
    if (!trusted) for (const name of CREDENTIAL_HEADERS) delete headers[name]
    return { method: request.method, url, headers, ...(body === undefined ? {} : { body }) }
  }

  const { grant } = options.authorization
  const { handshake } = options
  return {
    base,
    stats,
    send,
    ...(grant === undefined ? {} : { grant }),
    ...(handshake === undefined ? {} : { handshake }),
  }
}

function bodyOf({ body, rawBody }: ScimRequest): string | Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body
  return typeof body === 'string' && rawBody === true ? body : JSON.stringify(body)
}

function signed(request: WireRequest, token: Awaited<ReturnType<Authorization['header']>>): WireRequest {
  if (token === undefined) return request
  return { ...request, headers: { ...request.headers, authorization: token } }
}

/** The request brings its own Authorization header, or takes it away. */
function namesAuthorization(wire: WireRequest, request: ScimRequest): boolean {
  const named = Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'authorization')
  return named || 'authorization' in wire.headers
}

function redacted(request: WireRequest, secretHeaders: readonly string[]): WireRequest {
  const headers: Record<string, string> = { ...request.headers }
  for (const name of [...CREDENTIAL_HEADERS, ...secretHeaders]) {
    if (name in headers) headers[name] = REDACTED
  }
  return { ...request, headers }
}

function closed(request: WireRequest, context: RequestContext): ClosedCheckError {
  const whose = context.check ?? `the ${context.scope}`
  return new ClosedCheckError(`${request.method} was not sent to the end: ${whose} is over.`, {
    cause: context.signal.reason,
  })
}

function told(failure: unknown): NonNullable<Exchange['failure']> {
  if (failure instanceof TargetError)
    return { code: failure.code, message: failure.message, remedy: failure.remedy }
  return { code: 'E_ABORTED', message: 'The request was given up before an answer came.' }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
