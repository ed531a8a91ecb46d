import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** One line of the journal of what a run made. */
export type JournalEntry =
  /** A resource is about to be made; `names` are what it could be found by. */
  | {
      readonly kind: 'intent'
      readonly ordinal: number
      readonly endpoint: string
      readonly names: readonly string[]
    }
  /** It was made; `url` is absolute. */
  | { readonly kind: 'made'; readonly ordinal: number; readonly url: string }
  /** It was refused, so nothing was made. */
  | { readonly kind: 'refused'; readonly ordinal: number }
  /** It is gone, or was left deactivated. */
  | { readonly kind: 'gone'; readonly url: string }

/** First line: which run, against what. */
export interface JournalHead {
  readonly kind: 'run'
  readonly runId: string
  readonly baseUrl: string
  readonly startedAt: string
  readonly emailDomains: readonly string[]
}

/** Takes down what is made before and after it is made, so that a later `clean` can finish what was cut short. */
export interface Journal {
  write(entry: JournalEntry): void
  /** URLs of what was made and is not gone, newest first. */
  alive(): readonly string[]
  /** Creations whose answer never came: they may exist. */
  open(): readonly { endpoint: string; names: readonly string[] }[]
  close(): void
}

/** Keeps the state that the entries add up to. */
function stateOf(entries: Iterable<JournalEntry>) {
  const made = new Set<string>()
  const intents = new Map<number, { endpoint: string; names: readonly string[] }>()
  const apply = (entry: JournalEntry) => {
    if (entry.kind === 'intent') intents.set(entry.ordinal, { endpoint: entry.endpoint, names: entry.names })
    else if (entry.kind === 'gone') made.delete(entry.url)
    else {
      intents.delete(entry.ordinal)
      if (entry.kind === 'made') made.add(entry.url)
    }
  }
  for (const entry of entries) apply(entry)
  return { apply, made, intents }
}

/** A journal that lives in memory, for runs that can not be cut short (in process). */
export function memoryJournal(): Journal {
  const state = stateOf([])
  return {
    write: state.apply,
    alive: () => [...state.made].reverse(),
    open: () => [...state.intents.values()],
    close: () => undefined,
  }
}

/** A journal on disk; each entry is there before the function returns. Appends when the file exists. */
export function fileJournal(file: string, head?: JournalHead): Journal {
  mkdirSync(dirname(file), { recursive: true })
  const before = existsSync(file) && head === undefined ? readJournal(file).entries : []
  if (head === undefined) dropCutLine(file)
  const handle = openSync(file, head === undefined ? 'a' : 'w')
  if (head !== undefined) writeSync(handle, `${JSON.stringify(head)}\n`)
  const state = stateOf(before)
  return {
    write: (entry) => {
      state.apply(entry)
      writeSync(handle, `${JSON.stringify(entry)}\n`)
    },
    alive: () => [...state.made].reverse(),
    open: () => [...state.intents.values()],
    close: () => closeSync(handle),
  }
}

/** Takes away a last line that was being written when the run was killed. */
function dropCutLine(file: string): void {
  if (!existsSync(file)) return
  const content = readFileSync(file)
  const end = content.lastIndexOf(0x0a) + 1
  if (end < content.length) truncateSync(file, end)
}

/**
 * Reads a journal from disk; a last line that was cut short is passed over.
 *
 * @throws {Error} naming file and line when it is no journal
 */
export function readJournal(file: string): { head: JournalHead; entries: JournalEntry[] } {
  const lines = readFileSync(file, 'utf8').split('\n')
  const last = lines.pop() // empty, or a line that was being written when the run was killed
  const parsed = lines.map((line, index) => parseLine(file, line, index + 1))
  if (last !== undefined && last !== '') {
    try {
      parsed.push(JSON.parse(last) as JournalEntry)
    } catch {
      // the write was cut short; what it announced is covered by its mark
    }
  }
  const [head, ...entries] = parsed
  if (head?.kind !== 'run') throw new Error(`${file}:1 is not the head of a journal (kind "run" expected).`)
  return { head, entries: entries as JournalEntry[] }
}

function parseLine(file: string, line: string, number: number): JournalHead | JournalEntry {
  try {
    return JSON.parse(line) as JournalHead | JournalEntry
  } catch {
    throw new Error(
      `${file}:${number} is not JSON; the journal can not be read. Use clean with --older-than instead.`,
    )
  }
}
