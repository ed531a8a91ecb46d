import {
  createJournalOfExchanges,
  type JournalOfExchanges,
  readExchanges,
  type StoredExchange,
} from '../target/journalOfExchanges.ts'
import { createMask } from '../target/mask.ts'
import { createRedactor } from '../target/redact.ts'
import type { ExchangeRecord } from '../../reports/model/index.ts'
import type { ConnectionSettings } from './connection.ts'

/** The record of a run on disk, which learns secrets as they come up. */
export interface ExchangeLog extends JournalOfExchanges {
  /** Takes a secret out of everything that is written from now on. */
  learn(secret: string): void
}

/** Opens `exchanges.ndjson` for appending, with every secret of the connection taken out of what is written. */
export function openExchangeLog(file: string, settings: ConnectionSettings): ExchangeLog {
  const redactor = createRedactor(secretsIn(settings))
  return {
    ...createJournalOfExchanges(file, redactor, createMask()),
    learn: (secret) => redactor.learn(secret),
  }
}

/** A header of this name holds a secret; the value of another (a tenant's name) may stand elsewhere in plain sight. */
const SECRET_NAME = /auth|token|secret|key|cookie|password|signature/i

/** The secrets that the settings hold; those that they lead to are learnt when they are used. */
function secretsIn({ credentials, environment, headers }: ConnectionSettings): string[] {
  const named = Object.entries(headers).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : []))
  const secrets = [credentials.token, ...Object.values(environment), ...named]
  return [...new Set(secrets.filter((secret) => secret !== undefined && secret !== ''))] as string[]
}

/** What was recorded, by id, as the run document has it. */
export async function recordedExchanges(file: string): Promise<Record<string, ExchangeRecord>> {
  return Object.fromEntries((await readExchanges(file)).map((exchange) => [exchange.id, recordOf(exchange)]))
}

/** A stored exchange as the run document has it. */
export function recordOf(exchange: StoredExchange): ExchangeRecord {
  const { request, response, failure, startedAt, durationMs, scope, check } = exchange
  return {
    request: {
      method: request.method,
      url: request.url,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: printable(request.body) }),
    },
    response:
      response === undefined
        ? null
        : {
            status: response.status,
            headers: response.headers,
            ...(response.body === '' ? {} : { body: printable(response.body) }),
          },
    ...(failure === undefined ? {} : { failure }),
    startedAt: Math.round(startedAt * 10) / 10,
    durationMs: Math.round(durationMs * 10) / 10,
    scope,
    ...(check === undefined ? {} : { check }),
  }
}

type Stored = NonNullable<StoredExchange['request']['body']>

const printable = (body: Stored) =>
  typeof body === 'object' && 'base64' in body ? `base64:${body.base64}` : body
