import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { ValueOptions } from './valueOptions.ts'

/**
 * Values of a binary attribute: base64 with padding (RFC 7643 §2.3.6, RFC 4648 §4), of any number of bytes from 1
 * (0 with `allowEmpty`) to `maxLength`. Shrinks towards few bytes of 0.
 */
export function binaryValue(options: ValueOptions = {}): Arbitrary<string> {
  return fc
    .uint8Array({ minLength: options.allowEmpty === true ? 0 : 1, maxLength: options.maxLength ?? 64 })
    .map((bytes) => Buffer.from(bytes).toString('base64'))
}
