import { describe, expect, test } from 'vitest'
import { attributeWith } from '../schema/defaults.ts'
import { ENTERPRISE_USER_SCHEMA, GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Json, PatchOperation, Resource, ResourceSchema } from '../types.ts'
import { differences } from './likeness.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'
import type { Observed } from './permits.ts'
import type { Dialect } from './readings.ts'

const EXT = ENTERPRISE_USER_SCHEMA.id
const work = { value: 'ada@work.example', type: 'work', primary: true }
const home = { value: 'ada@home.example', type: 'home' }
const ada: Resource = {
  schemas: [USER_RESOURCE_SCHEMA.core.id],
  id: '1',
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King' },
  emails: [work, home],
}
const staff: Resource = {
  id: '2',
  displayName: 'Staff',
  members: [{ value: 'a', type: 'User', display: 'A' }],
}

const op = (kind: PatchOperation['op'], path: string, value?: Json): PatchOperation => ({
  op: kind,
  path,
  ...(value === undefined ? {} : { value }),
})

function verdict(
  operation: PatchOperation | readonly PatchOperation[],
  observed: Observed,
  { dialect = 'rfc' as Dialect, before = ada, schema = USER_RESOURCE_SCHEMA } = {},
) {
  const operations = Array.isArray(operation)
    ? (operation as PatchOperation[])
    : [operation as PatchOperation]
  return permits(allowedOutcomes(before, operations, schema, { dialect }), observed)
}

const state = (changes: Resource, before = ada): Observed => ({
  kind: 'state',
  resource: { ...before, ...changes },
})
const refusal = (scimType?: string, status = 400): Observed => ({
  kind: 'refusal',
  status,
  ...(scimType === undefined ? {} : { scimType }),
})

const other = 'emails[type eq "other"]'
const made = { emails: [work, home, { type: 'other', value: 'x' }] }
const half = { familyName: 'L' }
const bothPrimary = [
  { value: '1', primary: true },
  { value: '2', primary: true },
]

