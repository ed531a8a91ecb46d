import fc, { Arbitrary, Value } from 'fast-check'
import type { Random, Stream } from 'fast-check'
import { deriveSeed } from './random.ts'

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
}

/** The examples, and the parts of the grammar of which there is none. */
export interface Examples<T> {
  readonly examples: readonly Example<T>[]
  readonly open: readonly string[]
}

/** How many values are drawn for one that is played while parts of the grammar are missing; more for the last parts. */
const CHOICE = 3
const CHOICE_OF_LAST = 12
/** Values that are drawn without any of the missing parts before these are given up. */
const MOST_IN_VAIN = 60

/**
 * Draws the examples of a property, all at once, so that they depend on the seed and the number of lanes only and never on
 * what is answered when: each lane draws by (seed, lane). As long as parts of the grammar are missing, a lane draws several values and
 * takes the one that exercises most of them.
 */
export function drawExamples<T>(drawing: Drawing<T>): Examples<T> {
  const { first, lanes, cells } = drawing
  const missing = new Set(cells === undefined ? [] : drawing.reachable)
  const note = (value: T) => {
    for (const cell of missing.size === 0 ? [] : (cells?.(value) ?? [])) missing.delete(cell)
  }
  const given = first.map((value, at) => ({
    ...regrown(drawing.arbitrary, value),
    place: `corpus, example ${at}`,
    lane: at % lanes,
  }))
  for (const { value } of given) note(value)
  const sources = Array.from({ length: lanes }, (_, lane) =>
    valuesFrom(drawing.arbitrary, deriveSeed(drawing.seed, `lane ${lane}`)),
  )
  const drawn: Example<T>[] = []
  const open = new Set<string>()
  let vain = 0
  for (let at = 0; drawn.length < drawing.count; at += 1) {
    const lane = at % lanes
    const source = sources[lane]
    if (source === undefined) break
    const left = drawing.count - drawn.length
    const last = missing.size > 0 && left <= missing.size + open.size
    const aimed = last ? aimedAt(drawing, missing, open, at) : undefined
    if (aimed !== undefined) {
      note(aimed.value)
      drawn.push({ ...aimed, place: `lane ${lane}, example ${Math.floor(at / lanes)}`, lane })
      continue
    }
    const choice = missing.size === 0 || vain >= MOST_IN_VAIN ? 1 : last ? CHOICE_OF_LAST : CHOICE
    const before = missing.size
    const one = chosen(source, choice, missing, cells)
    note(one.value)
    vain = missing.size === before ? vain + choice : 0
    drawn.push({ ...one, place: `lane ${lane}, example ${Math.floor(at / lanes)}`, lane })
  }
  return { examples: [...given, ...drawn], open: [...open].sort() }
}

/** A value for one of the missing parts; parts for which there is none are moved to the open ones. */
function aimedAt<T>(
  { arbitrary, towards, cells, seed }: Drawing<T>,
  missing: Set<string>,
  open: Set<string>,
  at: number,
): Grown<T> | undefined {
  if (towards === undefined) return undefined
  for (const cell of [...missing]) {
    const aim = towards(cell)
    const found =
      aim === undefined
        ? undefined
        : fc
            .sample(aim, { seed: deriveSeed(seed, 'towards', cell, String(at)), numRuns: CHOICE_OF_LAST })
            .find((value) => cells?.(value).includes(cell) === true)
    if (found !== undefined) return regrown(arbitrary, found)
    missing.delete(cell)
    open.add(cell)
  }
  return undefined
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

const BATCH = 32

/** Values without end; equal seeds give equal values. */
function* valuesFrom<T>(arbitrary: Arbitrary<T>, seed: number): Generator<Grown<T>, never> {
  const growing = new Growing(arbitrary)
  for (let batch = 0; ; batch += 1)
    yield* fc.sample(growing, { seed: deriveSeed(seed, String(batch)), numRuns: BATCH })
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
