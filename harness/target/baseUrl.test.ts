import { describe, expect, test } from 'vitest'
import { readBaseUrl } from './baseUrl.ts'
import { UsageError } from './errors.ts'

describe('the base URL', () => {
  test.each([
    ['https://example.com/scim/v2', 'https://example.com/scim/v2'],
    [' https://example.com/scim/v2// ', 'https://example.com/scim/v2'],
    ['HTTPS://Example.COM:443/SCIM', 'https://example.com/SCIM'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('%s is read as %s', (text, base) => {
    expect(readBaseUrl(text).base).toBe(base)
  })

  test('keeps the flag as a fact, apart from other parameters', () => {
    const read = readBaseUrl('https://example.com/scim/?tenant=a%20b&aadOptscim062020&x=1')
    expect(read).toMatchObject({ base: 'https://example.com/scim', flag: true, query: 'tenant=a%20b&x=1' })
    expect(readBaseUrl('https://example.com/scim?aadOptscim062020')).toMatchObject({ flag: true, query: '' })
    expect(readBaseUrl('https://example.com/scim?aadOptscim0620201')).toMatchObject({ flag: false })
  })

  test.each([
    ['http://localhost/', true],
    ['http://127.0.0.9:1', true],
    ['http://[::1]', true],
    ['https://localhost.example.com', false],
    ['https://127.0.0.1.example.com', false],
  ])('%s is loopback: %s', (text, loopback) => {
    expect(readBaseUrl(text).loopback).toBe(loopback)
  })

  test.each([
    ['', 'is empty'],
    ['example.com/scim', 'has no scheme'],
    ['localhost:8080', 'has no scheme'],
    ['ftp://example.com', 'scheme ftp'],
    ['https://', 'is not a URL'],
    ['https://ada:pass@example.com/scim', 'carries a user name or password'],
    ['https://example.com/scim#users', 'carries a fragment'],
  ])('%j is refused: it %s', (text, why) => {
    const error = refusal(text)
    expect(error.code).toBe('E_BASE_URL')
    expect(error.message).toContain(why)
    expect(error.remedy).not.toBe('')
    expect(error.message + error.remedy).not.toContain('pass@')
  })
})

function refusal(text: string): UsageError {
  try {
    readBaseUrl(text)
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}
