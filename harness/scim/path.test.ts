import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScimError } from './error.ts'
import { parseAttributePath, printAttributePath } from './path.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe('an attribute path', () => {
  test.each([
    ['userName', { name: 'userName' }],
    ['name.givenName', { name: 'name', sub: 'givenName' }],
    ['members.$ref', { name: 'members', sub: '$ref' }],
    ['$ref', { name: '$ref' }],
    ['x509Certificates', { name: 'x509Certificates' }],
    ['a-b_c', { name: 'a-b_c' }],
    [`${ENTERPRISE}:manager.displayName`, { uri: ENTERPRISE, name: 'manager', sub: 'displayName' }],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:userName',
      { uri: 'urn:ietf:params:scim:schemas:core:2.0:User', name: 'userName' },
    ],
    ['urn:example:1.0:rooms.number', { uri: 'urn:example:1.0', name: 'rooms', sub: 'number' }],
    ['https://example.com/schema/v1.5:age', { uri: 'https://example.com/schema/v1.5', name: 'age' }],
  ])('%s is read', (text, path) => {
    expect(parseAttributePath(text)).toEqual(path)
  })

  test.each([
    '',
    ' ',
    'user name',
    ' userName',
    'userName ',
    '1name',
    '_name',
    'name.',
    '.name',
    'a.b.c',
    'emails[type eq "work"]',
    'emails:value',
    ':userName',
    'urn:x:',
    'urn: x:y',
    'urn:x[1]:y',
    'näme',
    'a..b',
    '$value',
    'userName\n',
  ])('%j is refused with invalidPath', (text) => {
    const read = () => parseAttributePath(text)
    expect(read).toThrow(ScimError)
    expect(read).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidPath' }))
  })

  const name = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/), fc.constant('$ref'))
  const uri = fc.oneof(
    fc.constant(ENTERPRISE),
    fc.stringMatching(/^urn:[a-z0-9.:]{1,12}[a-z0-9]$/),
    fc.constant('https://example.com/v2.0/schema'),
  )
  const path = fc.record({ uri, name, sub: name }, { requiredKeys: ['name'] })

  test('printed and read again is the same', () => {
    fc.assert(
      fc.property(path, (given) => {
        expect(parseAttributePath(printAttributePath(given))).toEqual(given)
      }),
    )
  })

  test('read and printed again is the same text, whatever text is read', () => {
    const text = fc.oneof(path.map(printAttributePath), fc.string({ unit: fc.constantFrom(...'ab$1.:-_[ ') }))
    fc.assert(
      fc.property(text, (given) => {
        try {
          expect(printAttributePath(parseAttributePath(given))).toBe(given)
        } catch (error) {
          if (!(error instanceof ScimError)) throw error
        }
      }),
    )
  })
})
