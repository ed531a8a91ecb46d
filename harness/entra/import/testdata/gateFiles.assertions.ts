import type { Json, JsonObject } from '../../../scim/types.ts'

// Result files of Microsoft's gates, shaped as they are written; every value is ours.

const BASE = 'https://scim.vendor.test/scim/v2'
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** A request as the SCIM Validator writes it down. */
export const written = (method: string, target: string, body?: Json): string =>
  `${method} ${BASE}${target} 1.1\r\nHost: scim.vendor.test\r\n${body === undefined ? '' : `Content-Type: application/scim+json; charset=utf-8\r\n${JSON.stringify(body)}\r\n`}`

/** One test of the SCIM Validator. */
export function validatorTest(description: string, more: JsonObject = {}): JsonObject {
  return {
    $id: '3',
    Description: description,
    Name: 'POST /Users',
    Results: [],
    ResponseHeaders: 'Content-Type: application/scim+json\r\n',
    ResponseStatus: '201 Created',
    ResponseBody: JSON.stringify({ schemas: [USER], id: 'a1b2c3d4-0001', userName: 'made.up@faker.test' }),
    InitialRequestBodies: null,
    InitialResponseStatuses: null,
    InitialResponses: null,
    RequestBody: written('POST', '/Users', { schemas: [USER], userName: 'made.up@faker.test' }),
    SFComplianceOptional: false,
    HasTestPassed: true,
    TestexecutionTime: 12,
    Category: 0,
    ...more,
  }
}

/** A result file of the SCIM Validator. */
export function validatorFile(lists: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    results: {
      $id: '1',
      data: {
        $id: '2',
        CorrelationId: 'e91e1a1a-0000-4000-8000-000000000001',
        InvalidCredentials: false,
        Message: null,
        WarningMessage: null,
        ErrorTrace: null,
        SFComplianceFailed: true,
        PassedTests: [],
        FailedTests: [],
        Warnings: [],
        PreviewTests: [],
        ...lists,
        ...more,
      },
      success: true,
      timestamp: '2026-11-02T09:15:00Z',
    },
  }
}

/** One result of the Logic App. */
export const logicAppTest = (
  testName: string,
  testResult = 'success',
  provisioningErrorDetails: Json = '',
): JsonObject => ({
  testName,
  testResult,
  provisioningErrorDetails,
  recommendationUrl: '',
  runLink: 'https://portal.azure.com/#view/subscriptions/00000000-aaaa-4000-8000-000000000001/run',
  message: 'Click the runLink.',
})

/** `validation-result-<RunId>.json`. */
export function logicAppFile(testResults: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    validationResult: 'FAILED',
    runStatus: 'Succeeded',
    overallResultFromTests: 'Failed',
    runId: '08584000000000000000000000000CU00',
    subscriptionId: '00000000-aaaa-4000-8000-000000000001',
    parameters: { scimEndpoint: BASE, isSoftDeleted: true },
    testSummary: { total: testResults.length },
    testResults,
    failedActions: [],
    templateValidation: { valid: true, requiredStages: [], errors: [] },
    actionComparison: { valid: true, missingFromRunCount: 0, missingActions: null },
    allActionsDetailed: {},
    ...more,
  }
}

/** An action of a run that called the server. */
export const scimAction = (
  method: string,
  target: string,
  body: Json,
  statusCode: number,
  answer: Json,
): JsonObject => ({
  _details: {
    status: statusCode < 400 ? 'Succeeded' : 'Failed',
    code: null,
    error: null,
    inputs: { method, uri: `${BASE}${target}`, headers: { Authorization: '*sanitized*' }, body },
    outputs: { statusCode, headers: {}, body: answer },
  },
})
