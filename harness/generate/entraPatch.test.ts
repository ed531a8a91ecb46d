import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENTERPRISE_USER_SCHEMA, GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { applyPatch } from '../scim/patch/apply.ts'
import type { PatchOperation, Resource } from '../scim/types.ts'
import { entraPatchFor } from './entraPatch.ts'
import type { EntraOperation } from './entraPatch.ts'

const user: Resource = {
  id: '1',
  schemas: [USER_RESOURCE_SCHEMA.core.id],
  userName: 'ada@example.com',
  displayName: 'Ada',
  active: true,
  name: { givenName: 'Ada' },
  emails: [{ type: 'work', value: 'ada@example.com' }],
}
const group: Resource = {
  id: 'g',
  schemas: [GROUP_RESOURCE_SCHEMA.core.id],
  displayName: 'Team',
  members: [{ value: 'a' }, { value: 'b' }],
}
const references = ['a', 'b', 'c', 'd']

const onUser = (dialect: 'legacy' | 'compliant') =>
  fc.sample(entraPatchFor(USER_RESOURCE_SCHEMA, user, { dialect, references }), { numRuns: 300, seed: 71 })
const onGroup = (dialect: 'legacy' | 'compliant') =>
  fc.sample(entraPatchFor(GROUP_RESOURCE_SCHEMA, group, { dialect, references }), { numRuns: 200, seed: 72 })

const toPath = (requests: readonly (readonly EntraOperation[])[], path: string) =>
  requests.flat().filter((operation) => operation.path === path)

describe('legacy requests', () => {
  const requests = onUser('legacy')

  test('have a capitalised operation and a path for each value', () => {
    for (const { op, path } of requests.flat()) {
      expect(['Add', 'Replace']).toContain(op)
      expect(path).toMatch(/./)
    }
  })

  test('add what is not there, and replace what is', () => {
    for (const { op } of toPath(requests, 'displayName')) expect(op).toBe('Replace')
    for (const { op } of toPath(requests, 'title')) expect(op).toBe('Add')
    for (const { op } of toPath(requests, 'emails[type eq "work"].value')) expect(op).toBe('Replace')
    for (const { op } of toPath(requests, 'emails[type eq "home"].value')) expect(op).toBe('Add')
    expect(toPath(requests, 'title').length).toBeGreaterThan(0)
  })

  test('send active as text, and the manager as a bare id', () => {
    const active = toPath(requests, 'active').map(({ value }) => value)
    expect(new Set(active)).toEqual(new Set(['True', 'False']))
    const manager = toPath(requests, `${ENTERPRISE_USER_SCHEMA.id}:manager`)
    expect(manager.length).toBeGreaterThan(0)
    for (const { value } of manager) expect(references).toContain(value)
  })

  test('remove members by a list of values, in either case of the operation', () => {
    const removals = onGroup('legacy')
      .flat()
      .filter(({ op }) => /remove/i.test(op))
    expect(new Set(removals.map(({ op }) => op))).toEqual(new Set(['Remove', 'remove']))
    for (const { path, value } of removals) {
      expect(path).toBe('members')
      for (const { value: id } of value as { value: string }[]) expect(['a', 'b']).toContain(id)
    }
  })
})

describe('compliant requests', () => {
  const requests = onUser('compliant')

  test('put simple values in one operation without a path, under dotted and URN-qualified names', () => {
    const names = requests
      .flat()
      .filter(({ path }) => path === undefined)
      .flatMap(({ value }) => Object.keys(value as object))
    expect(names).toEqual(
      expect.arrayContaining(['name.familyName', 'displayName', `${ENTERPRISE_USER_SCHEMA.id}:department`]),
    )
    for (const operations of requests) {
      const ops = operations.filter(({ path }) => path === undefined).map(({ op }) => op)
      expect(new Set(ops).size).toBe(ops.length)
    }
  })

  test('write operations in lower case and booleans as such', () => {
    for (const { op, path, value } of requests.flat()) {
      expect(op).toMatch(/^(add|replace)$/)
      if (path === undefined && 'active' in (value as object)) {
        expect(typeof (value as { active: unknown }).active).toBe('boolean')
      }
    }
  })

  test('remove members by a filter', () => {
    const paths = onGroup('compliant')
      .flat()
      .flatMap(({ path }) => path ?? [])
    expect(paths).toContain('members[value eq "a"]')
  })
})

test('every request of either dialect is applied by an oracle that reads as Entra means it', () => {
  const lower = ({ op, ...rest }: EntraOperation): PatchOperation => ({
    op: op.toLowerCase() as PatchOperation['op'],
    ...rest,
  })
  for (const dialect of ['legacy', 'compliant'] as const) {
    for (const operations of onUser(dialect)) {
      applyPatch(user, operations.map(lower), USER_RESOURCE_SCHEMA, { dialect: 'entra' })
    }
    for (const operations of onGroup(dialect)) {
      applyPatch(group, operations.map(lower), GROUP_RESOURCE_SCHEMA, { dialect: 'entra' })
    }
  }
})
