import { describe, expect, test } from 'vitest'
import type { PatchOperation, Resource } from '../types.ts'
import { a1, check, more, MORE, op, rows, thing, under } from './things.assertions.ts'

describe('values', () => {
  test.each(
    rows(
      [{}, op('add', 'note', null), {}],
      [{ 'C-15.add': 'refuse' }, op('add', 'note', null), 'value: nothing to add to note'],
      [{ 'C-15': 'refuse' }, op('replace', 'note', null), 'value: note can not be set to nothing'],
      [{}, op('add', 'note'), 'value: add needs a value'],
      [{}, op('replace', 'note', 3), 'value: note takes string, not number 3'],
      [{}, op('replace', 'note', ['x']), 'value: note takes string, not an array'],
      [{ 'C-14': 'coerce' }, op('replace', 'note', 3), { note: '3' }],
      [{}, op('add', 'tags', [null]), 'value: tags takes string, not null'],
      [{}, op('replace', 'card', 'x'), 'value: card is complex: it takes an object of sub-attributes'],
      [{}, op('replace', 'card', { shoe: 1 }), 'unknown-member: card has no sub-attribute shoe'],
      [{ 'M-11': 'ignore' }, op('replace', 'card', { shoe: 1 }), {}],
      [{}, op('replace', 'shoe', 1), 'unknown-path: no schema of the resource defines shoe'],
      [{}, { op: 'replace', value: { shoe: 1 } }, 'unknown-member: no schema of the resource defines shoe'],
      [{}, { op: 'replace', value: 1 }, 'value: replace without a path needs an object of attributes'],
      [{}, { op: 'remove' }, 'remove-without-path: remove needs a path'],
      [
        {},
        { op: 'replace', value: { 'card.colour': 'x' } },
        'extension-member: card.colour is no attribute name',
      ],
      [{}, { op: 'replace', value: { 'a b': 1 } }, 'unknown-member: no schema of the resource defines a b'],
      [
        {},
        { op: 'replace', value: { 'card.shoe': 1 } },
        'unknown-member: no schema of the resource defines card.shoe',
      ],
      [{ 'M-11': 'ignore' }, { op: 'replace', value: { shoe: 1, note: 'n' } }, { note: 'n' }],
      [
        { 'M-19.key': 'apply' },
        { op: 'replace', value: { 'card.stamp': 't' } },
        'read-only: card.stamp is readOnly',
      ],
      [
        { 'M-19.key': 'apply', 'M-10.body-changed': 'ignore' },
        { op: 'replace', value: { 'card.stamp': 't' } },
        {},
      ],
      [{}, op('replace', 'note', ['x'.repeat(99)]), 'value: note takes string, not an array'],
      [
        {},
        op('replace', 'numbers', 'x'.repeat(99)),
        `value: numbers takes integer, not string "${'x'.repeat(79)}`,
      ],
      [{ 'M-19.key': 'ignore' }, { op: 'replace', value: { 'card.colour': 'x' } }, {}],
      [{ 'M-19.key': 'apply' }, { op: 'replace', value: { [`${MORE}:count`]: 3 } }, more({ count: 3 })],
      [{ 'M-07.replace': 'whole' }, op('replace', 'card', { serial: '1' }), { card: { serial: '1' } }],
      [{ 'M-07.add': 'whole' }, op('add', 'post', { code: 'd' }), { post: { code: 'd' } }],
    ),
  )('%s', (_, row) => check(row))

  test('null joins a single value as a server reads it', () => {
    const before = { note: 'n' }
    check([{}, op('add', 'note', null), { note: null }], before)
    check([{ 'C-15.add': 'keep' }, op('add', 'note', null), {}], before)
    check([{}, op('add', 'tags', null), {}], thing)
  })
})

