import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../scim/types.ts'
import { importLog } from './importLog.ts'
import { defaultMapping } from './mapping.ts'
import { logEntryOf } from './provisioningLog.ts'
import { recognise } from './recognise.ts'
import { type EntryShape, logRecord } from './testdata/logRecords.assertions.ts'

const mapping = defaultMapping()
function log(records: readonly JsonObject[], dialect: 'legacy' | 'aadOptscim062020' = 'legacy') {
  const entries = records.map((record, at) => logEntryOf(record, { entry: at + 1 }))
  return importLog(
    { files: ['x'], entries, notes: [], complete: true },
    { mapping, dialect },
    'scimproof test',
  )
}
const at = (time: string, shape: EntryShape): JsonObject => ({ ...logRecord(shape), activityDateTime: time })

describe('a log as a whole', () => {
  test('counts every entry once, and reads each that failed', () => {
    const status = fc.constantFrom('success', 'failure', 'skipped', 'warning')
    fc.assert(
      fc.property(fc.array(status, { maxLength: 20 }), (drawn) => {
        const { report } = log(drawn.map((one) => logRecord({ status: one })))
        expect(Object.values(report.counts).reduce((sum, number) => sum + number, 0)).toBe(drawn.length)
        expect(report.items.map((item) => item.at.entry)).toEqual(
          drawn.flatMap((one, index) => (one === 'failure' ? [index + 1] : [])),
        )
      }),
      { numRuns: 30 },
    )
  })

  test('says that a deactivated user is hidden, whichever way the log is sorted', () => {
    const disabled = at('2026-11-01T00:00:00Z', {
      action: 'disable',
      status: 'success',
      properties: [['active', 'True', 'False']],
    })
    const renamed = at('2026-11-02T00:00:00Z', { status: 'success', properties: [['title', 'a', 'b']] })
    const gone = at('2026-11-03T00:00:00Z', {
      code: 'SystemForCrossDomainIdentityManagementInvalidAnchor',
      reason: 'StatusCode: NotFound',
      properties: [['active', 'False', 'True']],
    })
    for (const records of [
      [disabled, renamed, gone],
      [gone, renamed, disabled],
    ])
      expect(log(records).report.items).toMatchObject([
        { fault: 'server', quirk: 'entra.deactivated-is-hidden', rulings: ['EN-06'] },
      ])
    expect(log([gone]).report.items).toMatchObject([{ fault: 'undecided' }])
    const enabled = at('2026-11-02T00:00:00Z', {
      status: 'success',
      properties: [['active', 'False', 'True']],
    })
    expect(log([disabled, enabled, gone]).report.items).toMatchObject([{ fault: 'undecided' }])
  })

  test('says what is added again and again (EN-05)', () => {
    const added = logRecord({ status: 'success', properties: [['nickName', null, 'R']] })
    const { notes } = log([
      added,
      added,
      logRecord({ status: 'success', properties: [['title', null, 'x']] }),
    ]).report
    expect(notes).toEqual([expect.stringMatching(/more than once, with the same value: nickName\..*EN-05/)])
  })

  test('shows nobody, wherever the log names people', () => {
    const names = ['Quillfeather', 'Zephyrine', 'wrenlock'] as const
    const person = fc.constantFrom(
      ...names,
      ...names.map((name) => `${name}@customer.test`),
      ...names.map((name) => `${name} & Sons`),
    )
    const drawn = fc.record({
      one: person,
      two: person,
      three: person,
      action: fc.constantFrom('create', 'update', 'disable', 'delete', 'other'),
    })
    fc.assert(
      fc.property(drawn, ({ one, two, three, action }) => {
        const record = logRecord({
          action,
          displayName: one,
          reason: `'${one}' and ${encodeURIComponent(two)} are odd. Web Response: ${JSON.stringify({ detail: `${two} is taken`, status: '400' })}`,
          properties: [
            ['displayName', one, two],
            ['emails[type eq "work"].value', null, two],
            ['nickName', three, one],
          ],
        })
        const source = { id: 's', displayName: one, details: { UserPrincipalName: three } }
        const { report, fixtures } = log([{ ...record, sourceIdentity: source }])
        const text = JSON.stringify([report, ...fixtures.values()]).toLowerCase()
        for (const name of names) expect(text).not.toContain(name.toLowerCase())
      }),
    )
  })

  test('says when a name has a shape that is not played', () => {
    const of = (userName: string, title = 'é'.repeat(99)) =>
      log([
        logRecord({
          action: 'create',
          properties: [
            ['userName', null, userName],
            ['title', null, title],
          ],
        }),
      ]).report.items[0]?.notes
    expect(of("r.o'neil+x@customer.test")).toEqual([
      expect.stringMatching(/played as a plain one: userName with ' \+\.$/),
    ])
    expect(of(`${'a'.repeat(70)}@customer.test`)).toEqual([
      expect.stringMatching(/userName 84 characters long\.$/),
    ])
    expect(of('山田@customer.test')).toEqual([expect.stringMatching(/userName with letters beyond ASCII\.$/)])
    expect(of('robin@customer.test')).toEqual([])
  })

  test('bears texts that are no whole characters', () => {
    const half = '\ud83d'
    const record = logRecord({
      action: 'create',
      displayName: half.repeat(4),
      targetId: half,
      reason: half,
      properties: [
        ['userName', null, `a${half}b`],
        ['title', half, half],
      ],
    })
    expect(log([record]).report.items[0]?.requests.at(-1)?.line).toBe('POST /Users')
    expect(log([{ ...record, provisioningAction: 'delete' }]).report.items[0]?.requests.at(-1)?.line).toBe(
      'DELETE /Users/{{id1}}',
    )
  })

  test('reads what Azure Monitor exports', () => {
    const { id: _, ...properties } = logRecord({
      action: 'disable',
      properties: [['active', 'True', 'False']],
    })
    const record = {
      time: '2026-11-02T09:15:00Z',
      resourceId: '/tenants/x',
      operationName: 'Provisioning activity',
      category: 'ProvisioningLogs',
      level: 'Informational',
      properties,
    }
    for (const file of [{ records: [record] }, [record], record]) {
      const found = recognise(file, 'x')
      if (found.kind !== 'provisioning-log') throw new Error('not recognised')
      const { report } = log(found.records)
      expect(report.items).toMatchObject([{ quirk: 'entra.active-as-text', time: '2026-11-02T09:15:00Z' }])
      expect(report.notes).toEqual([])
    }
  })

  test('shows the same person under the same name throughout', () => {
    const created = logRecord({
      action: 'create',
      properties: [['userName', null, 'wren@customer.test']],
      displayName: 'wren@customer.test',
      code: 'MissingValues',
    })
    const { items } = log([created, created]).report
    expect(items[0]?.requests).toEqual(items[1]?.requests)
    expect(items[0]?.fixture).toBe(items[1]?.fixture)
  })

  test('reads provision on demand, which keeps to the legacy dialect', () => {
    const { id: _, ...value } = logRecord({
      properties: [
        ['title', 'a', 'b'],
        ['nickName', 'c', 'd'],
      ],
    })
    const answer = { key: '{"result":"Failure"}', value: JSON.stringify(value) }
    const found = recognise(answer, 'x')
    if (found.kind !== 'provisioning-log') throw new Error('not recognised')
    const { items } = log(found.records, 'aadOptscim062020').report
    expect(items[0]?.requests.at(-1)?.body).toMatchObject({
      Operations: [{ op: 'Replace' }, { op: 'Replace' }],
    })
    expect(items[0]?.notes).toEqual(['Provision on demand sends the legacy dialect also with the flag.'])
  })

  test('goes by what the target had, where the step of matching shows it', () => {
    const record = logRecord({ targetId: '', properties: [['title', null, 'Director']] })
    const steps = [
      {
        name: 'EntryImport',
        type: 'Matching',
        status: 'Success',
        description: '',
        details: { id: '77aa-0001', userName: 'wren@customer.test', title: 'Engineer' },
      },
      { name: 'EntryExportUpdate', type: 'Export', status: 'Failure', description: '', details: {} },
    ]
    const { report, fixtures } = log([{ ...record, provisioningSteps: steps }])
    expect(report.items[0]?.requests.at(-1)).toMatchObject({
      line: 'PATCH /Users/{{id1}}',
      body: { Operations: [{ op: 'Replace', path: 'title' }] },
    })
    const [file] = [...fixtures.values()]
    expect(file?.exchanges[0]?.request.body).toMatchObject({ userName: '{{userName1}}' })
  })

  test('knows that it is no SCIM server when the target is Entra itself', () => {
    const record = {
      ...logRecord({ properties: [['active', 'True', 'False']] }),
      targetSystem: { displayName: 'Azure Active Directory' },
    }
    expect(log([record]).report.items).toMatchObject([
      { fault: 'setup', quirk: 'entra.inbound', basis: 'none' },
    ])
  })
})
