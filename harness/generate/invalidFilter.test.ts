import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter } from '../scim/filter/parse.ts'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { domainsIn } from './address.ts'
import { filterFor } from './filter.ts'
import { invalidFilterFrom, isInvalidFilter } from './invalidFilter.ts'
import { populationOf } from './population.ts'

const [population = []] = fc.sample(populationOf(USER_RESOURCE_SCHEMA), { numRuns: 1, seed: 41 })
const invalid = () => invalidFilterFrom(filterFor(USER_RESOURCE_SCHEMA, population))

describe('invalid filters', () => {
  const samples = fc.sample(invalid(), { numRuns: 400, seed: 42 })

  test('are refused by the parser', () => {
    for (const { text } of samples) expect(() => parseFilter(text)).toThrow('Invalid filter')
  })

  test('name no domain but that of the population', () => {
    for (const domain of samples.flatMap(({ text }) => domainsIn(text))) expect(domain).toBe('example.com')
  })

  test('are spoiled in many ways', () => {
    expect(new Set(samples.map(({ why }) => why)).size).toBeGreaterThan(12)
  })

  test.each([
    "displayName sw 'Group'",
    'meta.resourceType eq User',
    'userName  eq "a"',
    ' userName pr',
    'urn:ietf:params:scim:schemas:2 eq ""',
    'emails [type eq "work"]',
    'emails[type eq"work"]and title eq"a"or(title pr)',
    '',
  ])('are none that a lenient server may read: %s', (text) => {
    expect(isInvalidFilter(text)).toBe(false)
  })

  test.each([
    'userName',
    'userName eq',
    '(userName pr',
    'userName pr)',
    'userName like "a"',
    'a pr and',
    'emails[]',
  ])('are such as %s', (text) => {
    expect(isInvalidFilter(text)).toBe(true)
  })

  test('shrink to texts of few characters', () => {
    const failing = fc.check(
      fc.property(invalid(), (_any) => false),
      { seed: 43 },
    )
    expect(failing.counterexample?.map(({ text }) => text.length < 4)).toEqual([true])
  })
})
