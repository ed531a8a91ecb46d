import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixture, violations } from '../../../fixtures/violations.ts'
import { createRegister } from '../record/register.ts'
import { fixtureOf, shapeOf } from './fixture.ts'
import { hideWords } from './hideWords.ts'
import { defaultMapping } from './mapping.ts'
import { logEntryOf } from './provisioningLog.ts'
import { readEntry } from './readEntry.ts'
import { sessionOf } from './session.ts'
import { shapedRegister } from './shapedRegister.ts'
import { type EntryShape, logRecord } from './testdata/logRecords.assertions.ts'

const schema = fixture('entra/schema.json') as object
const mapping = defaultMapping()

const made = (shape: EntryShape, dialect: 'legacy' | 'aadOptscim062020' = 'legacy') => {
  const hiding = { register: shapedRegister(), bases: [] }
  const read = readEntry(logEntryOf(logRecord(shape), { entry: 1 }), { mapping, dialect })
  return fixtureOf(sessionOf(read), {
    sender: 'entra',
    dialect,
    evidence: 'rebuilt',
    document: 'Provisioning log',
    url: 'https://learn.microsoft.com/entra/identity/monitoring-health/howto-analyze-provisioning-logs',
    tool: 'scimproof test',
    rulings: read.reading.rulings,
    hiding,
  })
}

const PEOPLE = ['Quillfeather', 'wrenlock', '4417-93', 'zephyrine'] as const
const person = fc.constantFrom(...PEOPLE)
const value = fc.oneof(
  person,
  person.map((name) => `${name}@customer.test`),
  person.map((name) => `${name} of the house`),
)
const path = fc.constantFrom(
  ...mapping.User.map(({ target }) => target).filter((target) => target !== 'active'),
  'urn:example:own:2.0:User:badge',
  'nickName',
)
const shape = fc.record({
  action: fc.constantFrom('create', 'update', 'disable', 'delete'),
  properties: fc.uniqueArray(fc.tuple(path, fc.option(value), fc.option(value)), {
    selector: ([name]) => name,
    maxLength: 6,
  }),
  displayName: value,
  failedStep: fc.constantFrom('import' as const, 'matching' as const, 'export' as const),
})

describe('a fixture made of a log entry', () => {
  test('is valid, and holds no value of the log', () => {
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom('legacy' as const, 'aadOptscim062020' as const),
        (drawn, dialect) => {
          const file = made(drawn, dialect)
          if (file.exchanges.length > 0) expect(violations(schema, file)).toEqual([])
          const text = JSON.stringify(file).toLowerCase()
          for (const name of PEOPLE) expect(text).not.toContain(name.toLowerCase())
          expect(text).not.toContain('2819c223')
        },
      ),
    )
  })

  test('names each variable that it uses, and no other', () => {
    const { exchanges } = made({
      properties: [['emails[type eq "work"].value', 'a@customer.test', 'b@customer.test']],
    })
    for (const { request, answer, variables } of exchanges) {
      const used = [...JSON.stringify({ request, answer }).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)
      expect(Object.keys(variables).sort()).toEqual([...new Set(used)].sort())
    }
  })

  test('makes first what the failed request is about, and refers to it by the same variable', () => {
    const { exchanges } = made({
      type: 'Group',
      properties: [['members', 'aaaaaaaa-9999-4000-8000-000000000001', null]],
    })
    expect(exchanges.map(({ request }) => `${request.method} ${request.path}`)).toEqual([
      'POST /Users',
      'POST /Groups',
      'GET /Groups/{{id2}}',
      'PATCH /Groups/{{id2}}',
    ])
    expect(exchanges[1]?.request.body?.['members']).toEqual([{ value: '{{id1}}' }])
    expect(exchanges[1]?.answer?.body?.['id']).toBe('{{id2}}')
    expect(exchanges[3]?.request.body?.['Operations']).toEqual([
      { op: 'Remove', path: 'members', value: [{ value: '{{id1}}' }] },
    ])
    expect(exchanges[3]).toMatchObject({
      evidence: 'rebuilt',
      job: 'group-remove-member',
      dialect: 'legacy',
      rulings: ['EN-01'],
    })
    expect(exchanges[3]?.answer).toBeUndefined()
    expect(exchanges[3]?.note).toMatch(/answered 400 then/)
  })

  test('looks for an object that was in the way, in other letters and when it is deactivated', () => {
    const { exchanges } = made({
      action: 'create',
      code: 'Conflict',
      reason: 'HTTP status code 409.',
      properties: [['userName', null, 'wrenlock@customer.test']],
    })
    expect(
      exchanges.map(({ request }) => `${request.method} ${request.path} ${request.query ?? ''}`.trim()),
    ).toEqual([
      'POST /Users',
      'GET /Users filter=userName+eq+%22{{userName1}}%22',
      'GET /Users filter=userName+eq+%22{{userName2}}%22',
      'PATCH /Users/{{id1}}',
      'GET /Users filter=userName+eq+%22{{userName1}}%22',
      'POST /Users',
    ])
    expect(exchanges[2]?.variables['userName2']).toMatchObject({ sameAs: 'userName1', letters: 'upper' })
  })

  test('is the same shape for two people', () => {
    const of = (name: string) =>
      made({ action: 'create', properties: [['userName', null, name]], displayName: name })
    expect(shapeOf(of('wrenlock@customer.test'))).toBe(shapeOf(of('zephyrine@customer.test')))
  })
})

describe('hiding words', () => {
  test('takes out what is known of the entry, and what looks like somebody', () => {
    const hiding = { register: createRegister(), bases: [] }
    const known = [
      { value: 'Wren Lock', path: 'displayName' },
      { value: 'Wren', path: 'name.givenName' },
      { value: 'True', path: 'active' },
    ]
    expect(
      hideWords(
        "User 'Wren Lock' (Wren, other@customer.test, 2819c223-7f76-453a-919d-413861904646) True. Authorization: Bearer abc.def",
        known,
        '/Users',
        hiding,
      ),
    ).toBe("User '{{displayName1}}' ({{text1}}, {{email1}}, {{guid1}}) True. Authorization: [redacted]")
  })
})
