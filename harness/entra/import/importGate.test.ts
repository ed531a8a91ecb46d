import { describe, expect, test } from 'vitest'
import { fixture, violations } from '../../../fixtures/violations.ts'
import type { JsonObject } from '../../scim/types.ts'
import { agreementOf } from './agreement.ts'
import { importLogicApp, importValidator } from './importGate.ts'
import { defaultMapping } from './mapping.ts'
import { recognise } from './recognise.ts'
import { logRecord } from './testdata/logRecords.assertions.ts'
import {
  logicAppFile,
  logicAppTest,
  scimAction,
  validatorFile,
  validatorTest,
  written,
} from './testdata/gateFiles.assertions.ts'

const sender = { mapping: defaultMapping(), dialect: 'legacy' as const }
const schema = fixture('entra/schema.json') as object

function validator(failed: readonly JsonObject[], more: JsonObject = {}) {
  const found = recognise(
    validatorFile(
      { PassedTests: [validatorTest('Create a duplicate User')], FailedTests: [...failed] },
      more,
    ),
    'x',
  )
  if (found.kind !== 'scim-validator') throw new Error('not recognised')
  return importValidator(found.results, 'x', sender, 'scimproof test')
}

function logicApp(tests: readonly JsonObject[], more: JsonObject = {}) {
  const found = recognise(logicAppFile(tests, more), 'x')
  if (found.kind !== 'logic-app') throw new Error('not recognised')
  return importLogicApp(found.report, 'x', sender, 'scimproof test')
}

const failedTest = (description: string, message: string, more: JsonObject = {}) =>
  validatorTest(description, {
    HasTestPassed: false,
    Results: [{ Message: message, Outcome: 1, MoreInformation: '' }],
    ...more,
  })

