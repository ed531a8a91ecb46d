import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Json, JsonObject, Resource } from '../scim/types.ts'
import { keepsDomains } from './address.ts'

/** A request body that is not what a server expects. */
export interface MalformedBody {
  readonly contentType: string
  readonly body: string | Uint8Array
  /** What is wrong with it. */
  readonly why: string
  /** Whether every conforming server answers with a 4xx; otherwise accepting it is allowed, and a 5xx is not. */
  readonly mustRefuse: boolean
}

const SCIM = 'application/scim+json'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

type Malformation = (valid: Resource) => Arbitrary<MalformedBody>

const refused = (
  why: string,
  body: Arbitrary<string | Uint8Array>,
  contentType = SCIM,
): Arbitrary<MalformedBody> => body.map((made) => ({ contentType, body: made, why, mustRefuse: true }))

const tolerable = (
  why: string,
  body: Arbitrary<string | Uint8Array>,
  contentType = SCIM,
): Arbitrary<MalformedBody> => body.map((made) => ({ contentType, body: made, why, mustRefuse: false }))

/** A member written in front of the others, as it stands. */
function withFirst(valid: Resource, text: string): string {
  return `{${text},${JSON.stringify(valid).slice(1)}`
}

function nested(depth: number, open: string, close: string): string {
  return open.repeat(depth) + close.repeat(depth)
}

/** Places a byte among the bytes of a text, inside its first string. */
function withByte(valid: Resource, ...inserted: readonly number[]): Uint8Array {
  const all = bytes(JSON.stringify(valid))
  const quote = all.indexOf(0x22) + 1
  return Uint8Array.from([...all.slice(0, quote), ...inserted, ...all.slice(quote)])
}

