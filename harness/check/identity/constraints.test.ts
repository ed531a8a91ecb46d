import { describe, expect, test } from 'vitest'
import { resourceSchema } from '../../scim/schema/lookup.ts'
import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_TYPE, USER_SCHEMA } from '../../scim/schema/core.ts'
import { fitting } from './constraint.ts'
import { constrainedSchema, fitResource } from './constraints.ts'
import { identityFor } from './identity.ts'
import { objectionTo } from './objections.ts'

const URN = ENTERPRISE_USER_SCHEMA.id
const schema = resourceSchema(
  { ...USER_RESOURCE_TYPE, schemaExtensions: [{ schema: URN, required: false }] },
  [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
)
const constraints = {
  nickName: { send: 'never' },
  'name.familyName': { minLength: 3, maxLength: 8 },
  [`${URN}:employeeNumber`]: { pattern: '^[0-9]{6}$' },
  userType: { values: ['Employee', 'Contractor'] },
  'emails.display': { send: 'never' },
} as const

describe('a value', () => {
  test.each([
    ['stays when it fits', { maxLength: 9 }, 'sp-abc-1', /^sp-abc-1$/],
    ['loses the signs that a pattern forbids', { pattern: '^[a-z0-9.]+$' }, 'sp-abc-1', /^sp\.abc\.1$/],
    ['becomes a number', { pattern: '^[0-9]{6}$' }, 'sp-abc-1', /^[0-9]{6}$/],
    ['becomes short', { maxLength: 5 }, 'sp-abcdefg-1', /^.{5}$/],
    ['becomes long', { minLength: 30 }, 'ab', /^.{30,}$/],
    [
      'keeps its domain',
      { pattern: '^[a-z0-9]+@example[.]com$' },
      'sp-a-1@example.com',
      /^spa1@example\.com$/,
    ],
    ['is drawn where nothing else fits', { pattern: '^(Mr|Ms) [A-Z]$' }, 'x', /^(Mr|Ms) [A-Z]$/],
  ])('%s', (_, constraint, natural, expected) => {
    expect(fitting(constraint, natural)).toMatch(expected)
  })

  test('is another for another, and the same for the same', () => {
    const number = { pattern: '^[0-9]{8}$' }
    expect(fitting(number, 'sp-a-1')).toBe(fitting(number, 'sp-a-1'))
    expect(fitting(number, 'sp-a-1')).not.toBe(fitting(number, 'sp-a-2'))
  })
})

describe('a resource', () => {
  test('is made to fit, and loses what is never sent', () => {
    const fitted = fitResource(
      {
        userName: 'ada',
        nickName: 'Ada',
        name: { familyName: 'Lovelace-Byron', givenName: 'Ada' },
        emails: [{ value: 'a@example.com', display: 'Ada' }],
        userType: 'Robot',
        [URN]: { employeeNumber: 'E-1' },
      },
      schema,
      constraints,
    )
    expect(fitted).toMatchObject({
      userName: 'ada',
      name: { familyName: expect.stringMatching(/^.{3,8}$/) as string, givenName: 'Ada' },
      emails: [{ value: 'a@example.com' }],
      userType: expect.stringMatching(/^(Employee|Contractor)$/) as string,
      [URN]: { employeeNumber: expect.stringMatching(/^[0-9]{6}$/) as string },
    })
    expect(fitted).not.toHaveProperty('nickName')
    expect(fitted).not.toHaveProperty('emails[0].display')
  })

  test('has a schema without what is never sent, with the values that are allowed', () => {
    const { core } = constrainedSchema(schema, constraints)
    const named = (name: string) => core.attributes.find((attribute) => attribute.name === name)
    expect(named('nickName')).toBeUndefined()
    expect(named('userType')?.canonicalValues).toEqual(['Employee', 'Contractor'])
    expect(named('emails')?.subAttributes.map(({ name }) => name)).not.toContain('display')
  })
})

describe('a request', () => {
  const types = [schema]
  test.each([
    ['POST', '/Users', { userName: 'a', nickName: 'x' }, 'nickName is never sent'],
    ['PUT', '/Users/1', { name: { familyName: 'ab' } }, 'name.familyName has at least 3 characters'],
    ['POST', '/Users', { [URN]: { employeeNumber: 'x' } }, 'employeeNumber matches ^[0-9]{6}$'],
    ['PATCH', '/Users/1', { Operations: [{ op: 'remove', path: 'nickname' }] }, 'nickname is never sent'],
    [
      'PATCH',
      '/Users/1',
      { Operations: [{ op: 'add', value: { nickName: 'x' } }] },
      'nickName is never sent',
    ],
    [
      'PATCH',
      '/Users/1',
      { Operations: [{ op: 'replace', path: 'emails[type eq "work"].display', value: 'x' }] },
      'emails.display is never sent',
    ],
    [
      'PATCH',
      '/Users/1',
      { Operations: [{ op: 'replace', path: `${URN}:employeeNumber`, value: 'x' }] },
      'employeeNumber matches ^[0-9]{6}$',
    ],
    [
      'POST',
      '/Bulk',
      { Operations: [{ method: 'POST', path: '/Users', data: { userType: 'Robot' } }] },
      'userType is one of "Employee", "Contractor"',
    ],
    ['POST', '/Users', { userName: 'a', userType: 'Employee' }, undefined],
    ['POST', '/Users/.search', { filter: 'nickName pr' }, undefined],
    ['POST', '/Groups', { nickName: 'x' }, undefined],
  ])('%s %s with %j: %s', (method, path, body, expected) => {
    expect(objectionTo({ method, path, body }, types, constraints)).toBe(expected)
  })
})

describe('names of ours', () => {
  const settings = { emailDomains: ['example.com'], userNameFormat: 'email' as const, runId: 'abcdefgh' }
  test('take the signs that userName may have', () => {
    const dotted = identityFor(
      { ...settings, constraints: { userName: { pattern: '^[a-z0-9.]+@[a-z.]+$' } } },
      'x',
    )
    expect(dotted.userName()).toMatch(/^sp\.abcdefgh\.[a-z0-9]+\.1@example\.com$/)
    expect(dotted.userName()).toContain(dotted.mark)
  })

  test('have a mark of fixed length where no sign may stand', () => {
    const bare = identityFor(
      { ...settings, constraints: { userName: { pattern: '^[a-z0-9]+@example[.]com$' } } },
      'x',
    )
    expect(bare.userName()).toMatch(/^spabcdefgh[a-z0-9]{7}1@example\.com$/)
  })
})
