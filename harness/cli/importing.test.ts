import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { fixture, violations } from '../../fixtures/violations.ts'
import { logRecord } from '../entra/import/testdata/logRecords.assertions.ts'
import { validatorFile, validatorTest } from '../entra/import/testdata/gateFiles.assertions.ts'
import { UsageError } from '../target/errors.ts'
import { importing } from './importing.ts'
import type { TypedOptions } from './options.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimproof-import-test-'))
})

const put = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(
    file,
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  )
  return file
}
const told = (file: string, typed: TypedOptions = {}) =>
  importing(file, undefined, typed, { color: false, width: 120 })

const DISABLE = logRecord({
  action: 'disable',
  reason: 'StatusCode: BadRequest. robin.example@customer.test can not be changed.',
  properties: [['active', 'True', 'False']],
})

describe('scimproof import', () => {
  test('tells of each cause once, the faults of the server first, and ends in 1', async () => {
    const file = put('log.json', {
      value: [
        logRecord({
          action: 'create',
          code: 'LicenseLimitExceeded',
          properties: [['userName', null, 'a@customer.test']],
        }),
        DISABLE,
        logRecord({ status: 'success' }),
        DISABLE,
      ],
    })
    const { text, code } = await told(file)
    expect(code).toBe(1)
    expect(text).toMatch(/^provisioning log {2}log\.json {2}4 entries: 3 failure, 1 success\n/)
    expect(text.indexOf('SERVER ')).toBeLessThan(text.indexOf('SETUP '))
    expect(text.match(/active is sent as the text/g)).toHaveLength(1)
    expect(text).toContain('others    1 more like it: 4')
    expect(text).toContain('ruling    EN-03')
    expect(text).not.toMatch(/robin|customer\.test/)
    expect((await told(file, { verbose: true })).text.match(/active is sent as the text/g)).toHaveLength(2)
  })

  test('ends in 0 when nothing is the fault of the server, and says so', async () => {
    const { text, code } = await told(put('log.json', [logRecord({ status: 'success' })]))
    expect(code).toBe(0)
    expect(text).toContain('nothing failed\n')
    expect(text).toContain("exit 0: nothing is the server's fault")
  })

  test('gives the same as JSON', async () => {
    const { text, code } = await told(put('log.json', [DISABLE]), { json: true })
    const report = JSON.parse(text) as Record<string, unknown>
    expect(code).toBe(1)
    expect(report).toMatchObject({
      kind: 'provisioning-log',
      complete: true,
      counts: { failure: 1 },
      rebuiltBy: { mapping: 'default mapping', dialect: 'legacy' },
      items: [
        {
          fault: 'server',
          basis: 'rebuilt',
          rulings: ['EN-03'],
          answer: { status: 400 },
          fixture: 'import-0001.user-disable.legacy.json',
        },
      ],
      exitCode: 1,
    })
    expect(text).not.toMatch(/robin|customer\.test|2819c223/)
  })

  test('writes one file for what is the same, which replay can play and which names nobody', async () => {
    const out = join(folder, 'out')
    await told(put('log.json', [DISABLE, DISABLE]), { out })
    expect(readdirSync(out)).toEqual(['import-0001.user-disable.legacy.json'])
    const text = readFileSync(join(out, 'import-0001.user-disable.legacy.json'), 'utf8')
    expect(violations(fixture('entra/schema.json') as object, JSON.parse(text))).toEqual([])
    expect(text).not.toMatch(/robin|customer\.test|2819c223/)
  })

  test('goes by the dialect and the mapping that are named', async () => {
    const mapping = put('mapping.json', {
      synchronizationRules: [
        {
          objectMappings: [
            {
              sourceObjectName: 'User',
              attributeMappings: [
                {
                  targetAttributeName: 'nickName',
                  matchingPriority: 1,
                  source: { type: 'Attribute', name: 'jobTitle', expression: '[jobTitle]' },
                },
              ],
            },
          ],
        },
      ],
    })
    const file = put('log.json', [logRecord({ properties: [['jobTitle', 'a', 'b']] })])
    const { text } = await told(file, { mapping, dialect: 'compliant', json: true })
    const { items } = JSON.parse(text) as { items: { requests: { body?: unknown }[] }[] }
    expect(items[0]?.requests.at(-1)?.body).toMatchObject({
      Operations: [{ op: 'replace', value: { nickName: '{{text2}}' } }],
    })
  })

  test('tells what a cut download still says, and ends in 2 unless the server is at fault', async () => {
    const good = JSON.stringify([logRecord({ status: 'success' }), DISABLE], null, 1)
    const cut = put('cut.json', good.slice(0, good.indexOf('"disable"')))
    const { text, code } = await told(cut)
    expect(code).toBe(2)
    expect(text).toMatch(/^INCOMPLETE/)
    expect(text).toMatch(
      /note: cut\.json: it breaks off at line \d+, column \d+; the entry before it is read\./,
    )
    expect((await told(put('cut2.json', good.slice(0, -2)))).code).toBe(1)
  })

  test('finds the other files of a CSV download beside the one that is named, as spreadsheets save them', async () => {
    const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
    const file = put(
      'ProvisioningLogs.csv',
      wide(
        'Change ID;Action;Status;Error code;Target ID\r\nch-1;Update;Failure;UnprocessableEntity;77aa-0001\r\n',
      ),
    )
    put(
      'ProvisioningLogs_ModifiedProperties.csv',
      wide('Change ID;Display name;Old value;New value\r\nch-1;active;True;False\r\n'),
    )
    put('other.csv', 'a,b\n')
    const { text, code } = await told(file)
    expect(code).toBe(1)
    expect(text).toContain('ProvisioningLogs.csv, ProvisioningLogs_ModifiedProperties.csv')
    expect(text).toMatch(/SERVER +entry 1 \(line 2\) {2}update of a user {2}UnprocessableEntity/)
  })

  test('compares a gate with a run, test by test', async () => {
    const file = put(
      'scim-results.json',
      validatorFile({
        PassedTests: [validatorTest('Create a new User')],
        FailedTests: [validatorTest('Create a duplicate Group', { HasTestPassed: false })],
      }),
    )
    const against = put('run.json', {
      tool: { name: 'scimproof' },
      checks: [
        { id: 'microsoft.validator.create-a-new-user', verdict: 'pass' },
        {
          id: 'microsoft.validator.create-a-duplicate-group',
          verdict: 'warn',
          prediction: { verdict: 'pass' },
        },
      ],
    })
    const { text, code } = await told(file, { against })
    expect(code).toBe(0)
    expect(text).toContain('prediction  1 of 2 tests foretold as the gate judged')
    expect(text).toContain(
      'Create a duplicate Group: the gate says fail, microsoft.validator.create-a-duplicate-group says pass',
    )
    const json = JSON.parse((await told(file, { against, json: true })).text) as { agreement: unknown }
    expect(json.agreement).toMatchObject({ compared: 2, agreed: 1 })
  })

  test.each<[string, () => [string, TypedOptions?], RegExp]>([
    ['a file that is not there', () => [join(folder, 'none.json')], /There is no file .*none\.json/],
    ['a folder', () => [folder], /is a folder/],
    ['nothing', () => [put('x.json', '')], /x\.json is empty/],
    ['a page', () => [put('x.json', '<!doctype html><title>Sign in</title>')], /is a page or XML/],
    [
      'depths',
      () => [put('x.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
      /nests deeper than 200 levels/,
    ],
    ['prose', () => [put('x.txt', 'Dear customer')], /neither JSON nor CSV/],
    [
      'other JSON',
      () => [put('x.json', { hello: 1, world: 2 })],
      /holds an object with hello, world; expected is a provisioning log/,
    ],
    ['a list of numbers', () => [put('x.json', [1, 2])], /holds a list of numbers/],
    ['an empty list', () => [put('x.json', { value: [] })], /holds no entry: its list value is empty/],
    [
      'an error of Graph',
      () => [put('x.json', { error: { code: 'Forbidden', message: '' } })],
      /an error of Microsoft Graph, Forbidden/,
    ],
    ['an audit log', () => [put('x.json', [{ activityDisplayName: 'Add user' }])], /is an audit log/],
    ['a run document', () => [put('x.json', { tool: {}, checks: [], runId: 'a' })], /is a run document/],
    ['a mapping as log', () => [put('x.json', { synchronizationRules: [] })], /is an attribute mapping/],
    [
      'a log as mapping',
      () => [put('x.json', [DISABLE]), { mapping: put('m.json', [DISABLE]) }],
      /maps neither users nor groups/,
    ],
    [
      'a mapping that is no JSON',
      () => [put('x.json', [DISABLE]), { mapping: put('m.json', '{') }],
      /--mapping .*m\.json is no JSON/,
    ],
    [
      'a log to be compared',
      () => [put('x.json', [DISABLE]), { against: put('r.json', {}) }],
      /--against compares the result file of a gate/,
    ],
    [
      'something else to compare with',
      () => [put('x.json', validatorFile({})), { against: put('r.json', {}) }],
      /is no run document/,
    ],
    [
      'a folder that can not be made',
      () => [put('x.json', [DISABLE]), { out: join(put('file', 'x'), 'out') }],
      /--out .* can not be written/,
    ],
  ])('refuses %s, before anything is sent', async (_, given, message) => {
    const [file, typed] = given()
    await expect(told(file, typed)).rejects.toThrow(UsageError)
    await expect(told(file, typed)).rejects.toThrow(message)
  })

  test('bears what is hostile: controls, deep nesting, odd types', async () => {
    const odd = [
      {
        provisioningSteps: 'none',
        modifiedProperties: { displayName: 7 },
        statusInfo: 'failure',
        provisioningAction: ['x'],
      },
      {
        provisioningStatusInfo: {
          status: 'failure',
          errorInformation: { errorCode: '\u001b[31mred\u0007', reason: '\u202ereversed' },
        },
        modifiedProperties: [
          null,
          { displayName: '__proto__', newValue: 'x' },
          { displayName: 'constructor[type eq "a"].b', newValue: 'y' },
        ],
      },
      {
        provisioningStatusInfo: { status: 'failure' },
        targetIdentity: { id: '../../etc/passwd?x=1#y', identityType: 'User' },
        provisioningAction: 'delete',
      },
    ]
    const { text, code } = await told(put('x.json', odd))
    expect(code).toBe(0)
    expect(text).not.toMatch(/[\u001b\u0007\u202e]/)
    expect(text).toContain('DELETE /Users/{{id1}}')
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})
