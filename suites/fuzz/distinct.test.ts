import { describe, expect, test } from 'vitest'
import { distinct, isRepeating } from './distinct.ts'

describe('a resource without repeated values', () => {
  test('has one element for each type and value, and one of those that are alike as a whole', () => {
    const emails = [
      { type: 'work', value: 'a' },
      { type: 'home', value: 'a' },
      { type: 'work', value: 'a', display: 'A' },
    ]
    expect(distinct({ emails, phoneNumbers: [{ display: 'x' }, { display: 'x' }] })).toEqual({
      emails: [{ type: 'work', value: 'a', display: 'A' }, emails[1]],
      phoneNumbers: [{ display: 'x' }],
    })
  })

  test('says of none of two that it is primary', () => {
    const roles = [{ value: 'a' }, { value: 'a', primary: true }]
    expect(distinct({ roles })).toEqual({ roles: [{ value: 'a' }] })
    expect([roles, roles.slice(1)].map((some) => isRepeating({ roles: some }))).toEqual([true, false])
  })

  test('is looked through in extensions, too, and otherwise stays as it is', () => {
    const resource = { title: 'a', 'urn:x': { skills: ['a', 'a', 'b'] } }
    expect(distinct(resource)).toEqual({ title: 'a', 'urn:x': { skills: ['a', 'b'] } })
  })
})
