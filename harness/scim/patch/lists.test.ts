import { describe, test } from 'vitest'
import { a1, b2, check, op, rows } from './things.assertions.ts'

describe('a remove with a list', () => {
  const listed = { 'M-05': 'listed' } as const

  test.each(
    rows(
      [listed, op('remove', 'tags', ['t', 'x']), { tags: ['u'] }],
      [listed, op('remove', 'tags', 't'), { tags: ['u'] }],
      [listed, op('remove', 'tags', [{ value: 't' }]), { tags: ['u'] }],
      [listed, op('remove', 'tags', null), { tags: null }],
      [listed, op('remove', 'tags', []), {}],
      [listed, op('remove', 'note', 'x'), {}],
      [listed, op('remove', 'keys', ['1']), { keys: [b2] }],
      [listed, op('remove', 'keys', [{ value: '2', level: 'other' }]), { keys: [a1] }],
      [listed, op('remove', 'keys', [{ type: 'a', level: 'x' }]), { keys: [b2] }],
      [listed, op('remove', 'keys', [{ type: 'a', level: 'y' }]), {}],
      [listed, op('remove', 'keys', [{ type: 'a', value: null }]), { keys: [b2] }],
      [listed, op('remove', 'keys', [{ shoe: 'a' }]), {}],
      [listed, op('remove', 'keys', [{ value: null }]), {}],
      [listed, op('remove', 'keys', [{}]), {}],
      [listed, op('remove', 'keys', ['1', { value: '2' }]), { keys: null }],
      [
        { ...listed, 'M-01': 'refuse' },
        op('remove', 'keys', ['9']),
        'unmatched-remove: keys has none of the values',
      ],
      [{ 'M-05': 'refuse' }, op('remove', 'keys', ['1']), 'value: remove takes no value'],
      [{}, op('remove', 'keys', ['1']), { keys: null }],
    ),
  )('%s', (_, row) => check(row))
})
