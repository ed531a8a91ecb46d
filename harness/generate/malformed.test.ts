import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { domainsIn } from './address.ts'
import { MALFORMATIONS, malformedFrom } from './malformed.ts'
import type { MalformedBody } from './malformed.ts'
import { ada } from './subjects.assertions.ts'

const text = (body: string | Uint8Array) => (typeof body === 'string' ? body : new TextDecoder().decode(body))

const isJsonObject = ({ body }: MalformedBody): boolean => {
  try {
    const value: unknown = JSON.parse(text(body))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

describe('malformed bodies', () => {
  test.each(MALFORMATIONS)('of kind %s differ from the body they were made from', (kind) => {
    const bodies = fc.sample(malformedFrom(ada, [kind]), { numRuns: 40, seed: 81 })
    for (const { body, contentType, why } of bodies) {
      if (contentType === 'application/scim+json') expect(body).not.toBe(JSON.stringify(ada))
      expect(why).toMatch(/^[\w ,()A-Z-]/)
    }
  })

  const bodies = fc.sample(malformedFrom(ada), { numRuns: 1000, seed: 82 })

  test('that must be refused are no JSON objects, whoever reads them', () => {
    const refused = bodies.filter(({ mustRefuse }) => mustRefuse)
    expect(refused.length).toBeGreaterThan(100)
    expect(refused.filter(isJsonObject)).toEqual([])
  })

  test('that JSON parsers may differ about need not be refused', () => {
    const kinds = ['almostJson', 'duplicateKeys', 'rawControl', 'invalidUtf8', 'prototypeKeys', 'mediaType']
    for (const { mustRefuse } of fc.sample(malformedFrom(ada, kinds), { numRuns: 200, seed: 83 })) {
      expect(mustRefuse).toBe(false)
    }
  })

  test('name no domain but that of the body they were made from', () => {
    for (const { body } of bodies) {
      for (const domain of domainsIn(text(body))) expect(domain).toBe('example.com')
    }
  })

  test('pollute no prototype here', () => {
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect(bodies.some(({ body }) => text(body).includes('__proto__'))).toBe(true)
  })

  test('of an unknown kind are refused with the kinds there are', () => {
    expect(() => malformedFrom(ada, ['odd'])).toThrow('"odd" is no malformation: truncated')
  })
})
