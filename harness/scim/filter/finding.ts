import type { Truths } from './truths.ts'

/** What conforming servers may make of one expression, and the rulings (grading version 1) that leave them free. */
export interface Finding {
  readonly truths: Truths
  readonly rulings: readonly string[]
}

/** A finding from its parts; each ruling is named once. */
export function finding(truths: Truths, ...rulings: readonly string[]): Finding {
  return { truths, rulings: [...new Set(rulings)] }
}
