import type { Exchange } from '../target/types.ts'
import type { Exercise } from './property/fuzzing.ts'
import type { Prediction } from './prediction.ts'
import type { Finding } from './verdict.ts'

/** What one playing of a check has seen so far: its exchanges in order, and the warnings given on the way. */
export interface Ledger {
  readonly exchanges: Exchange[]
  readonly warnings: Finding[]
  readonly explanation: string[]
  /** Set once a property was played. */
  exercise?: Exercise
  /** Set once it is known what a gate of Microsoft's would say. */
  prediction?: Prediction
}

/** An empty ledger. */
export function openLedger(): Ledger {
  return { exchanges: [], warnings: [], explanation: [] }
}
