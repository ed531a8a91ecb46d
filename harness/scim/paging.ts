/** What a client asked for (RFC 7644 §3.4.2.4). */
export interface PagingRequest {
  readonly startIndex?: number | undefined
  readonly count?: number | undefined
}

/** What a server may do with it: `startIndex` from 1; `count` absent when only the server sets the size. */
export interface Paging {
  readonly startIndex: number
  readonly count?: number
}

/**
 * Paging as it takes effect (RFC 7644 §3.4.2.4): a `startIndex` below 1 is 1, a negative `count` is 0. A `count` above
 * `maxResults`, or an absent one, becomes `maxResults` where the server has such a limit.
 */
export function effectivePaging(request: PagingRequest, maxResults?: number): Paging {
  const startIndex = Math.max(1, request.startIndex ?? 1)
  const asked = request.count === undefined ? undefined : Math.max(0, request.count)
  const count = asked === undefined ? maxResults : Math.min(asked, maxResults ?? asked)
  return count === undefined ? { startIndex } : { startIndex, count }
}

/** One page of a list, and the figures that describe it (RFC 7644 §3.4.2.4, Table 7). */
export interface Page<T> {
  readonly resources: readonly T[]
  readonly totalResults: number
  readonly startIndex: number
  readonly itemsPerPage: number
}

/** The page of a complete list; empty beyond its end. */
export function pageOf<T>(all: readonly T[], paging: Paging): Page<T> {
  const first = paging.startIndex - 1
  const resources = all.slice(first, paging.count === undefined ? undefined : first + paging.count)
  return {
    resources,
    totalResults: all.length,
    startIndex: paging.startIndex,
    itemsPerPage: resources.length,
  }
}
