import type { Json } from '../../scim/types.ts'
import type { CheckContext } from '../context.ts'
import type { Example, Examples } from './examples.ts'
import type { Exercise } from './fuzzing.ts'
import { ForeignAddress } from '../identity/outgoing.ts'
import type { ForAllOptions } from './property.ts'
import { Decision } from '../verdict.ts'

/** An example that failed, and how. */
export interface Failed<T> {
  readonly example: Example<T>
  readonly decision: Decision
}

/** How often a part of the grammar was exercised, and how often an example with it failed. */
export interface Tally {
  readonly played: number
  readonly failed: number
}

/** What the playing of all examples came to. */
export interface Pass<T> {
  readonly played: number
  readonly cells: ReadonlyMap<string, Tally>
  /** In the order in which the examples were drawn, not in that of the answers. */
  readonly failures: readonly Failed<T>[]
  /** What ended a lane: of the first lane that was ended. */
  readonly stopped?: unknown
  /** Ends the whole run. */
  readonly foreign?: ForeignAddress
}

/** Plays all examples, in as many lanes as they were drawn for, and keeps what failed. */
export async function playAll<T>(
  examples: Examples<T>,
  predicate: (value: T, lane: number) => Promise<void>,
  options: ForAllOptions<T>,
  context: CheckContext,
  toJson: (value: T) => Json,
): Promise<Pass<T>> {
  const tally = new Map<string, Tally>()
  const failures: { readonly at: number; readonly failed: Failed<T> }[] = []
  const stops = new Map<number, unknown>()
  let played = 0

  const note = (value: T, failed: boolean) => {
    const cells = options.cells?.(value) ?? []
    const fresh = cells.filter((cell) => !tally.has(cell))
    for (const cell of cells) {
      const before = tally.get(cell) ?? { played: 0, failed: 0 }
      tally.set(cell, { played: before.played + 1, failed: before.failed + (failed ? 1 : 0) })
    }
    played += 1
    context.fuzzing?.told?.({
      check: context.check.id,
      failed,
      fresh,
      ...(failed || fresh.length > 0 ? { value: toJson(value) } : {}),
    })
  }

  async function lane(number: number): Promise<void> {
    let next = examples.next(number)
    while (next !== undefined && context.stop?.aborted !== true) {
      const { at, example } = next
      const playing = verdictOf(predicate, example.value, number)
      await turn()
      next = examples.next(number) // drawn while the answer is under way
      const thrown = await playing
      if (thrown !== undefined && !(thrown.end instanceof Decision && thrown.end.verdict === 'fail')) {
        stops.set(number, thrown.end)
        return
      }
      note(example.value, thrown !== undefined)
      if (thrown !== undefined) failures.push({ at, failed: { example, decision: thrown.end as Decision } })
    }
  }

  await Promise.all(Array.from({ length: options.lanes ?? 1 }, (_, number) => lane(number)))
  const ends = [...stops].sort(([left], [right]) => left - right).map(([, thrown]) => thrown)
  const foreign = ends.find((thrown) => thrown instanceof ForeignAddress)
  return {
    played,
    cells: tally,
    failures: failures.sort((left, right) => left.at - right.at).map(({ failed }) => failed),
    ...(ends.length === 0 ? {} : { stopped: ends[0] }),
    ...(foreign === undefined ? {} : { foreign }),
  }
}

/** Lets what has been begun be sent. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** What the playing of a value was ended by; `undefined` when it passed. */
async function verdictOf<T>(
  predicate: (value: T, lane: number) => Promise<void>,
  value: T,
  lane: number,
): Promise<{ readonly end: unknown } | undefined> {
  try {
    await predicate(value, lane)
    return undefined
  } catch (end) {
    return { end }
  }
}

/** A pass for the report. */
export function exerciseOf<T>(
  { played, cells }: Pass<T>,
  examples: Examples<T>,
  { grammar, reachable = [] }: ForAllOptions<T>,
): Exercise {
  const open = examples.open()
  return {
    played,
    wanted: examples.size,
    ...(grammar === undefined ? {} : { grammar }),
    cells: Object.fromEntries([...cells].map(([cell, tally]) => [cell, tally.played])),
    reachable: reachable.filter((cell) => !open.includes(cell)),
    open,
  }
}

/** A part that more examples exercise than this share says nothing by being in all that fail. */
const MOST_SHARE = 0.75

/**
 * The part of the grammar that examples fail for, among those that one of them exercises: examples with it fail at least
 * twice as often as all do, or none fails without it though many are; and it covers most of the failures. `undefined` when
 * none stands out.
 */
export function culprit<T>(
  { played, cells, failures }: Pass<T>,
  among: readonly string[],
): string | undefined {
  const usual = failures.length / Math.max(1, played)
  const standing = among.flatMap((cell) => {
    const tally = cells.get(cell)
    if (tally === undefined || tally.failed < 2) return []
    const rate = tally.failed / tally.played
    const alone = tally.failed === failures.length && tally.played <= MOST_SHARE * played
    return rate < 2 * usual && !alone ? [] : [{ cell, weight: rate * tally.failed }]
  })
  return standing.sort((left, right) => right.weight - left.weight)[0]?.cell
}
