import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attributeWith } from '../scim/schema/defaults.ts'
import { USER_SCHEMA } from '../scim/schema/core.ts'
import type { AttributeDefinition, AttributeType, Json } from '../scim/types.ts'
import { attributeValue } from './value.ts'
import { textValue } from './string.ts'

const sampled = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 300): readonly T[] =>
  fc.sample(arbitrary, { numRuns, seed: 11 })

const attribute = (type: AttributeType, more: Partial<AttributeDefinition> = {}): AttributeDefinition =>
  attributeWith({ name: 'favourite', type, ...more })

/** Judges by RFC 7643 §2.3 alone. */
const isOfType: Record<AttributeType, (value: Json) => boolean> = {
  string: (value) => typeof value === 'string' && value.length > 0,
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0),
  integer: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  dateTime: (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
  binary: (value) =>
    typeof value === 'string' && /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value),
  reference: (value) => typeof value === 'string' && URL.canParse(value),
  complex: (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
}

const simple: readonly AttributeType[] = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
]

describe('values', () => {
  test.each(simple)('of a %s attribute are of its type', (type) => {
    const values = sampled(attributeValue(attribute(type)))
    expect(values.filter((value) => !isOfType[type](value))).toEqual([])
    expect(new Set(values).size).toBeGreaterThan(1)
  })

  test('come out of JSON as they went in', () => {
    for (const type of simple) {
      const values = sampled(attributeValue(attribute(type)))
      expect(JSON.parse(JSON.stringify(values))).toEqual(values)
    }
  })

  test('of an attribute with canonical values are among these', () => {
    const canonicalValues = ['work', 'home']
    const values = sampled(attributeValue(attribute('string', { canonicalValues })))
    expect(new Set(values)).toEqual(new Set(canonicalValues))
  })

  test('of text have combining marks, right-to-left letters, emoji, quotes and backslashes', () => {
    const all = sampled(textValue()).join('')
    for (const kind of [/\p{M}/u, /[\u0590-\u06ff]/u, /\p{Emoji_Presentation}/u, /"/, /\\/]) {
      expect(all).toMatch(kind)
    }
    expect(all).not.toMatch(/\p{Cs}/u)
  })

  test('of plain text are printable ASCII', () => {
    expect(sampled(textValue({ alphabet: 'plain' })).join('')).toMatch(/^[\x20-\x7e]+$/)
  })

  test('of text are as long as allowed and not longer', () => {
    const lengths = sampled(textValue({ maxLength: 40 }), 1000).map((text) => [...text].length)
    expect(Math.max(...lengths)).toBe(40)
    expect(Math.min(...lengths)).toBe(1)
    expect(sampled(textValue({ allowEmpty: true }))).toContain('')
  })

  test('of dateTime have zones and fractions', () => {
    const values = sampled(attributeValue(attribute('dateTime'))).join(' ')
    expect(values).toMatch(/\.\d+Z/)
    expect(values).toMatch(/\+\d\d:30/)
  })

  test('of integer reach the boundaries of 32 and 53 bits', () => {
    const values = sampled(attributeValue(attribute('integer')), 1000)
    expect(values).toContain(2 ** 31)
    expect(values).toContain(Number.MAX_SAFE_INTEGER)
  })

  test('are changed into what a server takes', () => {
    const fit = (value: Json, { name }: AttributeDefinition, parent?: AttributeDefinition) =>
      name === 'familyName' && parent?.name === 'name' ? 'Proof' : value
    const name = USER_SCHEMA.attributes.find((one) => one.name === 'name')
    if (name === undefined) throw new Error('No name')
    const values = sampled(attributeValue(name, { fit })) as unknown as readonly Record<string, string>[]
    expect(new Set(values.map(({ familyName }) => familyName))).toEqual(new Set(['Proof', undefined]))
    expect(new Set(values.map(({ givenName }) => givenName)).size).toBeGreaterThan(3)
  })

  test('of a multi-valued complex attribute differ in type or value, and at most one is primary', () => {
    const emails = USER_SCHEMA.attributes.find(({ name }) => name === 'emails')
    if (emails === undefined) throw new Error('No emails')
    type Email = { value: string; type?: string; primary?: boolean }
    const values = sampled(attributeValue(emails)) as unknown as readonly (readonly Email[])[]
    for (const list of values) {
      expect(list.length).toBeGreaterThan(0)
      expect(list.filter(({ primary }) => primary === true).length).toBeLessThan(2)
      expect(new Set(list.map(({ type, value }) => `${type} ${value.toLowerCase()}`)).size).toBe(list.length)
      for (const { type } of list) expect(['work', 'home', 'other', undefined]).toContain(type)
    }
    expect(values.some((list) => list.some(({ primary }) => primary === true))).toBe(true)
    expect(values.some((list) => list.length === 3)).toBe(true)
  })
})
