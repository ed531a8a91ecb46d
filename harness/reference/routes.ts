import { ScimError } from '../scim/error.ts'
import type { Json, JsonObject, PatchOperation, ResourceSchema } from '../scim/types.ts'
import { isObject } from '../scim/json.ts'
import type { Answer, Call, Selection, StoredResource } from './state.ts'

/** Does what one method of one path stands for. */
export type Act = (call: Call, parameter: string) => Answer | Promise<Answer>

/** A path below the base URL, with at most one parameter, and its methods. */
export interface Route {
  readonly path: string
  readonly methods: Readonly<Record<string, Act>>
  /** Answered without credentials too. */
  readonly open?: boolean
}

/** The names that a body writes, in the notation of `attributes`. */
function namesIn(body: JsonObject): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    name.includes(':') && isObject(value) ? Object.keys(value).map((inner) => `${name}:${inner}`) : [name],
  )
}

function namesOfPatch(operations: readonly PatchOperation[]): readonly string[] {
  return operations.flatMap(({ path, value }) => {
    if (path !== undefined) return [path.replace(/\[.*\]/s, '')]
    return isObject(value) ? namesIn(value) : []
  })
}

function selectionOf(call: Call, written: readonly string[]): Selection {
  return { ...call.seams.readSelection(call), written }
}

async function read(stored: StoredResource, call: Call): Promise<Answer> {
  if (call.seams.isUnmodified(stored, call)) {
    return { status: 304, headers: { ETag: call.seams.etag(stored, call) } }
  }
  return call.seams.answerRead(stored, call.seams.readSelection(call), call)
}

function demandVersion(stored: StoredResource, call: Call): void {
  call.seams.checkPrecondition(stored, call.request.headers.get('if-match') ?? undefined, call)
}

async function create(type: ResourceSchema, call: Call): Promise<Answer> {
  const body = await call.seams.readBody(call)
  const selection = selectionOf(call, namesIn(body))
  return call.seams.answerCreated(call.seams.createResource(body, type, undefined, call), selection, call)
}

async function replace(find: () => StoredResource, type: ResourceSchema, call: Call): Promise<Answer> {
  const { seams } = call
  find()
  const body = await seams.readBody(call)
  const selection = selectionOf(call, namesIn(body))
  const stored = find()
  demandVersion(stored, call)
  return seams.answerReplaced(seams.replaceResource(stored, body, type, call), selection, call)
}

async function patch(find: () => StoredResource, type: ResourceSchema, call: Call): Promise<Answer> {
  const { seams } = call
  if (call.server.without.has('patch')) throw new ScimError(501, undefined, 'PATCH is not supported.')
  find()
  const body = await seams.readBody(call)
  const request = seams.readPatch(body, call)
  const selection = selectionOf(call, namesOfPatch(request.operations))
  const stored = find()
  demandVersion(stored, call)
  return seams.answerPatched(seams.patchResource(stored, request, type, call), selection, call)
}

function remove(stored: StoredResource, call: Call): Answer {
  demandVersion(stored, call)
  call.seams.deleteResource(stored, call)
  return call.seams.answerDeleted(stored, call)
}

function itemMethods(
  typeOf: (call: Call) => ResourceSchema,
  find: (call: Call, id: string) => StoredResource,
): Readonly<Record<string, Act>> {
  return {
    GET: (call, id) => read(find(call, id), call),
    PUT: (call, id) => replace(() => find(call, id), typeOf(call), call),
    PATCH: (call, id) => patch(() => find(call, id), typeOf(call), call),
    DELETE: (call, id) => remove(find(call, id), call),
  }
}

async function search(types: readonly ResourceSchema[], call: Call): Promise<Answer> {
  if (call.server.without.has('search-post'))
    throw new ScimError(501, undefined, '/.search is not supported.')
  const body = await call.seams.readBody(call)
  return call.seams.answerQuery(call.seams.readSearch(body, call), types, call)
}

function typeRoutes(type: ResourceSchema): readonly Route[] {
  const { endpoint } = type.resourceType
  return [
    {
      path: endpoint,
      methods: {
        GET: (call) => call.seams.answerQuery(call.seams.readQuery(call), [type], call),
        POST: (call) => create(type, call),
      },
    },
    { path: `${endpoint}/.search`, methods: { POST: (call) => search([type], call) } },
    {
      path: `${endpoint}/:id`,
      methods: itemMethods(
        () => type,
        (call, id) => call.seams.findResource(type, id, call),
      ),
    },
  ]
}

function rootRoutes(types: readonly ResourceSchema[]): readonly Route[] {
  const demandRoot = (call: Call) => {
    if (call.server.without.has('root-query')) {
      throw new ScimError(501, undefined, 'Queries over all resource types are not supported.')
    }
  }
  return [
    {
      path: '/',
      methods: {
        GET: (call) => {
          demandRoot(call)
          return call.seams.answerQuery(call.seams.readQuery(call), types, call)
        },
      },
    },
    {
      path: '/.search',
      methods: {
        POST: (call) => {
          demandRoot(call)
          return search(types, call)
        },
      },
    },
  ]
}

function ok(body: Json): Answer {
  return { status: 200, headers: {}, body }
}

/** One of several documents, by id; names of resource types and URIs of schemas are compared exactly. */
function one(documents: readonly JsonObject[], id: string, call: Call): Answer {
  const found = documents.find((document) => document['id'] === id)
  if (found === undefined) throw call.seams.unknownRoute(call)
  return ok(found)
}

function discoveryRoutes(): readonly Route[] {
  const guarded =
    (act: Act): Act =>
    (call, parameter) => {
      call.seams.refuseFilter(call)
      return act(call, parameter)
    }
  const document = (path: string, act: Act): Route => ({ path, methods: { GET: guarded(act) }, open: true })
  return [
    document('/ServiceProviderConfig', (call) => ok(call.seams.serviceProviderConfig(call))),
    document('/ResourceTypes', (call) =>
      ok(call.seams.discoveryList(call.seams.resourceTypeDocuments(call), call)),
    ),
    document('/ResourceTypes/:id', (call, id) => one(call.seams.resourceTypeDocuments(call), id, call)),
    document('/Schemas', (call) => ok(call.seams.discoveryList(call.seams.schemaDocuments(call), call))),
    document('/Schemas/:id', (call, id) => one(call.seams.schemaDocuments(call), id, call)),
  ]
}

async function bulk(call: Call): Promise<Answer> {
  if (call.server.without.has('bulk')) throw new ScimError(501, undefined, 'Bulk requests are not supported.')
  const body = await call.seams.readBody(call, call.server.limits.bulkPayload)
  return call.seams.answerBulk(call.seams.readBulk(body, call), call)
}

/** Every route of a server with these resource types, most specific first. */
export function routesOf(types: readonly ResourceSchema[], discovery: boolean): readonly Route[] {
  const [first] = types
  const me: readonly Route[] =
    first === undefined
      ? []
      : [
          {
            path: '/Me',
            methods: itemMethods(
              () => first,
              (call) => call.seams.subjectOf(call),
            ),
          },
        ]
  return [
    ...rootRoutes(types),
    ...(discovery ? discoveryRoutes() : []),
    { path: '/Bulk', methods: { POST: bulk } },
    ...me,
    ...types.flatMap(typeRoutes),
  ]
}