describe('a result file of the SCIM Validator', () => {
  test.each<[string, JsonObject, object]>([
    [
      'primary as a text',
      failedTest('Create a new User', '', {
        RequestBody: written('POST', '/Users', {
          userName: 'made.up@faker.test',
          roles: [{ primary: 'True', value: 'A' }],
        }),
        ResponseStatus: '400 BadRequest',
        ResponseBody: '{"status":"400","scimType":"invalidValue","detail":"roles.primary must be a boolean"}',
      }),
      {
        fault: 'gate',
        quirk: 'validator.role-primary-as-text',
        check: 'microsoft.validator.create-a-new-user',
      },
    ],
    [
      'a second group',
      failedTest('Create a duplicate Group', 'Expected 409'),
      { fault: 'gate', quirk: 'validator.duplicate-group' },
    ],
    [
      'an attribute that is lost',
      failedTest(
        'Create a new User',
        'The value of emails[type eq "work"].value is Missing from the fetched Resource',
      ),
      { fault: 'server', quirk: 'validator.attribute-not-kept' },
    ],
    [
      'an attribute that is never returned',
      failedTest('Create a new User', 'password is Missing from the fetched Resource'),
      { fault: 'gate' },
    ],
    [
      'an attribute of an own extension',
      failedTest('Create a new User', 'shoeSize is Missing from the fetched Resource'),
      { fault: 'undecided', quirk: 'validator.own-attribute-not-returned' },
    ],
    [
      'a manager as text',
      failedTest('Patch User - Add Manager', '', { ResponseStatus: '400 BadRequest' }),
      { fault: 'server', rulings: ['EN-00'] },
    ],
    [
      'a filter that is ignored',
      failedTest(
        'Filter for an existing user',
        'Total Results should be equal to the count of all the Users that match the filter',
      ),
      { fault: 'server', quirk: 'validator.filter-result' },
    ],
    [
      'an internal error',
      failedTest('Delete a User', '', { ResponseStatus: '500 InternalServerError' }),
      { fault: 'server', quirk: 'answer.internal-error' },
    ],
    [
      'assertions that did hold for nothing',
      validatorTest('Delete a User', {
        HasTestPassed: false,
        Results: [{ Message: 'Total Results should be equal', Outcome: 0 }],
      }),
      { fault: 'undecided', message: '' },
    ],
    [
      'something else',
      failedTest('Delete a User', 'odd', { ResponseStatus: '400 BadRequest' }),
      { fault: 'undecided' },
    ],
  ])('reads %s', (_, failed, expected) => {
    expect(validator([failed]).report.items).toEqual([expect.objectContaining(expected)])
  })

  test('tells of a run that could not begin', () => {
    expect(validator([], { ErrorTrace: 'TypeError: Failed to fetch' }).report.items).toMatchObject([
      { fault: 'gate', quirk: 'validator.failed-to-fetch', name: 'the run', basis: 'none' },
    ])
    expect(validator([], { InvalidCredentials: true }).report.items).toMatchObject([{ fault: 'setup' }])
  })

  test('plays the requests of the file again, with nobody in them, up to the one that failed', () => {
    const { report, fixtures } = validator([
      failedTest('Delete the same User twice', '', {
        InitialRequestBodies: [
          written('POST', '/Users', { userName: 'made.up@faker.test' }),
          written('DELETE', '/Users/a1b2c3d4-0001'),
        ],
        InitialResponseStatuses: ['201 Created', '500 InternalServerError'],
        InitialResponses: [JSON.stringify({ id: 'a1b2c3d4-0001', userName: 'made.up@faker.test' }), ''],
        RequestBody: written('GET', '/Users?filter=userName+eq+"made.up%40faker.test"'),
        ResponseStatus: '200 OK',
      }),
    ])
    expect(report.items[0]?.requests).toEqual([
      { line: 'POST /Users', body: { userName: '{{userName1}}' } },
      { line: 'DELETE /Users/{{id1}}' },
    ])
    expect(report.items[0]?.answer.status).toBe(500)
    const [file] = [...fixtures.values()]
    expect(violations(schema, file)).toEqual([])
    expect(file?.exchanges[0]?.answer).toEqual({
      status: 201,
      body: { id: '{{id1}}', userName: '{{userName1}}' },
    })
    expect(JSON.stringify([...fixtures.values()])).not.toMatch(/made\.up|a1b2c3d4|vendor\.test/)
  })

  test('counts by verdict, previews apart, and knows tests that were skipped', () => {
    const { report, judged } = validator([failedTest('Delete a User', 'odd')], {
      PreviewTests: [
        validatorTest('Patch User - Multiple Operations on same attribute (Skipped)', { Category: 1 }),
        validatorTest('Delete a non-existent User', { Category: 1, HasTestPassed: false }),
      ],
    })
    expect(report.counts).toEqual({ pass: 1, fail: 1, 'skipped (preview)': 1, 'fail (preview)': 1 })
    expect(judged.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'skipped', 'fail'])
  })
})

