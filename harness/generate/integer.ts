import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

const boundaries = [
  0,
  1,
  -1,
  127,
  128,
  255,
  256,
  32767,
  32768,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 31,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
]

/**
 * Values of an integer attribute: a whole number without fraction or exponent (RFC 7643 §2.3.4), within the range in
 * which JSON numbers are exact everywhere (RFC 7159 §6). Shrinks towards 0.
 */
export function integerValue(): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.integer({ min: -1000, max: 1000 }), weight: 4 },
    { arbitrary: fc.constantFrom(...boundaries), weight: 2 },
    { arbitrary: fc.maxSafeInteger(), weight: 1 },
  )
}
