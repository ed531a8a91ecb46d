import fc, { Arbitrary, Value } from 'fast-check'
import type { Random, Stream } from 'fast-check'
import { deriveSeed } from '../random.ts'

/** A value with the smaller ones that it leads to. */
export interface Grown<T> {
  readonly value: T
  /** Smaller values, the boldest cuts first. */
  smaller(): Iterable<Grown<T>>
}

/** An example that is to be played. */
export interface Example<T> extends Grown<T> {
  /** Where it comes from: `lane 0, example 7`, or `corpus, example 2`. */
  readonly place: string
  readonly lane: number
}

/** What examples are drawn from, and to what end. */
export interface Drawing<T> {
  readonly arbitrary: Arbitrary<T>
  readonly seed: number
  readonly count: number
  readonly lanes: number
  /** Values that come first, as they were written down. */
  readonly first: readonly T[]
  /** Parts of the grammar that a value exercises. */
  readonly cells?: ((value: T) => readonly string[]) | undefined
  /** Parts that are to be exercised; drawn for as long as one is missing. */
  readonly reachable: readonly string[]
  /** Values that exercise one part, for what drawing at random does not reach; `undefined` when there are none. */
  readonly towards?: ((cell: string) => Arbitrary<T> | undefined) | undefined
  /** One value that exercises what two do, for the missing parts; `undefined` when they would get in each other's way. */
  readonly join?: ((one: T, other: T) => T | undefined) | undefined
  /** Values that are each aimed at one class of mistakes: two of three examples are drawn from these, in turn. */
  readonly aims?: readonly Arbitrary<T>[] | undefined
}

/** The examples of a property, drawn when they are asked for. */
export interface Examples<T> {
  /** How many there are. */
  readonly size: number
  /** The next one of a lane, with its number among all; `undefined` when there is none left. */
  next(lane: number): { readonly at: number; readonly example: Example<T> } | undefined
  /** Parts of the grammar that turned out to be exercised by no value. */
  open(): readonly string[]
}

/** How many values are drawn for one that is played while parts of the grammar are missing; more for the last parts. */
const CHOICE = 3
const CHOICE_OF_LAST = 12
/** How many missing parts are gone for at once, where values can be joined; some get in each other's way. */
const JOINED = 2
/** Of so many examples all but one are drawn from the aims, where there are some. */
const AIMED = 3
/** Values that are drawn without any of the missing parts before these are given up. */
const MOST_IN_VAIN = 60

/**
 * The examples of a property. They depend on the seed and the number of lanes only and never on what is answered when: each
 * lane draws by (seed, lane), and all are drawn in one order, whoever asks first. As long as parts of the grammar are
 * missing, several values are drawn for each example, and the one is taken that exercises most of them.
 */
export function examplesOf<T>(drawing: Drawing<T>): Examples<T> {
  const open = new Set<string>()
  const order = inOrder(drawing, open)
  const waiting = Array.from({ length: drawing.lanes }, (): { at: number; example: Example<T> }[] => [])
  let drawn = 0
  return {
    size: drawing.first.length + drawing.count,
    open: () => [...open].sort(),
    next: (lane) => {
      for (;;) {
        const ready = waiting[lane]?.shift()
        if (ready !== undefined) return ready
        const { value: example, done } = order.next()
        if (done === true) return undefined
        waiting[example.lane]?.push({ at: drawn, example })
        drawn += 1
      }
    },
  }
}

/** The one example that is replayed. */
export function onlyExample<T>(arbitrary: Arbitrary<T>, value: T): Examples<T> {
  const example = { ...regrown(arbitrary, value), place: 'replay', lane: 0 }
  let left = 1
  return {
    size: 1,
    open: () => [],
    next: (lane) => (lane === 0 && left-- > 0 ? { at: 0, example } : undefined),
  }
}

function* inOrder<T>(drawing: Drawing<T>, open: Set<string>): Generator<Example<T>, undefined> {
  const { arbitrary, first, lanes, cells, count, aims = [] } = drawing
  const missing = new Set(cells === undefined ? [] : drawing.reachable)
  const note = (value: T) => {
    for (const cell of missing.size === 0 ? [] : (cells?.(value) ?? [])) missing.delete(cell)
  }
  for (const [at, value] of first.entries()) {
    note(value)
    yield { ...regrown(arbitrary, value), place: `corpus, example ${at}`, lane: at % lanes }
  }
  const sources = Array.from({ length: lanes }, (_, lane) =>
    valuesFrom(arbitrary, deriveSeed(drawing.seed, `lane ${lane}`)),
  )
  const firstAim = aims.length === 0 ? 0 : deriveSeed(drawing.seed, 'aims') % aims.length
  let aimed = 0
  let vain = 0
  for (let at = 0; at < count; at += 1) {
    const lane = at % lanes
    const source = sources[lane]
    if (source === undefined) return
    const needed = drawing.join === undefined ? missing.size : Math.ceil(missing.size / JOINED) + JOINED * 2
    const last = missing.size > 0 && count - at <= needed + open.size
    const before = missing.size
    const choice = before === 0 || vain >= MOST_IN_VAIN ? 1 : last ? CHOICE_OF_LAST : CHOICE
    const aim = at % AIMED !== 0 ? aims[(firstAim + aimed) % aims.length] : undefined
    if (!last && aim !== undefined) aimed += 1
    const one = last
      ? (aimedAt(drawing, missing, open, at) ?? chosen(source, choice, missing, cells))
      : aim === undefined
        ? chosen(source, choice, missing, cells)
        : regrown(arbitrary, sampleOf(aim, deriveSeed(drawing.seed, 'aim', String(at))))
    note(one.value)
    vain = missing.size === before ? vain + choice : 0
    yield { ...one, place: `lane ${lane}, example ${Math.floor(at / lanes)}`, lane }
  }
}

