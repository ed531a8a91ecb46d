import { expect, test } from 'vitest'
import { isOutside, mayBeOfGateway } from './outside.ts'

test.each([
  [404, 'http://t.test/scim/v2/Users/1', false],
  [404, 'http://t.test/scim/v2/Users/1?attributes=id', false],
  [404, 'http://t.test/scim/v2/Groups/1', false],
  [404, 'http://t.test/scim/v9/Users/1', true],
  [404, 'http://t.test/scim/v2/NoSuchEndpoint', true],
  [404, 'http://t.test/scim/v2/Me', true],
  [401, 'http://t.test/scim/v2/Users/1', true],
  [500, 'http://t.test/scim/v2/Users/1', true],
  [400, 'http://t.test/scim/v2/Users', false],
  [409, 'http://t.test/scim/v2/Users', false],
])('a %i of %s may be of a gateway: %s', (status, url, gateway) => {
  expect(mayBeOfGateway(status, url)).toBe(gateway)
})

test('versions and endpoints that nobody has lie outside', () => {
  expect(isOutside('http://t.test/scim/v9/Users')).toBe(true)
  expect(isOutside('http://t.test/scim/v2/Users')).toBe(false)
})
