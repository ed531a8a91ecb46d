import { describe, expect, test } from 'vitest'
import { check, op, rows, thing, under } from './things.assertions.ts'

describe('simple values', () => {
  test.each(
    rows(
      [{}, op('remove', 'tags[value eq "t"]'), { tags: ['u'] }],
      [{}, op('remove', 'tags[value pr]'), { tags: null }],
      [{}, op('remove', 'tags[type eq "t"]'), 'filter: tags[type eq "t"]: elements of tags have no type'],
      [{}, op('replace', 'tags[value eq "t"]', 'v'), { tags: ['v', 'u'] }],
      [{}, op('replace', 'tags[value eq "t"]', 3), 'value: tags takes string, not number 3'],
      [{}, op('replace', 'tags[value eq "t"]', null), { tags: ['u'] }],
      [{ 'M-20': 'refuse' }, op('remove', 'tags[value eq "t"]'), 'simple-values: tags has simple values'],
      [
        { 'M-20': 'refuse' },
        op('replace', 'tags[value eq "t"]', 'v'),
        'simple-values: tags has simple values',
      ],
      [{ 'M-20': 'ignore' }, op('remove', 'tags[value eq "t"]'), {}],
      [{ 'M-20': 'ignore' }, op('replace', 'tags[value eq "t"]', 'v'), {}],
    ),
  )('%s', (_, row) => check(row))

  test('an order among them', () => {
    expect(under({}, thing, op('remove', 'tags[value gt "t"]'), { exploring: true })).toStrictEqual({
      ...thing,
      tags: ['t'],
    })
  })
})

test('simple values are selected as their attribute compares them', () => {
  const before = { schemas: ['urn:x:a', 'urn:x:b'] }
  check([{}, op('remove', 'schemas[value eq "URN:X:A"]'), {}], before)
  check([{}, op('remove', 'schemas[value eq "urn:x:a"]'), { schemas: ['urn:x:b'] }], before)
})

test('numbers are selected as numbers', () => {
  check([{}, op('remove', 'numbers[value gt 9]'), { numbers: [9] }], { numbers: [9, 10] })
})

test('a single value that stands in place of an array counts as one', () => {
  check([{}, op('add', 'tags', ['v']), { tags: ['u', 'v'] }], { tags: 'u' })
  check([{}, op('add', 'tags', ['v']), { tags: ['v'] }], { tags: null })
})

test('servers do not differ about simple values that a filter selects', () => {
  const remove = op('remove', 'tags[value eq "t"]')
  for (const reading of ['select', 'spare'] as const) {
    expect(under({ 'F-02': reading }, thing, remove, { exploring: true })).toStrictEqual({
      ...thing,
      tags: ['u'],
    })
  }
})
