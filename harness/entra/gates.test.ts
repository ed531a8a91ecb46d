import { describe, expect, test } from 'vitest'
import { fixture, violations } from '../../fixtures/violations.ts'
import { gateTestCalled, gateTests } from './gates.ts'
import { recordings } from './recordings.ts'

describe('the register of Microsoft’s gates', () => {
  test('is as its schema says', () => {
    const schema = fixture('microsoft/gates.schema.json') as object
    expect(violations(schema, fixture('microsoft/gates.json'))).toEqual([])
  })

  test('names each check once', () => {
    const ids = gateTests().map(({ check }) => check)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('has the 25 tests of the Logic App, 26 and 7 of the Validator', () => {
    const count = (gate: string, standing?: string) =>
      gateTests().filter(
        (one) =>
          one.gate === gate &&
          (standing === undefined || one.standing === standing) &&
          !/\.(discovered|uploaded)-/.test(one.check),
      ).length
    expect(count('logic-app')).toBe(25)
    expect(count('logic-app', 'optional')).toBe(4)
    expect(count('validator', 'mandatory')).toBe(26)
    expect(count('validator', 'preview')).toBe(7)
  })

  test('points at recordings that are there, and is called recorded only with one', () => {
    const known = new Set(recordings().map(({ original }) => original))
    for (const { check, confidence, recordings: named } of gateTests()) {
      expect(
        named.filter((id) => !known.has(id)),
        check,
      ).toEqual([])
      if (confidence === 'recorded') expect(named, check).not.toEqual([])
    }
  })

  test('finds a test by the name of a result file', () => {
    expect(gateTestCalled('validator', 'Create a new User')?.check).toBe(
      'microsoft.validator.create-a-new-user',
    )
    expect(gateTestCalled('validator', 'patch user – add manager')?.check).toBe(
      'microsoft.validator.patch-user-add-manager',
    )
    expect(gateTestCalled('logic-app', 'Null_Update_User_Test')?.check).toBe(
      'microsoft.logic-app.scim-null-update',
    )
    expect(gateTestCalled('logic-app', 'Create a new User')).toBeUndefined()
  })
})
