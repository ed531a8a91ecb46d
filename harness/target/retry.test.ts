import { describe, expect, test } from 'vitest'
import { isRead, maySendAgain, retryAfterMs } from './retry.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const request = (method: string, path = '/Users') => ({
  method,
  url: `https://example.com/scim${path}`,
  headers: {},
})

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7000],
    [' 7 ', 7000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-3', undefined],
    ['1.5', undefined],
    [undefined, undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms)
  })
})

test.each([
  ['GET', '/Users', true],
  ['POST', '/Users/.search', true],
  ['POST', '/.search?x=1', true],
  ['POST', '/Users', false],
  ['POST', '/Users?next=/.search', false],
  ['DELETE', '/Users/1', false],
])('%s %s is a read: %s', (method, path, read) => {
  expect(isRead(request(method, path))).toBe(read)
})

test.each([
  ['GET', 502, undefined, true],
  ['PATCH', 429, undefined, true],
  ['PATCH', 503, '1', true],
  ['PATCH', 503, undefined, false],
  ['PATCH', 502, '1', false],
  ['DELETE', 504, undefined, false],
])('%s answered %i with Retry-After %s may be sent again: %s', (method, status, retryAfter, may) => {
  expect(maySendAgain(request(method), status, retryAfter)).toBe(may)
})
