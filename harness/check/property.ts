import type { Arbitrary } from 'fast-check'
import type { Json } from '../scim/types.ts'
import type { CheckContext } from './context.ts'
import { Falsified } from './counterexample.ts'
import { drawExamples, type Example, regrown } from './examples.ts'
import { reduceFailures } from './falsify.ts'
import { ForeignAddress } from './outgoing.ts'
import type { Exercise } from './fuzzing.ts'
import { deriveSeed } from './random.ts'
import type { Surroundings } from './surroundings.ts'
import { Decision } from './verdict.ts'

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

/** An example that failed, and how. */
export interface Failed<T> {
  readonly example: Example<T>
  readonly decision: Decision
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
  const examples: readonly Example<T>[] =
    only === undefined
      ? drawExamples({
          arbitrary,
          seed,
          count: (settings.examples ?? options.examples ?? 100) * (fuzzing.times ?? 1),
          lanes: options.lanes ?? 1,
          first: round === 0 ? (fuzzing.first?.(check.id) ?? []).map(fromJson) : [],
          cells: options.cells,
          reachable: options.reachable ?? [],
        })
      : [{ ...regrown(arbitrary, fromJson(only.value)), place: 'replay', lane: 0 }]

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
  const passed = await inLanes(examples, play, options, context, toJson)
  if (passed.foreign !== undefined) throw passed.foreign
  if (passed.played < examples.length && passed.stopped === undefined)
    context.ledger.explanation.push(
      `Interrupted: ${passed.played} of ${examples.length} examples were played, and only those count.`,
    )
  const [first] = passed.failures
  if (first === undefined) {
    if (passed.stopped !== undefined) throw passed.stopped
    return
  }
  const found = await reduceFailures(passed.failures, {
    predicate: play,
    options,
    context,
    toJson,
    seed,
    tried: passed.played,
    only,
  })
  const [worst, ...others] = found
  if (worst !== undefined) throw new Falsified(new Decision('fail', worst.finding), [worst, ...others])
}

interface Pass<T> {
  readonly played: number
  /** In the order in which the examples were drawn, not in that of the answers. */
  readonly failures: readonly Failed<T>[]
  /** What ended a lane: of the first lane that was ended. */
  readonly stopped?: unknown
  readonly foreign?: ForeignAddress
}

/** Plays all examples, in as many lanes as they were drawn for, and keeps what failed. */
async function inLanes<T>(
  examples: readonly Example<T>[],
  predicate: (value: T, lane: number) => Promise<void>,
  options: ForAllOptions<T>,
  context: CheckContext,
  toJson: (value: T) => Json,
): Promise<Pass<T>> {
  const tally: Record<string, number> = {}
  const failures: { readonly at: number; readonly failed: Failed<T> }[] = []
  const stops = new Map<number, unknown>()
  let played = 0

  const note = (value: T, failed: boolean) => {
    const cells = options.cells?.(value) ?? []
    const fresh = cells.filter((cell) => tally[cell] === undefined)
    for (const cell of cells) tally[cell] = (tally[cell] ?? 0) + 1
    played += 1
    context.fuzzing?.told?.({
      check: context.check.id,
      failed,
      fresh,
      ...(failed || fresh.length > 0 ? { value: toJson(value) } : {}),
    })
  }

  async function lane(number: number): Promise<void> {
    for (const [at, example] of examples.entries()) {
      if (example.lane !== number) continue
      if (context.stop?.aborted === true) return
      try {
        await predicate(example.value, number)
        note(example.value, false)
      } catch (thrown) {
        if (!(thrown instanceof Decision) || thrown.verdict !== 'fail') {
          stops.set(number, thrown)
          return
        }
        note(example.value, true)
        failures.push({ at, failed: { example, decision: thrown } })
      }
    }
  }

  await Promise.all(Array.from({ length: options.lanes ?? 1 }, (_, number) => lane(number)))
  const exercise: Exercise = {
    played,
    wanted: examples.length,
    ...(options.grammar === undefined ? {} : { grammar: options.grammar }),
    cells: tally,
    reachable: options.reachable ?? [],
  }
  context.ledger.exercise = exercise
  const ends = [...stops].sort(([left], [right]) => left - right).map(([, thrown]) => thrown)
  const foreign = ends.find((thrown) => thrown instanceof ForeignAddress)
  return {
    played,
    failures: failures.sort((left, right) => left.at - right.at).map(({ failed }) => failed),
    ...(ends.length === 0 ? {} : { stopped: ends[0] }),
    ...(foreign === undefined ? {} : { foreign }),
  }
}
