import type { Json } from '../scim/types.ts'
import type { BentCredentials } from './bentCredentials.ts'

/** A request as it goes over the wire. Header names are in lower case. */
export interface WireRequest {
  readonly method: string
  /** Absolute. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** An answer as it came over the wire. Header names are in lower case; repeated headers are joined by a comma. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * The one seam under the client: the wire, a replay of recorded exchanges, or a refusal.
 * Rejects with a `TargetError`, or with the signal's reason once the signal is aborted.
 */
export type Transport = (request: WireRequest, signal: AbortSignal) => Promise<WireResponse>

/** Whom an exchange served. */
export type ExchangeScope = 'check' | 'population' | 'probe' | 'discovery' | 'clean'

/** One request and what became of it. Secrets are redacted before an exchange exists; bodies are as sent and received. */
export interface Exchange {
  /** `x1`, `x2` …, unique in a run. */
  readonly id: string
  readonly scope: ExchangeScope
  /** Id of the check that sent it. */
  readonly check?: string
  /** 2, 3 … when the client sent the same request again (Retry-After, refreshed credentials). */
  readonly attempt?: number
  readonly request: WireRequest
  /** Absent when no complete answer came. */
  readonly response?: WireResponse
  /** Why no complete answer came. */
  readonly failure?: { readonly code: string; readonly message: string; readonly remedy?: string }
  /** Milliseconds since the run began. */
  readonly startedAt: number
  readonly durationMs: number
}

/** A request in SCIM's terms, relative to the base URL. */
export interface ScimRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | (string & {})
  /** `/Users/2819`, appended to the base URL; or an absolute URL, which gets the token only on the target's own origin. */
  readonly path: string
  /** Encoded by the client; a string is sent as it stands. */
  readonly query?: Readonly<Record<string, string | number>> | string
  /** Override the client's own headers; `null` takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** JSON is serialised; a string or bytes are sent as they stand. */
  readonly body?: Json | Uint8Array
  /** Send `body` of type string as it stands instead of as a JSON string. */
  readonly rawBody?: boolean
  /** `none` sends no credentials; a bearer token or the configured credentials, bent, are sent in place of them. */
  readonly auth?: 'default' | 'none' | { readonly bearer: string } | { readonly bent: BentCredentials }
}

/** For whom a request is sent. */
export interface RequestContext {
  /** Once aborted, the client refuses to send. */
  readonly signal: AbortSignal
  readonly scope: ExchangeScope
  readonly check?: string
  /** `none`: the first answer is the answer, also 429, 502, 503 and 504; default: sent again as grading.md says. */
  readonly retry?: 'default' | 'none'
}

/** What an authorization server gave for the client credentials grant (RFC 6749 §5.1), without the token. */
export interface TokenGrant {
  readonly tokenUrl: string
  /** Seconds, as the server says; absent when it does not say. */
  readonly expiresIn?: number
  readonly tokenType?: string
}

/** Where the token comes from. */
export interface Credentials {
  /** How a sentence names the origin: `SCIM_TOKEN`, `--token-command`. */
  readonly source: string
  /** Value of the Authorization header; undefined sends none. */
  header(): Promise<string | undefined>
  /** Fetches the credentials anew; false when that changed nothing. */
  refresh?(): Promise<boolean>
  /** Asks the authorization server for a token and tells what it gave; absent where there is no such server. */
  grant?(): Promise<TokenGrant>
}

/** Gets every exchange of a run, each attempt, as it ends. */
export interface ExchangeRecorder {
  /** The next id: `x1`, `x2` … */
  nextId(): string
  record(exchange: Exchange): void
}

/** Wall-clock time in milliseconds since 1970; fractions allowed. */
export type Clock = () => number

/** Resolves after so many milliseconds; rejects with the signal's reason once the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** What a resource server said it can do, or was seen to do. */
export type Capability =
  | 'patch'
  | 'bulk'
  | 'filter'
  | 'sort'
  | 'etag'
  | 'changePassword'
  | 'discovery'
  | 'search-post'
  | 'root-query'
  | 'me'
  | 'cursor'
  | 'users'
  | 'groups'
  | 'enterprise-user'
