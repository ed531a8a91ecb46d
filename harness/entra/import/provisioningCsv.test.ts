import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importLog } from './importLog.ts'
import { defaultMapping } from './mapping.ts'
import { readCsvLog, siblingsOf } from './provisioningCsv.ts'
import { readFiles } from './readFiles.ts'

const LOG = [
  'Date (UTC),Identity,Action,Source System,Target System,Status,Error code,Reason,Source ID,Target ID,Identity type,Job ID,Cycle ID,Change ID',
  '2026-11-02T09:15:00Z,robin.example@customer.test,Disable,Microsoft Entra ID,customappsso,Failure,SystemForCrossDomainIdentityManagementServiceIncompatible,"StatusCode: BadRequest, see the body",s-1,77aa-0001,User,scim.1,c-1,ch-1',
  '2026-11-02T09:16:00Z,ada.example@customer.test,Update,Microsoft Entra ID,customappsso,Success,,,s-2,77aa-0002,User,scim.1,c-1,ch-2',
].join('\r\n')
const PROPERTIES = [
  'Change ID,Display name,Old value,New value',
  'ch-1,active,True,False',
  'ch-2,title,a,b',
  'ch-9,title,a,b',
].join('\r\n')
const STEPS = [
  'Change ID,Name,Type,Status,Description',
  "ch-1,EntryExportUpdate,Export,Failure,Failed to update User 'robin.example@customer.test'",
].join('\r\n')

const file = (name: string, text: string) => ({ name, text })
const THREE = [file('a.csv', LOG), file('b.csv', PROPERTIES), file('c.csv', STEPS)]
const sender = { mapping: defaultMapping(), dialect: 'legacy' as const }

describe('a log as CSV', () => {
  test('is joined from the three files of a download, in whatever order they are named', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(THREE, { minLength: 3 }), (files) => {
        const log = readCsvLog(files)
        const { report } = importLog(log, sender, 'scimproof test')
        expect(report.counts).toEqual({ failure: 1, success: 1 })
        expect(report.items).toMatchObject([
          {
            at: { entry: 1, line: 2 },
            changeId: 'ch-1',
            fault: 'server',
            quirk: 'entra.active-as-text',
            name: 'disable of a user',
          },
        ])
        expect(log.notes).toEqual(['1 row of modified properties without an entry in the log.'])
      }),
    )
  })

  test('says what is missing when the entries stand alone', () => {
    const log = readCsvLog([file('a.csv', LOG)])
    expect(log.notes).toEqual([expect.stringMatching(/No modified properties.*_ModifiedProperties/)])
    expect(importLog(log, sender, 'scimproof test').report.items).toMatchObject([
      { fault: 'server', quirk: 'entra.active-as-text' },
    ])
  })

  test('keeps the names of columns that are not known', () => {
    const { notes } = importLog(
      readCsvLog([file('a.csv', 'Action,Status,Change ID,Shoe size\nUpdate,Failure,1,44\n')]),
      sender,
      'x',
    ).report
    expect(notes).toContain('Not known here, and left alone: Shoe size.')
  })

  test('reads rows of Log Analytics, whose cells are JSON', () => {
    const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`
    const text = [
      'TimeGenerated [UTC],ProvisioningAction,ChangeId,ProvisioningStatusInfo,ModifiedProperties,TargetIdentity,TenantId',
      [
        '2026-11-02T09:15:00Z,disable,ch-1',
        cell({ status: 'failure', errorInformation: { errorCode: 'InternalServerError', reason: 'x' } }),
        cell([{ displayName: 'active', oldValue: 'True', newValue: 'False' }]),
        cell({ id: '77aa-0001', identityType: 'User' }),
        't',
      ].join(','),
    ].join('\n')
    const { items, notes } = importLog(readCsvLog([file('q.csv', text)]), sender, 'x').report
    expect(items).toMatchObject([
      { changeId: 'ch-1', fault: 'server', code: 'InternalServerError', time: '2026-11-02T09:15:00Z' },
    ])
    expect(items[0]?.requests.at(-1)?.line).toBe('PATCH /Users/{{id1}}')
    expect(notes).toEqual([])
  })

  test('is read as spreadsheets save it: UTF-16 with semicolons or tabs', () => {
    const read = (text: string) =>
      readFiles({ name: 'x.csv', bytes: Buffer.from(`\ufeff${text}`, 'utf16le') })
    for (const delimiter of [';', '\t']) {
      const text = `Change ID,Action,Status,Error code\nch-1,Update,Failure,Timeout\n`.replaceAll(
        ',',
        delimiter,
      )
      expect(read(text)).toMatchObject({
        kind: 'provisioning-log',
        log: { entries: [{ changeId: 'ch-1', error: { code: 'Timeout' } }] },
      })
    }
  })

  test.each([
    [
      PROPERTIES,
      /x is the list of modified properties of a download; the entries they belong to are missing\./,
    ],
    [STEPS, /x is the list of steps/],
    ['a,b\n1,2\n', /x is a table with the columns a, b; expected is a provisioning log/],
    ['Action,Status\n', /x holds no entry, only its first line/],
  ])('refuses %s', (text, message) => {
    expect(() => readCsvLog([file('x', text)])).toThrow(message)
  })

  test('knows the files of one download by their names', () => {
    const names = [
      'ProvisioningLogs_2026-11-02.csv',
      'ProvisioningLogs_ModifiedProperties_2026-11-02.csv',
      'ProvisioningLogs_ProvisioningSteps_2026-11-02.csv',
      'ProvisioningLogs_2026-11-01.csv',
      'notes.txt',
    ]
    expect(siblingsOf('ProvisioningLogs_2026-11-02.csv', names)).toEqual(names.slice(1, 3))
    expect(siblingsOf('ProvisioningLogs_ModifiedProperties_2026-11-02.csv', names)).toEqual([
      names[0],
      names[2],
    ])
    expect(siblingsOf('ProvisioningLogs_2026-11-01.csv', names)).toEqual([])
  })
})
