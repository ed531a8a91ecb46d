import type { Json, JsonObject } from '../../scim/types.ts'
import { readCsv, type Table } from './csvText.ts'
import type { ReadLog } from './importLog.ts'
import type { LogEntry, LogProperty, LogStep } from './logEntry.ts'
import { plainName } from './members.ts'
import { logEntryOf, statusOf } from './provisioningLog.ts'
import { READABLE } from './recognise.ts'
import { UnreadableFile } from './unreadable.ts'

/** A file of a CSV download as text. */
export interface CsvFile {
  readonly name: string
  readonly text: string
}

/** Which of the three files of a download a table is. */
type Part = 'entries' | 'properties' | 'steps'

/** Columns by what they hold; names are compared without case, blanks and punctuation. */
const COLUMNS = {
  changeId: ['changeid', 'change'],
  action: ['provisioningaction', 'action', 'operationname'],
  status: ['status', 'resulttype', 'provisioningstatus', 'provisioningstatusinfostatus', 'statusinfostatus'],
  code: [
    'errorcode',
    'resultsignature',
    'provisioningstatusinfoerrorinformationerrorcode',
    'statusinfoerrorcode',
  ],
  reason: [
    'reason',
    'statusreason',
    'resultdescription',
    'failurereason',
    'errormessage',
    'provisioningstatusinfoerrorinformationreason',
    'statusinforeason',
  ],
  time: ['activitydatetime', 'dateutc', 'date', 'timegenerated', 'timegeneratedutc', 'time'],
  sourceId: ['sourceid', 'sourceobjectid', 'sourceidentityid'],
  sourceName: [
    'identity',
    'sourcedisplayname',
    'sourceidentitydisplayname',
    'identitydisplayname',
    'displayname',
  ],
  targetId: ['targetid', 'targetobjectid', 'targetidentityid'],
  targetName: ['targetdisplayname', 'targetidentitydisplayname'],
  type: [
    'identitytype',
    'objecttype',
    'targettype',
    'targetidentityidentitytype',
    'targetidentitytype',
    'sourceidentityidentitytype',
    'sourceidentitytype',
    'sourcetype',
  ],
  sourceSystem: ['sourcesystem', 'sourcesystemdisplayname', 'sourcesystemname'],
  targetSystem: ['targetsystem', 'targetsystemdisplayname', 'targetsystemname'],
  property: [
    'displayname',
    'name',
    'property',
    'propertyname',
    'attribute',
    'attributename',
    'modifiedpropertyname',
  ],
  before: ['oldvalue', 'old', 'before'],
  after: ['newvalue', 'new', 'after'],
  step: ['name', 'step', 'stepname', 'provisioningstepname'],
  stepType: ['provisioningsteptype', 'steptype', 'type'],
  description: ['description', 'stepdescription', 'details'],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Meaning = keyof typeof COLUMNS

/** A table whose cells are asked for by meaning. */
interface ReadTable {
  readonly name: string
  readonly part: Part
  readonly table: Table
  readonly column: (meaning: Meaning) => string | undefined
}

/**
 * Reads the CSV download of a provisioning log: the entries, and beside them the modified properties and the steps, which
 * are joined by the id of the change. Files of any order and with any name are taken for what their columns say.
 *
 * @throws {UnreadableFile} when none holds entries
 */
export function readCsvLog(files: readonly CsvFile[]): ReadLog {
  const tables = files.map(({ name, text }) => tableOf(name, readCsv(text, name)))
  const main = tables.find(({ part }) => part === 'entries')
  if (main === undefined) {
    const [first] = tables
    throw new UnreadableFile(
      `${first?.name ?? 'The file'} is the list of ${first?.part === 'steps' ? 'steps' : 'modified properties'} of a download; the entries they belong to are missing.`,
      'Name the file ProvisioningLogs of the same download, or put it beside this one.',
    )
  }
  const properties = joined(tables, 'properties', propertyOf)
  const steps = joined(tables, 'steps', stepOf)
  const entries = main.table.rows.map(({ cells, line }, at): LogEntry => {
    const entry = logEntryOf(recordOf(main, cells), { entry: at + 1, line })
    const id = entry.changeId ?? ''
    return {
      ...entry,
      properties: [...entry.properties, ...(properties.take(id) ?? [])],
      steps: [...entry.steps, ...(steps.take(id) ?? [])],
    }
  })
  if (entries.length === 0)
    throw new UnreadableFile(
      `${main.name} holds no entry, only its first line.`,
      'Widen the filters of the download.',
    )
  const complained = tables.flatMap(({ name, table }) =>
    table.notes.slice(0, 3).map((note) => `${name}: ${note}`),
  )
  return {
    files: tables.map(({ name }) => name),
    entries,
    complete: true,
    notes: [
      ...complained,
      ...(entries.some((entry) => entry.properties.length > 0)
        ? []
        : [
            'No modified properties: what was written is unknown. They are in the file ProvisioningLogs_ModifiedProperties of the same download: put it beside this one, or name it with --with.',
          ]),
      ...properties.left('modified properties'),
      ...steps.left('steps'),
    ],
  }
}

function tableOf(name: string, table: Table): ReadTable {
  const plain = new Map(table.columns.map((column) => [plainName(column), column]))
  const column = (meaning: Meaning) =>
    COLUMNS[meaning].map((known) => plain.get(known)).find((found) => found !== undefined)
  const has = (...meanings: readonly Meaning[]) => meanings.every((meaning) => column(meaning) !== undefined)
  const part = ((): Part | undefined => {
    if (has('changeId', 'property') && (has('before') || has('after'))) return 'properties'
    if (has('action', 'status')) return 'entries'
    if (has('changeId', 'step') && has('status')) return 'steps'
    return plain.has('modifiedproperties') || plain.has('provisioningstatusinfo') ? 'entries' : undefined
  })()
  if (part === undefined) {
    const shown = table.columns.slice(0, 8).join(', ')
    throw new UnreadableFile(
      `${name} is a table with the columns ${shown}${table.columns.length > 8 ? ', …' : ''}; expected is ${READABLE}.`,
      'A log has columns for the action and the status, its modified properties for the change id and the new value.',
    )
  }
  return { name, part, table, column }
}

/** A row as the log would be in JSON; columns that hold JSON already stay. */
function recordOf({ column }: ReadTable, cells: Readonly<Record<string, string>>): JsonObject {
  const used = new Set<string>()
  const cell = (meaning: Meaning): Json => {
    const name = column(meaning)
    const text = name === undefined ? undefined : cells[name]
    if (name === undefined || text === undefined || /^\s*[[{]/.test(text)) return null
    used.add(name)
    return text
  }
  const made: JsonObject = {
    changeId: cell('changeId'),
    provisioningAction: cell('action'),
    activityDateTime: cell('time'),
    statusInfo: { status: cell('status'), errorCode: cell('code'), reason: cell('reason') },
    sourceIdentity: { id: cell('sourceId'), displayName: cell('sourceName'), identityType: cell('type') },
    targetIdentity: { id: cell('targetId'), displayName: cell('targetName'), identityType: cell('type') },
    sourceSystem: { displayName: cell('sourceSystem') },
    targetSystem: { displayName: cell('targetSystem') },
  }
  const plain = (name: string) => plainName(name)
  const rest = Object.entries(cells).filter(([name]) => !used.has(name))
  const kept = new Set(rest.filter(([, text]) => text !== '').map(([name]) => plain(name)))
  return {
    ...Object.fromEntries(Object.entries(made).filter(([name]) => !kept.has(plain(name)))),
    ...Object.fromEntries(rest),
  }
}

function propertyOf({ column }: ReadTable, cells: Readonly<Record<string, string>>): LogProperty {
  const cell = (meaning: Meaning) => cells[column(meaning) ?? ''] ?? ''
  const value = (meaning: 'before' | 'after') => (cell(meaning) === '' ? {} : { [meaning]: cell(meaning) })
  return { name: cell('property'), ...value('before'), ...value('after') }
}

function stepOf({ column }: ReadTable, cells: Readonly<Record<string, string>>): LogStep {
  const cell = (meaning: Meaning) => cells[column(meaning) ?? ''] ?? ''
  const name = cell('step')
  return {
    name,
    type: cell('stepType').toLowerCase(),
    status: statusOf(cell('status')),
    description: cell('description'),
    details: {},
  }
}

/** Rows of a part by the id of their change, and how many nobody took. */
function joined<T>(
  tables: readonly ReadTable[],
  part: Part,
  read: (table: ReadTable, cells: Readonly<Record<string, string>>) => T,
) {
  const rows = new Map<string, T[]>()
  for (const table of tables) {
    if (table.part !== part) continue
    for (const { cells } of table.table.rows) {
      const id = cells[table.column('changeId') ?? ''] ?? ''
      const known = rows.get(id)
      if (known === undefined) rows.set(id, [read(table, cells)])
      else known.push(read(table, cells))
    }
  }
  const taken = new Set<string>()
  return {
    take(id: string): readonly T[] | undefined {
      taken.add(id)
      return rows.get(id)
    },
    left(what: string): string[] {
      const lost = [...rows].filter(([id]) => !taken.has(id)).reduce((sum, [, list]) => sum + list.length, 0)
      return lost === 0
        ? []
        : [`${lost === 1 ? '1 row' : `${lost} rows`} of ${what} without an entry in the log.`]
    },
  }
}

const PARTS = /_(?:ModifiedProperties|ProvisioningSteps)/i

/** The other files of the same download, by their names: `ProvisioningLogs_ModifiedProperties.csv` beside `ProvisioningLogs.csv`. */
export function siblingsOf(name: string, names: readonly string[]): readonly string[] {
  const stem = (file: string) => file.replace(PARTS, '').toLowerCase()
  return names.filter(
    (other) =>
      other !== name &&
      /\.csv$/i.test(other) &&
      stem(other) === stem(name) &&
      (PARTS.test(other) || PARTS.test(name)),
  )
}
