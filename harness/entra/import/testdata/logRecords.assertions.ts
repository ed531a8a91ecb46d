import type { JsonObject } from '../../../scim/types.ts'

// Entries of a provisioning log as Microsoft Graph writes them; every value is ours.

/** What an entry is about; everything else is made up the same way each time. */
export interface EntryShape {
  readonly action?: string
  readonly status?: string
  readonly code?: string
  readonly reason?: string
  readonly properties?: readonly (readonly [name: string, before: string | null, after: string | null])[]
  readonly type?: string
  readonly targetId?: string
  readonly failedStep?: 'import' | 'matching' | 'export'
  readonly displayName?: string
}

/** One provisioningObjectSummary. */
export function logRecord(shape: EntryShape = {}): JsonObject {
  const {
    action = 'update',
    status = 'failure',
    code = 'SystemForCrossDomainIdentityManagementServiceIncompatible',
    reason = 'Message: The application refused the request. StatusCode: BadRequest.',
    properties = [],
    type = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    targetId = '2819c223-7f76-453a-919d-413861904646',
    failedStep = 'export',
    displayName = 'robin.example@customer.test',
  } = shape
  const failed = status === 'failure'
  return {
    id: 'c1b9a3a0-2222-4000-8000-000000000001',
    activityDateTime: '2026-11-02T09:15:00Z',
    tenantId: '7c0f1f1e-3333-4000-8000-000000000002',
    jobId: 'scim.7c0f1f1e333340008000000000000002.9e8d7c6b-4444-4000-8000-000000000003',
    cycleId: '0a1b2c3d-5555-4000-8000-000000000004',
    changeId: '0f9e8d7c-6666-4000-8000-000000000005',
    provisioningAction: action,
    durationInMilliseconds: 812,
    servicePrincipal: [{ id: '5a5a5a5a-7777-4000-8000-000000000006', displayName: 'Example App' }],
    sourceSystem: { id: 's-1', displayName: 'Microsoft Entra ID', details: {} },
    targetSystem: { id: 't-1', displayName: 'customappsso', details: {} },
    initiatedBy: { id: '', displayName: 'Azure AD Provisioning Service', initiatorType: 'system' },
    sourceIdentity: {
      id: '6b6b6b6b-8888-4000-8000-000000000007',
      displayName,
      identityType: type.endsWith('Group') ? 'Group' : 'User',
      details: {},
    },
    targetIdentity: { id: targetId, displayName: '', identityType: type, details: {} },
    provisioningStatusInfo: {
      status,
      errorInformation: failed
        ? {
            errorCode: code,
            reason,
            additionalDetails: null,
            errorCategory: 'nonServiceFailure',
            recommendedAction: null,
          }
        : null,
    },
    provisioningSteps: [
      {
        name: 'EntryImport',
        provisioningStepType: 'import',
        status: failed && failedStep === 'import' ? 'failure' : 'success',
        description: `Retrieved User '${displayName}'`,
        details: {},
      },
      {
        name: 'EntrySynchronizationUpdate',
        provisioningStepType: 'matching',
        status: failed && failedStep === 'matching' ? 'failure' : 'success',
        description: 'Matched',
        details: {},
      },
      ...(failedStep === 'export'
        ? [
            {
              name: 'EntryExportUpdate',
              provisioningStepType: 'export',
              status: failed ? 'failure' : 'success',
              description: failed ? `Failed to ${action} User '${displayName}' in customappsso` : 'Done',
              details: { ReportableIdentifier: displayName },
            },
          ]
        : []),
    ],
    modifiedProperties: properties.map(([name, oldValue, newValue]) => ({
      displayName: name,
      oldValue,
      newValue,
    })),
  }
}
