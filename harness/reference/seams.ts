import type { ScimError } from '../scim/error.ts'
import type { BulkFault, BulkOperation, BulkRequest, BulkResult } from '../scim/messages/bulk.ts'
import type { Filter, Json, JsonObject, Resource, ResourceSchema } from '../scim/types.ts'
import { bulkSeams } from './seams/bulk.ts'
import { discoverySeams } from './seams/discovery.ts'
import { httpSeams } from './seams/http.ts'
import { querySeams } from './seams/query.ts'
import { renderSeams } from './seams/render.ts'
import { validateSeams } from './seams/validate.ts'
import { writeSeams } from './seams/write.ts'
import type {
  Answer,
  Call,
  CursorPosition,
  Page,
  PatchRequest,
  Query,
  Selection,
  StoredResource,
  Tenant,
} from './state.ts'

/** Authentication, request bodies, errors and answers. */
export interface HttpSeams {
  /** The request as the routes see it; the URL, above all its version segment, is that of the request (RFC 7644 §3.13). */
  rewriteRequest(request: Request): Request | Promise<Request>
  /** Lets the request in, or throws a `ScimError` 401 (RFC 7644 §2). */
  authenticate(call: Call): void
  /** The value of `WWW-Authenticate` of a 401 (RFC 7235 §4.1). */
  challenge(call: Call): string
  /** The media type of the answer for the request's `Accept`; throws 406 (RFC 7644 §3.8). */
  negotiate(call: Call): string
  /** Throws 415 unless the body's media type is known (RFC 7644 §3.8). */
  checkContentType(call: Call): void
  /** The body as text; throws 413 above `maxBytes`. */
  readText(call: Call, maxBytes: number): Promise<string>
  /** Parses a body; throws 400 invalidSyntax for broken JSON. */
  parseJson(text: string, call: Call): Json
  /** Throws 400 invalidSyntax for a body that is nested too deeply. */
  checkDepth(value: Json, call: Call): void
  /** The request's body as an object: media type, size, syntax, depth. */
  readBody(call: Call, maxBytes?: number): Promise<JsonObject>
  /** The refusal that an exception stands for; an unforeseen one becomes 500 without a word about the cause. */
  asScimError(thrown: unknown, call: Call): ScimError
  /** The answer to a refused request (RFC 7644 §3.12). */
  renderError(error: ScimError, call: Call): Answer
  /** For a path that leads nowhere. */
  unknownRoute(call: Call): ScimError
  /** For a method that the path does not take. */
  methodNotAllowed(allowed: readonly string[], call: Call): Answer
  /** Writes an answer to the wire. */
  renderAnswer(answer: Answer, mediaType: string, call: Call): Response
}

/** What a stored resource looks like from outside. */
export interface RenderSeams {
  /** Absolute URL of a resource (RFC 7643 §3.1, meta.location). */
  locationOf(stored: StoredResource, call: Call): string
  /** Its entity tag (RFC 7644 §3.14). */
  etag(stored: StoredResource, call: Call): string
  /** `meta` (RFC 7643 §3.1). */
  assignMeta(stored: StoredResource, call: Call): JsonObject
  /** The value of `schemas`: the core schema and each extension in use (RFC 7643 §3). */
  schemasOf(attributes: Resource, type: ResourceSchema, call: Call): readonly string[]
  /** The members of a group, with `$ref`, `type` and `display` (RFC 7643 §4.2). */
  membersOf(stored: StoredResource, call: Call): readonly JsonObject[]
  /** The groups of a user, direct and indirect (RFC 7643 §4.1.2). */
  groupsOf(stored: StoredResource, call: Call): readonly JsonObject[]
  /** The whole representation, before projection; holds never-returned attributes too. */
  renderResource(stored: StoredResource, call: Call): Resource
  /** The representation that leaves the server (RFC 7644 §3.9). */
  project(resource: Resource, selection: Selection, type: ResourceSchema, call: Call): Resource
  /** Answer to a read. */
  answerRead(stored: StoredResource, selection: Selection, call: Call): Answer
  /** Answer to a create (RFC 7644 §3.3). */
  answerCreated(stored: StoredResource, selection: Selection, call: Call): Answer
  /** Answer to a PUT (RFC 7644 §3.5.1). */
  answerReplaced(stored: StoredResource, selection: Selection, call: Call): Answer
  /** Answer to a PATCH (RFC 7644 §3.5.2). */
  answerPatched(stored: StoredResource, selection: Selection, call: Call): Answer
  /** Answer to a DELETE (RFC 7644 §3.6). */
  answerDeleted(stored: StoredResource, call: Call): Answer
}

