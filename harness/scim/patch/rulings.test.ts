import { describe, expect, test } from 'vitest'
import { GROUP_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { PatchOperation, Resource } from '../types.ts'
import {
  ada,
  half,
  home,
  made,
  op,
  other,
  refusal,
  staff,
  state,
  verdict,
  work,
} from './permits.assertions.ts'
import type { Observed } from './permits.ts'
import type { Dialect } from './readings.ts'

describe('the rulings on paths and targets', () => {
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
    [
      'M-06 append of a part',
      'rfc',
      op('add', 'emails', [{ value: home.value }]),
      state({ emails: [work, home, { value: home.value }] }),
      'accept',
    ],
    ['M-06 a part, no change', 'rfc', op('add', 'emails', [{ value: home.value }]), state({}), 'accept'],
    [
      'M-06 another case',
      'rfc',
      op('add', 'emails', [{ ...home, value: 'ADA@home.example' }]),
      state({ emails: [work, home, { ...home, value: 'ADA@home.example' }] }),
      'accept',
    ],
    [
      'M-06 another case, no change',
      'rfc',
      op('add', 'emails', [{ ...home, value: 'ADA@home.example' }]),
      state({}),
      'accept',
    ],
    ['M-06 no change', 'rfc', op('add', 'emails', [home]), state({}), 'accept'],
    ['M-06 refusal', 'rfc', op('add', 'emails', [home]), refusal('uniqueness', 409), 'warn'],
    ['M-16 nothing, success', 'rfc', { op: 'add', value: {} }, state({}), 'accept'],
    ['M-16 nothing, refusal', 'rfc', { op: 'add', value: {} }, refusal('invalidSyntax'), 'accept'],
    [
      'M-06 single, no change',
      'rfc',
      op('add', `emails[type eq "home"].value`, home.value),
      state({}),
      'accept',
    ],
    [
      'M-06 single, refusal',
      'rfc',
      op('add', `emails[type eq "home"].value`, home.value),
      refusal('invalidValue'),
      'warn',
    ],
    [
      'EN-04 single, refusal',
      'entra',
      op('add', `emails[type eq "home"].value`, home.value),
      refusal('invalidValue'),
      'fail',
    ],
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
