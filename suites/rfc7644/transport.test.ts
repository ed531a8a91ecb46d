import { describe, expect, test } from 'vitest'
import { cookiesWithoutSecure, travels } from './transport.ts'

test.each([
  ['https://scim.vendor.com/v2', 'encrypted'],
  ['http://scim.vendor.com/v2', 'in the clear'],
  ['http://localhost:8080/scim', 'within this machine'],
  ['http://127.0.0.1:8080/scim', 'within this machine'],
  ['http://[::1]:8080/scim', 'within this machine'],
  ['http://127.0.0.1.vendor.com/scim', 'in the clear'],
  ['http://reference.test/scim', 'within this machine'],
])('requests to %s travel %s', (url, how) => {
  expect(travels(url)).toBe(how)
})

describe('cookies without Secure', () => {
  test.each([
    ['sid=1; Path=/; Secure; HttpOnly', []],
    ['sid=1; Path=/', ['sid']],
    ['a=1; secure, b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT', ['b']],
    ['secure=1; Path=/', ['secure']],
  ])('%s', (header, names) => {
    expect(cookiesWithoutSecure(header)).toEqual(names)
  })
})
