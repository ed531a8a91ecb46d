import type { Json } from '../scim/types.ts'
import type { Spending } from './spending.ts'
import type { Decision, Finding } from './verdict.ts'

/** What the server holds when an example is played: a population of resources, or the state of one. */
export interface Surroundings<T, Item extends Json = Json> {
  readonly what: 'population' | 'state'
  /** Parts that can be left out one by one: resources, or attributes of a state. */
  readonly items: readonly Item[]
  /** The parts that a failure points at: tried before all others, each alone and then together. */
  suspects?(finding: Finding): readonly Item[]
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
  let best = few ?? (spending.over() ? undefined : await on(surroundings.items))
  let pieces = 2
  while (best !== undefined && best.items.length > 1 && !spending.over()) {
    const { items } = best
    const size = Math.ceil(items.length / pieces)
    const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, at) => at * size)
    const less: Smallest<T, Item> | undefined = await firstOf(starts, spending, (start) =>
      on([...items.slice(0, start), ...items.slice(start + size)]),
    )
    if (less !== undefined) {
      await best.open.close()
      best = less
      pieces = Math.max(2, pieces - 1)
    } else if (size === 1) break
    else pieces = Math.min(items.length, pieces * 2)
  }
  return best
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
