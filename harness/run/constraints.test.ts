import { describe, expect, test } from 'vitest'
import { noteOfConstraints, readConstraints } from './constraints.ts'

describe('the constraints of a configuration', () => {
  test('are taken when they can be kept', () => {
    const given = {
      userName: { pattern: '^[a-z0-9.@-]+$', maxLength: 60 },
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber': { pattern: '^[0-9]{6}$' },
      nickName: { send: 'never' },
      userType: { values: ['Employee', 'Contractor'] },
    }
    expect(readConstraints(given)).toEqual(given)
  })

  test.each([
    ['a list', [], 'constraints is no object'],
    ['a bare word', { nickName: 'never' }, 'constraints.nickName says nothing'],
    ['nothing', { nickName: {} }, 'constraints.nickName says nothing'],
    ['an unknown key', { title: { maxLenght: 3 } }, 'Did you mean maxLength?'],
    ['another word for send', { title: { send: 'always' } }, 'constraints.title.send takes one word: never'],
    ['a length that is no number', { title: { maxLength: 'x' } }, 'constraints.title.maxLength is "x"'],
    ['a negative length', { title: { minLength: -1 } }, 'constraints.title.minLength is -1'],
    ['a path that is none', { 'a b': { maxLength: 3 } }, 'a b is no attribute path'],
    [
      'a pattern that is none',
      { title: { pattern: '[' } },
      'constraints.title.pattern is no regular expression: [',
    ],
    [
      'lengths that exclude each other',
      { title: { minLength: 9, maxLength: 3 } },
      'at least 9 and at most 3',
    ],
    [
      'a pattern that no text of that length fits',
      { title: { pattern: '^[0-9]{6}$', maxLength: 3 } },
      'no text was found',
    ],
    ['no value', { title: { values: [] } }, 'constraints.title.values is []'],
    ['a value that its pattern forbids', { title: { values: ['x'], pattern: '^[0-9]$' } }, 'has "x"'],
    ['never and a pattern', { title: { send: 'never', pattern: '^x$' } }, 'needs no other constraint'],
  ])('are refused with %s', (_, given, message) => {
    expect(() => readConstraints(given)).toThrow(message)
  })

  test('stand at the head of the report', () => {
    expect(
      noteOfConstraints({ nickName: { send: 'never' }, title: { values: ['a'], maxLength: 4 } }),
    ).toEqual([
      'By the constraints of the configuration: nickName never sent; title one of "a", at most 4 characters.',
    ])
    expect(noteOfConstraints(undefined)).toEqual([])
  })
})
