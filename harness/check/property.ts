import fc, { type Arbitrary } from 'fast-check'
import type { Json } from '../scim/types.ts'
import type { CheckContext } from './context.ts'
import { deriveSeed } from './random.ts'
import { Decision } from './verdict.ts'

/** The smallest value that still shows a fault. */
export interface Counterexample {
  /** In words, for the reader: the filter, the operations. */
  readonly text: string
  /** The value itself, so that a replay sends exactly this. */
  readonly value: Json
  /** How the value that was found first read. */
  readonly original?: string
  /** Examples tried until the first failure. */
  readonly tried: number
  /** How often it was made smaller. */
  readonly shrunk: number
  readonly seed: number
  readonly path: string
}

/** How the values of a property are told and bounded. */
export interface ForAllOptions<T> {
  /** For the report; JSON by default. */
  readonly show?: (value: T) => string
  readonly toJson?: (value: T) => Json
  /** Examples when the run names no number; 100 by default. */
  readonly examples?: number
  /** Calls of the predicate that shrinking may cost; 300 by default, 100 off loopback. */
  readonly shrinkBudget?: number
}

/** A statement about all values of an arbitrary, ready to be played. */
export interface ForAll {
  play(context: CheckContext): Promise<void>
}

/** A `fail` with the counterexample that showed it. */
export class Falsified extends Decision {
  readonly counterexample: Counterexample

  constructor(decision: Decision, counterexample: Counterexample) {
    super(decision.verdict, decision.finding)
    this.counterexample = counterexample
  }
}

/**
 * States that the predicate decides no value of the arbitrary as `fail`. What is demanded is computed by the predicate
 * from the value it was handed, on every shrink step. Anything but a `fail` that is thrown ends the check at once.
 */
export function forAll<T>(
  arbitrary: Arbitrary<T>,
  predicate: (value: T) => Promise<void>,
  options: ForAllOptions<T> = {},
): ForAll {
  const show = options.show ?? ((value: T) => JSON.stringify(value))
  return {
    play: async (context) => {
      const seed = deriveSeed(context.settings.seed, context.check.id)
      const budget = options.shrinkBudget ?? context.settings.shrinkBudget
      const decisions = new Map<T, Decision>()
      const first: T[] = []
      let shrinkCalls = 0
      let cut = false
      let stopped: unknown
      const property = fc.asyncProperty(arbitrary, async (value) => {
        if (stopped !== undefined) return
        if (first.length > 0) {
          if (shrinkCalls >= budget) {
            cut = true
            return
          }
          shrinkCalls += 1
        }
        try {
          await predicate(value)
        } catch (thrown) {
          if (!(thrown instanceof Decision) || thrown.verdict !== 'fail') {
            stopped = thrown
            return
          }
          decisions.set(value, thrown)
          first.push(value)
          throw thrown
        }
      })
      const details = await fc.check(property, {
        seed,
        numRuns: context.settings.examples ?? options.examples ?? 100,
      })
      const smallest = first.at(-1)
      const decision = smallest === undefined ? undefined : decisions.get(smallest)
      if (smallest !== undefined && decision !== undefined) {
        if (cut) context.ledger.explanation.push(`Shrinking stopped after ${budget} further examples.`)
        throw new Falsified(decision, {
          text: show(smallest),
          value: options.toJson?.(smallest) ?? (JSON.parse(JSON.stringify(smallest)) as Json),
          ...(first.length > 1 ? { original: show(first[0] as T) } : {}),
          tried: details.numRuns,
          shrunk: first.length - 1,
          seed,
          path: details.counterexamplePath ?? '',
        })
      }
      if (stopped !== undefined) throw stopped
    },
  }
}