describe('an extension', () => {
  test.each(
    rows(
      [{}, op('add', MORE, { count: 3 }), more({ count: 3 })],
      [
        { 'M-07.replace': 'whole' },
        op('replace', MORE, { count: 3 }),
        { [MORE]: { seen: 'then', count: 3 } },
      ],
      [
        { 'M-07.replace': 'whole' },
        op('replace', MORE, { Rooms: [{ value: 'r', type: 'a' }, { value: 's' }] }),
        { label: 'L' },
      ],
      [{ 'M-07.replace': 'whole' }, op('add', MORE, { count: 3 }), more({ count: 3 })],
      [
        { 'M-19.path': 'refuse' },
        op('add', MORE, { count: 3 }),
        `extension-path: ${MORE} names no attribute`,
      ],
      [
        { 'M-19.container': 'refuse' },
        { op: 'add', value: { [MORE]: { count: 3 } } },
        `extension-member: ${MORE} names no attribute`,
      ],
      [{}, op('replace', MORE, { seen: 'now' }), `read-only: ${MORE}:seen is readOnly`],
      [{ 'M-10.body-changed': 'ignore' }, op('replace', MORE, { seen: 'now' }), {}],
      [{}, op('add', MORE, 'x'), `value: ${MORE} takes an object of attributes`],
      [{}, op('add', MORE, { shoe: 1 }), `unknown-member: ${MORE} defines no shoe`],
      [{ 'M-11': 'ignore' }, op('add', MORE, { shoe: 1 }), {}],
    ),
  )('%s', (_, row) => check(row))

  const U = 'urn:example:params:scim:schemas:2.0:Thing'
  test.each<[Resource, PatchOperation, Resource]>([
    [{ schemas: [U] }, op('add', `${MORE}:count`, 3), { schemas: [U, MORE], [MORE]: { count: 3 } }],
    [{ schemas: [MORE, U] }, op('add', `${MORE}:count`, 3), { schemas: [MORE, U], [MORE]: { count: 3 } }],
    [
      { schemas: [MORE.toUpperCase(), U] },
      op('add', `${MORE}:count`, 3),
      { schemas: [MORE.toUpperCase(), U], [MORE]: { count: 3 } },
    ],
    [{ schemas: [1, U] }, op('add', `${MORE}:count`, 3), { schemas: [1, U, MORE], [MORE]: { count: 3 } }],
    [{}, op('add', `${MORE}:count`, 3), { [MORE]: { count: 3 } }],
    [{ [MORE]: { count: 3 } }, op('remove', MORE), {}],
    [
      { schemas: [MORE, U], [MORE.toUpperCase()]: { COUNT: 3 } },
      op('remove', `${MORE}:count`),
      { schemas: [U] },
    ],
    [
      { schemas: [MORE, U], [MORE]: { count: 3, seal: 's' } },
      op('remove', `${MORE}:count`),
      { schemas: [MORE, U], [MORE]: { seal: 's' } },
    ],
    [{ schemas: [U], [MORE]: { count: 3, seal: null } }, op('remove', `${MORE}:count`), { schemas: [U] }],
    [{ [MORE]: 'broken' }, op('add', `${MORE}:count`, 3), { [MORE]: { count: 3 } }],
  ])('keeps schemas in step: %j %j', (before, operation, after) => {
    expect(under({}, before, operation)).toStrictEqual(after)
  })

  test('that is replaced as a whole keeps what can not be taken away', () => {
    const whole = { 'M-07.replace': 'whole' } as const
    const before = { [MORE]: { count: 3, seal: 's', shoe: 1 } }
    check([whole, op('replace', MORE, { count: 4 }), { [MORE]: { seal: 's', count: 4 } }], {
      [MORE]: { seal: 's', shoe: 1 },
    })
    check([whole, op('replace', MORE, { seal: 't' }), 'immutable: seal is immutable and has a value'], before)
  })

  test('is removed whatever value a remove bears', () => {
    expect(under({}, { [MORE]: { count: 3, note: 'x' } }, op('remove', MORE, { count: 3 }))).toStrictEqual({})
  })

  test('that is not there is removed as a server reads it', () => {
    check([{}, op('remove', MORE), {}], { label: 'L' })
    check([{ 'M-04': 'refuse' }, op('remove', MORE), `unassigned: ${MORE} has no value`], { label: 'L' })
    check([{ 'M-04': 'refuse' }, op('replace', MORE, null), {}], { label: 'L' })
  })
})

test('a value that is as it should be keeps its spelling, place and identity', () => {
  const before = { LABEL: 'L', Keys: [a1] }
  check([{}, op('replace', 'label', 'L'), {}], before)
  check([{}, op('add', 'keys', [a1]), {}], before)
  expect(Object.keys(under({}, before, op('replace', 'label', 'M')) as Resource)).toEqual(['label', 'Keys'])
})
