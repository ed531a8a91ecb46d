import { getMember, isObject } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import type { Answer } from './answer.ts'

/** What can be read of a list answer (RFC 7644 §3.4.2, RFC 9865 §2), whatever its shape. */
export interface Listing {
  readonly resources: readonly JsonObject[]
  readonly totalResults?: number
  readonly startIndex?: number
  readonly itemsPerPage?: number
  readonly nextCursor?: string
  readonly previousCursor?: string
}

/** How a walk ended; only `complete` says that all pages were seen. */
export type WalkEnd =
  | 'complete'
  /** A page was not answered with a list. */
  | 'refused'
  /** A page brought nothing new although more was promised. */
  | 'stuck'
  /** There were more pages than a check may ask for. */
  | 'too-long'

/** All pages of one query. */
export interface Walk {
  readonly first: Answer
  readonly last: Answer
  readonly pages: readonly Listing[]
  /** Of all pages, in order; one that came twice stands twice. */
  readonly resources: readonly JsonObject[]
  /** Their ids. */
  readonly ids: readonly string[]
  readonly end: WalkEnd
}

/** The paging parameters of one request. */
export type PageQuery = Readonly<Record<string, string | number>>

/** Reads a list answer; what is absent or of another type is left out. Throws nothing. */
export function listingOf(answer: Answer): Listing {
  const { json } = answer
  if (!isObject(json)) return { resources: [] }
  const resources = getMember(json, 'Resources')
  const figure = (name: string) => {
    const value = getMember(json, name)
    return typeof value === 'number' ? { [name]: value } : {}
  }
  const cursor = (name: string) => {
    const value = getMember(json, name)
    return typeof value === 'string' && value !== '' ? { [name]: value } : {}
  }
  return {
    resources: Array.isArray(resources) ? (resources as readonly Json[]).filter(isObject) : [],
    ...figure('totalResults'),
    ...figure('startIndex'),
    ...figure('itemsPerPage'),
    ...cursor('nextCursor'),
    ...cursor('previousCursor'),
  }
}

/** Whether an answer is a 200 with an object that has the marks of a list. */
export function isListAnswer(answer: Answer): boolean {
  const { json } = answer
  if (answer.status !== 200 || !isObject(json)) return false
  return ['totalResults', 'Resources'].some((name) => getMember(json, name) !== undefined)
}

/** The id of a resource; empty when it has none. */
export function idOf(resource: JsonObject): string {
  const id = getMember(resource, 'id')
  return typeof id === 'string' ? id : ''
}

/** Whether a walk shows something twice, and so may have passed something over: no order was kept between pages (P-10). */
export function overlaps({ pages, ids }: Walk): boolean {
  return pages.length > 1 && new Set(ids).size < ids.length
}

/**
 * Asks for page after page: by `nextCursor` where an answer has one, though none was asked for (ruling P-13), else by
 * advancing `startIndex`. Pages may be smaller than was asked (RFC 7644 §3.4.2.4).
 *
 * @param ask sends the query with these paging parameters added
 * @param limit how many pages are asked for at most
 */
export async function walkPages(
  ask: (paging: PageQuery) => Promise<Answer>,
  start: PageQuery = {},
  limit = 40,
): Promise<Walk> {
  const pages: Listing[] = []
  const cursors = new Set<string>()
  const seen = new Set<string>()
  let first: Answer | undefined
  let paging = start
  for (;;) {
    const answer = await ask(paging)
    first ??= answer
    const finish = (end: WalkEnd): Walk => {
      const resources = pages.flatMap((page) => page.resources)
      return { first: first ?? answer, last: answer, pages, resources, ids: resources.map(idOf), end }
    }
    if (!isListAnswer(answer)) return finish('refused')
    const page = listingOf(answer)
    pages.push(page)
    const before = seen.size
    for (const resource of page.resources) seen.add(idOf(resource))
    if (page.nextCursor !== undefined) {
      if (cursors.has(page.nextCursor)) return finish('stuck')
      cursors.add(page.nextCursor)
      paging = { cursor: page.nextCursor }
    } else {
      const count = pages.reduce((sum, { resources }) => sum + resources.length, 0)
      const total = page.totalResults
      if ('cursor' in paging || total === undefined || count >= total) return finish('complete')
      if (seen.size === before) return finish('stuck')
      paging = { startIndex: count + 1 }
    }
    if (pages.length >= limit) return finish('too-long')
  }
}