describe('the rulings', () => {
  test.each<[string, Dialect, PatchOperation, Observed, string]>([
    ['M-01 success', 'rfc', op('remove', other), state({}), 'accept'],
    ['M-01 noTarget', 'rfc', op('remove', other), refusal('noTarget'), 'accept'],
    ['M-01 another keyword', 'rfc', op('remove', other), refusal('invalidPath'), 'warn'],
    ['M-01 no keyword', 'rfc', op('remove', other), refusal(), 'warn'],
    ['M-01 404', 'rfc', op('remove', other), refusal(undefined, 404), 'warn'],
    ['M-01 500', 'rfc', op('remove', other), refusal(undefined, 500), 'fail'],
    ['M-01 399 is no refusal', 'rfc', op('remove', other), refusal(undefined, 399), 'fail'],
    ['M-01 Entra prefers success', 'entra', op('remove', other), refusal('noTarget'), 'warn'],
    ['M-01 something removed', 'rfc', op('remove', other), state({ emails: [work] }), 'fail'],
    ['M-02 noTarget', 'rfc', op('replace', `${other}.value`, 'x'), refusal('noTarget'), 'accept'],
    ['M-02 another keyword', 'rfc', op('replace', `${other}.value`, 'x'), refusal('invalidPath'), 'warn'],
    ['M-02 no keyword (X-04)', 'rfc', op('replace', `${other}.value`, 'x'), refusal(), 'fail'],
    ['M-02 another status', 'rfc', op('replace', `${other}.value`, 'x'), refusal('noTarget', 404), 'fail'],
    ['M-02 silence', 'rfc', op('replace', `${other}.value`, 'x'), state({}), 'fail'],
    ['M-02 creation', 'rfc', op('replace', `${other}.value`, 'x'), state(made), 'fail'],
    ['EN-09 creation', 'entra', op('replace', `${other}.value`, 'x'), state(made), 'accept'],
    ['M-03 creation', 'rfc', op('add', `${other}.value`, 'x'), state(made), 'accept'],
    ['M-03 noTarget', 'rfc', op('add', `${other}.value`, 'x'), refusal('noTarget'), 'accept'],
    ['M-03 invalidPath', 'rfc', op('add', `${other}.value`, 'x'), refusal('invalidPath'), 'accept'],
    ['M-03 silence', 'rfc', op('add', `${other}.value`, 'x'), state({}), 'warn'],
    ['EN-02 creation', 'entra', op('add', `${other}.value`, 'x'), state(made), 'accept'],
    ['EN-02 silence', 'entra', op('add', `${other}.value`, 'x'), state({}), 'fail'],
    ['EN-02 refusal', 'entra', op('add', `${other}.value`, 'x'), refusal('noTarget'), 'fail'],
    ['M-04 success', 'rfc', op('remove', 'title'), state({}), 'accept'],
    ['M-04 noTarget', 'rfc', op('remove', 'title'), refusal('noTarget'), 'accept'],
    ['M-04 readOnly, success', 'rfc', op('remove', 'groups'), state({}), 'accept'],
    ['M-04 readOnly, mutability', 'rfc', op('remove', 'groups'), refusal('mutability'), 'accept'],
    ['M-06 append', 'rfc', op('add', 'emails', [home]), state({ emails: [work, home, home] }), 'warn'],
    ['M-06 no change', 'rfc', op('add', 'emails', [home]), state({}), 'accept'],
    ['M-06 refusal', 'rfc', op('add', 'emails', [home]), refusal('uniqueness', 409), 'warn'],
    [
      'M-07 merge',
      'rfc',
      op('replace', 'name', half),
      state({ name: { ...(ada.name as Resource), ...half } }),
      'accept',
    ],
    ['M-07 whole', 'rfc', op('replace', 'name', half), state({ name: half }), 'warn'],
    ['M-07 add, whole', 'rfc', op('add', 'name', half), state({ name: half }), 'warn'],
    ['M-07 no object', 'rfc', op('add', 'name', 'x'), refusal('invalidValue'), 'accept'],
    ['M-07 no object, success', 'rfc', op('add', 'name', 'x'), state({}), 'fail'],
    [
      'M-08 whole',
      'rfc',
      op('replace', 'emails[type eq "home"]', { value: 'n' }),
      state({ emails: [work, { value: 'n' }] }),
      'accept',
    ],
    [
      'M-08 merge',
      'rfc',
      op('replace', 'emails[type eq "home"]', { value: 'n' }),
      state({ emails: [work, { ...home, value: 'n' }] }),
      'accept',
    ],
    [
      'M-08 only one of two',
      'rfc',
      op('replace', 'emails[value pr].display', 'd'),
      state({ emails: [{ ...work, display: 'd' }, home] }),
      'fail',
    ],
    [
      'M-09 every',
      'rfc',
      op('replace', 'emails.display', 'd'),
      state({
        emails: [
          { ...work, display: 'd' },
          { ...home, display: 'd' },
        ],
      }),
      'accept',
    ],
    ['M-09 refusal', 'rfc', op('replace', 'emails.display', 'd'), refusal('noTarget'), 'accept'],
    ['M-10 mutability', 'rfc', op('replace', 'id', '9'), refusal('mutability'), 'accept'],
    ['M-10 another keyword', 'rfc', op('replace', 'id', '9'), refusal('invalidValue'), 'warn'],
    ['M-10 ignored', 'rfc', op('replace', 'id', '9'), state({}), 'warn'],
    ['M-10 a member ignored', 'rfc', { op: 'replace', value: { id: '9' } }, state({}), 'accept'],
    ['M-10 its own value', 'rfc', op('replace', 'id', '1'), state({}), 'accept'],
    ['M-11 invalidSyntax', 'rfc', op('add', 'shoeSize', '9'), refusal('invalidSyntax'), 'accept'],
    ['M-11 ignored', 'rfc', op('add', 'shoeSize', '9'), state({}), 'warn'],
    ['M-11 echoed', 'rfc', op('add', 'shoeSize', '9'), state({ shoeSize: '9' }), 'fail'],
    ['M-12 either keyword', 'rfc', op('remove', 'emails[type'), refusal('invalidPath'), 'accept'],
    ['M-12 success', 'rfc', op('remove', 'emails[type'), state({}), 'fail'],
    ['M-13 invalidValue', 'rfc', op('remove', 'userName'), refusal('invalidValue'), 'accept'],
    ['M-13 no keyword', 'rfc', op('remove', 'userName'), refusal(), 'fail'],
    [
      'M-13 gone',
      'rfc',
      op('remove', 'userName'),
      { kind: 'state', resource: { ...ada, userName: null } },
      'fail',
    ],
    ['C-14 coerced', 'rfc', op('add', 'active', 'True'), state({ active: true }), 'accept'],
    ['C-14 kept as text', 'rfc', op('add', 'active', 'True'), state({ active: 'True' }), 'fail'],
    ['EN-03 refused', 'entra', op('add', 'active', 'True'), refusal('invalidValue'), 'fail'],
    [
      'M-18 last',
      'rfc',
      op('replace', 'emails', bothPrimary),
      state({ emails: [{ value: '1' }, { value: '2', primary: true }] }),
      'accept',
    ],
    [
      'M-18 first',
      'rfc',
      op('replace', 'emails', bothPrimary),
      state({
        emails: [
          { value: '1', primary: true },
          { value: '2', primary: false },
        ],
      }),
      'accept',
    ],
    ['M-18 both', 'rfc', op('replace', 'emails', bothPrimary), state({ emails: bothPrimary }), 'fail'],
    [
      'M-19 full name as member',
      'rfc',
      { op: 'add', value: { [`${EXT}:department`]: 'D' } },
      state({ [EXT]: { department: 'D' } }),
      'accept',
    ],
    [
      'M-19 full name as member, Entra',
      'entra',
      { op: 'add', value: { [`${EXT}:department`]: 'D' } },
      refusal('invalidPath'),
      'fail',
    ],
    [
      'M-19 the URI as path, refused',
      'rfc',
      op('add', EXT, { department: 'D' }),
      refusal('invalidPath'),
      'accept',
    ],
    [
      'M-19 a container refused',
      'rfc',
      { op: 'add', value: { [EXT]: { department: 'D' } } },
      refusal('invalidPath'),
      'warn',
    ],
    ['M-20 any refusal', 'rfc', op('remove', 'schemas[value eq "x"]'), refusal(undefined, 403), 'accept'],
    ['M-20 a 5xx', 'rfc', op('remove', 'schemas[value eq "x"]'), refusal(undefined, 500), 'fail'],
    [
      'F-02 an element without the attribute, selected',
      'rfc',
      op('remove', 'emails[display ne "x"]'),
      state({ emails: [] }),
      'accept',
    ],
    [
      'F-02 an element without the attribute, spared',
      'rfc',
      op('remove', 'emails[display ne "x"]'),
      state({}),
      'accept',
    ],
    [
      'C-17 a single object refused',
      'rfc',
      op('add', 'emails', { value: 'n' }),
      refusal('invalidValue'),
      'accept',
    ],
    [
      'C-17 an array of one for an element',
      'rfc',
      op('replace', 'emails[type eq "home"]', [{ value: 'n' }]),
      state({ emails: [work, { value: 'n' }] }),
      'accept',
    ],
    ['C-15 null unassigns', 'rfc', op('replace', 'name', null), state({ name: null }), 'accept'],
    ['C-15 null refused', 'rfc', op('replace', 'name', null), refusal('invalidValue'), 'warn'],
    ['C-15 add of null without effect', 'rfc', op('add', 'name', null), state({}), 'accept'],
    ['C-07 the empty userName', 'rfc', op('replace', 'userName', ''), state({ userName: '' }), 'warn'],
  ])('%s, in %s', (_, dialect, operation, observed, expected) => {
    expect(verdict(operation, observed, { dialect }).verdict).toBe(expected)
  })

  test.each<[string, PatchOperation, Observed, string]>([
    ['M-05 all', op('remove', 'members', [{ value: 'a' }]), state({ members: [] }, staff), 'accept'],
    ['M-22 mutability', op('replace', 'members[value eq "a"].value', 'b'), refusal('mutability'), 'accept'],
    [
      'M-22 changed',
      op('replace', 'members[value eq "a"].value', 'b'),
      state({ members: [{ value: 'b' }] }, staff),
      'warn',
    ],
    [
      'M-22 display ignored',
      op('add', 'members', [{ value: 'b', display: 'B' }]),
      state({ members: [{ value: 'a' }, { value: 'b' }] }, staff),
      'accept',
    ],
    [
      'the reference filled in',
      op('add', 'members', [{ value: 'b' }]),
      state({ members: [{ value: 'a' }, { value: 'b', type: 'User', $ref: 'x' }] }, staff),
      'accept',
    ],
  ])('%s, of groups', (_, operation, observed, expected) => {
    expect(verdict(operation, observed, { before: staff, schema: GROUP_RESOURCE_SCHEMA }).verdict).toBe(
      expected,
    )
  })

  test('EN-01: the others stay', () => {
    const before = { ...staff, members: [{ value: 'a' }, { value: 'b' }] }
    const options = { dialect: 'entra', before, schema: GROUP_RESOURCE_SCHEMA } as const
    const leave = op('remove', 'members', [{ value: 'a' }])
    expect(verdict(leave, state({ members: [{ value: 'b' }] }, before), options).verdict).toBe('accept')
    expect(verdict(leave, state({ members: [] }, before), options).verdict).toBe('fail')
    expect(verdict(leave, state({}, before), options).verdict).toBe('fail')
    expect(verdict(leave, refusal('invalidPath'), options).verdict).toBe('fail')
  })
})

