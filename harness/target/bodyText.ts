import { isUtf8 } from 'node:buffer'
import type { Json } from '../scim/types.ts'
import { parsed } from './reading.ts'

/** What a body says, decoded and parsed once for all who look at it. */
export interface BodyText {
  /** As UTF-8, with its byte order mark; bytes that are none stand as U+FFFD. */
  readonly text: string
  /** Whether the text is the body to the byte. */
  readonly exact: boolean
  /** `undefined` when it is no JSON. */
  readonly json: Json | undefined
}

const known = new WeakMap<Uint8Array, BodyText>()

/** The text and JSON of a body, which must not be changed afterwards. */
export function bodyText(body: Uint8Array): BodyText {
  const before = known.get(body)
  if (before !== undefined) return before
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  const exact = isUtf8(body)
  let read: { readonly json: Json | undefined } | undefined
  const found: BodyText = {
    text,
    exact,
    get json() {
      read ??= { json: parsed(text) }
      return read.json
    },
  }
  known.set(body, found)
  return found
}
