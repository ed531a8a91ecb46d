import {
  askPopulation,
  all,
  type Answer,
  answerWhere,
  type CheckContext,
  isListAnswer,
  type Listing,
  listingOf,
  type PageQuery,
  skip,
} from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Resource } from '../../harness/scim/types.ts'

/** The population, page by page. */
export interface Paged {
  readonly members: readonly Resource[]
  readonly page: (paging: PageQuery) => Promise<Answer>
}

/** Pages of the population. Ends the check where the server pages by cursor only (RFC 9865 §2.4). */
export async function paged(context: CheckContext): Promise<Paged> {
  const pagination = getMember(context.facts.serviceProviderConfig ?? {}, 'pagination')
  if (isObject(pagination) && getMember(pagination, 'index') === false)
    skip('/ServiceProviderConfig says pagination.index: false.')
  const population = await context.population()
  return {
    members: population.members,
    page: (paging) => askPopulation(context, paging),
  }
}

/** A 200 with a list. */
export const isList = answerWhere('200 with a list', isListAnswer)

/** A list whose figures pass a test. */
export const listWhere = (expects: string, test: (listing: Listing) => boolean) =>
  all(
    isList,
    answerWhere(expects, (answer) => test(listingOf(answer))),
  )

/** Whether the list is counted; a forced cursor walk need not be (rulings P-09, P-13). */
export const counts = ({ totalResults, nextCursor }: Listing, total: number) =>
  totalResults === total || (totalResults === undefined && nextCursor !== undefined)
