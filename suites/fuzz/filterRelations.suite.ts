// RFC 7644 §3.4.2.2, Table 4 as laws that need no knowledge of what the parts mean: and, or and not are those of logic, so
// that two ways to write one condition select the same users.
import fc from 'fast-check'
import {
  describeAnswer,
  type CheckContext,
  fail,
  forAll,
  idOf,
  named,
  overlaps,
  type Population,
  suite,
  type Walk,
  within,
} from '../../harness/check/index.ts'
import { filterFor } from '../../harness/generate/index.ts'
import { judge } from '../../harness/scim/filter/judge.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import type { Filter, Json, Resource } from '../../harness/scim/types.ts'
import { settled, walkCrowd, withoutComputed } from './asking.ts'

const EXAMPLES = 10

const and = (left: Filter, right: Filter): Filter => ({ kind: 'and', left, right })
const or = (left: Filter, right: Filter): Filter => ({ kind: 'or', left, right })
const not = (filter: Filter): Filter => ({ kind: 'not', filter })

/** Two conditions that select the same, whatever their parts mean. */
interface Law {
  readonly told: string
  readonly sides: (one: Filter, other: Filter) => readonly [Filter, Filter]
}

const LAWS: readonly [Law, ...Law[]] = [
  { told: 'and commutes', sides: (one, other) => [and(one, other), and(other, one)] },
  { told: 'or commutes', sides: (one, other) => [or(one, other), or(other, one)] },
  { told: 'not not is nothing', sides: (one) => [not(not(one)), one] },
  {
    told: 'not (a or b) is (not a) and (not b)',
    sides: (one, other) => [not(or(one, other)), and(not(one), not(other))],
  },
  {
    told: 'not (a and b) is (not a) or (not b)',
    sides: (one, other) => [not(and(one, other)), or(not(one), not(other))],
  },
  { told: 'a or (a and b) is a', sides: (one, other) => [or(one, and(one, other)), one] },
  { told: 'a and (a or b) is a', sides: (one, other) => [and(one, or(one, other)), one] },
]

/** What is open where a value is absent, or what a filter means at all: each server may draw its line elsewhere. */
const OF_ABSENCE = new Set(['F-01', 'F-02', 'F-03', 'F-04', 'F-05', 'F-06', 'F-10'])

/** Whether logic alone decides about a user: nothing is open there but the order of values. */
const isBound = ({ userSchema }: CheckContext, member: Resource, parts: readonly Filter[]) =>
  parts
    .flatMap((part) => [part, not(part)])
    .every((part) => judge(part, member, userSchema).rulings.every((ruling) => !OF_ABSENCE.has(ruling)))

/** Asks for a filter; one that is declined says nothing. */
async function selected(context: CheckContext, crowd: Population, filter: Filter): Promise<Walk> {
  const text = within(crowd, printFilter(filter))
  const walk = await walkCrowd(context, crowd, { filter: text })
  if (walk.last.status >= 500)
    fail({
      reason: 'A filter is answered as a fault of the server.',
      expected: '200, or 400 with scimType invalidFilter',
      observed: `${describeAnswer(walk.last)} to ${text}`,
      decisive: [walk.last.exchange.id],
    })
  return walk
}

const holds = ({ ids }: Walk, member: Resource) => ids.includes(idOf(member))

const isWhole = (walk: Walk) => walk.end === 'complete' && !overlaps(walk)

/** What two filters select; `last` is what was asked last. */
interface Sides {
  readonly left: Walk
  readonly right: Walk
  readonly last: Walk['last']
}

async function both(
  context: CheckContext,
  crowd: Population,
  [one, other]: readonly [Filter, Filter],
): Promise<Sides> {
  const left = await selected(context, crowd, one)
  const right = await selected(context, crowd, other)
  return { left, right, last: right.last }
}

