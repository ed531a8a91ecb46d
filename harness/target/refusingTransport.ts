import { placeOf, TargetError } from './errors.ts'
import type { Transport } from './types.ts'

/** Sends nothing, ever: for commands that promise not to (`plan`, grading of a record). */
export function refusingTransport(reason: string): Transport {
  return (request) =>
    Promise.reject(
      new TargetError(
        'E_SENDING_REFUSED',
        `${request.method} was not sent to ${placeOf(request.url)}: ${reason}.`,
        {
          remedy: 'Use scimproof run to send requests.',
        },
      ),
    )
}
