import type { Fault } from '../fault.ts'

/** Every fault that can be switched on. */
export const faults: readonly Fault[] = []
