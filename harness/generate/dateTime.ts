import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

const boundaries = [
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '2000-02-29T12:00:00Z',
  '2038-01-19T03:14:08Z',
  '1900-01-01T00:00:00Z',
  '2099-12-31T23:59:59.999Z',
  '2024-12-31T23:30:00-01:00',
  '2025-01-01T05:30:00+05:30',
]

/** Making one costs more than a hundred draws. */
const fractions = fc.stringMatching(/^\.[0-9]{1,6}$/)

const first = Date.UTC(1970, 0, 1)
const last = Date.UTC(2099, 11, 31, 23, 59, 59)

/** `Z`, or hours and minutes within ±14:00 (XML Schema part 2 §3.2.7.3). */
function zone(): Arbitrary<string> {
  const offset = fc
    .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 13 }), fc.constantFrom(0, 30, 45))
    .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`)
  return fc.oneof({ withCrossShrink: true }, { arbitrary: fc.constant('Z'), weight: 2 }, offset)
}

function two(count: number): string {
  return String(count).padStart(2, '0')
}

/**
 * Values of a dateTime attribute: `xsd:dateTime` with date, time and zone (RFC 7643 §2.3.5), without and with
 * fractions of a second, in several zones. Shrinks towards 1970-01-01T00:00:00Z.
 */
export function dateTimeValue(): Arbitrary<string> {
  const usual = fc
    .tuple(
      fc.integer({ min: first / 1000, max: Math.floor(last / 1000) }),
      fc.oneof({ withCrossShrink: true }, fc.constant(''), fractions),
      zone(),
    )
    .map(([seconds, fraction, where]) => {
      return new Date(seconds * 1000).toISOString().slice(0, 19) + fraction + where
    })
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: usual, weight: 4 },
    { arbitrary: fc.constantFrom(...boundaries), weight: 1 },
  )
}
