// RFC 7644 §3.4.2.3 and §3.4.2.4, RFC 9865 §2 as statements: sorted by whatever attribute, a list is the same list in the
// right order; and cut into whatever pages, by index or by cursor, it shows each of its resources once.
import fc from 'fast-check'
import {
  type CheckContext,
  fail,
  forAll,
  idOf,
  type Listing,
  named,
  type Population,
  suite,
  type Walk,
  within,
} from '../../harness/check/index.ts'
import { filterFor, type Sorting, sortingFor } from '../../harness/generate/index.ts'
import { judge } from '../../harness/scim/filter/judge.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import { parseAttributePath } from '../../harness/scim/path.ts'
import { getAt, resolve } from '../../harness/scim/schema/lookup.ts'
import { compareValues } from '../../harness/scim/sort.ts'
import type { Filter, Json, Resource } from '../../harness/scim/types.ts'
import { everyCollationDecides } from '../rfc7644/collation.ts'
import { listedCrowd, selectsAsMeant, settled, walkCrowd, warnOnce, withoutComputed } from './asking.ts'

const SORTINGS = 20
const WALKS = 8

interface Sorted {
  readonly sorting: Sorting
  /** How many a page holds; absent: as the server likes. */
  readonly count?: number
  readonly filter: Filter
}

interface Cut {
  readonly filter: Filter
  /** How many each page holds, in turn. */
  readonly counts: readonly number[]
}

const isRepeating = ({ ids }: Walk) => new Set(ids).size < ids.length

const TWICE = 'Users stand on two pages of a list at rest (P-10).'

/** Who is missing and who is too much in a list of these users; who comes twice takes another's place, legally (P-10). */
function wrongMembers(walk: Walk, wanted: readonly Resource[]): readonly string[] {
  const ids = new Set(walk.ids)
  const missing = isRepeating(walk) ? [] : wanted.filter((member) => !ids.has(idOf(member)))
  const extra = [...ids].filter((id) => !wanted.some((member) => idOf(member) === id))
  return [
    ...(missing.length === 0 ? [] : [`left out: ${named(missing)}`]),
    ...(extra.length === 0 ? [] : [`too much: ${extra.join(', ')}`]),
  ]
}

/** The members that a filter selects, where no two conforming servers disagree. */
const matching = ({ userSchema }: CheckContext, crowd: Population, filter: Filter) =>
  crowd.members.filter((member) => judge(filter, member, userSchema).verdict === 'match')

/** How two values have to stand to each other: negative when the first comes first, 0 where the server chooses. */
function order(
  context: CheckContext,
  { sortBy, sortOrder }: Sorting,
  left: Resource,
  right: Resource,
): number {
  const found = resolve(context.userSchema, parseAttributePath(sortBy))
  if (found === undefined || found.attribute.multiValued) return 0
  const [one, other] = [getAt(left, found), getAt(right, found)]
  if (one === undefined || other === undefined || !isOrdered(one, other)) return 0
  const difference = compareValues(one, other, found.sub ?? found.attribute)
  return sortOrder === 'descending' ? -difference : difference
}

const isOrdered = (one: Json, other: Json) =>
  typeof one === 'number'
    ? typeof other === 'number'
    : typeof one === 'string' && typeof other === 'string' && everyCollationDecides(one, other)

/** Neighbours that stand the wrong way round. */
function misplaced(context: CheckContext, sorting: Sorting, walk: Walk, crowd: Population) {
  const members = walk.ids
    .map((id) => crowd.members.find((member) => idOf(member) === id))
    .filter((member) => member !== undefined)
  return members.flatMap((member, at) => {
    const next = members[at + 1]
    return next !== undefined && order(context, sorting, member, next) > 0 ? [{ member, next }] : []
  })
}

