import type { Variant } from '../variant.ts'

/** Every variant that can be switched on. */
export const variants: readonly Variant[] = []