/** What may be written. */
export interface ValidateSeams {
  /** A body as attributes of the type: names spelt as in the schema, readOnly and unassigned ones dropped; throws 400. */
  readResource(body: JsonObject, type: ResourceSchema, call: Call): Resource
  /** Throws 400 invalidValue unless every element of `schemas` is known for the type. */
  checkSchemas(body: JsonObject, type: ResourceSchema, call: Call): void
  /** Throws 400 invalidValue when a required attribute has no value. */
  checkRequired(attributes: Resource, type: ResourceSchema, call: Call): void
  /** Throws 400 mutability when an immutable attribute that had a value has another (RFC 7644 §3.5.1). */
  checkImmutable(before: Resource, after: Resource, type: ResourceSchema, call: Call): void
  /** Throws 409 uniqueness when another resource has a value that must be unique; `ownId` is the resource's own. */
  checkUniqueness(attributes: Resource, type: ResourceSchema, ownId: string | undefined, call: Call): void
  /** Throws 400 invalidValue for more than one primary element (RFC 7643 §2.4). */
  checkPrimary(attributes: Resource, type: ResourceSchema, call: Call): void
  /** Drops repeated elements of multi-valued attributes (RFC 7643 §2.4). */
  dropRepeated(attributes: Resource, type: ResourceSchema, call: Call): Resource
}

/** Changes. */
export interface WriteSeams {
  /** The id of a new resource. */
  assignId(body: JsonObject, type: ResourceSchema, call: Call): string
  /** The time of a change, RFC 3339. */
  stamp(call: Call): string
  /** Finds a resource of the type in the tenant; throws 404. */
  findResource(type: ResourceSchema, id: string, call: Call): StoredResource
  /** Throws 412 unless `ifMatch` names the resource's version; without `ifMatch` nothing is demanded. */
  checkPrecondition(stored: StoredResource, ifMatch: string | undefined, call: Call): void
  /** Whether the client's copy is still good (`If-None-Match`). */
  isUnmodified(stored: StoredResource, call: Call): boolean
  /** Makes a resource; `reservedId` is used instead of a new id when a bulk request has set one aside. */
  createResource(
    body: JsonObject,
    type: ResourceSchema,
    reservedId: string | undefined,
    call: Call,
  ): StoredResource
  /** PUT (RFC 7644 §3.5.1). */
  replaceResource(stored: StoredResource, body: JsonObject, type: ResourceSchema, call: Call): StoredResource
  /** The operations of a PATCH body; throws 400 (RFC 7644 §3.5.2). */
  readPatch(body: JsonObject, call: Call): PatchRequest
  /** Applies a PATCH to a whole representation, all or none (RFC 7644 §3.5.2). */
  applyPatch(resource: Resource, patch: PatchRequest, type: ResourceSchema, call: Call): Resource
  /** PATCH. */
  patchResource(stored: StoredResource, patch: PatchRequest, type: ResourceSchema, call: Call): StoredResource
  /** Writes changed attributes, unless nothing changed; gives version and time. */
  commit(stored: StoredResource, attributes: Resource, call: Call): StoredResource
  /** Puts a resource into the tenant's store. */
  save(stored: StoredResource, tenant: Tenant, call: Call): void
  /** DELETE (RFC 7644 §3.6). */
  deleteResource(stored: StoredResource, call: Call): void
  /** Takes a deleted resource out of the groups that had it. */
  leaveGroups(id: string, call: Call): void
}