async function isInOrder(
  context: CheckContext,
  crowd: Population,
  { sorting, count, filter }: Sorted,
): Promise<void> {
  const wanted = matching(context, crowd, filter)
  const query = {
    filter: within(crowd, printFilter(filter)),
    ...sorting,
    ...(count === undefined ? {} : { count }),
  }
  const walk = await settled(
    context,
    () => walkCrowd(context, crowd, query),
    (seen) => seen.end === 'refused' || wrongMembers(seen, wanted).length === 0,
  )
  if (walk.end === 'refused') return
  const told = `${JSON.stringify(sorting)}${count === undefined ? '' : ` and count ${count}`} of ${query.filter}`
  const wrong = wrongMembers(walk, wanted)
  const decisive = [walk.first.exchange.id]
  if (wrong.length > 0 && !(await selectsAsMeant(context, crowd, query.filter, wanted))) return
  if (wrong.length > 0)
    fail({
      reason: 'A sorted list holds the same resources as the list that is not sorted (RFC 7644 §3.4.2.3).',
      expected: `${told} holds ${named(wanted)}`,
      observed: wrong.join('; '),
      decisive,
    })
  const found = resolve(context.userSchema, parseAttributePath(sorting.sortBy))
  const [first] = misplaced(context, sorting, walk, crowd)
  if (first === undefined || found === undefined) return
  const show = (member: Resource) => JSON.stringify(getAt(member, found))
  const finding = {
    reason: 'A list is not in the order that was asked for (RFC 7644 §3.4.2.3).',
    expected: told,
    observed: `${show(first.member)} before ${show(first.next)}`,
    decisive,
  }
  const isText = (found.sub ?? found.attribute).type === 'string'
  if (isText) fail(finding)
  warnOnce(context, finding.reason, `${finding.observed}: ${told}`, decisive)
}

/** What is wrong with the figures of a page that begins at `startIndex`. */
function wrongFigures(page: Listing, startIndex: number, count: number, total: number): readonly string[] {
  const { resources, totalResults } = page
  const expected = Math.max(0, Math.min(count, total - startIndex + 1))
  return [
    ...(resources.length > count ? [`${resources.length} resources with count ${count}`] : []),
    ...(resources.length === 0 && expected > 0
      ? [`an empty page at startIndex ${startIndex} of ${total}`]
      : []),
    ...(totalResults === undefined || totalResults === total
      ? []
      : [`totalResults ${totalResults} of ${total}`]),
  ]
}

/** Pages of any sizes, each beginning where the last one ended. */
async function walksOnce(context: CheckContext, crowd: Population, { filter, counts }: Cut): Promise<void> {
  const wanted = matching(context, crowd, filter)
  const text = within(crowd, printFilter(filter))
  const seen: string[] = []
  const wrong: string[] = []
  const decisive: string[] = []
  for (let at = 0; seen.length < wanted.length && at < 40; at += 1) {
    const count = counts[at % counts.length] ?? 1
    const startIndex = seen.length + 1
    const walk = await walkCrowd(context, crowd, { filter: text, startIndex, count }, { limit: 1 })
    const [page] = walk.pages
    if (page === undefined || page.nextCursor !== undefined) return
    decisive.push(walk.first.exchange.id)
    wrong.push(...wrongFigures(page, startIndex, count, wanted.length))
    seen.push(...page.resources.map(idOf))
    if (wrong.length > 0 || page.resources.length === 0) break
  }
  const missing = wanted.filter((member) => !seen.includes(idOf(member)))
  if (new Set(seen).size < seen.length && wrong.length === 0) {
    warnOnce(context, TWICE, text, decisive)
    return
  }
  if (wrong.length === 0 && missing.length === 0) return
  if (!(await selectsAsMeant(context, crowd, text, wanted))) return
  fail({
    reason:
      'Pages that each begin where the last one ended show every resource of the list once (RFC 7644 §3.4.2.4).',
    expected: `${text} in pages of ${counts.join(', ')}: ${named(wanted)}`,
    observed: [...wrong, ...(missing.length === 0 ? [] : [`no page has ${named(missing)}`])].join('; '),
    decisive,
  })
}