const malformations: Readonly<Record<string, Malformation>> = {
  truncated: (valid) => {
    const text = JSON.stringify(valid)
    const ends = [...text].map((_, at) => at).filter((at) => at > 0 && keepsDomains(text.slice(0, at), text))
    return refused(
      'cut short',
      fc.constantFrom(...ends).map((end) => text.slice(0, end)),
    )
  },
  notJson: () =>
    refused('not JSON', fc.constantFrom('{', 'nul', 'hello', '{"userName":', '{"active":}', '<user/>')),
  almostJson: (valid) =>
    tolerable(
      'JSON with extensions that a parser may take (RFC 8259 §9)',
      fc.constantFrom(
        `${JSON.stringify(valid)}}`,
        `${JSON.stringify(valid).slice(0, -1)},}`,
        `/* user */ ${JSON.stringify(valid)}`,
        withFirst(valid, 'active:true'),
        withFirst(valid, '"active":True'),
        withFirst(valid, '"active":NaN'),
        withFirst(valid, "'nickName':'x'"),
      ),
    ),
  notAnObject: () => refused('no JSON object', fc.constantFrom('[]', '"x"', '7', 'true', 'null', '[{}]')),
  empty: () => refused('no body', fc.constantFrom('', ' ', '\r\n')),
  duplicateKeys: (valid) =>
    tolerable(
      'a member twice',
      fc.constantFrom(
        withFirst(valid, '"displayName":"first","displayName":"second"'),
        withFirst(valid, '"displayName":"first","DISPLAYNAME":"second"'),
        withFirst(valid, '"schemas":[]'),
      ),
    ),
  deep: (valid) =>
    tolerable(
      'nested deeply',
      fc
        .tuple(
          fc.constantFrom(['[', ']'] as const, ['{"a":', '1'] as const),
          fc.integer({ min: 100, max: 5000 }),
        )
        .map(([[open, close], depth]) =>
          withFirst(
            valid,
            `"nickName":${open === '[' ? nested(depth, open, close) : `${open.repeat(depth)}1${'}'.repeat(depth)}`}`,
          ),
        ),
    ),
  wrongTypes: (valid) =>
    tolerable(
      'a value of another type',
      fc
        .tuple(
          fc.constantFrom('userName', 'displayName', 'name', 'emails', 'active', 'schemas', 'title'),
          fc.constantFrom<Json>(7, {}, [], [[]], true, { a: { b: [] } }, [7, null, {}]),
        )
        .map(([name, value]) => JSON.stringify({ ...valid, [name]: value } satisfies JsonObject)),
    ),
  wrongSchemas: (valid) =>
    tolerable(
      'other schemas',
      fc
        .constantFrom<Json>([], null, 'urn:ietf:params:scim:schemas:core:2.0:User', ['urn:example:none'], [7])
        .map((schemas) => JSON.stringify({ ...valid, schemas } satisfies JsonObject)),
    ),
  huge: (valid) =>
    tolerable(
      'very long',
      fc
        .tuple(
          fc.constantFrom('displayName', 'nickName', 'title'),
          fc.constantFrom(10_000, 100_000, 1_000_000),
        )
        .map(([name, length]) =>
          JSON.stringify({ ...valid, [name]: 'a'.repeat(length) } satisfies JsonObject),
        ),
    ),
  hugeNumber: (valid) =>
    tolerable(
      'a number beyond all types',
      fc
        .constantFrom('1e400', '-1e400', '9'.repeat(400), '1e-400', '0.1'.padEnd(500, '1'))
        .map((number) => withFirst(valid, `"nickName":${number}`)),
    ),
  nul: (valid) =>
    tolerable(
      'an escaped control character',
      fc.constantFrom('\\u0000', '\\u0001', '\\u001b[31m', '\\u202e').map((sign) => {
        return withFirst(valid, `"nickName":"a${sign}b"`)
      }),
    ),
  rawControl: (valid) =>
    tolerable(
      'a control character that is not escaped',
      fc.constantFrom(0x00, 0x01, 0x0a, 0x1f).map((sign) => withByte(valid, sign)),
    ),
  loneSurrogate: (valid) =>
    tolerable(
      'half of a surrogate pair',
      fc
        .constantFrom('\\ud800', '\\udfff', '\\udc00\\ud800')
        .map((half) => withFirst(valid, `"nickName":"a${half}"`)),
    ),
  invalidUtf8: (valid) =>
    tolerable(
      'bytes that are not UTF-8',
      fc
        .constantFrom<readonly number[]>(
          [0xff],
          [0xc0, 0x80],
          [0xed, 0xa0, 0x80],
          [0xf4, 0x90, 0x80, 0x80],
          [0xe2, 0x82],
        )
        .map((wrong) => withByte(valid, ...wrong)),
    ),
  byteOrderMark: (valid) =>
    tolerable(
      'a byte order mark',
      fc.constant(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes(JSON.stringify(valid))])),
    ),
  prototypeKeys: (valid) =>
    tolerable(
      'names of inherited members',
      fc
        .constantFrom(
          '"__proto__":{"active":true,"admin":true}',
          '"constructor":{"prototype":{"admin":true}}',
          '"toString":"x","hasOwnProperty":1',
          '"name":{"__proto__":{"familyName":"x"}}',
        )
        .map((member) => withFirst(valid, member)),
    ),
  mediaType: (valid) =>
    fc
      .constantFrom(
        'text/plain',
        'text/html',
        'application/xml',
        'application/x-www-form-urlencoded',
        'image/png',
        'none',
      )
      .map((contentType) => ({
        contentType,
        body: JSON.stringify(valid),
        why: 'another media type',
        mustRefuse: false,
      })),
  charset: (valid) =>
    tolerable(
      'another character set',
      fc.constant(Uint8Array.from(Buffer.from(JSON.stringify(valid), 'latin1'))),
      'application/scim+json; charset=iso-8859-1',
    ),
}

/** The ways in which a body can be malformed. */
export const MALFORMATIONS: readonly string[] = Object.keys(malformations)

/**
 * Bodies of POST and PUT near a valid one: cut short, not JSON, of another type, deep, huge, with members twice, with
 * control characters, with bytes that are no UTF-8, with names that some languages inherit, under another media type.
 * Whatever the server makes of one, it answers without a 5xx, and refuses it where `mustRefuse` says so (RFC 8259 §2,
 * §9; RFC 7644 §3.12 `invalidSyntax`). Names of members are those of users. Shrinks towards short bodies.
 *
 * @param valid a body that the server accepts
 * @param kinds the ways to draw from; default {@link MALFORMATIONS}
 */
export function malformedFrom(
  valid: Resource,
  kinds: readonly string[] = MALFORMATIONS,
): Arbitrary<MalformedBody> {
  const made = kinds.map((kind) => {
    const malformation = malformations[kind]
    if (malformation === undefined)
      throw new TypeError(`"${kind}" is no malformation: ${MALFORMATIONS.join(', ')}`)
    return malformation(valid)
  })
  return fc.oneof(...made)
}
