import type { JsonObject } from '../../scim/types.ts'
import type { LogAction, LogEntry, LogError, LogIdentity, LogPlace, LogStatus } from './logEntry.ts'
import { type MemberReader, membersOf, textsOf } from './members.ts'

/** Members that say nothing of what was sent. */
const IDLE = [
  'activityDateTime',
  'cycleId',
  'correlationId',
  'durationInMilliseconds',
  'durationMs',
  'id',
  'servicePrincipal',
  'tenantId',
  'aadTenantId',
  'category',
  'operationName',
  'operationVersion',
  'resourceId',
  'level',
  'location',
  'type',
  'identity',
  '@odata.type',
  'time',
  'timeGenerated',
  'startTime',
  'endTime',
  'reportableIdentifier',
]

/**
 * Reads an entry of the provisioning log: Microsoft Graph (v1.0 and beta, with the members that are deprecated), the
 * portal's JSON, a record of Azure Monitor, or a row of its table AADProvisioningLogs.
 */
export function logEntryOf(record: JsonObject, at: LogPlace): LogEntry {
  const outer = membersOf(record)
  const inner = outer.object('properties')
  const from = membersOf({ ...record, ...inner, properties: null })
  from.json(...IDLE, 'properties')
  const info = membersOf(from.object('provisioningStatusInfo'))
  const old = membersOf(from.object('statusInfo'))
  const error = errorOf(membersOf(info.object('errorInformation', 'errorInfo')), old, from)
  const source = identityOf(from.object('sourceIdentity'))
  const target = identityOf(from.object('targetIdentity'))
  return {
    at,
    ...given('changeId', from.text('changeId')),
    ...given('jobId', from.text('jobId')),
    ...given('time', from.text('activityDateTime', 'timeGenerated', 'time')),
    action: actionOf(from.text('provisioningAction', 'action') ?? ''),
    status: statusOf(info.text('status') ?? old.text('status') ?? from.text('resultType') ?? ''),
    ...(error === undefined ? {} : { error }),
    steps: from.list('provisioningSteps').map((step) => {
      const of = membersOf(step)
      return {
        name: of.text('name') ?? '',
        type: (of.text('provisioningStepType', 'type') ?? '').toLowerCase(),
        status: statusOf(of.text('status') ?? ''),
        description: of.text('description') ?? '',
        details: textsOf(of.object('details')),
      }
    }),
    properties: from.list('modifiedProperties').flatMap((property) => {
      const of = membersOf(property)
      const name = of.text('displayName', 'name')
      if (name === undefined) return []
      return [{ name, ...given('before', of.text('oldValue')), ...given('after', of.text('newValue')) }]
    }),
    source,
    target,
    ...given('sourceSystem', membersOf(from.object('sourceSystem')).text('displayName', 'name')),
    ...given('targetSystem', membersOf(from.object('targetSystem')).text('displayName', 'name')),
    onDemand:
      from.json('onDemand') === true ||
      /^user$/i.test(membersOf(from.object('initiatedBy')).text('initiatorType', 'initiatingType') ?? ''),
    unknown: from.unread(),
  }
}

function errorOf(info: MemberReader, old: MemberReader, record: MemberReader): LogError | undefined {
  const code = info.text('errorCode') ?? old.text('errorCode') ?? record.text('resultSignature', 'errorCode')
  const reason = info.text('reason') ?? old.text('reason') ?? record.text('resultDescription', 'reason')
  const more = info.text('additionalDetails') ?? old.text('additionalDetails')
  if (code === undefined && reason === undefined && more === undefined) return undefined
  return {
    code: code ?? '',
    reason: [reason, more].filter((part) => part !== undefined).join(' '),
    ...given('category', info.text('errorCategory') ?? old.text('errorCategory')),
    ...given('recommended', info.text('recommendedAction') ?? old.text('recommendedAction')),
  }
}

function identityOf(identity: JsonObject): LogIdentity {
  const of = membersOf(identity)
  return {
    ...given('type', of.text('identityType', 'type')),
    ...given('id', of.text('id')),
    ...given('displayName', of.text('displayName', 'name')),
    details: textsOf(of.object('details')),
  }
}

/** The action of a text such as `Create`, `stagedDelete` or `EntryExportUpdate`. */
function actionOf(text: string): LogAction {
  const plain = text.toLowerCase().replace(/[^a-z]/g, '')
  const actions = ['stageddelete', 'create', 'update', 'disable', 'delete'] as const
  const found = actions.find((action) => plain.includes(action))
  if (found !== undefined) return found
  return /exportadd$/.test(plain) ? 'create' : 'other'
}

/** The status of a text such as `Failure` or `skipped`. */
export function statusOf(text: string): LogStatus {
  const plain = text.toLowerCase()
  const known = ['success', 'failure', 'skipped', 'warning'] as const
  return known.find((status) => plain.startsWith(status)) ?? (plain === 'failed' ? 'failure' : 'unknown')
}

function given<Name extends string>(name: Name, value: string | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: string }
}