function sampleOf<T>(arbitrary: Arbitrary<T>, seed: number): T {
  return new Growing(arbitrary).drawnWith(seed).value
}

/** A value for one of the missing parts; parts for which there is none are moved to the open ones. */
function aimedAt<T>(
  { arbitrary, towards, cells, seed, join }: Drawing<T>,
  missing: Set<string>,
  open: Set<string>,
  at: number,
): Grown<T> | undefined {
  if (towards === undefined) return undefined
  let joined: { readonly value: T; readonly parts: number } | undefined
  for (const cell of [...missing]) {
    if (joined !== undefined && cells?.(joined.value).includes(cell) === true) continue
    const aim = towards(cell)
    const found = aim === undefined ? undefined : aimedBy(aim, cell)
    if (found === undefined) {
      missing.delete(cell)
      open.add(cell)
      continue
    }
    const both = joined === undefined ? found : join?.(joined.value, found)
    if (both !== undefined) joined = { value: both, parts: (joined?.parts ?? 0) + 1 }
    if (join === undefined || (joined?.parts ?? 0) > JOINED) break
  }
  return joined === undefined ? undefined : regrown(arbitrary, joined.value)

  function aimedBy(aim: Arbitrary<T>, cell: string): T | undefined {
    for (let attempt = 0; attempt < CHOICE_OF_LAST; attempt += 1) {
      const value = sampleOf(aim, deriveSeed(seed, 'towards', cell, `${at} ${attempt}`))
      if (cells?.(value).includes(cell) === true) return value
    }
    return undefined
  }
}

/** The one of several values that exercises most of what is missing; the first of them when several do. */
function chosen<T>(
  source: Iterator<Grown<T>, never>,
  choice: number,
  missing: ReadonlySet<string>,
  cells: Drawing<T>['cells'],
): Grown<T> {
  let best = source.next().value
  if (cells === undefined || choice === 1) return best
  const worth = (grown: Grown<T>) => cells(grown.value).filter((cell) => missing.has(cell)).length
  let most = worth(best)
  for (let drawn = 1; drawn < choice && (most === 0 || drawn < CHOICE); drawn += 1) {
    const other = source.next().value
    const value = worth(other)
    if (value > most) [best, most] = [other, value]
  }
  return best
}

/** Values without end, each drawn when it is asked for; equal seeds give equal values. */
function* valuesFrom<T>(arbitrary: Arbitrary<T>, seed: number): Generator<Grown<T>, never> {
  const growing = new Growing(arbitrary)
  for (let ordinal = 0; ; ordinal += 1) yield growing.drawnWith(deriveSeed(seed, String(ordinal)))
}

/** A value that was written down, with the smaller ones that an arbitrary finds for it. */
export function regrown<T>(arbitrary: Arbitrary<T>, value: T): Grown<T> {
  return arbitrary.canShrinkWithoutContext(value)
    ? grown(arbitrary, new Value(value, undefined))
    : { value, smaller: () => [] }
}

function grown<T>(arbitrary: Arbitrary<T>, drawn: Value<T>): Grown<T> {
  return {
    value: drawn.value_,
    smaller: () => arbitrary.shrink(drawn.value_, drawn.context).map((next) => grown(arbitrary, next)),
  }
}

/** Hands out each value together with its shrinks, which fast-check keeps to its own runners otherwise. */
class Growing<T> extends Arbitrary<Grown<T>> {
  readonly #inner: Arbitrary<T>

  constructor(inner: Arbitrary<T>) {
    super()
    this.#inner = inner
  }

  /** The one value of a seed. */
  drawnWith(seed: number): Grown<T> {
    const [value] = fc.sample(this, { seed, numRuns: 1 })
    if (value === undefined) throw new Error('An arbitrary gave no value.')
    return value
  }

  override generate(random: Random, bias: number | undefined): Value<Grown<T>> {
    return new Value(grown(this.#inner, this.#inner.generate(random, bias)), undefined)
  }

  override canShrinkWithoutContext(_value: unknown): _value is Grown<T> {
    return false
  }

  override shrink(): Stream<Value<Grown<T>>> {
    return fc.Stream.nil<Value<Grown<T>>>()
  }
}