async function keepsLaw(
  context: CheckContext,
  crowd: Population,
  { law, one, other }: Example,
): Promise<void> {
  const sides = law.sides(one, other)
  const bound = crowd.members.filter((member) => isBound(context, member, [one, other]))
  const oddIn = ({ left, right }: Sides) =>
    isWhole(left) && isWhole(right)
      ? bound.find((member) => holds(left, member) !== holds(right, member))
      : undefined
  const seen = await settled(
    context,
    () => both(context, crowd, sides),
    (found) => oddIn(found) === undefined,
  )
  const odd = oddIn(seen)
  if (odd === undefined) return
  const [has, lacks] = holds(seen.left, odd) ? sides : [sides[1], sides[0]]
  fail({
    reason: `Two filters that are the same by logic (${law.told}) select different users (RFC 7644 §3.4.2.2).`,
    expected: `${printFilter(has)} and ${printFilter(lacks)} select the same users`,
    observed: `the first selects ${named([odd])}, the second does not`,
    decisive: [seen.left.first.exchange.id, seen.right.first.exchange.id],
  })
}

interface Example {
  readonly law: Law
  readonly one: Filter
  readonly other: Filter
}

async function coversAll(context: CheckContext, crowd: Population, filter: Filter): Promise<void> {
  const sides = [or(filter, not(filter)), and(filter, not(filter))] as const
  const bound = crowd.members.filter((member) => isBound(context, member, [filter]))
  const missedBy = (walk: Walk) => bound.filter((member) => isWhole(walk) && !holds(walk, member))
  const takenBy = (walk: Walk) => bound.filter((member) => isWhole(walk) && holds(walk, member))
  const { left, right } = await settled(
    context,
    () => both(context, crowd, sides),
    (seen) => missedBy(seen.left).length + takenBy(seen.right).length === 0,
  )
  const reason =
    'A user matches either a filter or its negation, and never both (RFC 7644 §3.4.2.2, Table 4).'
  const decisive = [left.first.exchange.id, right.first.exchange.id]
  if (missedBy(left).length > 0)
    fail({
      reason,
      expected: `${printFilter(sides[0])} selects everybody`,
      observed: `left out: ${named(missedBy(left))}`,
      decisive,
    })
  if (takenBy(right).length > 0)
    fail({
      reason,
      expected: `${printFilter(sides[1])} selects nobody`,
      observed: `selected: ${named(takenBy(right))}`,
      decisive,
    })
}

export default suite(
  'Filters and logic',
  {
    id: 'fuzz.filter',
    file: 'suites/fuzz/filterRelations',
    needs: ['users', 'filter', 'create-user'],
    tags: ['fuzz', 'filter'],
    severity: 'wrong-answer',
    impact: 'Whoever relies on such a filter deals with other people than it asked for.',
  },
  ({ property }) => {
    property(
      'filters that are the same by logic select the same users',
      {
        id: 'keeps-the-laws-of-logic',
        verifies: ['RFC7644-3.4.2.2-38', 'RFC7644-3.4.2.2-44'],
        rulings: ['F-02', 'F-03', 'F-09', 'F-10'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const crowd = await context.crowd()
        const part = filterFor(context.userSchema, crowd.members.map(withoutComputed), { maxDepth: 1 })
        return forAll(
          fc.record({ law: fc.constantFrom(...LAWS), one: part, other: part }),
          (example) => keepsLaw(context, crowd, example),
          {
            show: ({ law, one, other }) => `${law.told}: a = ${printFilter(one)}, b = ${printFilter(other)}`,
            toJson: ({ law, one, other }) =>
              JSON.parse(JSON.stringify({ law: law.told, one, other })) as Json,
            fromJson: (json) => {
              const { law, one, other } = json as unknown as { law: string; one: Filter; other: Filter }
              return { law: LAWS.find(({ told }) => told === law) ?? LAWS[0], one, other }
            },
            examples: EXAMPLES,
          },
        )
      },
    )

    property(
      'every user matches a filter or its negation, and nobody matches both',
      {
        id: 'covers-everybody-once',
        verifies: ['RFC7644-3.4.2.2-38', 'RFC7644-3.4.2.2-44'],
        rulings: ['F-02', 'F-03', 'F-10'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const crowd = await context.crowd()
        const filters = filterFor(context.userSchema, crowd.members.map(withoutComputed), { maxDepth: 2 })
        return forAll(filters, (filter) => coversAll(context, crowd, filter), {
          show: printFilter,
          examples: 6,
        })
      },
    )
  },
)
