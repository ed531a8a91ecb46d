import type { Variant } from '../variant.ts'
import { answerVariants } from './answers.ts'
import { discoveryVariants } from './discovery.ts'
import { protocolVariants } from './protocol.ts'
import { bulkVariants } from './bulk.ts'
import { patchVariants } from './patches.ts'
import { queryVariants } from './queries.ts'
import { writeVariants } from './writes.ts'
import { filterVariants } from './filters.ts'
import { pageVariants } from './pages.ts'
import { projectionVariants } from './projections.ts'
import { demandVariants } from './demands.ts'
import { endpointVariants } from './endpoints.ts'
import { schemaRuleVariants } from './schemaRules.ts'
import { timeVariants } from './times.ts'
import { valueVariants } from './values.ts'
import { definitionVariants } from './definitions.ts'
import { membershipVariants } from './memberships.ts'
import { requestVariants } from './requests.ts'

/** Every variant that can be switched on. */
export const variants: readonly Variant[] = [
  ...answerVariants,
  ...bulkVariants,
  ...discoveryVariants,
  ...protocolVariants,
  ...patchVariants,
  ...queryVariants,
  ...writeVariants,
  ...filterVariants,
  ...pageVariants,
  ...projectionVariants,
  ...demandVariants,
  ...endpointVariants,
  ...schemaRuleVariants,
  ...timeVariants,
  ...valueVariants,
  ...definitionVariants,
  ...membershipVariants,
  ...requestVariants,
]
