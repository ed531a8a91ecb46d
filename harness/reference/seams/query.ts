import { ScimError } from '../../scim/error.ts'
import { matches } from '../../scim/filter/evaluate.ts'
import { listResponse } from '../../scim/messages/listResponse.ts'
import { readSearchQuery, readSearchRequest } from '../../scim/messages/searchRequest.ts'
import type { SearchRequest } from '../../scim/messages/searchRequest.ts'
import { effectivePaging, pageOf } from '../../scim/paging.ts'
import { parseAttributePath } from '../../scim/path.ts'
import { resolve } from '../../scim/schema/lookup.ts'
import { sortResources } from '../../scim/sort.ts'
import type { Filter, Resource, ResourceSchema } from '../../scim/types.ts'
import { digest } from '../random.ts'
import { MANY, narrowed } from '../resource/narrow.ts'
import { readFilter } from '../resource/readFilter.ts'
import type { QuerySeams } from '../seams.ts'
import type { Call, Query } from '../state.ts'
import { typeNamed } from './render.ts'

const projections = ['attributes', 'excludedAttributes']

function queryOf({ attributes, excludedAttributes, ...search }: SearchRequest): Query {
  return {
    ...search,
    selection: {
      ...(attributes === undefined ? {} : { attributes }),
      ...(excludedAttributes === undefined ? {} : { excludedAttributes }),
    },
  }
}

/** A value whose texts are in Unicode's composed form, so that equivalent ones are equal (RFC 7644 §7.8). */
function composed<T extends Filter | Resource>(value: T): T {
  const text = JSON.stringify(value)
  const normal = text.normalize('NFC')
  return normal === text ? value : (JSON.parse(normal) as T)
}

const composedFilters = new WeakMap<Filter, Filter>()

/** What a cursor is bound to: it is good for this tenant, these types and this query only. */
function queryMark(query: Query, types: readonly ResourceSchema[], call: Call): string {
  const { cursor: _cursor, count: _count, ...rest } = query
  const names = types.map(({ resourceType }) => resourceType.name)
  return digest(JSON.stringify([call.tenant.id, names, rest]), call.server.seed)
}

export const querySeams: QuerySeams = {
  readSelection(call) {
    const parameters = [...call.url.searchParams].filter(([name]) => projections.includes(name))
    return queryOf(readSearchQuery(new URLSearchParams(parameters))).selection
  },

  readQuery(call) {
    return queryOf(readSearchQuery(call.url.searchParams))
  },

  readSearch(body) {
    return queryOf(readSearchRequest(body))
  },

  parseFilter(text, types, call) {
    if (call.server.without.has('filter')) {
      throw new ScimError(400, 'invalidFilter', 'Filters are not supported.')
    }
    return readFilter(text, types)
  },

  candidates(types, call) {
    const names = new Set(types.map(({ resourceType }) => resourceType.name))
    return [...call.tenant.resources.values()].filter(({ type }) => names.has(type))
  },

  matchFilter(filter: Filter, resource, type) {
    const normal = composedFilters.get(filter) ?? composed(filter)
    composedFilters.set(filter, normal)
    return matches(normal, composed(resource), type)
  },

  selectMatches(candidates, filter, call) {
    if (filter === undefined) return candidates
    const likely = candidates.length > MANY ? narrowed(candidates, filter) : candidates
    return likely.filter((stored) =>
      call.seams.matchFilter(
        filter,
        call.seams.renderResource(stored, call),
        typeNamed(stored.type, call),
        call,
      ),
    )
  },

  sort(found, query, types, call) {
    const { sortBy, sortOrder } = query
    if (sortBy === undefined || call.server.without.has('sort')) return found
    const path = parseAttributePath(sortBy)
    const type = types.find((one) => resolve(one, path) !== undefined)
    if (type === undefined) return found
    const rendered = found.map((stored) => call.seams.renderResource(stored, call))
    const places = new Map(rendered.map((resource, index) => [resource, index]))
    return sortResources(rendered, type, sortBy, sortOrder).flatMap((resource) => {
      const stored = found[places.get(resource) ?? -1]
      return stored === undefined ? [] : [stored]
    })
  },

  pageByIndex(found, query, call) {
    const { maxResults, defaultPageSize } = call.server.limits
    const count = query.count ?? Math.min(defaultPageSize, maxResults)
    return pageOf(found, effectivePaging({ startIndex: query.startIndex, count }, maxResults))
  },

  pageByCursor(found, query, types, call) {
    const { maxResults, defaultPageSize, cursorSeconds } = call.server.limits
    const now = call.server.clock().getTime()
    const mark = queryMark(query, types, call)
    const first = query.cursor === undefined || query.cursor === ''
    const asked = query.count === undefined ? undefined : Math.min(Math.max(0, query.count), maxResults)
    const start = first
      ? { offset: 0, count: asked ?? Math.min(defaultPageSize, maxResults), issued: now, query: mark }
      : call.seams.decodeCursor(query.cursor ?? '', call)
    if (start.query !== mark)
      throw new ScimError(400, 'invalidCursor', 'The cursor belongs to another query.')
    if (now - start.issued > cursorSeconds * 1000) {
      throw new ScimError(400, 'expiredCursor', `The cursor is older than ${cursorSeconds} seconds.`)
    }
    if (asked !== undefined && asked !== start.count) {
      throw new ScimError(400, 'invalidCount', `count must stay ${start.count} in this walk.`)
    }
    const resources = found.slice(start.offset, start.offset + start.count)
    const next = start.offset + start.count
    const cursorAt = (offset: number) => call.seams.encodeCursor({ ...start, offset, issued: now }, call)
    return {
      resources,
      totalResults: found.length,
      itemsPerPage: resources.length,
      ...(start.count > 0 && next < found.length ? { nextCursor: cursorAt(next) } : {}),
      ...(start.offset > 0 ? { previousCursor: cursorAt(Math.max(0, start.offset - start.count)) } : {}),
    }
  },

  page(found, query, types, call) {
    const byCursor = query.cursor !== undefined && !call.server.without.has('cursor')
    return byCursor
      ? call.seams.pageByCursor(found, query, types, call)
      : call.seams.pageByIndex(found, query, call)
  },

  encodeCursor(position, call) {
    const { offset, count, issued, query } = position
    const text = Buffer.from([offset, count, issued, query].join(' ')).toString('base64url')
    return `${text}.${digest(text, call.server.seed)}`
  },

  decodeCursor(cursor, call) {
    const [text = '', seal] = cursor.split('.')
    const [offset, count, issued, query] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
    if (seal !== digest(text, call.server.seed) || query === undefined) {
      throw new ScimError(400, 'invalidCursor', 'The cursor is none that this server gave out.')
    }
    return { offset: Number(offset), count: Number(count), issued: Number(issued), query }
  },

  listResponse(page, resources) {
    return listResponse({ ...page, resources })
  },

  answerQuery(query, types, call) {
    const { seams } = call
    const filter = query.filter === undefined ? undefined : seams.parseFilter(query.filter, types, call)
    const found = seams.selectMatches(seams.candidates(types, call), filter, call)
    const page = seams.page(seams.sort(found, query, types, call), query, types, call)
    const resources = page.resources.map((stored) => {
      const type = typeNamed(stored.type, call)
      return seams.project(seams.renderResource(stored, call), query.selection, type, call)
    })
    return { status: 200, headers: {}, body: seams.listResponse(page, resources, call) }
  },
}
