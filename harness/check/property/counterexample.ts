import type { Json } from '../../scim/types.ts'
import { Decision, type Finding } from '../verdict.ts'

/** The smallest value that still shows a fault. */
export interface Counterexample {
  /** In words, for the reader: the filter, the operations. */
  readonly text: string
  /** The value itself, so that a replay sends exactly this. */
  readonly value: Json
  /** How the value that was found first read. */
  readonly original?: string
  /** Examples that were played. */
  readonly tried: number
  /** How often it was made smaller. */
  readonly shrunk: number
  readonly seed: number
  /** Where it was drawn, and which smaller values were taken on the way: `lane 0, example 7, 0:2:1`. */
  readonly path: string
  /** What was demanded of exactly this value, and what was seen. */
  readonly finding: Finding
  /** What all counterexamples of one fault have in common. */
  readonly shape: string
  /** Further examples that failed for the same fault. */
  readonly alike: number
  /** Requests that making it smaller has cost. */
  readonly requests: number
  /** Whether the budget was used up, or the run ended, before nothing smaller was left. */
  readonly cut: boolean
  /** What the server held, once that was made smaller too. */
  readonly held?: Held
  /** Ids of the exchanges of its last playing, in order. */
  readonly exchanges: readonly string[]
  /** Whether it failed once more when exactly this was played again at the end. */
  readonly again: boolean
}

/** What a server held when an example was played. */
export interface Held {
  readonly what: 'population' | 'state'
  /** The parts that are enough to show the fault. */
  readonly items: readonly Json[]
  /** How many there were first. */
  readonly was: number
}

/** A `fail` with the counterexamples that showed it, the most telling first: one for each fault. */
export class Falsified extends Decision {
  readonly counterexample: Counterexample
  readonly counterexamples: readonly Counterexample[]

  constructor(decision: Decision, counterexamples: readonly [Counterexample, ...Counterexample[]]) {
    super(decision.verdict, decision.finding)
    this.counterexample = counterexamples[0]
    this.counterexamples = counterexamples
  }
}
