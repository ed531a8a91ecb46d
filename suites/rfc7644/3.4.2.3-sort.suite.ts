// RFC 7644 §3.4.2.3: sortBy and sortOrder put a list in order, over all of its pages; ascending is the default; the
// order is that of the attribute's type, and of several values the primary one counts.
import {
  askPopulation,
  demandFilter,
  answerWhere,
  type CheckContext,
  describeAnswer,
  fail,
  type Finding,
  grade,
  idOf,
  isListAnswer,
  named,
  skip,
  suite,
  type Walk,
  walkPages,
  walkQuery,
} from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { parseAttributePath } from '../../harness/scim/path.ts'
import { getAt, resolve } from '../../harness/scim/schema/lookup.ts'
import { compareValues } from '../../harness/scim/sort.ts'
import type { Resource } from '../../harness/scim/types.ts'
import { everyCollationDecides } from './collation.ts'

type Order = 'ascending' | 'descending'

interface Sorted {
  readonly walk: Walk
  readonly members: readonly Resource[]
  readonly value: (resource: Resource) => unknown
  /** Whether two neighbours stand in the right order. */
  readonly inOrder: (left: Resource, right: Resource) => boolean
}

/** The population, sorted by the server. */
async function sortedBy(
  context: CheckContext,
  sortBy: string,
  order: Order = 'ascending',
  query: Readonly<Record<string, string | number>> = order === 'ascending' ? {} : { sortOrder: order },
): Promise<Sorted> {
  const population = await context.population()
  const walk = await walkPages((paging) => askPopulation(context, { sortBy, ...query, ...paging }))
  grade(walk.last)
    .pass(answerWhere('200 with a list', isListAnswer))
    .otherwise.fail(
      'The server advertises sort, and sorts by an attribute that users have (RFC 7644 §3.4.2.3).',
    )
  const found = resolve(context.userSchema, parseAttributePath(sortBy))
  if (found === undefined) skip(`The published schemas of users have no ${sortBy}.`)
  const attribute = found.sub ?? found.attribute
  const value = (resource: Resource) => getAt(resource, found)
  return {
    walk,
    members: population.members,
    value,
    inOrder: (left, right) => {
      const [before, after] = [value(left), value(right)]
      if (typeof before !== 'string' || typeof after !== 'string') return true
      if (!everyCollationDecides(before, after)) return true
      const difference = compareValues(before, after, attribute)
      return order === 'ascending' ? difference <= 0 : difference >= 0
    },
  }
}

/** Ends the check unless neighbours that have a value stand in order. */
function expectOrder({ walk, value, inOrder }: Sorted, reason: string): void {
  const valued = walk.resources.filter((resource) => typeof value(resource) === 'string')
  const at = valued.findIndex((resource, index) => {
    const next = valued[index + 1]
    return next !== undefined && !inOrder(resource, next)
  })
  const [left, right] = [valued[at], valued[at + 1]]
  if (left === undefined || right === undefined) return
  fail({
    reason,
    expected: 'each value at its place in the order',
    observed: `${JSON.stringify(value(left))} before ${JSON.stringify(value(right))}`,
    decisive: [walk.first.exchange.id],
  })
}

/** Ends the check unless the sorted list holds the whole population. */
function expectAll({ walk, members }: Sorted): void {
  const missing = members.filter((member) => !walk.ids.includes(idOf(member)))
  if (missing.length === 0) return
  fail({
    reason: 'Sorting leaves nobody out (RFC 7644 §3.4.2.3): who has no value stands at the end of the list.',
    expected: `all ${members.length} users`,
    observed: `without ${named(missing)}`,
    decisive: [walk.first.exchange.id],
  })
}

/** Users of the check in the order in which the server lists them. */
async function placesOf(
  context: CheckContext,
  sortBy: string,
  ids: readonly string[],
): Promise<{ order: number[]; walk: Walk }> {
  const filter = `userName sw ${JSON.stringify(context.identity.mark)}`
  const walk = await walkQuery(context, context.users.endpoint, { filter, sortBy })
  demandFilter(walk.last)
  if (walk.end === 'refused')
    fail({
      reason: `Sorting by ${sortBy} was refused.`,
      observed: describeAnswer(walk.last),
      decisive: [walk.last.exchange.id],
    })
  return { order: walk.ids.map((id) => ids.indexOf(id)).filter((at) => at >= 0), walk }
}

