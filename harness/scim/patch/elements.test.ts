import { describe, expect, test } from 'vitest'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Json, Resource } from '../types.ts'
import { a1, b2, check, more, MORE, op, rows, thing, under } from './things.assertions.ts'
import type { Answers } from './things.assertions.ts'

describe('elements', () => {
  const rooms = (...all: Json[]) => more({ rooms: all })

  test.each(
    rows(
      [{}, op('add', 'tags', ['u', 'v']), { tags: ['t', 'u', 'v'] }],
      [{ 'M-06': 'append' }, op('add', 'tags', ['u']), { tags: ['t', 'u', 'u'] }],
      [{ 'M-06': 'refuse' }, op('add', 'tags', ['u']), 'duplicate: the value is there already'],
      [{}, op('add', 'tags', 'U'), { tags: ['t', 'u', 'U'] }],
      [{ 'M-06.case': 'keep' }, op('add', 'tags', 'U'), {}],
      [{ 'C-17': 'refuse' }, op('add', 'tags', 'U'), 'value: tags takes an array'],
      [{ 'M-06.case': 'keep' }, op('add', `${MORE}:rooms`, [{ value: 'S' }]), {}],
      [
        { 'M-06.case': 'keep' },
        op('add', `${MORE}:rooms`, [{ value: 'T' }]),
        rooms({ value: 'r', type: 'a' }, { value: 's' }, { value: 'T' }),
      ],
      [{}, op('add', `${MORE}:rooms`, [{ value: 'r' }]), {}],
      [
        { 'M-06.part': 'append' },
        op('add', `${MORE}:rooms`, [{ value: 'r' }]),
        rooms({ value: 'r', type: 'a' }, { value: 's' }, { value: 'r' }),
      ],
      [
        {},
        op('add', `${MORE}:rooms`, [{ value: 'r', primary: true }]),
        rooms({ value: 'r', type: 'a' }, { value: 's' }, { value: 'r', primary: true }),
      ],
      [
        {},
        op('add', `${MORE}:rooms`, [{ value: 's', type: 'b' }]),
        rooms({ value: 'r', type: 'a' }, { value: 's' }, { value: 's', type: 'b' }),
      ],
      [{}, op('remove', `${MORE}:rooms[type eq "a"]`), rooms({ value: 's' })],
      [
        {},
        op('replace', `${MORE}:rooms[type eq "a"].value`, 'q'),
        rooms({ value: 'q', type: 'a' }, { value: 's' }),
      ],
      [
        {},
        op('remove', 'keys.type'),
        'no-selection: keys.type: keys has several values and none is selected',
      ],
      [
        { 'M-09': 'every' },
        op('remove', 'keys.type'),
        {
          keys: [
            { value: '1', level: 'x', primary: true },
            { value: '2', level: 'y', made: 'm' },
          ],
        },
      ],
      [
        { 'M-09': 'every' },
        op('replace', 'keys.type', 'z'),
        {
          keys: [
            { ...a1, type: 'z' },
            { ...b2, type: 'z' },
          ],
        },
      ],
      [
        {},
        op('add', 'keys.type', 'z'),
        'no-selection: keys.type: keys has several values and none is selected',
      ],
      [{}, op('remove', 'keys[shoe eq 1]'), 'filter: keys[shoe eq 1]: elements of keys have no shoe'],
      [
        {},
        op('remove', 'keys[not (shoe eq 1)]'),
        'filter: keys[not (shoe eq 1)]: elements of keys have no shoe',
      ],
      [
        {},
        op('remove', 'keys[type eq "a" or shoe pr]'),
        'filter: keys[type eq "a" or shoe pr]: elements of keys have no shoe',
      ],
      [
        {},
        op('remove', 'keys[urn:x:value eq "1"]'),
        'filter: keys[urn:x:value eq "1"]: elements of keys have no value',
      ],
      [
        {},
        op('remove', 'keys[value.type eq "1"]'),
        'filter: keys[value.type eq "1"]: elements of keys have no value',
      ],
      [{ 'F-01': 'no-match' }, op('remove', 'keys[not (shoe eq 1)]'), {}],
      [
        { 'F-01': 'no-match' },
        op('add', 'keys[shoe eq 1].level', 'x'),
        'unmatched-add: keys[shoe eq 1].level selects none of the 2 values',
      ],
      [
        { 'F-01': 'no-match', 'M-03': 'create' },
        op('add', 'keys[shoe eq 1].level', 'x'),
        'unmatched-add: keys[shoe eq 1].level selects none of the 2 values',
      ],
      [
        { 'M-03': 'create' },
        op('add', 'keys[type eq "c" and type eq "c"].level', 'x'),
        { keys: [a1, b2, { type: 'c', level: 'x' }] },
      ],
      [
        { 'M-03': 'create' },
        op('add', 'keys[type sw "c"].level', 'x'),
        'unmatched-add: keys[type sw "c"].level selects none of the 2 values',
      ],
      [
        { 'M-03': 'create' },
        op('add', 'keys[type eq "c" or type eq "d"].level', 'x'),
        'unmatched-add: keys[type eq "c" or type eq "d"].level selects none of the 2 values',
      ],
      [
        { 'M-03': 'create' },
        op('add', 'keys[type eq 3].level', 'x'),
        'unmatched-add: keys[type eq 3].level selects none of the 2 values',
      ],
      [{ 'M-03': 'ignore' }, op('add', 'keys[type eq "c"].level', 'x'), {}],
      [
        {},
        op('replace', 'keys[type eq "c"].level', 'x'),
        'unmatched-replace: keys[type eq "c"].level selects none of the 2 values',
      ],
      [
        { 'M-01': 'refuse' },
        op('remove', 'keys[type eq "c"]'),
        'unmatched-remove: keys[type eq "c"] selects no value',
      ],
      [
        {},
        op('replace', 'keys[type eq "b"]', [{ level: 'z' }]),
        'value: an element of keys is one value, not an array',
      ],
      [
        { 'C-17.element': 'unwrap' },
        op('replace', 'keys[type eq "b"]', [{ level: 'z' }]),
        { keys: [a1, { level: 'z' }] },
      ],
      [
        { 'C-17.element': 'unwrap' },
        op('replace', 'keys[type eq "b"]', [{ level: 'z' }, { level: 'z' }]),
        'value: an element of keys is one value, not an array',
      ],
      [
        { 'M-08': 'merge' },
        op('replace', 'keys[type eq "b"]', { level: 'z' }),
        { keys: [a1, { ...b2, level: 'z' }] },
      ],
      [
        { 'M-18': 'last' },
        op('replace', 'keys[value pr].primary', true),
        {
          keys: [
            { ...a1, primary: false },
            { ...b2, primary: true },
          ],
        },
      ],
      [{}, op('replace', 'keys[value pr].primary', true), 'primaries: at most one value may be primary'],
      [
        {},
        op('remove', 'keys[primary gt true]'),
        'filter: The operator gt does not apply to primary, which is boolean (RFC 7644 §3.4.2.2).',
      ],
      [
        {},
        op('remove', 'card[colour eq "red"]'),
        'path: card has one value: a filter has nothing to select in it',
      ],
      [
        { 'M-04': 'refuse' },
        op('remove', 'keys[type eq "a"].made'),
        'unassigned: keys[type eq "a"].made has no value',
      ],
      [{ 'M-04': 'refuse' }, op('remove', 'note'), 'unassigned: note has no value'],
      [{ 'M-04': 'refuse' }, op('remove', 'post.town'), { post: { code: 'c' } }],
      [
        {},
        op('add', 'card', { names: ['n', 'o'] }),
        { card: { ...(thing.card as Resource), names: ['n', 'o'] } },
      ],
      [{}, op('add', 'card.names', ['o']), { card: { ...(thing.card as Resource), names: ['n', 'o'] } }],
      [{}, op('replace', 'card.names', ['o']), { card: { ...(thing.card as Resource), names: ['o'] } }],
      [{}, op('add', 'card', { names: [] }), {}],
    ),
  )('%s', (_, row) => check(row))

  test('of three primaries the first or the last stays', () => {
    const three = ['1', '2', '3'].map((value) => ({ value, level: 'x', primary: true }))
    const primaries = (answers: Answers) => {
      const end = under(answers, thing, op('replace', 'keys', three)) as Resource
      return (end.keys as readonly Resource[]).map((key) => key.primary)
    }
    expect(primaries({ 'M-18': 'last' })).toEqual([false, false, true])
    expect(primaries({ 'M-18': 'first' })).toEqual([true, false, false])
  })

  test('primaries that were there are left alone until one is set', () => {
    const before = { keys: [a1, { ...b2, primary: true }] }
    check(
      [
        {},
        op('replace', 'keys[value eq "2"].type', 'c'),
        { keys: [a1, { ...b2, primary: true, type: 'c' }] },
      ],
      before,
    )
    check(
      [
        {},
        op('add', 'keys[value eq "2"]', { type: 'c' }),
        { keys: [a1, { ...b2, primary: true, type: 'c' }] },
      ],
      before,
    )
    check(
      [
        {},
        op('add', 'keys', [{ value: '2', type: 'b', level: 'z' }]),
        { keys: [a1, { ...b2, primary: true, level: 'z' }] },
      ],
      before,
    )
    check(
      [
        {},
        op('replace', 'keys[value eq "2"].primary', true),
        {
          keys: [
            { ...a1, primary: false },
            { ...b2, primary: true },
          ],
        },
      ],
      before,
    )
  })

  test('of no elements none is selected, and none can be made without a filter', () => {
    const end = under({ 'M-09': 'every', 'M-03': 'create' }, {}, op('add', 'keys.level', 'x'))
    expect(end).toBe('unmatched-add: keys.level selects none of the 0 values')
  })

  test('a filter that servers read in two ways', () => {
    const undecided = (answers: Answers) =>
      under(answers, thing, op('remove', `${MORE}:rooms[type ne "b"]`), { exploring: true })
    expect(undecided({})).toStrictEqual({ ...thing, [MORE]: { seen: 'then' } })
    expect(undecided({ 'F-02': 'select' })).toStrictEqual({ ...thing, [MORE]: { seen: 'then' } })
    expect(undecided({ 'F-02': 'spare' })).toStrictEqual({ ...thing, ...rooms({ value: 's' }) })
    const other = op('remove', `${MORE}:rooms[type eq "a"]`)
    expect(under({ 'F-02': 'select' }, thing, other, { exploring: true })).toStrictEqual({
      ...thing,
      ...rooms({ value: 's' }),
    })
    const keys = op('remove', 'keys[made ne "z"]')
    expect(under({ 'F-02': 'spare' }, thing, keys, { exploring: true })).toStrictEqual({
      ...thing,
      keys: [a1],
    })
  })
})

test('what is there already is no part of itself', () => {
  const answers = { 'M-06.part': 'append' } as const
  check([answers, op('add', 'tags', ['u']), {}])
  check([answers, op('add', 'keys', [{ value: '2', type: 'b', level: 'y', made: 'm' }]), {}])
  const address = { addresses: [{ locality: 'Rome' }] }
  const end = under(answers, address, op('add', 'addresses', [{ locality: 'Rome' }]), {
    schema: USER_RESOURCE_SCHEMA,
  })
  expect(end).toBe(address)
  const members = { members: [{ value: 'a', type: 'User' }] }
  expect(
    under(answers, members, op('add', 'members', [{ value: 'a' }]), { schema: GROUP_RESOURCE_SCHEMA }),
  ).toBe(members)
})

test('removal of a sub-attribute that has no value', () => {
  const before = { card: { serial: '1' } }
  check([{ 'M-04': 'refuse' }, op('remove', 'card.colour'), 'unassigned: card.colour has no value'], before)
  check([{ 'M-04': 'refuse' }, op('remove', 'card.colour'), 'unassigned: card.colour has no value'], {})
  check([{}, op('remove', 'card.colour'), {}], before)
})
