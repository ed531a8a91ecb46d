import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { matcher } from '../scim/filter/evaluate.ts'
import { judge } from '../scim/filter/judge.ts'
import { parseFilter } from '../scim/filter/parse.ts'
import { printFilter } from '../scim/filter/print.ts'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import type { Filter, Resource } from '../scim/types.ts'
import { domainsIn } from './address.ts'
import { filterFor } from './filter.ts'
import { populationOf } from './population.ts'

const schema = USER_RESOURCE_SCHEMA
const [population = []] = fc.sample(populationOf(schema), { numRuns: 1, seed: 31 })

const depthOf = (filter: Filter): number => {
  if (filter.kind === 'and' || filter.kind === 'or')
    return 1 + Math.max(depthOf(filter.left), depthOf(filter.right))
  return filter.kind === 'not' || filter.kind === 'valuePath' ? 1 + depthOf(filter.filter) : 0
}

const someButNotAll = (filter: Filter, members: readonly Resource[]) => {
  const count = members.filter(matcher(filter, schema)).length
  return count > 0 && count < members.length
}

describe('filters', () => {
  let filters: readonly Filter[]
  beforeAll(() => {
    filters = fc.sample(filterFor(schema, population), { numRuns: 500, seed: 32 })
  })

  test('are read by the parser as they were made', () => {
    for (const filter of filters) expect(parseFilter(printFilter(filter))).toEqual(filter)
  })

  test('select some but not all members, six times out of ten at least', () => {
    const useful = filters.filter((filter) => someButNotAll(filter, population))
    expect(useful.length).toBeGreaterThanOrEqual(300)
  })

  test('are looked for until one is selective, unless told otherwise', () => {
    const count = (selective: number) =>
      fc
        .sample(filterFor(schema, population, { selective }), { numRuns: 500, seed: 38 })
        .filter((filter) => someButNotAll(filter, population)).length
    expect(count(100)).toBeGreaterThan(count(0) + 25)
  })

  test('use every production and every operator', () => {
    const text = JSON.stringify(filters)
    for (const kind of ['compare', 'present', 'and', 'or', 'not', 'valuePath']) {
      expect(text).toContain(`"kind":"${kind}"`)
    }
    for (const op of ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'])
      expect(text).toContain(`"op":"${op}"`)
    expect(text).toContain('"value":null')
  })

  test('are no deeper than allowed', () => {
    expect(Math.max(...filters.map(depthOf))).toBe(3)
    const flat = fc.sample(filterFor(schema, population, { maxDepth: 0 }), { numRuns: 100, seed: 33 })
    expect(Math.max(...flat.map(depthOf))).toBe(0)
  })

  test('name no domain but that of the population', () => {
    for (const domain of filters.flatMap((filter) => domainsIn(printFilter(filter)))) {
      expect(domain).toBe('example.com')
    }
  })

  test('follow weights and operators', () => {
    const options = {
      weights: { and: 0, or: 0, not: 0, valuePath: 0, present: 0 },
      operators: ['sw'],
    } as const
    for (const filter of fc.sample(filterFor(schema, population, options), { numRuns: 50, seed: 34 })) {
      expect(filter).toMatchObject({ kind: 'compare', op: 'sw' })
    }
  })

  test('are spelled as the schema has it on demand', () => {
    const options = { nameCase: 'exact', uris: 'needed' } as const
    for (const filter of fc.sample(filterFor(schema, population, options), { numRuns: 50, seed: 35 })) {
      expect(printFilter(filter)).not.toMatch(/core:2\.0:User:|USERNAME|username/)
    }
    expect(filters.some((filter) => /core:2\.0:User:/.test(printFilter(filter)))).toBe(true)
  })

  test('leave nothing to the server on demand, and still select some but not all', () => {
    const decidable = fc.sample(filterFor(schema, population, { decidableOnly: true }), {
      numRuns: 200,
      seed: 36,
    })
    for (const filter of decidable) {
      for (const member of population) expect(judge(filter, member, schema).verdict).not.toBe('either')
    }
    const useful = decidable.filter((filter) => someButNotAll(filter, population))
    expect(useful.length).toBeGreaterThanOrEqual(120)
    const kinds = new Set(decidable.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(['and', 'compare', 'not', 'or', 'present', 'valuePath'])
  })

  test('shrink to the one expression that makes a property fail', () => {
    const failing = fc.check(
      fc.property(
        filterFor(schema, population),
        (filter) => !printFilter(filter).toLowerCase().includes('username'),
      ),
      { seed: 37, numRuns: 1000 },
    )
    expect(failing.failed).toBe(true)
    const [filter] = failing.counterexample ?? []
    expect(filter && printFilter(filter)).toMatch(/^userName (pr|[a-z]{2} (".{1,20}"|null))$/)
  })

  test('need a population with values', () => {
    expect(() => filterFor(schema, [])).toThrow('No User has a value')
  })
})
