import { describe, expect, test } from 'vitest'
import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_RESOURCE_TYPE,
  GROUP_SCHEMA,
  USER_RESOURCE_TYPE,
  USER_SCHEMA,
} from '../../harness/scim/schema/core.ts'
import { resourceSchema } from '../../harness/scim/schema/lookup.ts'
import { optionalAttributes, readOnlyPart, writable } from './attributes.ts'

const user = resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA, ENTERPRISE_USER_SCHEMA])
const group = resourceSchema(GROUP_RESOURCE_TYPE, [GROUP_SCHEMA])

describe('attributes of a published schema', () => {
  test.each([
    ['nickName', undefined, true],
    ['NICKNAME', undefined, true],
    ['groups', undefined, false],
    ['password', undefined, false],
    ['manager', ENTERPRISE_USER_SCHEMA.id, true],
    ['manager', undefined, false],
    ['nothing', undefined, false],
  ])('%s of %s can be written: %s', (name, extension, expected) => {
    expect(writable(user, name, extension)).toBe(expected)
  })

  test('a sub-attribute may be the server’s in an attribute that clients write', () => {
    expect(readOnlyPart(user, ENTERPRISE_USER_SCHEMA.id, 'manager', 'displayName')).toBe(true)
    expect(readOnlyPart(user, ENTERPRISE_USER_SCHEMA.id, 'manager', 'value')).toBe(false)
    expect(readOnlyPart(group, ENTERPRISE_USER_SCHEMA.id, 'manager', 'displayName')).toBe(false)
  })

  test('the least important optional ones are chosen', () => {
    expect(optionalAttributes(user)).toEqual({ single: 'nickName', multiple: 'ims' })
  })

  test('there may be none', () => {
    expect(optionalAttributes(group).multiple).toBeUndefined()
  })
})
