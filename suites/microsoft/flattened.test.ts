import { describe, expect, test } from 'vitest'
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import { flattened } from './flattened.ts'

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id.toLowerCase()

describe('the names that the Logic App makes of schemas', () => {
  const users = flattened([USER_SCHEMA, ENTERPRISE_USER_SCHEMA], 'User')

  test.each([
    'username',
    'name.givenname',
    'emails[type eq "work"].value',
    'phonenumbers[type eq "mobile"].value',
    'roles[primary eq "true"].value',
    'roles[primary eq "true"].type',
    `${ENTERPRISE}:department`,
    `${ENTERPRISE}:manager`,
  ])('have %s', (name) => {
    expect(users.has(name)).toBe(true)
  })

  test.each([
    'externalid',
    'profileurl',
    'emails[type eq "work"].type',
    'emails[type eq "work"].primary',
    'name',
  ])('lack %s', (name) => {
    expect(users.has(name)).toBe(false)
  })

  test('name lists by primary where the type has no canonical values', () => {
    const bare = {
      ...USER_SCHEMA,
      attributes: USER_SCHEMA.attributes.map((attribute) => ({
        ...attribute,
        subAttributes: attribute.subAttributes.map((sub) => ({ ...sub, canonicalValues: [] })),
      })),
    }
    const names = flattened([bare], 'User')
    expect(names.has('emails[type eq "work"].value')).toBe(false)
    expect(names.has('emails[primary eq "true"].value')).toBe(true)
  })

  test('of groups are their own', () => {
    const groups = flattened([USER_SCHEMA, ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA], 'Group')
    expect([...groups].sort()).toEqual(['displayname', 'members'])
    expect(flattened([USER_SCHEMA], 'Group').size).toBe(0)
  })
})
