import type { SubtleFault } from '../../fault.ts'
import { concurrencyFaults } from './concurrency.ts'
import { filterBracketFaults } from './filterBrackets.ts'
import { filterLogicFaults } from './filterLogic.ts'
import { filterNameFaults } from './filterNames.ts'
import { filterNumberFaults } from './filterNumbers.ts'
import { filterTextFaults } from './filterTexts.ts'
import { pagingFaults } from './paging.ts'
import { patchListFaults } from './patchLists.ts'
import { patchPathFaults } from './patchPaths.ts'
import { patchRefusalFaults } from './patchRefusals.ts'
import { patchSequenceFaults } from './patchSequences.ts'
import { patchValueFaults } from './patchValues.ts'
import { payloadFaults } from './payload.ts'
import { projectionFaults } from './projection.ts'
import { sequenceFaults } from './sequences.ts'

/** Every fault that no single simple example shows: what fuzzing has to find. */
export const subtleFaults: readonly SubtleFault[] = [
  ...filterLogicFaults,
  ...filterBracketFaults,
  ...filterNameFaults,
  ...filterNumberFaults,
  ...filterTextFaults,
  ...patchSequenceFaults,
  ...patchRefusalFaults,
  ...patchPathFaults,
  ...patchListFaults,
  ...patchValueFaults,
  ...projectionFaults,
  ...pagingFaults,
  ...payloadFaults,
  ...sequenceFaults,
  ...concurrencyFaults,
]
