import { isArray, isObject } from '../json.ts'
import type { Json } from '../types.ts'

/** How much of a value there is: `empty` is "" or a complex value in which nothing is assigned. */
export type Presence = 'absent' | 'empty' | 'present'

/**
 * Whether a value is there (RFC 7644 §3.4.2.2 Table 3 `pr`, RFC 7643 §2.5): null and the empty array are absent; "",
 * and complex values without a non-empty node, are something between (F-05).
 */
export function presenceOf(value: Json | undefined): Presence {
  if (value === undefined || value === null) return 'absent'
  if (value === '') return 'empty'
  if (isArray(value)) return value.length === 0 ? 'absent' : anyPresent(value)
  return isObject(value) ? anyPresent(Object.values(value)) : 'present'
}

/** Present if any of several values is. */
function anyPresent(values: readonly Json[]): Presence {
  return values.some((value) => presenceOf(value) === 'present') ? 'present' : 'empty'
}
