import {
  createJournalOfExchanges,
  type JournalOfExchanges,
  readExchanges,
  type StoredExchange,
} from '../target/journalOfExchanges.ts'
import { createMask } from '../target/mask.ts'
import { createRedactor } from '../target/redact.ts'
import type { ExchangeRecord } from '../../reports/model/index.ts'
import { type ConnectionSettings, credentialsOf } from './connection.ts'

/** Opens `exchanges.ndjson` for appending, with every secret of the connection taken out of what is written. */
export async function openExchangeLog(
  file: string,
  settings: ConnectionSettings,
): Promise<JournalOfExchanges> {
  return createJournalOfExchanges(file, createRedactor(await secretsOf(settings)), createMask())
}

/** Every secret that the settings hold or lead to. */
export async function secretsOf(settings: ConnectionSettings): Promise<string[]> {
  const header = await (await credentialsOf(settings)).header()
  const token = header?.replace(/^Bearer\s+/i, '')
  const secrets = [
    token,
    settings.credentials.token,
    ...Object.values(settings.environment),
    ...Object.values(settings.headers),
  ]
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
