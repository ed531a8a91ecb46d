import type { ExchangeRecord, RunDocument } from './model/index.ts'

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
const instant = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g
const httpDate = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT\b/g
const port = /\b((?:127\.0\.0\.1|localhost|\[::1\])):\d{2,5}\b/g

function blankText(text: string, runId: string): string {
  const named = runId === '' ? text : text.replaceAll(runId, '[run]')
  return named
    .replace(instant, '[instant]')
    .replace(httpDate, '[date]')
    .replace(uuid, '[uuid]')
    .replace(port, '$1:[port]')
}

function blankValue(value: unknown, runId: string): unknown {
  if (typeof value === 'string') return blankText(value, runId)
  if (Array.isArray(value)) return value.map((member) => blankValue(member, runId))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, blankValue(member, runId)]))
}

/**
 * A run document with all that differs between two equal runs blanked: instants, durations, UUIDs, the run id, loopback
 * ports and bytes counted. For snapshots; the result is a run document still.
 */
export function normalise(run: RunDocument): RunDocument {
  const blank = blankValue(run, run.runId) as RunDocument
  const exchanges = Object.fromEntries(
    Object.entries(blank.exchanges).map(([id, exchange]): [string, ExchangeRecord] => [
      id,
      { ...exchange, startedAt: 0, durationMs: 0 },
    ]),
  )
  return {
    ...blank,
    runId: '[run]',
    durationMs: 0,
    target: {
      ...blank.target,
      lags: Object.fromEntries(Object.keys(blank.target.lags).map((name) => [name, 0])),
    },
    requests: { ...blank.requests, bytesSent: 0, bytesReceived: 0, wireMs: 0 },
    checks: blank.checks.map((check) => ({ ...check, durationMs: 0 })),
    exchanges,
    ...(blank.environment === undefined ? {} : { environment: {} }),
  }
}
