import type { Hiding } from '../record/hideText.ts'
import { fixtureFiles } from './fixtureFiles.ts'
import { fixtureOf } from './fixture.ts'
import { hideWords, type Telling } from './hideWords.ts'
import { hasFailed, type LogAction, type LogEntry } from './logEntry.ts'
import { readEntry, type ReadEntry } from './readEntry.ts'
import type { Sender } from './rebuild.ts'
import { type Imported, type ImportedItem, shown } from './report.ts'
import { sessionOf } from './session.ts'
import { shapedRegister } from './shapedRegister.ts'
import { unusualNote } from './unusual.ts'
import { writtenAgain } from './writtenAgain.ts'

/** A log as it was read from its files. */
export interface ReadLog {
  readonly files: readonly string[]
  readonly entries: readonly LogEntry[]
  readonly notes: readonly string[]
  readonly complete: boolean
}

const PAGE = 'https://learn.microsoft.com/entra/identity/monitoring-health/howto-analyze-provisioning-logs'

/** Reads every failed entry of a log: what was sent, whose fault it is, and a file to play it again. */
export function importLog(log: ReadLog, sender: Sender, tool: string): Imported {
  const hiding: Hiding = { register: shapedRegister(), bases: [] }
  const kept = fixtureFiles()
  const done = new Map<string, LogAction>()
  const items: ImportedItem[] = []
  const counts: Record<string, number> = {}
  for (const entry of inOrder(log.entries)) {
    counts[entry.status] = (counts[entry.status] ?? 0) + 1
    const { id } = entry.target
    if (hasFailed(entry)) {
      const read = readEntry(entry, sender, id === undefined ? undefined : done.get(id))
      items.push(itemOf(read, { hiding, tool, kept }))
    } else if (id !== undefined && entry.status === 'success') done.set(id, actionOn(entry, done.get(id)))
  }
  return {
    report: {
      kind: 'provisioning-log',
      files: log.files,
      complete: log.complete,
      counts,
      rebuiltBy: { mapping: sender.mapping.name, dialect: sender.dialect },
      notes: [
        ...log.notes,
        ...unknownNote(log.entries),
        ...(counts['unknown'] === undefined
          ? []
          : ['Entries without a status that is known are taken for no failure.']),
        ...writtenAgain(log.entries),
      ],
      items: items.sort((one, other) => one.at.entry - other.at.entry),
    },
    fixtures: kept.files,
  }
}

/** By time, since portals put the newest first; entries without one keep their place. */
function inOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  return entries.every(({ time }) => time !== undefined)
    ? [...entries].sort((one, other) => (one.time ?? '').localeCompare(other.time ?? ''))
    : entries
}

/** A user stays deactivated until active is set again. */
function actionOn({ action, properties }: LogEntry, before: LogAction | undefined): LogAction {
  const active = properties.find(({ name }) => /^active$/i.test(name))?.after
  if (action === 'disable' || /^false$/i.test(active ?? '')) return 'disable'
  return before === 'disable' && active === undefined ? before : action
}

interface Making {
  readonly hiding: Hiding
  readonly tool: string
  readonly kept: ReturnType<typeof fixtureFiles>
}

function itemOf(read: ReadEntry, { hiding, tool, kept }: Making): ImportedItem {
  const { entry, rebuilt, answer, reading } = read
  const file = fixtureOf(sessionOf(read), {
    sender: 'entra',
    dialect: rebuilt.dialect,
    evidence: 'rebuilt',
    document: 'Entry of a provisioning log',
    url: PAGE,
    tool,
    rulings: reading.rulings,
    hiding,
  })
  const name = kept.keep(file, entry.at.entry)
  const words = (text: string) => hideWords(text, tellingIn(entry), `/${rebuilt.object}s`, hiding)
  return {
    at: entry.at,
    name: `${entry.action === 'other' ? 'evaluation' : entry.action} of a ${rebuilt.object.toLowerCase()}`,
    ...(entry.changeId === undefined ? {} : { changeId: entry.changeId }),
    ...(entry.time === undefined ? {} : { time: entry.time }),
    ...(entry.error === undefined || entry.error.code === '' ? {} : { code: entry.error.code }),
    message: words(entry.error?.reason ?? ''),
    basis: rebuilt.requests.length === 0 ? 'none' : 'rebuilt',
    requests: file.exchanges
      .slice(file.exchanges.length - rebuilt.requests.length)
      .map(({ request }) => shown(request)),
    answer: { ...answer, ...(answer.detail === undefined ? {} : { detail: words(answer.detail) }) },
    ...reading,
    notes: [...rebuilt.notes, ...unusualNote(rebuilt.changes, `/${rebuilt.object}s`)],
    ...(name === undefined ? {} : { fixture: name }),
  }
}

/** The values of an entry that may be somebody's. */
function tellingIn({ properties, source, target, steps }: LogEntry): Telling[] {
  const identity = ({ id, displayName, details }: LogEntry['source']): Telling[] => [
    ...(id === undefined ? [] : [{ value: id, path: 'id' }]),
    ...(displayName === undefined ? [] : [{ value: displayName, path: 'displayName' }]),
    ...Object.entries(details).map(([path, value]) => ({ value, path })),
  ]
  return [
    ...identity(source),
    ...identity(target),
    ...properties.flatMap(({ name, before, after }) =>
      [before, after].flatMap((value) => (value === undefined ? [] : [{ value, path: name }])),
    ),
    ...steps.flatMap(({ details }) =>
      Object.values(details).map((value) => ({ value, path: 'displayName' })),
    ),
  ]
}

function unknownNote(entries: readonly LogEntry[]): string[] {
  const names = [...new Set(entries.flatMap(({ unknown }) => unknown))]
  return names.length === 0
    ? []
    : [`Not known here, and left alone: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`]
}
