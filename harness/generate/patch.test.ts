import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScimError } from '../scim/error.ts'
import { applyPatch } from '../scim/patch/apply.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import type { PatchOperation, Resource } from '../scim/types.ts'
import { domainsIn } from './address.ts'
import { patchCells } from './coverage.ts'
import { patchFor, patchMessage } from './patch.ts'
import type { PatchRequestOptions } from './patch.ts'
import { userOf } from './resource.ts'

const schema = USER_RESOURCE_SCHEMA
const users = fc
  .sample(userOf({ fullness: 'full', omit: ['password', 'x509Certificates'] }), { numRuns: 4, seed: 51 })
  .map((user, at): Resource => ({ id: `id-${at}`, ...user }))

const outcome = (user: Resource, operations: readonly PatchOperation[]) => {
  try {
    return applyPatch(user, operations, schema, { dialect: 'rfc' }).changed ? 'changed' : 'unchanged'
  } catch (error) {
    if (error instanceof ScimError) return error.scimType ?? 'refused'
    throw error
  }
}

const only = (intent: 'valid' | 'boundary' | 'invalid'): PatchRequestOptions => ({
  intents: { valid: 0, boundary: 0, invalid: 0, [intent]: 1 },
})

const samples = (options: PatchRequestOptions = {}, numRuns = 60) =>
  users.flatMap((user) =>
    fc
      .sample(patchFor(schema, user, options), { numRuns, seed: 52 })
      .map((operations) => ({ user, operations, outcome: outcome(user, operations) })),
  )

describe('PATCH requests', () => {
  test('drawn as valid are applied', () => {
    const valid = samples(only('valid'))
    const refused = valid.filter((one) => !['changed', 'unchanged'].includes(one.outcome))
    expect(refused).toEqual([])
    expect(valid.filter((one) => one.outcome === 'changed').length).toBeGreaterThan(valid.length * 0.8)
  })

  test('drawn as boundary change little, or are refused', () => {
    const outcomes = new Set(samples({ ...only('boundary'), maxOperations: 1 }).map((one) => one.outcome))
    expect([...outcomes]).toEqual(expect.arrayContaining(['changed', 'unchanged']))
  })

  test('drawn as invalid are refused, for every reason', () => {
    const invalid = samples(only('invalid'))
    const outcomes = invalid.map((one) => one.outcome)
    const refused = outcomes.filter((one) => !['changed', 'unchanged'].includes(one))
    expect(refused.length).toBeGreaterThan(outcomes.length * 0.9)
    expect([...new Set(refused)].sort()).toEqual(
      expect.arrayContaining(['invalidPath', 'invalidValue', 'mutability', 'noTarget']),
    )
  })

  test('have one to as many operations as allowed, twenty at most', () => {
    const lengths = samples({ maxOperations: 50 }, 25).map(({ operations }) => operations.length)
    expect(Math.min(...lengths)).toBe(1)
    expect(Math.max(...lengths)).toBe(20)
  })

  test('name no other domain than the resource', () => {
    for (const { operations } of samples()) {
      for (const domain of domainsIn(JSON.stringify(operations))) expect(domain).toBe('example.com')
    }
  })

  test('leave alone what is omitted', () => {
    const options: PatchRequestOptions = { ...only('valid'), omit: ['userName', 'active'] }
    const text = JSON.stringify(samples(options, 20).map(({ operations }) => operations))
    expect(text).not.toMatch(/username|active/i)
  })

  test('on groups add and remove members', () => {
    const group = {
      id: 'g',
      schemas: [GROUP_RESOURCE_SCHEMA.core.id],
      displayName: 'x',
      members: [{ value: 'a' }],
    }
    const options = { ...only('valid'), references: ['a', 'b', 'c'] }
    const requests = fc.sample(patchFor(GROUP_RESOURCE_SCHEMA, group, options), { numRuns: 100, seed: 53 })
    const cells = new Set(requests.flatMap((operations) => patchCells(operations, GROUP_RESOURCE_SCHEMA)))
    expect([...cells]).toEqual(
      expect.arrayContaining([
        'add attribute multi-valued complex',
        'remove attribute multi-valued complex',
        'remove elements multi-valued complex',
      ]),
    )
  })

  test('shrink to the one operation that makes a property fail', () => {
    const [user] = users
    if (user === undefined) throw new Error('No user')
    const removesByFilter = (operations: readonly PatchOperation[]) =>
      operations.some(({ op, path }) => op === 'remove' && path?.includes('['))
    const failing = fc.check(
      fc.property(patchFor(schema, user), (operations) => !removesByFilter(operations)),
      { seed: 54, numRuns: 1000 },
    )
    expect(failing.counterexample?.[0]).toHaveLength(1)
    expect(failing.counterexample?.[0]?.[0]?.path).toMatch(
      /^[a-z]\w+\[\w+ (eq ".{1,13}"|eq true|pr)\](\.\w+)?$/i,
    )
  })

  test('travel in a PatchOp message', () => {
    expect(patchMessage([{ op: 'remove', path: 'title' }])).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'remove', path: 'title' }],
    })
  })
})
