/** What the server can be told to do without; each with what is missing then. */
export const switchableCapabilities = {
  patch: 'PATCH answers 501, and ServiceProviderConfig says patch.supported: false',
  filter:
    'a filter is declined with 400 invalidFilter, and ServiceProviderConfig says filter.supported: false',
  discovery: '/ServiceProviderConfig, /ResourceTypes and /Schemas answer 404',
  sort: 'sortBy is ignored, and ServiceProviderConfig says sort.supported: false',
  bulk: '/Bulk answers 501, and ServiceProviderConfig says bulk.supported: false',
  etag: 'no ETag, no meta.version; If-Match and If-None-Match are ignored',
  cursor: 'a cursor is not understood, and ServiceProviderConfig has no pagination',
  'search-post': '/.search answers 501',
  'root-query': 'a query of the base URL answers 501, and so does /.search there',
  me: '/Me answers 501 instead of standing for the first user',
  'change-password':
    'password is not accepted, and ServiceProviderConfig says changePassword.supported: false',
  groups: 'there is no resource type Group and no /Groups',
  'enterprise-user': 'the enterprise extension is neither published nor stored',
  'custom-types':
    'there is no /Printers and no workplace extension: User, Group and the enterprise extension only',
  'max-results-10': 'no page holds more than 10 resources',
} as const

/** A capability that can be switched off. */
export type SwitchableCapability = keyof typeof switchableCapabilities

/** How the reference server is made. All is optional. */
export interface ReferenceOptions {
  /** Every id and every made-up value derives from it. Default 1. */
  readonly seed?: number
  /** The server's only source of time. Default: the system's clock. */
  readonly clock?: () => Date
  /** How many tenants there are, `t1`, `t2` …. Default 2. */
  readonly tenants?: number
  /** Whether base URLs end with the version, `/v2` (RFC 7644 §3.13). Default true. */
  readonly versioned?: boolean
  /** The bearer token of the first tenant; that of tenant n > 1 is `{token}-t{n}`. Default: derived from the seed. */
  readonly token?: string
  /** How many users each tenant has from the start. Default 0. */
  readonly users?: number
  /** What to do without. */
  readonly without?: readonly SwitchableCapability[]
  /** Whether Entra's older PATCH dialect is understood besides the RFC's. Default true. */
  readonly entraDialect?: boolean
  /** Ids of faults: behaviours that break one requirement each. */
  readonly faults?: readonly string[]
  /** Ids of variants: behaviours that the standards leave open. */
  readonly variants?: readonly string[]
  /** Origin of every URL in answers, without trailing slash. Default: where `listen` listens, else the request's origin. */
  readonly origin?: string
  /** Limits; see `defaultLimits`. */
  readonly limits?: Partial<Limits>
}

/** Where the server refuses to go on. */
export interface Limits {
  /** Bytes of a request body. */
  readonly bodyBytes: number
  /** Nesting of a request body. */
  readonly depth: number
  /** Resources in one page. */
  readonly maxResults: number
  /** Resources in a page when no count was sent. */
  readonly defaultPageSize: number
  /** Operations of one bulk request. */
  readonly bulkOperations: number
  /** Bytes of one bulk request. */
  readonly bulkPayload: number
  /** Seconds that a cursor lives. */
  readonly cursorSeconds: number
}

export const defaultLimits: Limits = {
  bodyBytes: 2 * 1024 * 1024,
  depth: 32,
  maxResults: 200,
  defaultPageSize: 100,
  bulkOperations: 100,
  bulkPayload: 1024 * 1024,
  cursorSeconds: 600,
}
