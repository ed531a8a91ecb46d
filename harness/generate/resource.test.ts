import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_RESOURCE_SCHEMA,
  USER_RESOURCE_SCHEMA,
  USER_SCHEMA,
} from '../scim/schema/core.ts'
import { groupOf, resourceOf, userOf } from './resource.ts'
import { populationOf } from './population.ts'
import { membershipOf } from './membership.ts'

const seed = 21
const readOnly = ['id', 'meta', 'groups']

describe('users', () => {
  test('name their schemas, have a userName and nothing that is readOnly', () => {
    for (const user of fc.sample(userOf({ references: ['a'] }), { numRuns: 200, seed })) {
      const extended = ENTERPRISE_USER_SCHEMA.id in user ? [ENTERPRISE_USER_SCHEMA.id] : []
      expect(user['schemas']).toEqual([USER_SCHEMA.id, ...extended])
      expect(user['userName']).toMatch(/./)
      expect(Object.keys(user).filter((name) => readOnly.includes(name))).toEqual([])
    }
  })

  test('are minimal on demand', () => {
    for (const user of fc.sample(userOf({ fullness: 'minimal' }), { numRuns: 20, seed })) {
      expect(Object.keys(user)).toEqual(['schemas', 'userName'])
    }
  })

  test('are full on demand', () => {
    const [user] = fc.sample(userOf({ fullness: 'full', references: ['26118915'] }), { numRuns: 1, seed })
    const writable = USER_SCHEMA.attributes
      .map(({ name }) => name)
      .filter((name) => !['groups', 'x509Certificates'].includes(name))
    expect(Object.keys(user ?? {})).toEqual(expect.arrayContaining([...writable, ENTERPRISE_USER_SCHEMA.id]))
    expect(user?.[ENTERPRISE_USER_SCHEMA.id]).toMatchObject({ manager: { value: '26118915' } })
  })

  test('refer to nobody unless told to whom', () => {
    const users = fc.sample(userOf({ fullness: 'full' }), { numRuns: 50, seed })
    expect(users.filter((user) => 'manager' in ((user[ENTERPRISE_USER_SCHEMA.id] ?? {}) as object))).toEqual(
      [],
    )
  })

  test('leave out what is omitted', () => {
    const options = {
      fullness: 'full',
      omit: ['Photos'],
      omitExtensions: [ENTERPRISE_USER_SCHEMA.id],
    } as const
    const [user] = fc.sample(resourceOf(USER_RESOURCE_SCHEMA, options), { numRuns: 1, seed })
    expect(user).not.toHaveProperty('photos')
    expect(user?.['schemas']).toEqual([USER_SCHEMA.id])
  })
})

describe('groups', () => {
  test('have a displayName, and members only among the given ids', () => {
    const references = ['a', 'b', 'c']
    const groups = fc.sample(groupOf({ references }), { numRuns: 100, seed })
    for (const group of groups) {
      expect(group['displayName']).toMatch(/./)
      for (const { value } of (group['members'] ?? []) as { value: string }[])
        expect(references).toContain(value)
    }
    expect(groups.some((group) => 'members' in group)).toBe(true)
    const alone = fc.sample(groupOf({ fullness: 'full' }), { numRuns: 20, seed })
    expect(alone.filter((group) => 'members' in group)).toEqual([])
  })

  test('have each member once', () => {
    for (const members of fc.sample(membershipOf(['a', 'b', 'c'], { minMembers: 2 }), {
      numRuns: 50,
      seed,
    })) {
      const values = members.map(({ value }) => value)
      expect(new Set(values).size).toBe(values.length)
      expect(values.length).toBeGreaterThanOrEqual(2)
    }
  })
})

describe('populations', () => {
  const populations = fc.sample(populationOf(USER_RESOURCE_SCHEMA), { numRuns: 30, seed })

  test('have the size asked for, and userNames that differ without regard to case', () => {
    for (const members of populations) {
      expect(members).toHaveLength(20)
      expect(new Set(members.map(({ userName }) => String(userName).toLowerCase())).size).toBe(20)
    }
  })

  test('share values, in several spellings, and lack some', () => {
    for (const members of populations) {
      const names = members.map(({ displayName }) => displayName).filter((name) => name !== undefined)
      expect(names.length).toBeLessThan(20)
      expect(new Set(names).size).toBeLessThan(names.length)
    }
    const folded = (members: (typeof populations)[number]) => {
      const titles = members.map(({ title }) => String(title))
      return new Set(titles).size > new Set(titles.map((title) => title.toLowerCase())).size
    }
    expect(populations.filter(folded).length).toBeGreaterThan(15)
  })

  test('have multi-valued attributes with elements of several types', () => {
    const types = populations[0]?.flatMap(({ emails }) =>
      ((emails ?? []) as { type?: string }[]).map(({ type }) => type),
    )
    expect(new Set(types).size).toBeGreaterThan(2)
  })

  test('of groups have displayNames', () => {
    const options = { references: ['a', 'b', 'c', 'd'] }
    for (const groups of fc.sample(populationOf(GROUP_RESOURCE_SCHEMA, options), { numRuns: 5, seed })) {
      expect(groups.every(({ displayName }) => typeof displayName === 'string')).toBe(true)
      expect(groups.some(({ members }) => Array.isArray(members))).toBe(true)
    }
  })
})