/** Queries. */
export interface QuerySeams {
  /** The projection parameters of the URL. */
  readSelection(call: Call): Selection
  /** The query of the URL. */
  readQuery(call: Call): Query
  /** The query of a `/.search` body (RFC 7644 §3.4.3). */
  readSearch(body: JsonObject, call: Call): Query
  /** A filter as a tree, checked against the types it will be asked of; throws 400 invalidFilter. */
  parseFilter(text: string, types: readonly ResourceSchema[], call: Call): Filter
  /** All live resources of the types, in the order of creation. */
  candidates(types: readonly ResourceSchema[], call: Call): readonly StoredResource[]
  /** Whether one resource matches. */
  matchFilter(filter: Filter, resource: Resource, type: ResourceSchema, call: Call): boolean
  /** The candidates that match. */
  selectMatches(
    candidates: readonly StoredResource[],
    filter: Filter | undefined,
    call: Call,
  ): readonly StoredResource[]
  /** Puts matches in order (RFC 7644 §3.4.2.3). */
  sort(
    matches: readonly StoredResource[],
    query: Query,
    types: readonly ResourceSchema[],
    call: Call,
  ): readonly StoredResource[]
  /** Cuts a page (RFC 7644 §3.4.2.4). */
  pageByIndex(matches: readonly StoredResource[], query: Query, call: Call): Page
  /** Cuts a page of a cursor walk (RFC 9865). */
  pageByCursor(
    matches: readonly StoredResource[],
    query: Query,
    types: readonly ResourceSchema[],
    call: Call,
  ): Page
  /** Chooses the method and cuts the page. */
  page(matches: readonly StoredResource[], query: Query, types: readonly ResourceSchema[], call: Call): Page
  /** A cursor for a place in a walk: unreserved characters only, opaque. */
  encodeCursor(position: CursorPosition, call: Call): string
  /** The place that a cursor stands for; throws 400 invalidCursor. */
  decodeCursor(cursor: string, call: Call): CursorPosition
  /** The list message (RFC 7644 §3.4.2). */
  listResponse(page: Page, resources: readonly Resource[], call: Call): JsonObject
  /** Runs a query over the types and answers with a list. */
  answerQuery(query: Query, types: readonly ResourceSchema[], call: Call): Answer
}

/** Discovery (RFC 7644 §4) and `/Me` (§3.11). */
export interface DiscoverySeams {
  /** `/ServiceProviderConfig` (RFC 7643 §5). */
  serviceProviderConfig(call: Call): JsonObject
  /** One element of `/ResourceTypes` (RFC 7643 §6). */
  resourceTypeDocument(type: ResourceSchema, call: Call): JsonObject
  /** All of `/ResourceTypes`, in order. */
  resourceTypeDocuments(call: Call): readonly JsonObject[]
  /** All of `/Schemas`, in order (RFC 7643 §7). */
  schemaDocuments(call: Call): readonly JsonObject[]
  /** Throws 403 when a filter was sent (RFC 7644 §4). */
  refuseFilter(call: Call): void
  /** The list of discovery documents. */
  discoveryList(documents: readonly JsonObject[], call: Call): Json
  /** The user that `/Me` stands for; throws 501 when there is none. */
  subjectOf(call: Call): StoredResource
}

/** Bulk (RFC 7644 §3.7). */
export interface BulkSeams {
  /** The request; throws 400 for an envelope that is not in order, 413 above the limits. */
  readBulk(body: JsonObject, call: Call): BulkRequest
  /** An id for each bulkId of a POST, set aside before anything runs, so that references may point forward. */
  reserveIds(operations: BulkRequest['operations'], call: Call): ReadonlyMap<string, string>
  /** Replaces each `bulkId:x` (RFC 7644 §3.7.2); throws 400 for an unknown one, 409 for one that failed. */
  resolveBulkIds(
    operation: BulkOperation,
    reserved: ReadonlyMap<string, string>,
    failed: ReadonlySet<string>,
    call: Call,
  ): BulkOperation
  /** Runs one operation. */
  runOperation(operation: BulkOperation, reserved: ReadonlyMap<string, string>, call: Call): Answer
  /** What the answer says of an operation. */
  operationResult(operation: BulkOperation | BulkFault, answer: Answer, call: Call): BulkResult
  /** Runs all, and answers. */
  answerBulk(bulk: BulkRequest, call: Call): Answer
}

/**
 * The named functions that the server is composed of. Each takes the call last and reaches the others
 * only through `call.seams`, so that whoever replaces one changes the server everywhere.
 */
export interface Seams
  extends HttpSeams, RenderSeams, ValidateSeams, WriteSeams, QuerySeams, DiscoverySeams, BulkSeams {}

/** The seams of a server that conforms to RFC 7643, RFC 7644 and RFC 9865. */
export const conformingSeams: Seams = {
  ...httpSeams,
  ...renderSeams,
  ...validateSeams,
  ...writeSeams,
  ...querySeams,
  ...discoverySeams,
  ...bulkSeams,
}
