import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { BaselineResult, CheckResult } from '../../reports/model/index.ts'
import { usage } from './usage.ts'

/** A failure that is known. */
export interface BaselineEntry {
  readonly check: string
  readonly reason: string
  /** Last day on which it is excused: `2026-12-31`. */
  readonly expires?: string
}

/** The known failures of a server. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[]
}

/**
 * Reads a baseline.
 *
 * @throws {UsageError} naming the file and the entry that is wrong
 */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file))
    throw usage(`The baseline ${file} does not exist.`, 'Make it with --update-baseline.')
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw usage(
      `The baseline ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      'Make it anew with --update-baseline.',
    )
  }
  const entries =
    typeof json === 'object' && json !== null && 'known' in json
      ? (json as { known: unknown }).known
      : undefined
  if (!Array.isArray(entries))
    throw usage(
      `The baseline ${file} has no list "known".`,
      'Its form is {"known": [{"check": "…", "reason": "…", "expires": "2026-12-31"}]}.',
    )
  return { entries: entries.map((entry, index) => readEntry(file, entry, index)) }
}

function readEntry(file: string, entry: unknown, index: number): BaselineEntry {
  const place = `${file}: known[${index}]`
  if (typeof entry !== 'object' || entry === null) throw usage(`${place} is not an object.`)
  const { check, reason, expires } = entry as Record<string, unknown>
  if (typeof check !== 'string')
    throw usage(`${place} has no "check".`, 'Name the id of a check: see scimproof list.')
  if (typeof reason !== 'string' || reason.trim() === '')
    throw usage(`${place} (${check}) has no "reason".`, 'Say why this failure is accepted for now.')
  if (expires !== undefined && (typeof expires !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(expires))) {
    throw usage(`${place} (${check}): "expires" is not a day.`, 'Write it as 2026-12-31.')
  }
  return { check, reason, ...(expires === undefined ? {} : { expires }) }
}

/**
 * Holds the results of a run against a baseline. A failure that is known and not expired is excused; an entry whose
 * check was selected and no longer fails is fulfilled, and should go.
 *
 * @param today day of the run: `2026-01-31`
 */
export function applyBaseline(
  file: string,
  baseline: Baseline,
  results: readonly CheckResult[],
  today: string,
): { results: CheckResult[]; summary: BaselineResult } {
  const entries = new Map(baseline.entries.map((entry) => [entry.check, entry]))
  const expired = (entry: BaselineEntry) => entry.expires !== undefined && entry.expires < today
  const failed = results.filter((result) => result.verdict === 'fail')
  const excused = failed.filter((result) => {
    const entry = entries.get(result.id)
    return entry !== undefined && !expired(entry)
  })
  return {
    results: results.map((result) => {
      const entry = entries.get(result.id)
      if (entry === undefined || !excused.includes(result)) return result
      return {
        ...result,
        baseline: {
          reason: entry.reason,
          ...(entry.expires === undefined ? {} : { expires: entry.expires }),
        },
      }
    }),
    summary: {
      file,
      known: excused.map((result) => result.id),
      fresh: failed.filter((result) => !excused.includes(result)).map((result) => result.id),
      fulfilled: baseline.entries
        .filter((entry) =>
          results.some(
            (result) => result.id === entry.check && (result.verdict === 'pass' || result.verdict === 'warn'),
          ),
        )
        .map((entry) => entry.check),
      expired: baseline.entries.filter(expired).map((entry) => entry.check),
    },
  }
}

/**
 * Writes the failures of a run as a baseline: reasons and days of entries that stay are kept, entries of checks that
 * did not run too, fulfilled ones go. Verdicts only, never expectations.
 */
export function updateBaseline(file: string, results: readonly CheckResult[], today: string): Baseline {
  const before = existsSync(file) ? readBaseline(file).entries : []
  const ran = new Set(
    results
      .filter(({ verdict }) => verdict !== 'skip' && verdict !== 'blocked' && verdict !== 'error')
      .map((result) => result.id),
  )
  const kept = before.filter((entry) => !ran.has(entry.check))
  const failed = results
    .filter((result) => result.verdict === 'fail')
    .map(
      (result) =>
        before.find((entry) => entry.check === result.id) ?? {
          check: result.id,
          reason: `accepted on ${today}: ${result.reason ?? result.title}`,
        },
    )
  const entries = [...kept, ...failed].sort((a, b) => (a.check < b.check ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ known: entries }, null, 2)}\n`)
  return { entries }
}
