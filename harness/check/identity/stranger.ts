import type { ScimRequest } from '../../target/types.ts'
import type { Answer } from '../answer.ts'
import type { More } from '../scim.ts'

/** Stands in a recorded exchange for the value of a header that proves who the client is. */
const REDACTED = '[redacted]'

/**
 * What to send beside a request so that it carries nothing by which the connection proves itself: no Authorization but
 * the given one, and none of the headers that were configured for it.
 *
 * @param known an answer to any request that did carry them
 * @param auth what is sent in their place
 */
export function asStranger(known: Answer, auth: ScimRequest['auth'] = 'none'): More {
  const names = Object.entries(known.exchange.request.headers)
    .filter(([name, value]) => value === REDACTED && name !== 'authorization')
    .map(([name]) => [name, null] as const)
  return { auth, headers: Object.fromEntries(names) }
}
