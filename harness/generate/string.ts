import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { AttributeDefinition } from '../scim/types.ts'
import { addressKind, addressValue } from './address.ts'
import { resolveValueOptions } from './valueOptions.ts'
import type { ValueOptions } from './valueOptions.ts'

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
const digits = fc.constantFrom(...'0123456789')
const marks = fc.constantFrom(...' -_.,:/+*%&=?!#$~^|()[]{}<>\'"\\;`')

/**
 * One unit of text each: a letter, a letter with its combining marks, an emoji with its modifier. All of them belong to
 * the FreeformClass (RFC 8264 §4.3), so that no server may refuse them.
 */
const beyondAscii = fc.constantFrom(
  ...'äöüßéèñçøåĿłşİıſŒǅ',
  ...['e\u0301', 'A\u030a', 'o\u0302\u0323', 'n\u0303', 'q\u0307\u0323'],
  ...'ΑΣσςЖжѢ',
  ...'אבגדש',
  ...'ابتثم',
  ...['\u05d1\u05bc', '\u0644\u0651\u064e'],
  ...'中文字日本語한국',
  ...['ﬁ', 'Ａ', '①', '\u00a0'],
  ...['😀', '👩🏽', '🇩🇪', '𝒜', '𠮷'],
)

/** Texts that mean something to some language or format, and nothing to SCIM. */
const meaningful = [
  'a',
  '0',
  '-1',
  'null',
  'true',
  'undefined',
  'NaN',
  '__proto__',
  'toString',
  'constructor',
  '%00',
]

/** Units of text of an alphabet, the plainest first. */
function unit(alphabet: 'plain' | 'unicode'): Arbitrary<string> {
  const plain = [
    { arbitrary: letters, weight: 8 },
    { arbitrary: digits, weight: 2 },
    { arbitrary: marks, weight: 2 },
  ]
  return alphabet === 'plain'
    ? fc.oneof(...plain)
    : fc.oneof({ withCrossShrink: true }, ...plain, { arbitrary: beyondAscii, weight: 5 })
}

/** Cuts a text down to a number of code points, and takes away what would make it look like an address. */
function tidy(text: string, maxLength: number): string {
  return [...text.replaceAll('://', ':/')].slice(0, maxLength).join('').trim()
}

/**
 * Free text (RFC 7643 §2.3.1), mostly short, sometimes as long as allowed. It never begins or ends with white
 * space, which servers may take away, and never holds `@` or `://`, so that it names no address. Shrinks towards
 * short texts of `a`.
 */
export function textValue(options: ValueOptions = {}): Arbitrary<string> {
  const { alphabet, maxLength, allowEmpty } = resolveValueOptions(options)
  const minLength = allowEmpty ? 0 : 1
  const units = unit(alphabet)
  const text = (size: 'small' | 'max') =>
    fc
      .array(units, { minLength, maxLength, size })
      .map((drawn) => tidy(drawn.join(''), maxLength))
      .filter((drawn) => allowEmpty || drawn !== '')
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: text('small'), weight: 18 },
    { arbitrary: text('max'), weight: 2 },
    { arbitrary: fc.constantFrom(...meaningful.filter((one) => one.length <= maxLength)), weight: 1 },
  )
}

/** Attributes whose texts have a form of their own (RFC 7643 §4.1.1, §4.1.2). */
const formats: Readonly<Record<string, readonly string[]>> = {
  preferredlanguage: ['en', 'en-US', 'de-CH', 'ar', 'en-US, de;q=0.8'],
  locale: ['en-US', 'de-DE', 'he-IL', 'ja-JP', 'ar-EG'],
  timezone: ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Etc/UTC'],
  country: ['US', 'DE', 'JP', 'IL', 'EG'],
}

/**
 * Values of a string attribute: one of its canonical values if it has any; an address where it holds addresses;
 * a well-formed one where RFC 7643 gives it a form (locale, time zone, country, language); else free text.
 *
 * @param parent the complex attribute that holds `attribute`, if it is a sub-attribute
 */
export function stringValue(
  attribute: AttributeDefinition,
  options: ValueOptions = {},
  parent?: AttributeDefinition,
): Arbitrary<string> {
  if (attribute.canonicalValues.length > 0) return fc.constantFrom(...attribute.canonicalValues)
  const kind = addressKind(attribute, parent)
  if (kind !== undefined) return addressValue(kind, options.addresses)
  const name = attribute.name.toLowerCase()
  const forms = formats[name]
  if (forms !== undefined) return fc.constantFrom(...forms)
  if (name === 'password') return passwordValue()
  return textValue(attribute.required ? { ...options, allowEmpty: false } : options)
}

/** Passwords that usual password rules accept: four kinds of characters, 16 to 24 long. */
export function passwordValue(): Arbitrary<string> {
  return fc
    .array(fc.oneof(letters, digits), { minLength: 12, maxLength: 20 })
    .map((rest) => `Aa1!${rest.join('')}`)
}
