import {
  allOf,
  askQuery,
  type Answer,
  type CheckContext,
  type Population,
  type Walk,
  walkPages,
} from '../../harness/check/index.ts'
import { isObject } from '../../harness/scim/json.ts'
import type { Resource } from '../../harness/scim/types.ts'

/** A user without what servers work out for each answer anew, from the URL of the request or the state of the resource. */
export function withoutComputed(member: Resource): Resource {
  const meta = member['meta']
  if (!isObject(meta)) return member
  const { location: _location, version: _version, ...kept } = meta
  return { ...member, meta: kept }
}

/** Parameters of a query over a crowd. */
export type CrowdQuery = Readonly<Record<string, string | number>>

/** Sends a query over a crowd only, and walks all its pages from the given one. */
export function walkCrowd(
  context: CheckContext,
  crowd: Population,
  query: CrowdQuery,
  { by = 'get', start }: { readonly by?: 'get' | 'search'; readonly start?: CrowdQuery } = {},
): Promise<Walk> {
  const { scim, users } = context
  const whole = { filter: allOf(crowd), ...query }
  const ask = (paging: CrowdQuery): Promise<Answer> =>
    by === 'search'
      ? scim.search(users.endpoint, { ...whole, ...paging })
      : askQuery(context, users.endpoint, { ...whole, ...paging })
  return walkPages(ask, start)
}
