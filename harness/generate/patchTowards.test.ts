import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPatch } from '../scim/patch/apply.ts'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { patchCells, reachablePatchCells } from './coverage.ts'
import { patchTowards } from './patchTowards.ts'
import { userOf } from './resource.ts'

const schema = USER_RESOURCE_SCHEMA

test('there is a request for every part of the grammar, and it is applied', () => {
  const [user] = fc.sample(userOf({ fullness: 'full' }), { seed: 3, numRuns: 1 })
  if (user === undefined) throw new Error('No user was drawn.')
  const cells = reachablePatchCells(schema).filter((cell) => !/ operations?$/.test(cell))
  for (const cell of cells) {
    const arbitrary = patchTowards(cell, schema, user)
    expect(arbitrary, cell).toBeDefined()
    if (arbitrary === undefined) continue
    const drawn = fc.sample(arbitrary, { seed: 1, numRuns: 8 }).filter((one) => one.length > 0)
    expect(drawn.length, cell).toBeGreaterThan(0)
    for (const operations of drawn) {
      expect(patchCells(operations, schema)).toContain(cell)
      expect(() => applyPatch(user, operations, schema, { dialect: 'rfc' })).not.toThrow()
    }
  }
})
