import type { Json } from '../../scim/types.ts'
import type { Spending } from './spending.ts'
import type { Decision, Finding } from '../verdict.ts'

/** What the server holds when an example is played: a population of resources, or the state of one. */
export interface Surroundings<T, Item extends Json = Json> {
  readonly what: 'population' | 'state'
  /** Parts that can be left out one by one: resources, or attributes of a state. */
  readonly items: readonly Item[]
  /** The parts that a failure points at: tried before all others, each alone and then together. */
  suspects?(finding: Finding): readonly Item[]
  /** How parts of a part are left out in turn, once few parts are left. */
  readonly slim?: {
    parts(item: Item): readonly Item[]
    /** The part with only some of its own parts; and what it can not be without. */
    whole(item: Item, parts: readonly Item[]): Item
  }
  /**
   * Makes a copy that holds only these parts, in this order, and says how examples are played there. Ends in a Decision
   * when that can not be done; then it counts as not failing. What was made is removed by `close` at the latest.
   */
  open(items: readonly Item[]): Promise<OpenSurroundings<T>>
}

/** A copy in which examples are played. */
export interface OpenSurroundings<T> {
  /** As the predicate of the property: returns, or throws a Decision. The demand is computed anew. */
  play(value: T): Promise<void>
  close(): Promise<void>
}

/** The smallest surroundings found, still open. */
export interface Smallest<T, Item> {
  readonly items: readonly Item[]
  readonly open: OpenSurroundings<T>
  readonly decision: Decision
}

/** So few parts are looked into. */
const MOST_SLIMMED = 3

/** Tries an example somewhere: the decision when it fails there. */
export type Attempt<T> = (play: (value: T) => Promise<void>, value: T) => Promise<Decision | undefined>

/**
 * Leaves away parts of the surroundings, halves first, then ever smaller pieces (delta debugging), as long as the example
 * still fails and the budget lasts. Gives `undefined` when it does not even fail on a copy of the whole.
 */
export async function smallestSurroundings<T, Item extends Json>(
  surroundings: Surroundings<T, Item>,
  value: T,
  finding: Finding,
  attempt: Attempt<T>,
  spending: Spending,
): Promise<Smallest<T, Item> | undefined> {
  const on = async (items: readonly Item[]): Promise<Smallest<T, Item> | undefined> => {
    const place: { open?: OpenSurroundings<T> } = {}
    const decision = await attempt(async (example) => {
      place.open = await surroundings.open(items)
      await place.open.play(example)
    }, value)
    if (place.open === undefined) return undefined
    if (decision !== undefined) return { items, open: place.open, decision }
    await place.open.close()
    return undefined
  }

  const suspects = (surroundings.suspects?.(finding) ?? []).slice(0, 4)
  const together = suspects.length > 1 ? [suspects] : []
  const nothing = surroundings.what === 'state' ? [[]] : []
  const few = await firstOf([...nothing, ...suspects.map((item) => [item]), ...together], spending, on)
  const whole = few ?? (spending.over() ? undefined : await on(surroundings.items))
  if (whole === undefined) return undefined
  const replaced = (old: Smallest<T, Item>) => old.open.close()
  let best = (await leastOf(whole.items, whole, on, replaced, spending)).found
  const { slim } = surroundings
  if (slim === undefined || best.items.length > MOST_SLIMMED) return best
  for (const [at, item] of best.items.entries()) {
    const { items } = best
    const withParts = (parts: readonly Item[]) => on(items.with(at, slim.whole(item, parts)))
    const none = spending.over() ? undefined : await withParts([])
    if (none !== undefined) await best.open.close()
    best = none ?? (await leastOf(slim.parts(item), best, withParts, replaced, spending)).found
  }
  return best
}

/** Leaves away halves of a list, then ever smaller pieces, as long as what is left is still found. */
async function leastOf<Part, Found>(
  all: readonly Part[],
  first: Found,
  find: (parts: readonly Part[]) => Promise<Found | undefined>,
  replaced: (old: Found) => Promise<void>,
  spending: Spending,
): Promise<{ readonly parts: readonly Part[]; readonly found: Found }> {
  let parts = all
  let found = first
  let pieces = 2
  while (parts.length > 1 && !spending.over()) {
    const list = parts
    const size = Math.ceil(list.length / pieces)
    const starts = Array.from({ length: Math.ceil(list.length / size) }, (_, at) => at * size)
    const less = await firstOf(starts, spending, async (start) => {
      const rest = [...list.slice(0, start), ...list.slice(start + size)]
      const one = await find(rest)
      return one === undefined ? undefined : { rest, one }
    })
    if (less !== undefined) {
      await replaced(found)
      parts = less.rest
      found = less.one
      pieces = Math.max(2, pieces - 1)
    } else if (size === 1) break
    else pieces = Math.min(list.length, pieces * 2)
  }
  return { parts, found }
}

async function firstOf<From, To>(
  list: readonly From[],
  spending: Spending,
  find: (one: From) => Promise<To | undefined>,
): Promise<To | undefined> {
  for (const one of list) {
    if (spending.over()) return undefined
    const found = await find(one)
    if (found !== undefined) return found
  }
  return undefined
}
