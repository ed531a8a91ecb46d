import { describe, expect, test } from 'vitest'
import { normalForm, otherVersion } from './uris.ts'

describe('normalForm', () => {
  test.each([
    ['HTTPS://Example.COM/scim/Users/1', 'https://example.com/scim/Users/1'],
    ['https://example.com:443/Users/./x/../1', 'https://example.com/Users/1'],
    ['https://example.com/Users/%41%2f', 'https://example.com/Users/A%2F'],
    ['https://example.com/Users/A-b_c', 'https://example.com/Users/A-b_c'],
    ['../Users/1', '../Users/1'],
  ])('of %s is %s', (uri, normal) => {
    expect(normalForm(uri)).toBe(normal)
  })
})

describe('otherVersion', () => {
  test.each([
    ['https://example.com/scim/v2/Users/1', 'https://example.com/scim/Users/1'],
    ['https://example.com/scim/Users/1', 'https://example.com/scim/v2/Users/1'],
    ['https://example.com/v1/Users/v2', 'https://example.com/Users/v2'],
  ])('%s is also %s', (uri, other) => {
    expect(otherVersion(uri)).toBe(other)
  })
})
