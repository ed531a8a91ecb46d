import type { FaultArea, SubtleFault } from '../../fault.ts'

/** Subtle faults of one area; their ids begin with it. */
export function subtleIn(
  area: FaultArea,
  faults: readonly Omit<SubtleFault, 'area'>[],
): readonly SubtleFault[] {
  return faults.map((fault) => ({ ...fault, area }))
}
