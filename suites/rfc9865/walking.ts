import {
  askPopulation,
  all,
  type Answer,
  answerWhere,
  type CheckContext,
  isListAnswer,
  type Listing,
  listingOf,
  type Matcher,
  type PageQuery,
  type Walk,
  walkPages,
} from '../../harness/check/index.ts'
import type { Resource } from '../../harness/scim/types.ts'

/** A walk by cursor through the users of the population. */
export interface Walked {
  readonly walk: Walk
  readonly members: readonly Resource[]
}

/** Single pages of the population. */
export async function cursorPage(
  context: CheckContext,
): Promise<{ members: readonly Resource[]; page: (paging: PageQuery) => Promise<Answer> }> {
  const population = await context.population()
  return {
    members: population.members,
    page: (paging) => askPopulation(context, paging),
  }
}

/** Walks from an empty cursor to the end, repeating the query's other parameters with each cursor (RFC 9865 §2). */
export async function walkByCursor(
  context: CheckContext,
  query: PageQuery,
  by: 'get' | 'search' = 'get',
): Promise<Walked> {
  const population = await context.population()
  const ask = (paging: PageQuery) => askPopulation(context, { ...query, ...paging }, by)
  return { walk: await walkPages(ask, { cursor: '' }), members: population.members }
}

/** A list whose figures pass a test. */
export const listWhere = (expects: string, test: (listing: Listing) => boolean): Matcher =>
  all(
    answerWhere('200 with a list', isListAnswer),
    answerWhere(expects, (answer) => test(listingOf(answer))),
  )
