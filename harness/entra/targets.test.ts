import { describe, expect, test } from 'vitest'
import { readTarget, type Target, valueAt, withValue } from './targets.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const target = (text: string): Target => {
  const read = readTarget(text)
  if (read === undefined) throw new Error(`${text} is no target.`)
  return read
}

describe('a target attribute', () => {
  test.each([
    ['title', { attribute: 'title' }],
    ['name.givenName', { attribute: 'name', sub: 'givenName' }],
    [`${ENTERPRISE}:department`, { uri: ENTERPRISE, attribute: 'department' }],
    [`${ENTERPRISE}:manager.value`, { uri: ENTERPRISE, attribute: 'manager', sub: 'value' }],
    [
      'emails[type eq "work"].value',
      { attribute: 'emails', element: { name: 'type', value: 'work' }, sub: 'value' },
    ],
    ['roles[primary eq "True"]', { attribute: 'roles', element: { name: 'primary', value: 'True' } }],
  ])('%s is read', (text, parts) => {
    expect(readTarget(text)).toEqual({ text, ...parts })
  })

  test.each(['', 'emails[type eq "work"', 'emails[value co "x"].value', 'a.b.c'])('%s is none', (text) => {
    expect(readTarget(text)).toBeUndefined()
  })

  const user = {
    title: 'Engineer',
    Name: { givenName: 'Ada' },
    emails: [
      { type: 'home', value: 'h' },
      { type: 'Work', value: 'w' },
    ],
    roles: [{ primary: true, value: 'r' }],
    [ENTERPRISE]: { department: 'Research' },
  }

  test.each([
    ['title', 'Engineer'],
    ['name.givenName', 'Ada'],
    ['emails[type eq "work"].value', 'w'],
    ['emails[type eq "other"].value', undefined],
    ['roles[primary eq "True"].value', 'r'],
    [`${ENTERPRISE}:department`, 'Research'],
    [`${ENTERPRISE}:division`, undefined],
  ])('has at %s the value %s', (text, value) => {
    expect(valueAt(user, target(text))).toBe(value)
  })

  test.each(['title', 'name.familyName', 'emails[type eq "work"].value', 'emails[type eq "other"].value'])(
    'gets a value at %s, and nothing else changes',
    (text) => {
      const changed = withValue(user, target(text), 'new')
      expect(valueAt(changed, target(text))).toBe('new')
      expect(valueAt(changed, target('emails[type eq "home"].value'))).toBe('h')
      expect(valueAt(changed, target('name.givenName'))).toBe('Ada')
    },
  )

  test('makes an extension and an element that are not there', () => {
    const made = withValue(
      withValue({}, target(`${ENTERPRISE}:division`), 'd'),
      target('emails[type eq "work"].value'),
      'w',
    )
    expect(made).toEqual({ [ENTERPRISE]: { division: 'd' }, emails: [{ type: 'work', value: 'w' }] })
  })
})
