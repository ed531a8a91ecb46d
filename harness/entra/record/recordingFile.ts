import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { isObject } from '../../scim/json.ts'
import type {
  RecordedAnswer,
  RecordedExchange,
  RecordedRequest,
  RecordedVariable,
  RecordingFile,
} from './recordedTypes.ts'

/** One line of the journal that lies beside the file while it is recorded. Everything in it may be read by anybody. */
export type RecordingEntry =
  /** First line: which process writes it. */
  | { readonly kind: 'session'; readonly pid: number }
  | { readonly kind: 'request'; readonly exchange: RecordedExchange }
  | {
      readonly kind: 'answer'
      readonly id: string
      /** Absent when none came. */
      readonly answer?: RecordedAnswer
      readonly credentials?: 'refused'
      readonly note?: string
      readonly variables: Readonly<Record<string, RecordedVariable>>
    }

/** A journal that is being written. Each line is there before `write` returns, and outlives the end of the process. */
export interface RecordingJournal {
  write(entry: RecordingEntry): void
  close(): void
}

/** Where the journal of a file lies. */
export const journalOf = (file: string): string => `${file}.journal`

/** A file that is no recording, or can not be read. */
export class NoRecording extends Error {
  override readonly name = 'NoRecording'
}

/** Opens the journal of a file; nobody but its owner may read it. @throws the system's error when that is not possible */
export function openRecordingJournal(file: string): RecordingJournal {
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(journalOf(file), 'a', 0o600)
  const write = (entry: RecordingEntry) => void writeSync(handle, `${JSON.stringify(entry)}\n`)
  write({ kind: 'session', pid: process.pid })
  return {
    write,
    close: () => closeSync(handle),
  }
}

/**
 * Takes what a journal holds into its file: at the end of a recording, or afterwards when that was cut short. The file
 * is replaced as a whole; doing it twice adds nothing. The journal goes, unless another process still writes it.
 *
 * @returns what the file holds now; `undefined` when there is nothing
 * @throws {NoRecording} when the file holds something else
 */
export function assemble(file: string): RecordingFile | undefined {
  const before = existsSync(file) ? readRecordingFile(file).exchanges : []
  if (!existsSync(journalOf(file))) return before.length === 0 ? undefined : recordingOf(before)
  const written = new Map(exchangesIn(readFileSync(journalOf(file), 'utf8')).map((one) => [one.id, one]))
  const kept = before.filter(({ id }) => !written.has(id))
  const exchanges = [...kept, ...written.values()]
  const recording = exchanges.length === 0 ? undefined : recordingOf(exchanges)
  if (recording !== undefined) {
    writeFileSync(`${file}.part`, `${JSON.stringify(recording, null, 1)}\n`, { mode: 0o600 })
    renameSync(`${file}.part`, file)
  }
  if (writerOf(file) === undefined) rmSync(journalOf(file))
  return recording
}

/** The other process that writes the journal of a file right now. */
export function writerOf(file: string): number | undefined {
  if (!existsSync(journalOf(file))) return undefined
  const writers = entriesIn(readFileSync(journalOf(file), 'utf8')).flatMap((entry) =>
    entry.kind === 'session' && entry.pid !== process.pid ? [entry.pid] : [],
  )
  return writers.find(isAlive)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Reads a recording. @throws {NoRecording} when it is none */
export function readRecordingFile(file: string): RecordingFile {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new NoRecording(
      `${file} can not be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (!isObject(json) || json['kind'] !== 'recording') throw new NoRecording(`${file} is no recording.`)
  return json as unknown as RecordingFile
}

function recordingOf(exchanges: readonly RecordedExchange[]): RecordingFile {
  const dialects = [...new Set(exchanges.map(({ dialect }) => dialect))].filter(
    (dialect) => dialect !== 'both',
  )
  const [only = 'both', ...more] = dialects
  return {
    kind: 'recording',
    job: 'session',
    dialect: more.length === 0 ? only : 'unknown',
    senders: [...new Set(exchanges.map(({ sender }) => sender))],
    exchanges,
  }
}

/** The exchanges of a journal, in the order in which their requests arrived. A line that was cut short is left out. */
export function exchangesIn(journal: string): RecordedExchange[] {
  const entries = entriesIn(journal)
  const answers = new Map(
    entries.flatMap((entry) => (entry.kind === 'answer' ? [[entry.id, entry] as const] : [])),
  )
  return entries
    .flatMap((entry) => (entry.kind === 'request' ? [entry.exchange] : []))
    .sort((one, other) => ordinalOf(one) - ordinalOf(other))
    .map((exchange) => {
      const found = answers.get(exchange.id)
      if (found === undefined) return { ...exchange, note: 'The recording ended before an answer came.' }
      const { answer, credentials, note, variables } = found
      return {
        ...exchange,
        request: withCredentials(exchange.request, credentials),
        ...(answer === undefined ? {} : { answer }),
        variables: { ...exchange.variables, ...variables },
        ...(note === undefined ? {} : { note }),
      }
    })
}

/** The lines of a journal; one that was cut short is left out. */
function entriesIn(journal: string): RecordingEntry[] {
  return journal.split('\n').flatMap((line): RecordingEntry[] => {
    try {
      return line === '' ? [] : [JSON.parse(line) as RecordingEntry]
    } catch {
      return []
    }
  })
}

/** Which credentials came matters only where they were refused. */
function withCredentials(request: RecordedRequest, refused: 'refused' | undefined): RecordedRequest {
  const { credentials, ...rest } = request
  return refused === undefined ? rest : { ...rest, credentials: credentials ?? refused }
}

const ordinalOf = ({ original }: RecordedExchange): number =>
  Number(original.slice(original.lastIndexOf('-') + 1))
