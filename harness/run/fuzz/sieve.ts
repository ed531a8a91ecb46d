import type { CheckOutcome } from '../../check/outcome.ts'
import type { Exchange } from '../../target/types.ts'
import type { ExchangeLog } from '../exchangeLog.ts'

/** A record that holds exchanges back until it is known whether they are worth being kept. */
export interface Sieve extends ExchangeLog {
  /** Writes down what a playing of a check decided by, and forgets the rest of it. */
  settle(outcome: CheckOutcome): void
}

/**
 * Keeps of the exchanges of checks only those that decided, those of counterexamples, and the creations of what these
 * name: so that hours of examples leave a record that can be read. All else (discovery, population) is kept.
 */
export function sieveOf(log: ExchangeLog): Sieve {
  const held = new Map<string, Map<string, Exchange>>()
  return {
    ...log,
    append: (exchange) => {
      const { check, scope } = exchange
      if (scope !== 'check' || check === undefined) return log.append(exchange)
      const mine = held.get(check) ?? new Map<string, Exchange>()
      held.set(check, mine.set(exchange.id, exchange))
    },
    settle: (outcome) => {
      const mine = held.get(outcome.id) ?? new Map<string, Exchange>()
      held.delete(outcome.id)
      const wanted = decisiveOf(outcome)
      const named = [...wanted].map((id) => textOf(mine.get(id))).join(' ')
      for (const [id, exchange] of mine) {
        const made = createdBy(exchange)
        if (wanted.has(id) || (made !== undefined && named.includes(made))) log.append(exchange)
      }
    },
  }
}

/** Ids of the exchanges by which a check decided, and that show its counterexamples. */
export function decisiveOf(outcome: CheckOutcome): ReadonlySet<string> {
  return new Set([
    ...outcome.decisive,
    ...outcome.warnings.flatMap(({ decisive = [] }) => decisive),
    ...(outcome.counterexamples ?? []).flatMap(({ exchanges, finding }) => [
      ...exchanges,
      ...(finding.decisive ?? []),
    ]),
  ])
}

function textOf(exchange: Exchange | undefined): string {
  if (exchange === undefined) return ''
  const { url, body } = exchange.request
  return `${url} ${typeof body === 'string' ? body : ''}`
}

function createdBy({ request, response }: Exchange): string | undefined {
  if (request.method !== 'POST' || response?.status !== 201) return undefined
  return /"id"\s*:\s*"([^"]+)"/.exec(new TextDecoder().decode(response.body))?.[1]
}
