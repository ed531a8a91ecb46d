import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

const boundaries = [0, 0.5, -0.5, 0.1, 1e-7, 123456.789, -123456.789, 2147483647.5, 1e15, -1e15]

/**
 * Values of a decimal attribute: "a real number with at least one digit to the left and right of the period"
 * (RFC 7643 §2.3.3), as JSON numbers (RFC 7159 §6). Never negative zero, which JSON can not give back; at most six
 * digits behind the point, so that decimal columns keep them. Shrinks towards 0.
 */
export function decimalValue(): Arbitrary<number> {
  const usual = fc
    .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(1, 10, 100, 1000, 1_000_000))
    .map(([digits, scale]) => (digits === 0 ? 0 : digits / scale))
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: usual, weight: 4 },
    { arbitrary: fc.constantFrom(...boundaries), weight: 1 },
  )
}
