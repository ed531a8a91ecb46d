import { describe, expect, test } from 'vitest'
import { attributeWith } from '../schema/defaults.ts'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Resource, ResourceSchema } from '../types.ts'
import { differences } from './likeness.ts'
import { EXT } from './permits.assertions.ts'

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
        attributeWith({ name: 'secret', returned: 'never' }),
        attributeWith({ name: 'written', mutability: 'writeOnly' }),
        attributeWith({
          name: 'card',
          type: 'complex',
          subAttributes: [attributeWith({ name: 'stamp', mutability: 'readOnly' })],
        }),
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
    ['an instant and none', { since: '2020-01-01T00:00:00Z' }, { since: 'x' }, false],
    ['none and an instant', { since: 'x' }, { since: '2020-01-01T00:00:00Z' }, false],
    ['what is never returned', { secret: 'x' }, {}, true],
    ['what is only written', { written: 'x' }, {}, true],
    ['a readOnly sub-attribute that changed', { card: { stamp: 's' } }, { card: { stamp: 't' } }, true],
    [
      'a slash less behind a URL',
      { profileUrl: 'https://x.example/' },
      { profileUrl: 'https://x.example' },
      true,
    ],
    ['text that only begins like a number', { title: '1 2 a' }, { title: '12 a' }, false],
    ['text that only ends like a number', { title: 'a 1 2' }, { title: 'a 12' }, false],
    ['text that is no number', { title: '(a) b' }, { title: 'ab' }, false],
    ['an expected empty element', { emails: [{}, { value: '1' }] }, { emails: [{ value: '1' }] }, true],
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
    ['an empty element', { emails: [{ value: '1' }] }, { emails: [{}, { value: '1' }] }, true],
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

  test('what was there before excuses no other value', () => {
    const before = { emails: [{ value: '1', type: 'home' }] }
    expect(alike(before, { emails: [{ value: '1', type: 'work' }] }, before)).toBe(false)
    const typed = { emails: [{ value: '1', type: 'work' }] }
    const shown = { emails: [{ value: '1', display: 'x' }] }
    expect(alike(shown, { emails: [{ value: '1', display: 'x', type: 'work' }] }, typed)).toBe(false)
    const region = { addresses: [{ locality: 'Rome', region: 'X' }] }
    const filled = { addresses: [{ locality: 'Rome', region: 'X', type: 'work' }] }
    expect(alike(region, filled, { addresses: [{ locality: 'Rome', type: 'work' }] })).toBe(true)
  })

  test('differences name the path and what there was', () => {
    const found = (expected: Resource, observed: Resource) => differences(schema, {}, expected, observed)
    expect(found({}, { shoeSize: 1 })).toStrictEqual([{ path: 'shoeSize', observed: 1 }])
    expect(found({ title: 'x' }, {})).toStrictEqual([{ path: 'title', expected: 'x' }])
    expect(found({ [EXT]: { department: 'x' } }, { [EXT]: { department: 'y' } })).toStrictEqual([
      { path: `${EXT}:department`, expected: 'x', observed: 'y' },
    ])
    expect(differences(schema, { id: '1' }, { id: '1' }, {})).toStrictEqual([{ path: 'id', expected: '1' }])
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