export default suite(
  'Sorting',
  {
    id: 'rfc7644.sort',
    file: 'suites/rfc7644/3.4.2.3-sort',
    needs: ['users', 'filter', 'sort', 'create-user'],
  },
  ({ check }) => {
    check(
      'sortBy puts the whole list in ascending order when no order is named',
      {
        id: 'ascending-by-default',
        verifies: ['RFC7644-3.4.2.3-07', 'RFC7644-3.4.2.3-02'],
        rulings: ['P-11'],
      },
      async (context) =>
        expectOrder(
          await sortedBy(context, 'displayName'),
          'Without sortOrder a list is sorted ascending (RFC 7644 §3.4.2.3).',
        ),
    )

    check(
      'sortOrder turns the order around',
      { id: 'order-is-obeyed', verifies: ['RFC7644-3.4.2.3-06', 'RFC7644-3.4.2.3-02'], rulings: ['P-11'] },
      async (context) => {
        expectOrder(
          await sortedBy(context, 'displayName', 'descending'),
          'sortOrder descending sorts descending (RFC 7644 §3.4.2.3).',
        )
        expectOrder(
          await sortedBy(context, 'displayName', 'ascending', { sortOrder: 'ascending' }),
          'sortOrder ascending sorts ascending (RFC 7644 §3.4.2.3).',
        )
      },
    )

    check(
      'a list is sorted before it is cut into pages',
      { id: 'sorts-before-it-cuts', verifies: ['RFC7644-3.4.2.3-02'], rulings: ['P-11'] },
      async (context) => {
        const sorted = await sortedBy(context, 'displayName', 'descending', {
          sortOrder: 'descending',
          count: 4,
        })
        expectOrder(
          sorted,
          'The pages of a sorted list continue one another: it is sorted first, and cut then (RFC 7644 §3.4.2.3).',
        )
      },
    )

    check(
      'a sub-attribute can be sorted by',
      {
        id: 'sorts-by-sub-attributes',
        verifies: ['RFC7644-3.4.2.3-04', 'RFC7644-3.10-04'],
        rulings: ['P-11'],
      },
      async (context) =>
        expectOrder(
          await sortedBy(context, 'name.givenName'),
          'sortBy names a sub-attribute in attribute notation, and the list is sorted by it (RFC 7644 §3.4.2.3).',
        ),
    )

    check(
      'text without regard to case is sorted without regard to case',
      { id: 'text-ignores-case', verifies: ['RFC7644-3.4.2.3-08'], rulings: ['P-11'] },
      async (context) =>
        expectOrder(
          await sortedBy(context, 'title'),
          'Text that is not case-exact is sorted without regard to case (RFC 7644 §3.4.2.3).',
        ),
    )

    check(
      'text with regard to case is sorted by its characters',
      { id: 'case-exact-text-goes-by-characters', verifies: ['RFC7644-3.4.2.3-08'], rulings: ['P-11'] },
      async (context) => {
        const { users, identity } = context
        const ids: string[] = []
        for (const end of ['B', 'a', 'c']) {
          const externalId = `${identity.mark}${end}`
          const user = await users.create({ externalId })
          if (getMember(user.resource, 'externalId') !== externalId)
            skip('The server does not keep externalId.')
          ids.push(user.id)
        }
        const { order, walk } = await placesOf(context, 'externalId', ids)
        if (order.join() === '0,1,2') return
        fail({
          reason: 'externalId is case-exact: capital letters sort before small ones (RFC 7644 §3.4.2.3).',
          expected: 'the externalIds that end in B, a, c, in this order',
          observed: order.map((at) => 'Bac'[at]).join(', '),
          decisive: [walk.first.exchange.id],
        })
      },
    )

    check(
      'resources without a value stand last, in descending order first',
      { id: 'who-has-no-value-stands-last', verifies: ['RFC7644-3.4.2.3-05'], rulings: ['P-11'] },
      async (context) => {
        for (const order of ['ascending', 'descending'] as const) {
          const sorted = await sortedBy(context, 'title', order)
          expectAll(sorted)
          const has = sorted.walk.resources.map((resource) => sorted.value(resource) !== undefined)
          const proper = order === 'ascending' ? has : [...has].reverse()
          if (!proper.includes(false) || !proper.slice(proper.indexOf(false)).includes(true)) continue
          context.warn({
            reason: `Users without a title do not stand ${order === 'ascending' ? 'last' : 'first'} (RFC 7644 §3.4.2.3).`,
            expected:
              order === 'ascending'
                ? 'users with a title, then those without'
                : 'users without a title, then those with',
            observed: has.map((title) => (title ? 'title' : 'none')).join(', '),
            decisive: [sorted.walk.first.exchange.id],
          })
        }
      },
    )

    check(
      'of several values the primary one is sorted by',
      {
        id: 'the-primary-value-counts',
        verifies: ['RFC7644-3.4.2.3-03'],
        rulings: ['P-11'],
        level: 'SHOULD',
      },
      async (context) => {
        const { users, identity } = context
        const email = (letter: string, type: string, primary = false) => ({
          value: identity.email(`${letter}-${identity.local()}`),
          type,
          ...(primary ? { primary: true } : {}),
        })
        const first = await users.create({ emails: [email('m', 'work', true)] })
        const second = await users.create({ emails: [email('a', 'home'), email('z', 'work', true)] })
        const { order, walk } = await placesOf(context, 'emails.value', [first.id, second.id])
        const finding: Finding = {
          reason:
            'A list sorted by an attribute with several values goes by the primary one (RFC 7644 §3.4.2.3).',
          expected: 'the user whose primary address begins with m before the one whose begins with z',
          observed: order.length < 2 ? 'a user is missing' : 'the other way round: the first value counted',
          decisive: [walk.first.exchange.id],
        }
        if (order.length < 2) fail(finding)
        if (order[0] !== 0) context.warn(finding)
      },
    )
  },
)
