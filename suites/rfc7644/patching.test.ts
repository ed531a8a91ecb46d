import { describe, expect, test } from 'vitest'
import { Decision } from '../../harness/check/index.ts'
import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_TYPE, USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import { resourceSchema } from '../../harness/scim/schema/lookup.ts'
import { changed, demandAttribute, demandOptional, told } from './patching.ts'

const schema = resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA, ENTERPRISE_USER_SCHEMA])

const verdictOf = (play: () => void): string => {
  try {
    play()
    return 'goes on'
  } catch (thrown) {
    if (thrown instanceof Decision) return thrown.verdict
    throw thrown
  }
}

describe('the state that is demanded', () => {
  test('has the new values, without those that are unassigned, however their names are spelt', () => {
    expect(changed({ DisplayName: 'a', title: 't' }, { displayName: 'b', title: undefined })).toEqual({
      DisplayName: 'b',
    })
  })

  test('leaves the state before as it was', () => {
    const before = { title: 't' }
    changed(before, { title: undefined })
    expect(before).toEqual({ title: 't' })
  })
})

test('a difference is told with both values', () => {
  expect(told({ path: 'title', expected: 'a', observed: 'b' })).toBe('title is "b" instead of "a"')
  expect(told({ path: 'title', expected: 'a' })).toBe('title is unassigned instead of "a"')
})

describe('what the schema must have', () => {
  test.each([
    ['nickName', 'goes on'],
    ['emails.type', 'goes on'],
    ['groups', 'skip'],
    ['shoeSize', 'skip'],
  ])('%s: the check %s', (path, verdict) => {
    expect(verdictOf(() => demandAttribute(schema, path))).toBe(verdict)
  })
})

describe('what the schema must not demand', () => {
  test.each([
    ['nickName', 'goes on'],
    ['name.middleName', 'goes on'],
    ['userName', 'skip'],
  ])('%s: the check %s', (path, verdict) => {
    expect(verdictOf(() => demandOptional(schema, path))).toBe(verdict)
  })
})
