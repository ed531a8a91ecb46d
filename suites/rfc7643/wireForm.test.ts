import { describe, expect, test } from 'vitest'
import { attributeWith } from '../../harness/scim/schema/defaults.ts'
import { malformedIn, primariesIn } from './wireForm.ts'

const kinds = (...parameters: Parameters<typeof malformedIn>) =>
  malformedIn(...parameters).map(({ kind }) => kind)

describe('the form of a value', () => {
  test.each([
    ['string', 'x', 5],
    ['boolean', false, 'False'],
    ['decimal', 1.5, '1.5'],
    ['integer', 7, 7.5],
    ['dateTime', '2026-01-02T03:04:05Z', '2026-01-02'],
    ['binary', 'c2NpbQ==', 'not base64!'],
    ['reference', '../Users/1', 'two words'],
    ['complex', {}, 'text'],
  ] as const)('of type %s', (type, good, bad) => {
    const attribute = attributeWith({ name: 'x', type, description: '' })
    expect(kinds(attribute, good)).toEqual([])
    expect(kinds(attribute, bad)).toEqual([type])
  })

  test('of several values is an array, and of one is none', () => {
    expect(kinds(attributeWith({ name: 'x', multiValued: true, description: '' }), 'a')).toEqual([
      'plurality',
    ])
    expect(kinds(attributeWith({ name: 'x', description: '' }), ['a'])).toEqual(['plurality'])
  })

  test('is looked at in the parts of complex values too, and tells where', () => {
    const attribute = attributeWith({
      name: 'emails',
      type: 'complex',
      multiValued: true,
      description: '',
      subAttributes: [attributeWith({ name: 'primary', type: 'boolean', description: '' })],
    })
    expect(malformedIn(attribute, [{ primary: true }, { primary: 'yes' }])).toEqual([
      { kind: 'boolean', told: 'emails.primary is "yes", not of type boolean' },
    ])
    expect(malformedIn(attribute, [])).toEqual([])
    expect(malformedIn(attribute, null)).toEqual([])
  })
})

test('primary elements are counted by true alone', () => {
  expect(primariesIn([{ primary: true }, { primary: false }, {}, 'x', { Primary: true }])).toBe(2)
  expect(primariesIn('x')).toBe(0)
})
