import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { usage } from '../usage.ts'

/** An example in the folder of a corpus. */
export interface CorpusEntry {
  readonly kind: 'example'
  readonly check: string
  /** Names of the run in which it was drawn. */
  readonly runId: string
  /** Whether it failed, or what it was the first to exercise. */
  readonly why: string
  readonly value: Json
}

/** Examples that are worth being played again, in a folder that can be kept beside a server's source. */
export interface Corpus {
  /** Those of one check, past counterexamples first, with the names of this run. */
  examplesOf(check: string): readonly Json[]
  /** Keeps an example, unless it is there. */
  keep(entry: Omit<CorpusEntry, 'kind' | 'runId'>): void
  /** Resolves once everything is written. */
  close(): Promise<void>
  /** How many were read. */
  readonly size: number
}

/** So many examples of one check are played at most. */
const MOST_OF_ONE = 200

/**
 * Opens the corpus in a folder, which need not exist yet: one folder for each check, one file for each example.
 *
 * @throws {UsageError} when a file in it holds no example
 */
export async function openCorpus(folder: string, runId: string): Promise<Corpus> {
  const entries = new Map<string, CorpusEntry[]>()
  const known = new Set<string>()
  for (const file of await filesIn(folder)) {
    const entry = await readEntry(file)
    entries.set(entry.check, [...(entries.get(entry.check) ?? []), entry])
    known.add(nameOf(entry))
  }
  const writing: Promise<void>[] = []
  return {
    size: [...entries.values()].reduce((sum, list) => sum + list.length, 0),
    examplesOf: (check) =>
      [...(entries.get(check) ?? [])]
        .sort((left, right) => Number(right.why === FAILED) - Number(left.why === FAILED))
        .slice(0, MOST_OF_ONE)
        .map(({ value, runId: before }) => renamed(value, before, runId)),
    keep: (given) => {
      const entry: CorpusEntry = { kind: 'example', runId, ...given }
      const name = nameOf(entry)
      if (known.has(name)) return
      known.add(name)
      writing.push(write(join(folder, entry.check), name, entry))
    },
    close: async () => void (await Promise.all(writing)),
  }
}

/** Why a counterexample is kept. */
export const FAILED = 'failed'

/** An example with the names of another run in place of those of its own. */
export function renamed(value: unknown, from: string, to: string): Json {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(from, to)) as Json
}

/** Equal examples have equal names, whatever the run. */
function nameOf({ value, runId }: CorpusEntry): string {
  const text = JSON.stringify(renamed(value, runId, 'run'))
  return `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.json`
}

async function write(folder: string, name: string, entry: CorpusEntry): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), `${JSON.stringify(entry, null, 1)}\n`)
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder, { recursive: true, withFileTypes: true })
    return found
      .filter((one) => one.isFile() && one.name.endsWith('.json'))
      .map((one) => join(one.parentPath, one.name))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw usage(
      `--corpus ${folder} can not be read: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
}

async function readEntry(file: string): Promise<CorpusEntry> {
  let json: Json
  try {
    json = JSON.parse(await readFile(file, 'utf8')) as Json
  } catch (error) {
    throw usage(`${file} can not be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
  if (
    !isObject(json) ||
    json['kind'] !== 'example' ||
    typeof json['check'] !== 'string' ||
    typeof json['runId'] !== 'string' ||
    !('value' in json)
  )
    throw usage(`${file} holds no example of a corpus.`, 'Move it out of the folder of --corpus.')
  return json as unknown as CorpusEntry
}
