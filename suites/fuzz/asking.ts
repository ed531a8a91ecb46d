import {
  allOf,
  askQuery,
  type Answer,
  type CheckContext,
  idOf,
  type Population,
  type Walk,
  walkPages,
} from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
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

/** How a query is asked, where its walk begins, and how many pages it has at most. */
export interface Manner {
  readonly by?: 'get' | 'search'
  readonly start?: CrowdQuery
  readonly limit?: number
}

/** Sends a query over a crowd only, and walks all its pages from the given one. */
export function walkCrowd(
  context: CheckContext,
  crowd: Population,
  query: CrowdQuery,
  { by = 'get', start, limit }: Manner = {},
): Promise<Walk> {
  const { scim, users } = context
  const whole = { filter: allOf(crowd), ...query }
  const ask = (paging: CrowdQuery): Promise<Answer> =>
    by === 'search'
      ? scim.search(users.endpoint, { ...whole, ...paging })
      : askQuery(context, users.endpoint, { ...whole, ...paging })
  return walkPages(ask, start, limit)
}

/** Asks again, within the lag that was measured, until what is seen is right; gives what was seen last. */
export async function settled<T extends { readonly last: Answer }>(
  { scim }: CheckContext,
  read: () => Promise<T>,
  isRight: (seen: T) => boolean,
): Promise<T> {
  let seen = await read()
  if (isRight(seen)) return seen
  await scim.until(
    async () => {
      seen = await read()
      return seen.last
    },
    { expects: 'what is right', differs: () => (isRight(seen) ? undefined : 'something else') },
  )
  return seen
}

/** The crowd, once a list shows all of it. */
export async function listedCrowd(context: CheckContext): Promise<Population> {
  const crowd = await context.crowd()
  await settled(
    context,
    () => walkCrowd(context, crowd, {}),
    ({ ids }) => new Set(ids).size >= crowd.members.length,
  )
  return crowd
}

/** Whether a filter on its own, in pages as the server likes them, selects these users: if not, it is the filter's fault. */
export async function selectsAsMeant(
  context: CheckContext,
  crowd: Population,
  filter: string,
  matching: readonly Resource[],
): Promise<boolean> {
  const ids = new Set((await walkCrowd(context, crowd, { filter })).ids)
  return ids.size === matching.length && matching.every((member) => ids.has(idOf(member)))
}

/** Warns of a thing once, whatever number of examples show it. */
export function warnOnce(
  { ledger, warn }: CheckContext,
  reason: string,
  observed: string,
  decisive: readonly string[],
): void {
  if (!ledger.warnings.some((known) => known.reason === reason)) warn({ reason, observed, decisive })
}

/** The id in the answer to a creation; a server may leave the body away (C-11), and then there is none. */
export function idIn({ status, json }: Answer): string | undefined {
  const id = status === 201 && isObject(json) ? getMember(json, 'id') : undefined
  return typeof id === 'string' ? id : undefined
}
