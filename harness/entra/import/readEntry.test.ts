import { describe, expect, test } from 'vitest'
import { defaultMapping } from './mapping.ts'
import { logEntryOf } from './provisioningLog.ts'
import { readEntry } from './readEntry.ts'
import { type EntryShape, logRecord } from './testdata/logRecords.assertions.ts'

const mapping = defaultMapping()
const read = (shape: EntryShape, dialect: 'legacy' | 'aadOptscim062020' = 'legacy') =>
  readEntry(logEntryOf(logRecord(shape), { entry: 1 }), { mapping, dialect })

const INCOMPATIBLE = 'SystemForCrossDomainIdentityManagementServiceIncompatible'

describe('a failed entry of a log', () => {
  test('tells what was sent, that the server refused it, and the ruling: active as a text', () => {
    const { rebuilt, answer, reading } = read({
      action: 'disable',
      reason:
        'StatusCode: BadRequest Message: Processing failed. Web Response: {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidValue","detail":"active must be a boolean"}',
      properties: [['active', 'True', 'False']],
    })
    expect(rebuilt.requests).toEqual([
      { method: 'GET', path: '/Users/2819c223-7f76-453a-919d-413861904646' },
      {
        method: 'PATCH',
        path: '/Users/2819c223-7f76-453a-919d-413861904646',
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
        },
      },
    ])
    expect(answer).toEqual({ status: 400, scimType: 'invalidValue', detail: 'active must be a boolean' })
    expect(reading).toMatchObject({ fault: 'server', quirk: 'entra.active-as-text', rulings: ['EN-03'] })
  })

  test.each<[string, EntryShape, object]>([
    [
      'an element that is missing',
      { properties: [['emails[type eq "work"].value', null, 'r@customer.test']] },
      { fault: 'server', quirk: 'entra.add-makes-the-element', rulings: ['EN-02'] },
    ],
    [
      'a member removed by a list of values',
      { type: 'Group', properties: [['members', '11111111-9999-4000-8000-000000000009', null]] },
      { fault: 'server', quirk: 'entra.member-removal-by-values', rulings: ['EN-01'] },
    ],
    [
      'a manager by id',
      { properties: [['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', null, '3f']] },
      { fault: 'server', quirk: 'entra.manager-as-text' },
    ],
    [
      'an internal error',
      {
        code: 'SystemForCrossDomainIdentityManagementInternalServerError',
        reason: 'StatusCode: InternalServerError',
        properties: [['title', 'a', 'b']],
      },
      { fault: 'server', rulings: ['EN-00'] },
    ],
    [
      'a query answered by 404',
      {
        action: 'create',
        failedStep: 'matching',
        reason: 'StatusCode: NotFound',
        targetId: '',
        properties: [['userName', null, 'r@customer.test']],
      },
      { fault: 'server', quirk: 'answer.no-match-is-404', requirements: ['RFC7644-3.4.2-10'] },
    ],
    [
      'a conflict at the create',
      { action: 'create', code: 'ContosoEntryConflict', reason: 'HTTP status code 409.' },
      { fault: 'undecided', rulings: ['EN-06'] },
    ],
    [
      'a conflict at an update',
      { code: 'Conflict', properties: [['userName', 'a', 'b']] },
      { fault: 'setup' },
    ],
    ['missing values', { action: 'create', code: 'MandatoryFieldsMissing' }, { fault: 'setup' }],
    [
      'refused credentials',
      { code: INCOMPATIBLE, reason: 'StatusCode: Unauthorized', properties: [['title', 'a', 'b']] },
      { fault: 'undecided' },
    ],
    [
      'a fault of Entra',
      { code: 'InternalError', properties: [['active', 'True', 'False']] },
      { fault: 'entra' },
    ],
    ['no seat', { action: 'create', code: 'LicenseLimitExceeded' }, { fault: 'setup' }],
    ['a plain refusal', { properties: [['title', 'a', 'b']] }, { fault: 'undecided' }],
    ['a code nobody knows', { code: 'Whatever', reason: 'Something' }, { fault: 'undecided' }],
  ])('reads %s', (_, shape, expected) => {
    expect(read(shape).reading).toMatchObject(expected)
  })

  test('goes by the dialect', () => {
    const shape: EntryShape = {
      properties: [
        ['name.givenName', 'a', 'b'],
        ['title', 'c', 'd'],
      ],
    }
    expect(read(shape).reading.quirk).toBeUndefined()
    const { rebuilt, reading } = read(shape, 'aadOptscim062020')
    expect(rebuilt.requests.at(-1)?.body?.['Operations']).toEqual([
      { op: 'replace', value: { title: 'd', 'name.givenName': 'b' } },
    ])
    expect(reading).toMatchObject({ fault: 'server', quirk: 'entra.dotted-keys' })
  })

  test('writes what the source names where the mapping says, and leaves out what nobody maps', () => {
    const { rebuilt } = read({
      action: 'create',
      properties: [
        ['userPrincipalName', null, 'r@customer.test'],
        ['jobTitle', null, 'Engineer'],
        ['displayName', null, 'Robin'],
        ['mailEnabled', null, 'False'],
        ['IsSoftDeleted', null, 'False'],
      ],
    })
    expect(rebuilt.requests.at(-1)).toEqual({
      method: 'POST',
      path: '/Users',
      body: {
        schemas: [
          'urn:ietf:params:scim:schemas:core:2.0:User',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
        ],
        userName: 'r@customer.test',
        active: true,
        displayName: 'Robin',
        title: 'Engineer',
        meta: { resourceType: 'User' },
      },
    })
    expect(rebuilt.requests[0]).toEqual({
      method: 'GET',
      path: '/Users',
      query: 'filter=userName+eq+%22r%40customer.test%22',
    })
    expect(rebuilt.notes).toEqual([expect.stringMatching(/Left out.*: mailEnabled\.$/)])
  })

  test('says that nothing is sent for a cleared value, and for a deletion that waits', () => {
    const cleared = read({ properties: [['title', 'a', null]] })
    expect(cleared.rebuilt).toMatchObject({
      requests: [],
      notes: ['Entra sends nothing for a value that was cleared: title.'],
    })
    expect(read({ action: 'stagedDelete' }).rebuilt.requests).toEqual([])
  })
})
