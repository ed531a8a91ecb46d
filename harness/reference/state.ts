import type { SearchRequest } from '../scim/messages/searchRequest.ts'
import type { Dialect } from '../scim/patch/readings.ts'
import type { Json, PatchOperation, Resource, ResourceSchema } from '../scim/types.ts'
import type { Limits, SwitchableCapability } from './options.ts'
import type { Random } from './random.ts'
import type { Seams } from './seams.ts'

/** A resource as the server keeps it. What follows from elsewhere (meta, groups, `$ref`) is filled in when it is rendered. */
export interface StoredResource {
  readonly id: string
  /** Name of the resource type. */
  readonly type: string
  /** All assigned attributes, names spelt as in the schema; without `id`, `meta` and `schemas`. */
  readonly attributes: Resource
  /** RFC 3339, in UTC. */
  readonly created: string
  readonly lastModified: string
  /** Counts the changes. */
  readonly revision: number
}

/** Is told what a resource was and what it is; `undefined` where there is none. */
type Watcher = (was: StoredResource | undefined, is: StoredResource | undefined) => void

/** Resources by id, in the order of creation; counts the changes. */
export class ResourceMap extends Map<string, StoredResource> {
  changes = 0
  readonly #watchers: Watcher[] = []

  /** Has a watcher told of each change from now on. */
  watch(watcher: Watcher): void {
    this.#watchers.push(watcher)
  }

  override set(id: string, resource: StoredResource): this {
    this.#changed(this.get(id), resource)
    return super.set(id, resource)
  }

  override delete(id: string): boolean {
    this.#changed(this.get(id), undefined)
    return super.delete(id)
  }

  #changed(was: StoredResource | undefined, is: StoredResource | undefined): void {
    this.changes += 1
    for (const watcher of this.#watchers) watcher(was, is)
  }
}

/** One organisation's part of the server. */
export interface Tenant {
  readonly id: string
  /** Path of the base URL: `/t/t1/scim/v2`. */
  readonly basePath: string
  /** The bearer token that opens it, and no other. */
  readonly token: string
  readonly resources: ResourceMap
  /** Id of the user to whom the token belongs, for whom `/Me` stands; absent when it belongs to a service. */
  subject: string | undefined
}

/** What all requests share. */
export interface ServerState {
  readonly tenants: readonly Tenant[]
  readonly types: readonly ResourceSchema[]
  readonly without: ReadonlySet<SwitchableCapability>
  readonly limits: Limits
  readonly entraDialect: boolean
  readonly seed: number
  readonly random: Random
  readonly clock: () => Date
  /** Origin of every URL; absent: the request's. */
  origin: string | undefined
}

/** One request on its way through the server. */
export interface Call {
  readonly server: ServerState
  readonly seams: Seams
  readonly request: Request
  readonly url: URL
  /** The tenant that the URL names. */
  readonly tenant: Tenant
  /** Absolute base URL, without trailing slash. */
  readonly baseUrl: string
}

/** An answer before it is written: `body` is absent when there is none. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Json
}

/** Which attributes an answer holds (RFC 7644 §3.9). */
export interface Selection {
  readonly attributes?: readonly string[]
  readonly excludedAttributes?: readonly string[]
  /** Names of what this very request wrote: these are returned although they are returned on request only. */
  readonly written?: readonly string[]
}

/** What a query asks for (RFC 7644 §3.4.2, RFC 9865 §2); as sent, not yet brought within limits. */
export interface Query extends Omit<SearchRequest, 'attributes' | 'excludedAttributes'> {
  readonly selection: Selection
}

/** One page of matches. */
export interface Page {
  readonly resources: readonly StoredResource[]
  readonly totalResults: number
  /** Absent in cursor paging. */
  readonly startIndex?: number
  readonly itemsPerPage: number
  readonly nextCursor?: string
  readonly previousCursor?: string
}

/** Where a page of a cursor walk stands. */
export interface CursorPosition {
  /** Offset of the page's first match. */
  readonly offset: number
  /** Resources per page of this walk. */
  readonly count: number
  /** Milliseconds since the epoch at which the cursor was given out. */
  readonly issued: number
  /** Binds the cursor to tenant, endpoint and query. */
  readonly query: string
}

/** A PATCH request, read. */
export interface PatchRequest {
  readonly operations: readonly PatchOperation[]
  /** `entra` when it bears the marks of Entra's older dialect, and the server understands that. */
  readonly dialect: Dialect
}