describe('a refusal', () => {
  const wrong = [op('replace', 'title', 'x'), op('remove', 'emails[type'), op('replace', 'id', '9')]

  test('may name any of several wrong operations', () => {
    for (const scimType of ['invalidFilter', 'mutability']) {
      expect(verdict(wrong, refusal(scimType))).toMatchObject({ verdict: 'accept' })
    }
  })

  test('leaves everything as it was (M-21)', () => {
    expect(verdict(wrong, { ...refusal('mutability'), resource: ada } as Observed).verdict).toBe('accept')
    const partly = verdict(wrong, { ...refusal('mutability'), resource: { ...ada, title: 'x' } } as Observed)
    expect(partly).toEqual({ verdict: 'fail', differences: [{ path: 'title', observed: 'x' }] })
  })

  test('may name any member of a value without a path', () => {
    const both = { op: 'replace', value: { active: {}, id: '9' } } as const
    expect(verdict(both, refusal('mutability')).verdict).toBe('accept')
    expect(verdict(both, refusal('invalidValue')).verdict).toBe('accept')
    expect(verdict(both, refusal('noTarget')).verdict).toBe('warn')
  })
})

describe('what is said', () => {
  test('the outcome that fits, with its rulings', () => {
    expect(verdict(op('remove', other), refusal('noTarget')).outcome).toEqual({
      kind: 'refusal',
      statuses: [400],
      scimTypes: ['noTarget'],
      withoutScimType: false,
      grade: 'accept',
      rulings: ['M-01'],
    })
    expect(verdict(op('add', `${other}.value`, 'x'), state(made)).outcome).toMatchObject({
      rulings: ['M-03'],
    })
  })

  test('where nothing fits, the way to the nearest state', () => {
    expect(verdict(op('replace', 'title', 'x'), state({ title: 'y' })).differences).toEqual([
      { path: 'title', expected: 'x', observed: 'y' },
    ])
    expect(verdict(op('replace', 'title', 'x'), state({})).differences).toEqual([
      { path: 'title', expected: 'x' },
    ])
    const twice = [op('replace', 'name', half), op('replace', 'title', 'x')]
    expect(verdict(twice, state({ name: half }))).toMatchObject({
      differences: [{ path: 'title', expected: 'x' }],
    })
  })

  test('where only a refusal was allowed, what changed', () => {
    expect(verdict(op('replace', `${other}.value`, 'x'), state(made)).differences).toEqual([
      { path: 'emails', expected: ada.emails, observed: made.emails },
    ])
  })

  test('which rulings were needed', () => {
    const allowed = allowedOutcomes(ada, [op('remove', other)], USER_RESOURCE_SCHEMA, { dialect: 'rfc' })
    expect(allowed).toMatchObject({ rulings: ['M-01'], complete: true, before: ada })
    expect(allowed.outcomes.map(({ kind, grade }) => `${kind} ${grade}`)).toEqual([
      'state accept',
      'refusal accept',
      'refusal warn',
    ])
  })

  test('of one outcome on two ways, the better grade', () => {
    const { outcomes } = allowedOutcomes(
      ada,
      [op('add', `${other}.value`, 'x'), op('remove', other)],
      USER_RESOURCE_SCHEMA,
      {
        dialect: 'rfc',
      },
    )
    expect(outcomes.filter(({ kind }) => kind === 'state')).toEqual([
      expect.objectContaining({ grade: 'accept' }),
    ])
  })

  test('undecided when there were too many readings to try', () => {
    const allowed = allowedOutcomes(ada, [op('replace', 'title', 'x')], USER_RESOURCE_SCHEMA, {
      dialect: 'rfc',
    })
    expect(permits({ ...allowed, complete: false }, state({})).verdict).toBe('undecided')
    expect(permits({ ...allowed, complete: false }, state({ title: 'x' })).verdict).toBe('accept')
  })
})

