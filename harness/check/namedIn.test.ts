import { describe, expect, test } from 'vitest'
import { namedIn } from './namedIn.ts'

const user = {
  id: '1',
  userName: 'ada',
  name: { givenName: 'Ada' },
  schemas: ['urn:x'],
  adminPin: '1234',
  groups: [],
  meta: { lastModified: 'today' },
}

describe('what a text names of a body', () => {
  test.each([
    ['userName as sent', 'userName "ada"'],
    ['meta.lastModified 2026-11-25T16:54:50.471Z', 'meta.lastModified "today"'],
    [
      'userName, displayName and name.givenName as sent',
      'userName "ada", no displayName, name.givenName "Ada"',
    ],
    ['schemas with urn:ietf:params:scim:schemas:core:2.0:User', 'schemas ["urn:x"]'],
    ['id "userName"', 'id "1"'],
    ['nothing of adminPin', 'a value of adminPin'],
  ])('%s', (text, told) => {
    expect(namedIn(text, user)).toBe(told)
  })

  test.each(['the resource', 'no groups', '200 with a body'])('nothing: %s', (text) => {
    expect(namedIn(text, user)).toBeUndefined()
  })

  test('is not looked for in lists, which hold other people too', () => {
    expect(namedIn('totalResults and userName', { totalResults: 1, Resources: [user] })).toBeUndefined()
  })

  test('is cut after three, and where it is long', () => {
    const told = namedIn('userName, id, schemas, name', { ...user, userName: 'a'.repeat(500) }) ?? ''
    expect(told.length).toBeLessThan(160)
    expect(told).not.toContain('Ada')
  })
})
