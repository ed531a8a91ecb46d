import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAttributePath } from '../scim/path.ts'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { resolve } from '../scim/schema/lookup.ts'
import { attributePathOf } from './attributePath.ts'
import { pageSizesOf, pagingOf, walkOf } from './paging.ts'
import { projectionFor, projectionQuery } from './projection.ts'
import { sortingFor } from './sorting.ts'
import { people } from './subjects.assertions.ts'

const schema = USER_RESOURCE_SCHEMA
const runs = { numRuns: 300, seed: 101 }

describe('attribute paths', () => {
  const paths = fc.sample(attributePathOf(schema), runs)

  test('name attributes, sub-attributes and those of extensions, in several spellings', () => {
    expect(paths.every((path) => resolve(schema, path) !== undefined)).toBe(true)
    expect(paths.some(({ sub }) => sub !== undefined)).toBe(true)
    expect(paths.some(({ uri }) => uri === schema.core.id)).toBe(true)
    expect(paths.some(({ uri }) => uri === schema.extensions[0]?.schema.id)).toBe(true)
    expect(paths.some(({ name }) => /^[A-Z]{4}/.test(name))).toBe(true)
  })

  test('keep the case of URIs unless told otherwise', () => {
    const uris = new Set(paths.flatMap(({ uri }) => uri ?? []))
    expect(uris.size).toBe(2)
    const any = fc.sample(attributePathOf(schema, { uriCase: 'any' }), runs)
    expect(new Set(any.flatMap(({ uri }) => uri ?? [])).size).toBeGreaterThan(2)
  })
})

describe('projections', () => {
  const projections = fc.sample(projectionFor(schema), runs)

  test('name attributes of the schema, in one parameter or none', () => {
    for (const { attributes = [], excludedAttributes = [] } of projections) {
      expect(attributes.length === 0 || excludedAttributes.length === 0).toBe(true)
      for (const text of [...attributes, ...excludedAttributes]) {
        expect(resolve(schema, parseAttributePath(text))).toBeDefined()
      }
    }
    expect(projections.some(({ attributes }) => attributes !== undefined)).toBe(true)
    expect(projections.some(({ excludedAttributes }) => excludedAttributes !== undefined)).toBe(true)
  })

  test('name others on demand', () => {
    const some = fc.sample(projectionFor(schema, { withUnknown: true }), runs)
    expect(JSON.stringify(some)).toContain('noSuchAttribute')
    expect(JSON.stringify(projections)).not.toContain('noSuchAttribute')
  })

  test('travel as lists with commas', () => {
    expect(projectionQuery({ attributes: ['userName', 'name.givenName'] })).toEqual({
      attributes: 'userName,name.givenName',
    })
    expect(projectionQuery({})).toEqual({})
  })
})

describe('projections of parts', () => {
  test('name several parts of one attribute', () => {
    const drawnOnes = fc.sample(projectionFor(schema, { nameCase: 'exact', uris: 'needed' }), runs)
    const shared = drawnOnes.filter(({ attributes = [] }) => {
      const whole = attributes
        .filter((path) => path.includes('.'))
        .map((path) => path.replace(/[.][^.]*$/, ''))
      return new Set(whole).size < whole.length
    })
    expect(shared.length).toBeGreaterThan(drawnOnes.length / 20)
  })
})

describe('sortings', () => {
  test('are by attributes that somebody has', () => {
    const names = fc
      .sample(sortingFor(schema, people, { nameCase: 'exact', uris: 'needed' }), runs)
      .map(({ sortBy }) => sortBy)
    expect(names).toContain('title')
    expect(names).toContain('emails.value')
    expect(names).not.toContain('nickName')
  })

  test('are by single-valued strings on demand', () => {
    const decidable = fc.sample(sortingFor(schema, people, { decidableOnly: true }), runs)
    for (const { sortBy } of decidable) {
      const found = resolve(schema, parseAttributePath(sortBy))
      expect(found?.attribute.multiValued).toBe(false)
      expect((found?.sub ?? found?.attribute)?.type).toBe('string')
    }
  })

  test('need somebody to sort', () => {
    expect(() => sortingFor(schema, [])).toThrow('No User has a value to sort by')
  })
})

describe('pages', () => {
  test('lie inside, across the end and beyond it, and on the edges', () => {
    const pages = fc.sample(pagingOf(20), { numRuns: 1000, seed: 102 })
    const starts = pages.flatMap(({ startIndex }) => startIndex ?? [])
    expect(starts).toEqual(expect.arrayContaining([1, 0, -1, 20, 21, 22]))
    const counts = pages.flatMap(({ count }) => count ?? [])
    expect(counts).toEqual(expect.arrayContaining([0, -1, 1, 20, 21]))
    expect(pages.some((page) => !('startIndex' in page) && !('count' in page))).toBe(true)
  })

  test('of a walk cover every place once', () => {
    for (const sizes of fc.sample(pageSizesOf(20), { numRuns: 100, seed: 103 })) {
      const seen = walkOf(20, sizes).flatMap(({ startIndex, count }) =>
        Array.from({ length: count }, (_, at) => startIndex + at).filter((place) => place <= 20),
      )
      expect(seen).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
    }
  })
})
