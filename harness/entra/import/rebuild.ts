import { sameName } from '../../scim/json.ts'
import { patchBody, postBody, type WrittenDialect } from './bodies.ts'
import { type Change, changesOf } from './changes.ts'
import { foundIn, type LogEntry, objectOf } from './logEntry.ts'
import { type AttributeMapping, matchingAttribute } from './mapping.ts'
import { encoded, type SentRequest } from './sent.ts'

/** What Entra must have sent for an entry; told from the log, the mapping and the rules by which Entra writes. */
export interface Rebuilt {
  readonly object: 'User' | 'Group'
  readonly dialect: WrittenDialect
  /** In their order; the last one is what the entry is about. Empty when nothing was sent. */
  readonly requests: readonly SentRequest[]
  /** The values as far as they are known: what was there before, and what was to be written. */
  readonly changes: readonly Change[]
  /** Sentences on what is missing or taken by guess. */
  readonly notes: readonly string[]
}

/** How the sender is set up. */
export interface Sender {
  readonly mapping: AttributeMapping
  readonly dialect: WrittenDialect
}

/** Rebuilds the requests of an entry: the query by which the object was looked for, and what was written then. */
export function rebuild(entry: LogEntry, { mapping, dialect: claimed }: Sender): Rebuilt {
  const dialect = entry.onDemand ? 'legacy' : claimed
  const object = objectOf(entry) ?? 'User'
  const { changes, notes } = changesOf(entry, object, mapping)
  const endpoint = `/${object}s`
  const id = entry.target.id ?? entry.target.details['id'] ?? foundIn(entry)['id']
  const one = `${endpoint}/${encoded(id ?? 'unknown')}`
  const query = matchingQuery(entry, object, changes, mapping)
  const write = writtenBy(entry, object, changes, { endpoint, one, dialect })
  const more = [
    ...notes,
    ...(objectOf(entry) === undefined
      ? ['The log does not say whether it is a user or a group; taken for a user.']
      : []),
    ...(id === undefined && /PATCH|DELETE/.test(write?.method ?? '')
      ? ['The log does not give the id in the application.']
      : []),
    ...clearedNotes(changes, entry),
    ...(dialect === claimed ? [] : ['Provision on demand sends the legacy dialect also with the flag.']),
  ]
  const base = { object, dialect, changes, notes: more }
  if (failedStep(entry) === 'export' && write !== undefined) {
    const before =
      entry.action === 'create' ? query : write.method === 'PATCH' ? read(one, object) : undefined
    return { ...base, requests: [...(before === undefined ? [] : [before]), write] }
  }
  if (failedStep(entry) === 'export') return { ...base, requests: [] }
  const look = id === undefined || entry.action === 'create' ? query : read(one, object)
  return { ...base, requests: look === undefined ? [] : [look] }
}

/** The kind of step that failed: what was asked before, or what was written. */
function failedStep({ steps, action }: LogEntry): 'export' | 'read' {
  const failed = steps.filter(({ status }) => status === 'failure').at(-1)
  if (failed === undefined) return action === 'other' ? 'read' : 'export'
  return /export|reference/i.test(`${failed.type} ${failed.name}`) ? 'export' : 'read'
}

const read = (path: string, object: 'User' | 'Group'): SentRequest => ({
  method: 'GET',
  path,
  ...(object === 'Group' ? { query: 'excludedAttributes=members' } : {}),
})

function writtenBy(
  { action, properties }: LogEntry,
  object: 'User' | 'Group',
  changes: readonly Change[],
  { endpoint, one, dialect }: { endpoint: string; one: string; dialect: WrittenDialect },
): SentRequest | undefined {
  if (action === 'create') return { method: 'POST', path: endpoint, body: postBody(changes, object) }
  if (action === 'delete') return { method: 'DELETE', path: one }
  if (action === 'stageddelete') return undefined
  const disabling = action === 'disable' && !changes.some(({ path }) => path === 'active')
  const written: readonly Change[] = disabling
    ? [...changes, { path: 'active', before: 'True', after: 'False' }]
    : changes
  if (written.length === 0 && properties.length === 0 && action === 'other') return undefined
  const body = patchBody(written, dialect)
  return body === undefined ? undefined : { method: 'PATCH', path: one, body }
}

/** The query by which Entra looks for an object that it does not know yet. */
function matchingQuery(
  entry: LogEntry,
  object: 'User' | 'Group',
  changes: readonly Change[],
  mapping: AttributeMapping,
): SentRequest | undefined {
  const attribute = matchingAttribute(mapping[object]) ?? (object === 'User' ? 'userName' : 'displayName')
  const change = changes.find(({ path }) => sameName(path, attribute))
  const named = entry.steps
    .map(({ details }) => details['ReportableIdentifier'])
    .find((name) => name !== undefined)
  const value =
    change?.after ?? change?.before ?? foundIn(entry)[attribute] ?? named ?? entry.source.displayName
  if (value === undefined) return undefined
  const filter = encoded(`${attribute} eq "${value}"`).replaceAll('%20', '+')
  return {
    method: 'GET',
    path: `/${object}s`,
    query: `${object === 'Group' ? 'excludedAttributes=members&' : ''}filter=${filter}`,
  }
}

function clearedNotes(changes: readonly Change[], { action }: LogEntry): string[] {
  const cleared = changes.filter(
    ({ path, before, after }) => path !== 'members' && before !== undefined && after === undefined,
  )
  if (cleared.length === 0 || action === 'create') return []
  const names = cleared.map(({ path }) => path).join(', ')
  return [`Entra sends nothing for a value that was cleared: ${names}.`]
}
