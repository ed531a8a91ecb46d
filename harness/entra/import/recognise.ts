import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { membersOf, plainName } from './members.ts'
import { UnreadableFile } from './unreadable.ts'

/** What a JSON file is, known by what it holds. */
export type Recognised =
  | {
      readonly kind: 'provisioning-log'
      readonly records: readonly JsonObject[]
      readonly notes: readonly string[]
    }
  | { readonly kind: 'scim-validator'; readonly results: JsonObject }
  | { readonly kind: 'logic-app'; readonly report: JsonObject }

/** What can be read. */
export const READABLE =
  'a provisioning log (Microsoft Graph, portal or Azure Monitor; JSON or CSV), a result file of the SCIM Validator, or validation-result-<RunId>.json of the validation Logic App'

/**
 * Says what a JSON value is.
 *
 * @throws {UnreadableFile} with what was found, and what to do with it instead
 */
export function recognise(value: Json, name: string): Recognised {
  if (isArray(value)) return list(value, name)
  if (!isObject(value)) throw unknown(name, `one ${value === null ? 'null' : typeof value}`)
  const validator = validatorResults(value)
  if (validator !== undefined) return { kind: 'scim-validator', results: validator }
  const logicApp = logicAppReport(value)
  if (logicApp !== undefined) return { kind: 'logic-app', report: logicApp }
  if (isLogRecord(value)) return { kind: 'provisioning-log', records: [value], notes: [] }
  const demanded = membersOf(value).object('value')
  if (isLogRecord(demanded))
    return { kind: 'provisioning-log', records: [{ ...demanded, onDemand: true }], notes: [] }
  for (const member of ['value', 'records', 'results', 'Records']) {
    const inner = value[member]
    if (!isArray(inner)) continue
    const next = value['@odata.nextLink'] === undefined ? [] : [MORE_PAGES]
    const log = logOf(inner)
    if (log !== undefined) return { ...log, notes: [...next, ...log.notes] }
    if (inner.length === 0)
      throw new UnreadableFile(`${name} holds no entry: its list ${member} is empty.`, FILTER)
  }
  const table = logAnalyticsTable(value)
  if (table !== undefined) return { kind: 'provisioning-log', records: table, notes: [] }
  throw other(value, name)
}

const MORE_PAGES = 'It is one page of several: @odata.nextLink leads to the rest.'
const FILTER = 'Widen the filters of the download.'

function list(value: readonly Json[], name: string): Recognised {
  if (value.length === 0) throw new UnreadableFile(`${name} holds no entry: its list is empty.`, FILTER)
  const first = value.find(isObject)
  if (first !== undefined && isGateResult(first)) return { kind: 'logic-app', report: { testResults: value } }
  const log = logOf(value)
  if (log !== undefined) return log
  if (first === undefined) throw unknown(name, `a list of ${isArray(value[0]) ? 'list' : typeof value[0]}s`)
  throw other(first, name)
}

function logOf(values: readonly Json[]): Extract<Recognised, { kind: 'provisioning-log' }> | undefined {
  const records = values.filter(isObject)
  if (!records.some(isLogRecord)) return undefined
  const strange = values.length - records.length
  return {
    kind: 'provisioning-log',
    records,
    notes: strange === 0 ? [] : [`${strange} of its ${values.length} entries are no objects.`],
  }
}

const LOG_MEMBERS = [
  'provisioningsteps',
  'provisioningstatusinfo',
  'statusinfo',
  'modifiedproperties',
  'provisioningaction',
]

/** Whether an object is an entry of a provisioning log. */
export function isLogRecord(record: JsonObject): boolean {
  const names = Object.keys({ ...record, ...membersOf(record).object('properties') }).map(plainName)
  return LOG_MEMBERS.some((member) => names.includes(member))
}

function validatorResults(value: JsonObject): JsonObject | undefined {
  for (const path of [['results', 'data'], ['data'], ['results'], []]) {
    const inner = path.reduce<Json | undefined>((at, name) => (isObject(at) ? at[name] : undefined), value)
    if (
      isObject(inner) &&
      ['PassedTests', 'FailedTests', 'PreviewTests'].some((name) => isArray(inner[name]))
    )
      return inner
  }
  return undefined
}

const isGateResult = (value: Json | undefined) =>
  isObject(value) && typeof value['testName'] === 'string' && value['testResult'] !== undefined

function logicAppReport(value: JsonObject): JsonObject | undefined {
  for (const inner of [value, value['body'], value['outputs']]) {
    if (!isObject(inner)) continue
    const results = inner['testResults']
    if (isArray(results) && (results.some(isGateResult) || inner['validationResult'] !== undefined))
      return inner
  }
  return undefined
}

/** Rows of a Log Analytics query: a table of columns and cells. */
function logAnalyticsTable(value: JsonObject): readonly JsonObject[] | undefined {
  const [table] = isArray(value['tables']) ? value['tables'] : []
  if (!isObject(table) || !isArray(table['columns']) || !isArray(table['rows'])) return undefined
  const columns = table['columns'].map((column) => (isObject(column) ? String(column['name']) : ''))
  const records = table['rows']
    .filter(isArray)
    .map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])))
  return records.some(isLogRecord) ? records : undefined
}

/** Files of the same drawer that are something else, and where they belong. */
const OTHERS: readonly {
  readonly members: readonly string[]
  readonly what: string
  readonly remedy: string
}[] = [
  { members: ['tool', 'checks', 'runId'], what: 'a run document', remedy: 'Name it with --against.' },
  {
    members: ['job', 'dialect', 'exchanges'],
    what: 'a file of exchanges',
    remedy: 'Play it with scimproof replay.',
  },
  { members: ['synchronizationRules'], what: 'an attribute mapping', remedy: 'Name it with --mapping.' },
  { members: ['activityDisplayName'], what: 'an audit log', remedy: 'Download the provisioning log.' },
  {
    members: ['userPrincipalName', 'appDisplayName'],
    what: 'a sign-in log',
    remedy: 'Download the provisioning log.',
  },
  { members: ['schemas'], what: 'a SCIM message', remedy: 'Download the provisioning log.' },
]

function other(value: JsonObject, name: string): UnreadableFile {
  const error = value['error']
  if (isObject(error) && error['code'] !== undefined)
    return new UnreadableFile(
      `${name} is an error of Microsoft Graph, ${String(error['code'])}; expected is ${READABLE}.`,
      'Ask again with the permission AuditLog.Read.All.',
    )
  const known = OTHERS.find(({ members }) => members.every((member) => member in value))
  if (known !== undefined)
    return new UnreadableFile(`${name} is ${known.what}; expected is ${READABLE}.`, known.remedy)
  const names = Object.keys(value)
  const shown = names.slice(0, 6).join(', ')
  return unknown(
    name,
    names.length === 0 ? 'an empty object' : `an object with ${shown}${names.length > 6 ? ', …' : ''}`,
  )
}

const unknown = (name: string, found: string) =>
  new UnreadableFile(
    `${name} holds ${found}; expected is ${READABLE}.`,
    'Download it again, and leave it as it is.',
  )
