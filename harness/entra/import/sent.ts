import type { JsonObject } from '../../scim/types.ts'

/** A request below the base URL, as it was sent or is held to have been. */
export interface SentRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/Users/2819c223` */
  readonly path: string
  /** As on the wire. */
  readonly query?: string
  readonly body?: JsonObject
}

/** A query as a person reads it. */
export function readable(query: string): string {
  const plus = query.replaceAll('+', ' ')
  try {
    return decodeURIComponent(plus)
  } catch {
    return plus
  }
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A text as it stands in a URL; half a character, which none can hold, becomes U+FFFD. */
export const encoded = (text: string): string => encodeURIComponent(text.replace(LONE, '\ufffd'))
