import { describe, expect, test } from 'vitest'
import type { PatchOperation } from '../types.ts'
import { ada, bothPrimary, EXT, op, refusal, state, verdict, work } from './permits.assertions.ts'
import type { Observed } from './permits.ts'
import type { Dialect } from './readings.ts'

describe('the rulings on mutability and values', () => {
  test.each<[string, Dialect, PatchOperation, Observed, string]>([
    ['M-10 mutability', 'rfc', op('replace', 'id', '9'), refusal('mutability'), 'accept'],
    ['M-10 another keyword', 'rfc', op('replace', 'id', '9'), refusal('invalidValue'), 'warn'],
    ['M-10 ignored', 'rfc', op('replace', 'id', '9'), state({}), 'warn'],
    ['M-10 changed', 'rfc', op('replace', 'id', '9'), state({ id: '9' }), 'fail'],
    ['M-10 removed', 'rfc', op('remove', 'id'), { kind: 'state', resource: { ...ada, id: null } }, 'fail'],
    ['M-10 changed by the way', 'rfc', op('replace', 'title', 'x'), state({ id: '9', title: 'x' }), 'fail'],
    [
      'M-10 groups made',
      'rfc',
      op('add', 'groups', [{ value: 'g' }]),
      state({ groups: [{ value: 'g' }] }),
      'fail',
    ],
    ['M-10 groups ignored', 'rfc', op('add', 'groups', [{ value: 'g' }]), state({ groups: [] }), 'warn'],
    [
      'M-10 a sub-attribute made',
      'rfc',
      op('add', `${EXT}:manager.displayName`, 'x'),
      state({ [EXT]: { manager: { displayName: 'x' } } }),
      'fail',
    ],
    ['meta is free', 'rfc', op('replace', 'meta.version', 'x'), state({ meta: { version: 'y' } }), 'warn'],
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
})
