import type { TargetFacts } from '../target/discovery.ts'
import type { Exchange, WireRequest } from '../target/types.ts'
import type { Ledger } from './ledger.ts'
import type { CheckOutcome } from './outcome.ts'
import type { Check } from './suite.ts'
import { unusualAttributes, unusualIn } from './calibration/unusual.ts'

/** What becomes of a failure that a conforming server may show. */
export type Excuse = Pick<CheckOutcome, 'verdict' | 'reason'>

const deactivates = ({ body }: WireRequest) =>
  typeof body === 'string' && /"active"\s*:\s*false|"path"\s*:\s*"active"[^}]*false/i.test(body)

const isMissed = ({ request, response }: Exchange) => request.method === 'GET' && response?.status === 404

/**
 * Why a failure in `rfc` says nothing against the server: it hides who is not active (ruling D-04), or the check wrote
 * what it keeps to itself and publishes so (S-05). `undefined` when nothing excuses it. Checks of what is published
 * (tag `published`) are not excused by it.
 */
export function excuseFor(
  check: Pick<Check, 'profile' | 'tags'>,
  outcome: Pick<CheckOutcome, 'verdict' | 'decisive'> & { readonly ledger: Pick<Ledger, 'exchanges'> },
  facts: Pick<TargetFacts, 'resourceSchemas'>,
): Excuse | undefined {
  if (outcome.verdict !== 'fail' || check.profile !== 'rfc') return undefined
  const { exchanges } = outcome.ledger
  const missed = exchanges.some((exchange) => outcome.decisive.includes(exchange.id) && isMissed(exchange))
  if (missed && exchanges.some(({ request }) => deactivates(request)))
    return {
      verdict: 'warn',
      reason: 'A user who is not active can not be read here; the standard leaves that to the server.',
    }
  if (check.tags.includes('published')) return undefined
  const unusual = unusualAttributes(facts.resourceSchemas)
  const [found] = exchanges.flatMap(({ request }) => unusualIn(request, unusual) ?? [])
  return found === undefined
    ? undefined
    : {
        verdict: 'skip',
        reason: `It writes ${found.name}, which this server publishes as ${found.published}.`,
      }
}
