import type { Fault } from '../fault.ts'
import { authFaults } from './auth.ts'
import { bulkFaults } from './bulk.ts'
import { bulkMessageFaults } from './bulkMessages.ts'
import { createFaults } from './create.ts'
import { deleteFaults } from './delete.ts'
import { endpointFaults } from './endpoints.ts'
import { discoveryFaults } from './discovery.ts'
import { entraFaults } from './entra.ts'
import { entraGroupFaults } from './entraGroups.ts'
import { entraJobFaults } from './entraJobs.ts'
import { entraMappingFaults } from './entraMapping.ts'
import { entraUpdateFaults } from './entraUpdates.ts'
import { entraUserFaults } from './entraUsers.ts'
import { errorFaults } from './errors.ts'
import { etagFaults } from './etag.ts'
import { groupFaults } from './groups.ts'
import { meFaults } from './me.ts'
import { mediaFaults } from './media.ts'
import { locationFaults } from './locations.ts'
import { mutabilityFaults } from './mutability.ts'
import { microsoftFaults } from './microsoft.ts'
import { microsoftGalleryFaults } from './microsoftGallery.ts'
import { pagingFaults } from './paging.ts'
import { patchFaults } from './patch.ts'
import { patchAddFaults } from './patchAdds.ts'
import { patchRemoveFaults } from './patchRemoves.ts'
import { patchRequestFaults } from './patchRequests.ts'
import { patchTargetFaults } from './patchTargets.ts'
import { projectionFaults } from './projection.ts'
import { putFaults } from './put.ts'
import { queryFaults } from './query.ts'
import { readFaults } from './read.ts'
import { sortFaults } from './sort.ts'
import { cursorFaults } from './cursors.ts'
import { filterOperatorFaults } from './filterOperators.ts'
import { filterTextFaults } from './filterTexts.ts'
import { pageFigureFaults } from './pageFigures.ts'
import { projectionNameFaults } from './projectionNames.ts'
import { searchFaults } from './searches.ts'
import { configurationFaults } from './configuration.ts'
import { resourceTypeFaults } from './resourceTypes.ts'
import { schemaFaults } from './schemas.ts'
import { valueFaults } from './values.ts'
import { contactFaults } from './contacts.ts'
import { referenceFaults } from './references.ts'
import { definitionFaults } from './definitions.ts'
import { representationFaults } from './representations.ts'
import { bodyFaults } from './bodies.ts'
import { commonAttributeFaults } from './commonAttributes.ts'
import { fuzzFilterFaults } from './fuzzFilters.ts'
import { fuzzEntraFaults } from './fuzzPatches.ts'
import { fuzzPayloadFaults } from './fuzzPayloads.ts'
import { fuzzLawFaults } from './fuzzLaws.ts'

/** Every fault that can be switched on. */
export const faults: readonly Fault[] = [
  ...endpointFaults,
  ...locationFaults,
  ...mutabilityFaults,
  ...authFaults,
  ...bulkFaults,
  ...bulkMessageFaults,
  ...createFaults,
  ...deleteFaults,
  ...discoveryFaults,
  ...entraFaults,
  ...entraGroupFaults,
  ...entraJobFaults,
  ...entraMappingFaults,
  ...entraUpdateFaults,
  ...entraUserFaults,
  ...errorFaults,
  ...etagFaults,
  ...groupFaults,
  ...meFaults,
  ...mediaFaults,
  ...microsoftFaults,
  ...microsoftGalleryFaults,
  ...pagingFaults,
  ...patchFaults,
  ...patchAddFaults,
  ...patchRemoveFaults,
  ...patchRequestFaults,
  ...patchTargetFaults,
  ...projectionFaults,
  ...putFaults,
  ...queryFaults,
  ...readFaults,
  ...sortFaults,
  ...cursorFaults,
  ...filterOperatorFaults,
  ...filterTextFaults,
  ...pageFigureFaults,
  ...projectionNameFaults,
  ...searchFaults,
  ...configurationFaults,
  ...resourceTypeFaults,
  ...schemaFaults,
  ...valueFaults,
  ...commonAttributeFaults,
  ...contactFaults,
  ...referenceFaults,
  ...definitionFaults,
  ...representationFaults,
  ...bodyFaults,
  ...fuzzFilterFaults,
  ...fuzzEntraFaults,
  ...fuzzPayloadFaults,
  ...fuzzLawFaults,
]
