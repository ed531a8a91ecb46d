import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { AttributeDefinition } from '../scim/types.ts'

/** What a value reaches: a mailbox, an account name, a telephone, a chat address, a web page. */
export type AddressKind = 'email' | 'userName' | 'phone' | 'im' | 'url'

/**
 * Makes the address that belongs to a local part. Every address that a generator yields was returned by such a
 * function, so whoever passes it in decides whom a generated value can reach. Equal arguments must give equal
 * addresses.
 */
export type Addresses = (local: string, kind: AddressKind) => string

/**
 * Addresses that reach nobody: `example.com` (RFC 2606 §3), and telephone numbers from the range that the North
 * American numbering plan keeps for fiction (555-0100 to 555-0199).
 */
export const reservedAddresses: Addresses = (local, kind) => {
  switch (kind) {
    case 'phone':
      return `+1-202-555-01${String(fold(local) % 100).padStart(2, '0')}`
    case 'url':
      return `https://example.com/${local}`
    case 'email':
    case 'userName':
    case 'im':
      return `${local}@example.com`
  }
}

/** A small number that depends on every character of a text. */
function fold(text: string): number {
  let sum = 7
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return sum
}

const byParent: Readonly<Record<string, AddressKind>> = {
  emails: 'email',
  phonenumbers: 'phone',
  ims: 'im',
  photos: 'url',
}

const byName: readonly (readonly [RegExp, AddressKind])[] = [
  [/^username$|login|principal|^upn$/i, 'userName'],
  [/e-?mail/i, 'email'],
  [/phone|mobile|fax|pager/i, 'phone'],
  [/ur[il]$|website|homepage|photo|avatar/i, 'url'],
]

/**
 * Tells whether values of an attribute are addresses, and of which kind. References that are no URN, and strings
 * whose name says so, count as addresses.
 *
 * @param parent the complex attribute that holds `attribute`, if it is a sub-attribute
 */
export function addressKind(
  attribute: AttributeDefinition,
  parent?: AttributeDefinition,
): AddressKind | undefined {
  if (attribute.canonicalValues.length > 0) return undefined
  if (attribute.type === 'reference') return 'url'
  if (attribute.type !== 'string') return undefined
  if (parent !== undefined && attribute.name.toLowerCase() === 'value') {
    const kind = byParent[parent.name.toLowerCase()] ?? named(parent.name)
    if (kind !== undefined) return kind
  }
  return named(attribute.name)
}

function named(name: string): AddressKind | undefined {
  return byName.find(([pattern]) => pattern.test(name))?.[1]
}

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz')
const letterOrDigit = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789')
const separator = fc.constantFrom('', '.', '-', '_')

/**
 * Local parts that every kind of address can carry: RFC 5322 `dot-atom` of lower-case letters, digits, `.`, `-`
 * and `_`, which begins with a letter, and in which no two separators meet. Shrinks towards `a`.
 */
export function localPart(): Arbitrary<string> {
  return fc
    .tuple(
      letter,
      fc.array(
        fc.tuple(separator, letterOrDigit).map(([mark, sign]) => mark + sign),
        { maxLength: 12 },
      ),
    )
    .map(([first, rest]) => first + rest.join(''))
}

/** Addresses of one kind, each made by `addresses`. */
export function addressValue(kind: AddressKind, addresses: Addresses = reservedAddresses): Arbitrary<string> {
  return localPart().map((local) => addresses(local, kind))
}

const host = /@([^\s"'\\<>()\][,;]*)|:\/\/(?:[^\s/@"'\\<>]*@)?([^\s/?#"'\\<>\])]*)/gu

/** The domains that a text names behind `@` or `://`, in lower case. An `@` with nothing behind it names ``. */
export function domainsIn(text: string): readonly string[] {
  return [...text.matchAll(host)].map((found) => (found[1] ?? found[2] ?? '').toLowerCase())
}

/** Whether every domain that a text names is one that the other text names. */
export function keepsDomains(text: string, source: string): boolean {
  const allowed = new Set(domainsIn(source))
  return domainsIn(text).every((domain) => allowed.has(domain))
}