async function cursorsLead(
  context: CheckContext,
  crowd: Population,
  { filter, count }: { readonly filter: Filter; readonly count: number },
): Promise<void> {
  const wanted = matching(context, crowd, filter)
  const text = within(crowd, printFilter(filter))
  const walk = await walkCrowd(context, crowd, { filter: text, count }, { start: { cursor: '' } })
  if (walk.end === 'refused' && walk.pages.length === 0) return
  const large = walk.pages.find(({ resources }) => resources.length > count)
  const wrong = [
    ...(walk.end === 'complete' ? [] : [`the walk ends ${walk.end} after ${walk.pages.length} pages`]),
    ...wrongMembers(walk, wanted),
    ...(large === undefined ? [] : [`a page of ${large.resources.length}`]),
  ]
  if (wrong.length > 0 && (await selectsAsMeant(context, crowd, text, wanted)))
    fail({
      reason: 'Cursors lead to every resource that the query matches, and to no others (RFC 9865 §2).',
      expected: `${text} with count ${count}: ${named(wanted)}`,
      observed: wrong.join('; '),
      decisive: [walk.first.exchange.id, walk.last.exchange.id],
    })
  if (isRepeating(walk)) warnOnce(context, TWICE, text, [walk.last.exchange.id])
}

export default suite(
  'Order and pages of all kinds',
  {
    id: 'fuzz.pages',
    file: 'suites/fuzz/pages',
    needs: ['users', 'filter', 'create-user'],
    tags: ['fuzz', 'paging'],
    severity: 'data-loss',
    impact: 'Users that no page shows do not exist for the client, which makes them again or forgets them.',
  },
  ({ property }) => {
    const filtersOn = ({ userSchema }: CheckContext, crowd: Population) =>
      filterFor(userSchema, crowd.members.map(withoutComputed), { decidableOnly: true, maxDepth: 0 })

    property(
      'a sorted list is the same list in the right order',
      {
        id: 'sorting-only-sorts',
        verifies: ['RFC7644-3.4.2.3-02', 'RFC7644-3.4.2.3-08', 'RFC7644-3.4.2.3-06'],
        rulings: ['P-11', 'F-14', 'P-10'],
        needs: ['sort'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const crowd = await listedCrowd(context)
        return forAll<Sorted>(
          fc.record(
            {
              sorting: sortingFor(context.userSchema, crowd.members.map(withoutComputed)),
              count: fc.integer({ min: 2, max: 9 }),
              filter: filtersOn(context, crowd),
            },
            { requiredKeys: ['sorting', 'filter'], noNullPrototype: true },
          ),
          (example) => isInOrder(context, crowd, example),
          { examples: SORTINGS },
        )
      },
    )

    property(
      'pages of any sizes show each resource once',
      {
        id: 'pages-follow-one-another',
        verifies: ['RFC7644-3.4.2.4-11', 'RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-13', 'RFC7644-3.4.2.4-05'],
        rulings: ['P-05', 'P-09', 'P-10'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const crowd = await listedCrowd(context)
        return forAll<Cut>(
          fc.record({
            filter: filtersOn(context, crowd),
            counts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
          }),
          (example) => walksOnce(context, crowd, example),
          {
            show: ({ filter, counts }) => `${printFilter(filter)} in pages of ${counts.join(', ')}`,
            examples: WALKS,
          },
        )
      },
    )

    property(
      'cursors lead to each resource once',
      {
        id: 'cursors-follow-one-another',
        verifies: ['RFC9865-2-09', 'RFC9865-2-10', 'RFC9865-2-08'],
        rulings: ['P-13', 'P-10'],
        needs: ['cursor'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const crowd = await listedCrowd(context)
        return forAll(
          fc.record({ filter: filtersOn(context, crowd), count: fc.integer({ min: 1, max: 7 }) }),
          (example) => cursorsLead(context, crowd, example),
          { show: ({ filter, count }) => `${printFilter(filter)} with count ${count}`, examples: WALKS },
        )
      },
    )
  },
)
