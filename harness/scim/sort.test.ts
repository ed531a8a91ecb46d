import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSchema } from './schema/read.ts'
import { resourceSchema } from './schema/lookup.ts'
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_SCHEMA } from './schema/core.ts'
import { sortResources } from './sort.ts'
import type { Json, Resource } from './types.ts'

const users = (...values: Resource[]) => values.map((value, index) => ({ id: String(index), ...value }))
const order = (resources: readonly Resource[], sortBy: string, sortOrder?: 'ascending' | 'descending') =>
  sortResources(resources, USER_RESOURCE_SCHEMA, sortBy, sortOrder).map(({ id }) => id)

const THINGS = 'urn:example:things'
const things = resourceSchema({ ...GROUP_RESOURCE_TYPE, schema: THINGS }, [
  readSchema({
    id: THINGS,
    attributes: [
      { name: 'size', type: 'integer' },
      { name: 'weight', type: 'decimal' },
      { name: 'made', type: 'dateTime' },
      { name: 'exact', type: 'string', caseExact: true },
      { name: 'tags', type: 'string', multiValued: true },
    ],
  }),
])

describe('sorting', () => {
  test('puts strings in alphabetical order without regard to case', () => {
    const list = users({ userName: 'bob' }, { userName: 'Alice' }, { userName: 'CAROL' })
    expect(order(list, 'userName')).toEqual(['1', '0', '2'])
    expect(order(list, 'USERNAME', 'descending')).toEqual(['2', '0', '1'])
  })

  test('puts case-exact strings in the order of code points', () => {
    const list = users({ externalId: 'b' }, { externalId: 'a' }, { externalId: 'B' })
    expect(order(list, 'externalId')).toEqual(['2', '1', '0'])
  })

  test('puts missing values last when ascending and first when descending', () => {
    const list = users({ title: null }, { title: 'x' }, {}, { title: 'a' })
    expect(order(list, 'title')).toEqual(['3', '1', '0', '2'])
    expect(order(list, 'title', 'descending')).toEqual(['0', '2', '1', '3'])
  })

  test('takes the primary one of several values, else the first', () => {
    const list = users(
      { emails: [{ value: 'z' }, { value: 'b', primary: true }] },
      { emails: [{ value: 'a' }, { value: 'z', primary: false }] },
      { emails: [{ value: 'c' }, { value: 'a' }] },
      { emails: [] },
      { emails: [{ value: 'a' }, { type: 'work', primary: true }] },
    )
    expect(order(list, 'emails.value')).toEqual(['1', '0', '2', '3', '4'])
    expect(order(list, 'emails')).toEqual(['1', '0', '2', '3', '4'])
  })

  test('follows sub-attributes and extensions', () => {
    const uri = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const list = users(
      { name: { givenName: 'Zoe' }, [uri]: { department: 'a' } },
      { name: { givenName: 'adam' }, [uri.toUpperCase()]: { Department: 'B' } },
    )
    expect(order(list, 'name.givenName')).toEqual(['1', '0'])
    expect(order(list, `${uri}:department`)).toEqual(['0', '1'])
  })

  test('puts numbers in numerical order, false before true, and dateTimes in the order of time', () => {
    const sorted = (name: string, values: Json[]) =>
      sortResources(
        values.map((value) => ({ [name]: value })),
        things,
        name,
      ).map((resource) => (resource as Resource)[name])
    expect(sorted('size', [10, 9, -1])).toEqual([-1, 9, 10])
    expect(sorted('weight', [1.5, 1.25])).toEqual([1.25, 1.5])
    expect(sorted('exact', ['\u{1F600}', '\uFF5E', 'a', 'Z'])).toEqual(['Z', 'a', '\uFF5E', '\u{1F600}'])
    expect(sorted('tags', [['b', 'a'], ['a', 'z'], []])).toEqual([['a', 'z'], ['b', 'a'], []])
    expect(
      sorted('made', ['2020-01-01T00:00:00Z', '2020-01-01T00:30:00+01:00', '2019-12-31T23:45:00Z']),
    ).toEqual(['2020-01-01T00:30:00+01:00', '2019-12-31T23:45:00Z', '2020-01-01T00:00:00Z'])
    expect(order(users({ active: true }, { active: false }), 'active')).toEqual(['1', '0'])
  })

  test('puts dateTimes that can not be read behind those that can', () => {
    const made = ['2020-01-01T00:00:00Z', 'yesterday', '1999-01-01T00:00:00Z'].map((value) => ({
      made: value,
    }))
    expect(sortResources(made, things, 'made').map((resource) => resource.made)).toEqual([
      '1999-01-01T00:00:00Z',
      '2020-01-01T00:00:00Z',
      'yesterday',
    ])
  })

  test('by what the schema does not define changes nothing', () => {
    const list = users({ x: 'b' }, { x: 'a' })
    expect(order(list, 'x', 'descending')).toEqual(['0', '1'])
    expect(order(list, 'name')).toEqual(['0', '1'])
  })

  test('by what is no attribute path is refused', () => {
    const sort = () => order([], 'emails[type eq "work"].value')
    expect(sort).toThrow(expect.objectContaining({ scimType: 'invalidPath' }))
  })

  const value = fc.oneof(fc.constantFrom('a', 'B', 'b', '', 'é', null), fc.jsonValue({ maxDepth: 1 }))
  const list = fc.array(fc.record({ userName: value, n: fc.integer() }, { requiredKeys: ['n'] }))

  test('is a permutation, keeps equal ones in order, and twice is once', () => {
    fc.assert(
      fc.property(list, fc.constantFrom('ascending', 'descending'), (resources, sortOrder) => {
        const input = resources.map((resource, n) => ({ ...resource, n }) as Resource)
        const sorted = sortResources(input, USER_RESOURCE_SCHEMA, 'userName', sortOrder)
        expect([...sorted].sort((a, b) => Number(a['n']) - Number(b['n']))).toEqual(input)
        expect(sortResources(sorted, USER_RESOURCE_SCHEMA, 'userName', sortOrder)).toEqual(sorted)
        for (const [index, left] of sorted.entries()) {
          const right = sorted[index + 1]
          if (right === undefined || (left['userName'] ?? null) !== (right['userName'] ?? null)) continue
          expect(Number(left['n'])).toBeLessThan(Number(right['n']))
        }
      }),
    )
  })
})