describe('leniency', () => {
  const schema: ResourceSchema = {
    ...USER_RESOURCE_SCHEMA,
    core: {
      ...USER_RESOURCE_SCHEMA.core,
      attributes: [
        ...USER_RESOURCE_SCHEMA.core.attributes,
        attributeWith({ name: 'since', type: 'dateTime' }),
        attributeWith({ name: 'exact', caseExact: true }),
        attributeWith({ name: 'blob', type: 'binary' }),
        attributeWith({ name: 'asked', returned: 'request' }),
        attributeWith({ name: 'tags', multiValued: true }),
      ],
    },
  }
  const alike = (expected: Resource, observed: Resource, before: Resource = {}) =>
    differences(schema, before, expected, observed).length === 0

  test.each<[string, Resource, Resource, boolean]>([
    ['letter case', { userName: 'Ada' }, { userName: 'ada' }, true],
    ['letter case that counts', { exact: 'Ada' }, { exact: 'ada' }, false],
    ['letter case of binary data', { blob: 'QUJD' }, { blob: 'qujd' }, false],
    ['the spelling of names', { userName: 'ada' }, { USERNAME: 'ada' }, true],
    [
      'an instant in another offset',
      { since: '2020-01-01T00:00:00Z' },
      { since: '2020-01-01T01:00:00.0+01:00' },
      true,
    ],
    ['another instant', { since: '2020-01-01T00:00:00Z' }, { since: '2020-01-01T00:00:01Z' }, false],
    ['no instant', { since: 'x' }, { since: 'y' }, false],
    ['a slash behind a URL', { profileUrl: 'https://x.example' }, { profileUrl: 'https://x.example/' }, true],
    ['another URL', { profileUrl: 'https://x.example/a' }, { profileUrl: 'https://x.example/b' }, false],
    [
      'a telephone number as URI',
      { phoneNumbers: [{ value: '+1 (555) 010-0' }] },
      { phoneNumbers: [{ value: 'tel:+1-555-0100' }] },
      true,
    ],
    [
      'another telephone number',
      { phoneNumbers: [{ value: '+1 555 0100' }] },
      { phoneNumbers: [{ value: '+1 555 0101' }] },
      false,
    ],
    ['the order of values', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }, true],
    ['the number of values', { tags: ['a', 'a', 'b'] }, { tags: ['a', 'b', 'b'] }, false],
    ['a value too many', { tags: ['a'] }, { tags: ['a', 'b'] }, false],
    ['null for absent', { title: null }, {}, true],
    ['an empty object for absent', {}, { name: { givenName: null } }, true],
    ['a value for nothing', {}, { title: 'x' }, false],
    ['nothing for a value', { title: 'x' }, {}, false],
    ['an object where there was none', {}, { name: { givenName: 'x' } }, false],
    [
      'primary false for absent',
      { emails: [{ value: '1' }] },
      { emails: [{ value: '1', primary: false }] },
      true,
    ],
    [
      'primary true for absent',
      { emails: [{ value: '1' }] },
      { emails: [{ value: '1', primary: true }] },
      false,
    ],
    ['a type filled in', { emails: [{ value: '1' }] }, { emails: [{ value: '1', type: 'work' }] }, true],
    ['a display filled in', { emails: [{ value: '1' }] }, { emails: [{ value: '1', display: 'x' }] }, true],
    [
      'a type changed',
      { emails: [{ value: '1', type: 'home' }] },
      { emails: [{ value: '1', type: 'work' }] },
      false,
    ],
    [
      'a street filled in',
      { addresses: [{ type: 'work' }] },
      { addresses: [{ type: 'work', streetAddress: 'x' }] },
      false,
    ],
    ['a formatted name', { name: { givenName: 'A' } }, { name: { givenName: 'A', formatted: 'A' } }, true],
    [
      'another formatted name than was set',
      { name: { formatted: 'A' } },
      { name: { formatted: 'B' } },
      false,
    ],
    [
      'what the server decides',
      { id: '1', meta: {}, groups: [] },
      { id: '2', meta: { version: 'x' }, groups: [{ value: 'x' }] },
      true,
    ],
    ['the schemas', { schemas: ['a'] }, { schemas: ['b'] }, true],
    ['a password, which is never returned', { password: 'x' }, {}, true],
    ['what is returned on request only', { asked: 'x' }, {}, true],
    ['what is returned on request, wrongly', { asked: 'x' }, { asked: 'y' }, false],
    [
      'a readOnly sub-attribute',
      { [EXT]: { manager: { value: '1' } } },
      { [EXT]: { manager: { value: '1', displayName: 'x' } } },
      true,
    ],
    [
      'the URL of a reference',
      { [EXT]: { manager: { value: '1', $ref: 'x' } } },
      { [EXT]: { manager: { value: '1' } } },
      true,
    ],
    [
      'another manager',
      { [EXT]: { manager: { value: '1' } } },
      { [EXT]: { manager: { value: '2' } } },
      false,
    ],
    [
      'a sub-attribute of no schema',
      { name: { givenName: 'x' } },
      { name: { givenName: 'x', shoe: 1 } },
      true,
    ],
    ['a simple value for a complex one', { name: { givenName: 'x' } }, { name: 'x' }, false],
    ['another type', { active: true }, { active: 'true' }, false],
    ['an attribute of no schema', {}, { shoeSize: 1 }, false],
    ['an extension that is empty', {}, { [EXT]: {} }, true],
  ])('%s', (_, expected, observed, same) => {
    expect(alike(expected, observed)).toBe(same)
  })

  test('an attribute of no schema that was there before', () => {
    expect(alike({}, { shoeSize: 1 }, { shoeSize: 1 })).toBe(true)
  })

  test('what was taken away must be gone', () => {
    const removed = { emails: [{ value: '1' }] }
    expect(
      alike(removed, { emails: [{ value: '1', type: 'work' }] }, { emails: [{ value: '1', type: 'work' }] }),
    ).toBe(false)
    expect(
      alike(removed, { emails: [{ value: '1', type: 'work' }] }, { emails: [{ value: '2', type: 'work' }] }),
    ).toBe(true)
    const name = { name: { givenName: 'A' } }
    const formatted = { name: { givenName: 'A', formatted: 'A' } }
    expect(alike(name, formatted, formatted)).toBe(false)
    const address = { addresses: [{ locality: 'Rome' }] }
    const typed = { addresses: [{ locality: 'Rome', type: 'work' }] }
    expect(alike(address, typed, typed)).toBe(false)
    expect(alike(address, typed, { addresses: [{ locality: 'Bath', type: 'work' }] })).toBe(true)
  })

  test('a formatted text may be made anew from its parts', () => {
    const before = { name: { givenName: 'A', formatted: 'A' } }
    const expected = { name: { givenName: 'B', formatted: 'A' } }
    expect(alike(expected, { name: { givenName: 'B', formatted: 'B' } }, before)).toBe(true)
    expect(alike(expected, { name: { givenName: 'B' } }, before)).toBe(false)
  })

  test('values find their partners even if the first choice was wrong', () => {
    const expected = { emails: [{ value: '1' }, { value: '1', type: 'work' }] }
    const observed = { emails: [{ value: '1', type: 'work' }, { value: '1' }] }
    expect(alike(expected, observed)).toBe(true)
    expect(alike(observed, expected)).toBe(true)
  })
})
