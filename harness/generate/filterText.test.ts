import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter } from '../scim/filter/parse.ts'
import { printFilter } from '../scim/filter/print.ts'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { filterFor } from './filter.ts'
import { filterTextFrom } from './filterText.ts'
import { populationOf } from './population.ts'

const [population = []] = fc.sample(populationOf(USER_RESOURCE_SCHEMA), { numRuns: 1, seed: 111 })
const filters = filterFor(USER_RESOURCE_SCHEMA, population)

describe('texts of filters', () => {
  test('are read as the filter they were written from', () => {
    const runs = { numRuns: 500, seed: 112 }
    for (const filter of fc.sample(filters, runs)) {
      for (const text of fc.sample(filterTextFrom(fc.constant(filter)), { numRuns: 3, seed: 113 })) {
        expect(parseFilter(text)).toEqual(filter)
      }
    }
  })

  test('have operators in any case, spare parentheses, both forms of not, and escapes', () => {
    const all = fc.sample(filterTextFrom(filters), { numRuns: 500, seed: 114 }).join('\n')
    for (const form of [/ EQ /, / Or /, / PR\b/, /^\(/m, /not\(/i, /not \(/i, /\\u00/])
      expect(all).toMatch(form)
  })

  test('shrink to the plain text of the smallest filter', () => {
    const failing = fc.check(
      fc.property(filterTextFrom(filters), (text) => !/\bAND\b/i.test(text)),
      { seed: 115 },
    )
    const [text = ''] = failing.counterexample ?? []
    expect(text).toBe(printFilter(parseFilter(text)))
    expect(text).toMatch(/^[\w.]+ (pr|\w\w \S+) and [\w.]+ (pr|\w\w \S+)$/)
  })
})
