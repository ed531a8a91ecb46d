import type { Answer } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'

/** How the Location header of an answer and `meta.location` of its body go together (ruling C-08). */
export type Agreement = 'same' | 'other host' | 'different' | 'undecided'

/** Compares them as URIs; a relative reference is resolved against the URL that was asked. */
export function compareLocations({ exchange, headers, json }: Answer): Agreement {
  const inBody = at(json, 'meta', 'location')
  const header = urlOf(headers['location'], exchange.request.url)
  if (header === undefined || typeof inBody !== 'string') return 'undecided'
  const body = urlOf(inBody, exchange.request.url)
  if (body === undefined) return 'different'
  if (header.href === body.href) return 'same'
  return header.pathname === body.pathname && header.search === body.search ? 'other host' : 'different'
}

/** A URI reference as a URL; `undefined` when it is none. */
export function urlOf(reference: string | undefined, base: string): URL | undefined {
  return reference !== undefined && URL.canParse(reference, base) ? new URL(reference, base) : undefined
}
