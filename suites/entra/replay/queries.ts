import {
  type Answer,
  type CheckContext,
  describeAnswer,
  grade,
  idsOf,
  isListAnswer,
  listingOf,
  type Matcher,
  skip,
  status,
  success,
} from '../../../harness/check/index.ts'
import type { FilledRequest } from '../../../harness/entra/recordings.ts'
import { ScimError } from '../../../harness/scim/error.ts'
import { judge, parseFilter } from '../../../harness/scim/filter/index.ts'
import type { Filter } from '../../../harness/scim/types.ts'
import type { Send } from './changes.ts'
import type { Known, World } from './world.ts'

/** What Entra and everybody else looks people and groups up by: no server may do without (EN-00). */
const MATCHING = new Set(['username', 'externalid', 'id', 'displayname'])

/**
 * Plays a query, and demands that it finds of what the thread made exactly what its filter means; when it looks for one
 * value of a matching attribute, nothing else either.
 *
 * @returns `undefined` when the filter says nothing that can be graded
 */
export async function playQuery(
  context: CheckContext,
  request: FilledRequest,
  world: World,
  send: Send,
): Promise<Answer | undefined> {
  const fixture = world.fixtureOf(request.path)
  const text = new URLSearchParams(request.query).get('filter')
  const filter = text === null ? undefined : readable(text)
  if (fixture === undefined || text === null) return undefined
  if (filter === undefined) {
    const answer = await send()
    grade(answer)
      .pass(success())
      .otherwise.skip('The filter breaks the grammar of RFC 7644, and is refused as it must be.')
    return answer
  }
  const verdictOf = ({ resource }: Known) => judge(filter, resource, fixture.schema).verdict
  const candidates = world.known.filter((one) => one.fixture === fixture)
  const wanted = candidates.filter((one) => one.alive && verdictOf(one) === 'match').map(({ id }) => id)
  const unwanted = candidates.filter((one) => !one.alive || verdictOf(one) === 'no-match').map(({ id }) => id)
  const exact = looksUp(filter) && candidates.every((one) => !one.alive || verdictOf(one) !== 'either')
  const found = selection(wanted, unwanted, exact)
  const answer = await context.scim.until(send, found)
  if (!looksUp(filter) && [400, 403, 501].includes(answer.status)) skip('This filter is not offered.')
  grade(answer).pass(found).otherwise.fail('The query does not find exactly what its filter means.')
  return answer
}

function readable(text: string): Filter | undefined {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

const looksUp = (filter: Filter): boolean =>
  filter.kind === 'compare' &&
  filter.op === 'eq' &&
  typeof filter.value === 'string' &&
  MATCHING.has(filter.path.name.toLowerCase()) &&
  filter.path.sub === undefined

function selection(wanted: readonly string[], unwanted: readonly string[], exact: boolean): Matcher {
  const expects =
    wanted.length === 0
      ? exact
        ? '200 with an empty list'
        : '200 with a list'
      : `200 with a list of ${wanted.join(', ')}${exact ? ' and nothing else' : ''}`
  return {
    expects,
    differs: (answer) => {
      if (answer.status !== 200 || !isListAnswer(answer)) return describeAnswer(answer)
      const ids = idsOf(answer)
      const { totalResults = ids.length } = listingOf(answer)
      const missing = wanted.filter((id) => !ids.includes(id))
      const foreign = unwanted.filter((id) => ids.includes(id))
      if (foreign.length > 0) return `a list with ${foreign.join(', ')}`
      if (missing.length > 0 && totalResults <= ids.length) return `a list without ${missing.join(', ')}`
      return exact && totalResults > wanted.length ? describeAnswer(answer) : undefined
    },
  }
}

/** Plays the reading of one resource. */
export async function playGet(context: CheckContext, on: Known | undefined, send: Send): Promise<Answer> {
  if (on?.alive === true) {
    const answer = await context.scim.until(send, status(200))
    grade(answer).pass(status(200)).otherwise.fail('A resource that exists can not be read.')
    return answer
  }
  const answer = await context.scim.until(send, status(404, 410))
  grade(answer).pass(status(404, 410)).otherwise.fail('What does not exist must be answered 404.')
  return answer
}
