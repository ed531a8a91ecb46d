import { CsvError, parse } from 'csv-parse/sync'
import { UnreadableFile } from './unreadable.ts'

/** A table as text, with the line each row begins in. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly cells: Readonly<Record<string, string>>; readonly line: number }[]
  readonly notes: readonly string[]
}

const DELIMITERS = [',', ';', '\t'] as const

/**
 * Reads CSV as portals and spreadsheets write it: comma, semicolon or tab, with or without Excel's `sep=` line.
 *
 * @throws {UnreadableFile} with the line, when a quote is never closed
 */
export function readCsv(text: string, name: string): Table {
  const [, marked] = /^sep=(.)\r?\n/.exec(text) ?? []
  const body = marked === undefined ? text : text.slice(text.indexOf('\n') + 1)
  const skipped = marked === undefined ? 0 : 1
  const delimiter = marked ?? delimiterOf(body)
  let records: { record: string[]; info: { lines: number } }[]
  try {
    records = parse(body, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }) as never
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UnreadableFile(
      `${name} is no CSV that can be read: ${error.message}.`,
      'Download it again, and leave it as it is: an editor may have broken its quotes.',
    )
  }
  const [head, ...rest] = records
  const columns = unique(head?.record ?? [])
  const notes: string[] = []
  let before = (head?.info.lines ?? 1) + skipped
  const rows = rest.map(({ record, info }) => {
    const line = before + 1
    before = info.lines + skipped
    if (record.length !== columns.length)
      notes.push(`Line ${line} has ${record.length} cells where ${columns.length} are expected.`)
    const names = [
      ...columns,
      ...record.slice(columns.length).map((_, at) => `cell ${columns.length + at + 1}`),
    ]
    return { line, cells: Object.fromEntries(record.map((cell, at) => [names[at] ?? '', cell])) }
  })
  return { columns, rows, notes }
}

/** The delimiter that the first line has most often, outside of quotes. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/\r?\n|$/)).replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function unique(names: readonly string[]): string[] {
  return names.map((name, at) => (names.indexOf(name) === at ? name.trim() : `${name.trim()} (${at + 1})`))
}