describe('a result of the validation Logic App', () => {
  const FAILED = 'FAILED - [Update Phase] Failed Action: Update_Step2_Patch'

  test.each<[string, JsonObject, JsonObject, object]>([
    [
      'a missing permission',
      logicAppTest('Delete_Group_Test', FAILED, {
        provisioningLogs: {
          statusCode: 403,
          body: { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } },
        },
      }),
      {},
      { fault: 'gate', quirk: 'logic-app.graph-permission' },
    ],
    [
      'made-up values that are refused',
      logicAppTest('SCIM_User_Update_Test', FAILED),
      {
        allActionsDetailed: {
          SCIMTests_Workflow: {
            Scope: {
              __else_Update_Step2_Patch: scimAction(
                'PATCH',
                '/Users/77aa',
                { Operations: [{ op: 'Replace', path: 'locale', value: 'upd-0a1b2c3d' }] },
                400,
                { detail: 'locale' },
              ),
            },
          },
        },
      },
      { fault: 'gate', quirk: 'logic-app.any-text-anywhere', answer: { status: 400, detail: 'locale' } },
    ],
    [
      'a server that breaks down',
      logicAppTest('SCIM_User_Update_Test', FAILED),
      {
        allActionsDetailed: {
          Update_Step2_Patch: scimAction('PATCH', '/Users/77aa', { Operations: [] }, 500, ''),
        },
      },
      { fault: 'server', quirk: 'answer.internal-error', basis: 'recorded' },
    ],
    [
      'the flag in the endpoint',
      logicAppTest('Create_User_Test', FAILED),
      { parameters: { scimEndpoint: 'https://x.test/scim?aadOptscim062020' } },
      { fault: 'setup', quirk: 'logic-app.flag-in-endpoint' },
    ],
    [
      'a log entry that is quoted',
      logicAppTest('Disable_User_Test', FAILED, {
        provisioningLogs: {
          body: { value: [logRecord({ action: 'disable', properties: [['active', 'True', 'False']] })] },
        },
      }),
      {},
      { fault: 'server', quirk: 'entra.active-as-text' },
    ],
    [
      'null updates',
      logicAppTest('SCIM_Null_Update_Test', FAILED),
      {},
      { fault: 'undecided', quirk: 'logic-app.null-update' },
    ],
    [
      'something else',
      logicAppTest('Create_User_Test', FAILED),
      {},
      { fault: 'undecided', check: 'microsoft.logic-app.create-user' },
    ],
  ])('reads %s', (_, failed, more, expected) => {
    expect(logicApp([failed], more).report.items).toEqual([expect.objectContaining(expected)])
  })

  test('reads the outputs of Final_TestResults as well, and says when the template was changed', () => {
    const { report } = logicApp(
      [
        logicAppTest('Create_User_Test'),
        logicAppTest('Delete_Group_Test', 'SKIPPED'),
        logicAppTest('Restore_Group_Test', 'WARNING - late'),
      ],
      { actionComparison: { missingActions: ['Scope_A'] } },
    )
    expect(report.counts).toEqual({ pass: 1, skipped: 1, warning: 1 })
    expect(report.notes).toEqual([expect.stringMatching(/template was changed: Scope_A/)])
    const bare = recognise({ body: { testResults: [logicAppTest('Create_User_Test')] } }, 'x')
    expect(bare.kind).toBe('logic-app')
  })

  test('gives no link into the subscription', () => {
    const text = JSON.stringify(logicApp([logicAppTest('Create_User_Test', FAILED)]).report)
    expect(text).not.toMatch(/portal\.azure|00000000-aaaa/)
  })
})

describe('how true the predictions were', () => {
  test('is counted test by test, under any name that the gate gives', () => {
    const judged = [
      { test: 'Create a new User', verdict: 'pass' as const },
      { test: 'create user', verdict: 'pass' as const },
      { test: 'Delete a User', verdict: 'fail' as const },
      { test: 'Filter for an existing user', verdict: 'pass' as const },
      { test: 'A test of next year', verdict: 'pass' as const },
      { test: 'Patch User - Multiple Operations on same attribute', verdict: 'skipped' as const },
      { test: 'Filter for an existing group by displayName excluding members', verdict: 'pass' as const },
    ]
    const checks = [
      { id: 'microsoft.validator.create-a-new-user', verdict: 'pass' },
      { id: 'microsoft.validator.delete-a-user', verdict: 'warn', prediction: { verdict: 'pass' } },
      { id: 'microsoft.validator.create-a-new-group', verdict: 'pass' },
      { id: 'microsoft.validator.preview-user-operations-on-same-attribute', verdict: 'skip' },
      { id: 'microsoft.validator.filter-group-excluding-members', verdict: 'pass' },
      { id: 'microsoft.logic-app.create-user', verdict: 'fail' },
    ]
    expect(agreementOf('scim-validator', judged, checks)).toEqual({
      compared: 5,
      agreed: 4,
      differences: [
        { test: 'Delete a User', check: 'microsoft.validator.delete-a-user', gate: 'fail', foretold: 'pass' },
      ],
      notForetold: ['Filter for an existing user', 'A test of next year'],
      notJudged: ['microsoft.validator.create-a-new-group'],
    })
  })
})
