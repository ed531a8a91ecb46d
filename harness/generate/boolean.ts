import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

/** Values of a boolean attribute: the JSON literals (RFC 7643 §2.3.2). Shrinks towards `false`. */
export function booleanValue(): Arbitrary<boolean> {
  return fc.boolean()
}
