import type { ExchangeReading } from '../../reading/exchanges.ts'
import { bodyLines, type Line } from './json-lines.ts'

/** What a representation says otherwise than an earlier one of the same resource. */
export interface Differences {
  /** Lines that the earlier one has not. */
  readonly changed: ReadonlySet<Line>
  /** Paths of attributes that are gone. */
  readonly gone: readonly string[]
}

function idOf(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(body)
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}

/** The last answer before an exchange that represents the same resource, told by its id. */
export function earlierAnswer(readings: readonly ExchangeReading[], at: number): string | undefined {
  const id = idOf(readings[at]?.exchange?.response?.body)
  if (id === undefined) return undefined
  const before = readings.slice(0, at).map((reading) => reading.exchange?.response?.body)
  return before.findLast((body): body is string => typeof body === 'string' && idOf(body) === id)
}

const said = (line: Line) => `${line.path?.toLowerCase() ?? ''}\n${line.text.replace(/,$/, '')}`

const isMeta = (line: Line) => /^\$\.(meta|schemas)\b/i.test(line.path ?? '')

/** Compares two representations line by line; meta, which every change moves, does not count. */
export function differences(earlier: string, lines: readonly Line[]): Differences {
  const before = bodyLines(earlier)
  const known = new Set(before.map(said))
  const attribute = (line: Line) => /^\$(\.[\w$-]+|\["[^"]+"\])/.exec(line.path ?? '')?.[0]
  const present = new Set(lines.map((line) => attribute(line)?.toLowerCase()))
  const gone = before
    .flatMap((line) => attribute(line) ?? [])
    .filter((path) => !present.has(path.toLowerCase()))
  return {
    changed: new Set(lines.filter((line) => !isMeta(line) && !known.has(said(line)))),
    gone: [...new Set(gone)],
  }
}
