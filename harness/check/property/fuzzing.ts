import type { Json } from '../../scim/types.ts'
import type { Fault } from './cluster.ts'
import type { Counterexample } from './counterexample.ts'

/** How the properties of a run are played, where that differs from a plain run. */
export interface Fuzzing {
  /** Aborted when no further example is to be played; what was played counts. */
  readonly stop?: AbortSignal
  /** Which time the same property is played, from 0; later rounds draw other examples. */
  readonly round?: (checkId: string) => number
  /** How many times as many examples as usual are drawn. */
  readonly times?: number
  /** Faults that were told already: what fails for one of them is not told again. */
  readonly known?: (checkId: string) => readonly Fault[]
  /** Values that are played before any is drawn. */
  readonly first?: (checkId: string) => readonly Json[]
  /** The one example that is to be played, and on what; nothing is drawn and nothing made smaller. */
  readonly only?: OneExample
  /** Hears of every example that was played. */
  readonly told?: (event: ExampleEvent) => void
}

/** One example of one property. */
export interface OneExample {
  readonly check: string
  readonly value: Json
  readonly items?: readonly Json[]
}

/** What a property tells while it is played. */
export interface ExampleEvent {
  readonly check: string
  readonly failed: boolean
  /** Parts of the grammar that this example was the first of its property to exercise. */
  readonly fresh: readonly string[]
  /** The example, when it was the first for something or failed. */
  readonly value?: Json
  /** Set once a failure has been made smaller. */
  readonly found?: { readonly counterexample: Counterexample; readonly fault: Fault }
}

/** What the playing of one property came to, whatever its verdict. */
export interface Exercise {
  /** Examples that were played, without those that were only tried in order to make a failure smaller. */
  readonly played: number
  /** Examples that were to be played. */
  readonly wanted: number
  /** Name of the grammar, such as `filter`; absent when nobody counts what is exercised. */
  readonly grammar?: string
  /** How many examples exercised each part of the grammar. */
  readonly cells: Readonly<Record<string, number>>
  /** The parts that can be exercised on this server. */
  readonly reachable: readonly string[]
  /** Parts of the grammar that no example can exercise about which servers may not differ. */
  readonly open: readonly string[]
}
