import type { ResolvedAttribute, ResourceSchema } from '../types.ts'
import type { Choose, Dialect } from './readings.ts'

/** What holds for all operations of one PATCH. */
export interface PatchContext {
  readonly schema: ResourceSchema
  readonly dialect: Dialect
  readonly choose: Choose
  /** Whether every reading is tried, and not the first alone: then it is asked what filters leave open, too. */
  readonly exploring?: boolean
  /** Hears of every readOnly attribute that an operation is aimed at. */
  readonly onReadOnly?: (attribute: ResolvedAttribute) => void
}

/** Whether an attribute is named by a path, or by a member of a value without a path. */
export type Origin = 'path' | 'body'
