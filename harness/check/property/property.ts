import type { Arbitrary } from 'fast-check'
import type { Json } from '../../scim/types.ts'
import type { CheckContext } from '../context.ts'
import { Falsified } from './counterexample.ts'
import { type Examples, examplesOf, onlyExample } from './examples.ts'
import { reduceFailures } from './falsify.ts'
import { exerciseOf, playAll } from './pass.ts'
import { deriveSeed } from '../random.ts'
import type { Surroundings } from './surroundings.ts'
import { Decision, skip } from '../verdict.ts'

export { type Counterexample, Falsified } from './counterexample.ts'

/** How the values of a property are told, counted and bounded. */
export interface ForAllOptions<T> {
  /** For the report; JSON by default. */
  readonly show?: (value: T) => string
  readonly toJson?: (value: T) => Json
  /** The value that `toJson` wrote down, for replays and the corpus; by default the JSON is the value. */
  readonly fromJson?: (json: Json) => T
  /** Examples when the run names no number; 100 by default. */
  readonly examples?: number
  /** Requests that making one failure smaller may cost; 300 by default, 100 off loopback. */
  readonly shrinkBudget?: number
  /** Name of the grammar that `cells` counts, as the report calls it: `filter`, `PATCH`. */
  readonly grammar?: string
  /** Parts of the grammar that a value exercises; also tells faults apart, and what examples are still worth drawing. */
  readonly cells?: (value: T) => readonly string[]
  /** The parts that can be exercised on this server: examples are drawn so that each is. */
  readonly reachable?: readonly string[]
  /** Values that exercise one of these parts, for what drawing at random does not reach. */
  readonly towards?: (cell: string) => Arbitrary<T> | undefined
  /** One value that exercises what two do, for the missing parts; `undefined` when they would get in each other's way. */
  readonly join?: (one: T, other: T) => T | undefined
  /** Values that are each aimed at one class of mistakes: two of three examples are drawn from these, in turn. */
  readonly aims?: readonly Arbitrary<T>[]
  /**
   * How large the structure of a value is (nodes, operations, resources). With it, structure is made smaller first, then
   * what the server holds, then values.
   */
  readonly measure?: (value: T) => number
  /** What values that show one fault have in common, told from the smallest; by default its cells, else its JSON types. */
  readonly shape?: (value: T) => string
  /** What the server holds when an example is played, so that it can be made smaller too. */
  readonly surroundings?: Surroundings<T>
  /** Examples that are under way at once, each lane with draws of its own; default 1. The predicate is told its lane. */
  readonly lanes?: number
}

/** A statement about all values of an arbitrary, ready to be played. */
export interface ForAll {
  play(context: CheckContext): Promise<void>
}

/**
 * States that the predicate decides no value of the arbitrary as `fail`. What is demanded is computed by the predicate
 * from the value it was handed, each time it is played. Anything but a `fail` that is thrown ends its lane at once, and
 * the check unless something failed. All examples are played; failures are then made smaller one after another, and each
 * fault is told once.
 *
 * @param predicate is handed the value and the number of the lane in which it is played, from 0
 */
export function forAll<T>(
  arbitrary: Arbitrary<T>,
  predicate: (value: T, lane: number) => Promise<void>,
  options: ForAllOptions<T> = {},
): ForAll {
  return { play: (context) => playProperty(arbitrary, predicate, options, context) }
}

async function playProperty<T>(
  arbitrary: Arbitrary<T>,
  predicate: (value: T, lane: number) => Promise<void>,
  options: ForAllOptions<T>,
  context: CheckContext,
): Promise<void> {
  const { check, settings, fuzzing = {} } = context
  const toJson = options.toJson ?? ((value: T) => JSON.parse(JSON.stringify(value)) as Json)
  const fromJson = options.fromJson ?? ((json: Json) => json as T)
  const round = fuzzing.round?.(check.id) ?? 0
  const seed = deriveSeed(settings.seed, check.id, ...(round === 0 ? [] : [`round ${round}`]))
  const only = fuzzing.only?.check === check.id ? fuzzing.only : undefined
  const examples: Examples<T> =
    only === undefined
      ? examplesOf({
          arbitrary,
          seed,
          count: (settings.examples ?? options.examples ?? 100) * (fuzzing.times ?? 1),
          lanes: options.lanes ?? 1,
          first: round === 0 ? (fuzzing.first?.(check.id) ?? []).map(fromJson) : [],
          cells: options.cells,
          reachable: options.reachable ?? [],
          towards: options.towards,
          aims: options.aims,
          join: options.join,
        })
      : onlyExample(arbitrary, fromJson(only.value))

  const { surroundings } = options
  const held = surroundings === undefined ? undefined : only?.items
  const play =
    surroundings === undefined || held === undefined
      ? predicate
      : async (value: T) => {
          const place = await surroundings.open(held)
          try {
            await place.play(value)
          } finally {
            await place.close()
          }
        }
  const passed = await playAll(examples, play, options, context, toJson)
  context.ledger.exercise = exerciseOf(passed, examples, options)
  if (passed.foreign !== undefined) throw passed.foreign
  if (passed.played < examples.size && passed.stopped === undefined)
    context.ledger.explanation.push(
      `Interrupted: ${passed.played} of ${examples.size} examples were played, and only those count.`,
    )
  const [first] = passed.failures
  if (first === undefined) {
    if (passed.stopped !== undefined) throw passed.stopped
    if (passed.played === 0 && examples.size > 0)
      skip('It was interrupted before the first example was played.')
    return
  }
  const found = await reduceFailures({
    predicate: play,
    options,
    context,
    toJson,
    seed,
    passed,
    only,
  })
  const [worst, ...others] = found
  if (worst !== undefined) throw new Falsified(new Decision('fail', worst.finding), [worst, ...others])
}
