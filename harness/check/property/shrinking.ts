import type { Grown } from './examples.ts'
import type { Spending } from './spending.ts'
import type { Decision } from '../verdict.ts'

/** An example that failed, and how. */
export interface Failure<T> {
  readonly example: Grown<T>
  readonly decision: Decision
  /** Which of the smaller values was taken at each step. */
  readonly steps: readonly number[]
}

/** What goes on while a value is made smaller. */
export interface Shrinking<T> {
  /** Plays a value; gives the decision when it fails. */
  play(value: T): Promise<Decision | undefined>
  readonly spending: Spending
  /** Whether a smaller value may take the place of a greater one at all; nothing is sent for one that may not. */
  mayReplace(smaller: T, greater: T): boolean
  /** Whether a failure is of the fault that is being made smaller. Others are handed to `other`. */
  isSame(decision: Decision): boolean
  other(failure: Failure<T>): void
  /** Tells equal values; each is played once. */
  key(value: T): string
  /** What became of values that were played already. */
  readonly played: Map<string, Decision | undefined>
}

/**
 * Takes the first smaller value that still fails in the same way, again and again, until none is left or the budget is
 * used up. What is demanded is computed anew for each.
 */
export async function shrink<T>(from: Failure<T>, how: Shrinking<T>): Promise<Failure<T>> {
  let current = from
  for (;;) {
    const next = await firstSmaller(current, how)
    if (next === undefined) return current
    current = next
  }
}

async function firstSmaller<T>(current: Failure<T>, how: Shrinking<T>): Promise<Failure<T> | undefined> {
  let at = -1
  for (const candidate of current.example.smaller()) {
    at += 1
    if (!how.mayReplace(candidate.value, current.example.value)) continue
    const key = how.key(candidate.value)
    if (!how.played.has(key)) {
      if (how.spending.over()) return undefined
      how.played.set(key, await how.play(candidate.value))
    }
    const decision = how.played.get(key)
    if (decision === undefined) continue
    const failure = { example: candidate, decision, steps: [...current.steps, at] }
    if (how.isSame(decision)) return failure
    how.other(failure)
  }
  return undefined
}
