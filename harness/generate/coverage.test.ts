import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter } from '../scim/filter/parse.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { filterCells, patchCells, reachableFilterCells, reachablePatchCells } from './coverage.ts'
import { filterFor } from './filter.ts'
import { patchFor } from './patch.ts'
import { populationOf } from './population.ts'
import { userOf } from './resource.ts'

const schema = USER_RESOURCE_SCHEMA

describe('cells', () => {
  test('of a filter name productions, operators by type, and places', () => {
    const filter = parseFilter('userName sw "a" and emails[primary eq true]')
    expect(filterCells(filter, schema)).toEqual([
      'compare within and',
      'compare within valuePath',
      'eq boolean',
      'path core attribute',
      'production and',
      'production compare',
      'production valuePath',
      'sw string',
      'valuePath within and',
    ])
  })

  test('of a PATCH name operation, kind of path and kind of attribute', () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const operations = [
      { op: 'add', value: { title: 'x', [urn]: { department: 'y' } } },
      { op: 'remove', path: 'emails[type eq "work"]' },
      { op: 'replace', path: 'name.givenName', value: 'z' },
      { op: 'replace', path: 'emails[' },
      { op: 'add', path: 'nothing', value: 1 },
    ] as const
    expect(patchCells(operations, schema)).toEqual([
      'add none extension string',
      'add none string',
      'add unknown path',
      'remove elements multi-valued complex',
      'replace sub-attribute string',
      'replace unreadable path',
      'several operations',
    ])
  })

  test('of groups do not reach what only users have', () => {
    expect(reachableFilterCells(GROUP_RESOURCE_SCHEMA)).not.toContain('eq boolean')
    expect(reachablePatchCells(GROUP_RESOURCE_SCHEMA)).not.toContain('remove elements multi-valued complex')
    expect(reachablePatchCells(GROUP_RESOURCE_SCHEMA, ['a'])).toContain(
      'remove elements multi-valued complex',
    )
  })

  test('that filters can reach are reached', () => {
    const users = fc.sample(populationOf(schema), { numRuns: 2, seed: 61 })
    const filters = users.flatMap((population) => {
      const returned = population.map((user, at) => ({
        ...user,
        id: `id-${at}`,
        meta: {
          created: `2025-01-0${1 + (at % 9)}T00:00:00Z`,
          resourceType: 'User',
          location: `/Users/${at}`,
        },
        x509Certificates: [{ value: 'AAAA' }],
        [schema.extensions[0]?.schema.id ?? '']: { department: `d${at % 3}`, manager: { value: 'id-1' } },
      }))
      return fc.sample(filterFor(schema, returned), { numRuns: 2000, seed: 62 })
    })
    const reached = new Set(filters.flatMap((filter) => filterCells(filter, schema)))
    expect(reachableFilterCells(schema).filter((cell) => !reached.has(cell))).toEqual([])
  })

  test('that PATCH requests can reach are reached', () => {
    const references = ['a', 'b']
    const users = fc.sample(userOf({ fullness: 'full', references }), { numRuns: 6, seed: 63 })
    const requests = users.flatMap((user) =>
      fc.sample(patchFor(schema, user, { references }), { numRuns: 150, seed: 64 }),
    )
    const reached = new Set(requests.flatMap((operations) => patchCells(operations, schema)))
    expect(reachablePatchCells(schema, references).filter((cell) => !reached.has(cell))).toEqual([])
  })
})
