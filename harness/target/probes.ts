import type { Json } from '../scim/types.ts'
import type { Client } from './client.ts'
import { readAnswer, resourcesIn, type Reading } from './reading.ts'

const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

/** What read-only requests, none of which can find anybody, were answered. */
export interface Probes {
  readonly userFilter: Reading
  readonly groupFilter: Reading
  readonly searchPost: Reading
  readonly rootQuery: Reading
  readonly me: Reading
}

/**
 * Asks what discovery documents do not tell, or tell wrongly, without a write. `nobody` is a value that no userName
 * and no displayName has; Entra's own Test Connection asks the same way (simulation.md 3.1).
 */
export async function probe(client: Client, nobody: string, signal: AbortSignal): Promise<Probes> {
  const read = (path: string, query?: Record<string, string | number>, body?: Json) =>
    readAnswer(
      client,
      {
        method: body === undefined ? 'GET' : 'POST',
        path,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body }),
      },
      signal,
      'probe',
    )
  const byUserName = `userName eq "${nobody}"`
  const [userFilter, groupFilter, searchPost, rootQuery, me] = await Promise.all([
    read('/Users', { filter: byUserName }),
    read('/Groups', { filter: `displayName eq "${nobody}"`, excludedAttributes: 'members' }),
    read('/Users/.search', undefined, {
      schemas: [SEARCH_REQUEST],
      filter: byUserName,
      startIndex: 1,
      count: 1,
    }),
    read('/', { filter: byUserName, count: 1 }),
    read('/Me'),
  ])
  return { userFilter, groupFilter, searchPost, rootQuery, me }
}

/** The answer is a list that nobody is in. */
export function foundNobody(reading: Reading): boolean {
  const list = reading.status === 200 ? resourcesIn(reading.json) : undefined
  return list !== undefined && list.items.length === 0 && (list.total ?? 0) === 0
}

/** The answer is a list, whoever is in it. */
export function isList(reading: Reading): boolean {
  return reading.status === 200 && resourcesIn(reading.json) !== undefined
}

/** The answer calls itself a ListResponse: a start page or a router's default answer does not. */
export function isListResponse(reading: Reading): boolean {
  return isList(reading) && JSON.stringify(reading.json).toLowerCase().includes(LIST_RESPONSE.toLowerCase())
}
