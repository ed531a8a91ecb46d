import fc from 'fast-check'
import { expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { filterCells, reachableFilterCells } from './coverage.ts'
import { isDecidable } from './decidable.ts'
import { filterTowards } from './filterTowards.ts'

const schema = USER_RESOURCE_SCHEMA
const users = [
  { userName: 'ada', title: 'Tour Guide', active: true, emails: [{ value: 'a@x.test', type: 'work' }] },
  { userName: 'bob', active: false, photos: [{ value: 'https://x.test/b', type: 'photo' }] },
  { userName: 'cy', title: 'guide', emails: [{ value: 'c@x.test', type: 'home', primary: true }] },
]

test('there is a filter for every part of the grammar that can be reached, and each is decidable', () => {
  const towards = filterTowards(schema, users)
  for (const cell of reachableFilterCells(schema, users)) {
    const arbitrary = towards(cell)
    expect(arbitrary, cell).toBeDefined()
    if (arbitrary === undefined) continue
    for (const filter of fc.sample(arbitrary, { seed: 1, numRuns: 8 })) {
      expect(filterCells(filter, schema)).toContain(cell)
      expect(isDecidable(filter, users, schema)).toBe(true)
    }
  }
})

test('there is none for what no user has', () => {
  expect(filterTowards(schema, users)('eq decimal')).toBeUndefined()
})
