import type { Variant } from '../variant.ts'
import { answerVariants } from './answers.ts'
import { discoveryVariants } from './discovery.ts'
import { protocolVariants } from './protocol.ts'
import { bulkVariants } from './bulk.ts'
import { queryVariants } from './queries.ts'
import { writeVariants } from './writes.ts'

/** Every variant that can be switched on. */
export const variants: readonly Variant[] = [
  ...answerVariants,
  ...bulkVariants,
  ...discoveryVariants,
  ...protocolVariants,
  ...queryVariants,
  ...writeVariants,
]
