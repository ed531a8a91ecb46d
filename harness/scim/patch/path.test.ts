import { describe, expect, test } from 'vitest'
import { ScimError } from '../error.ts'
import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import { parsePatchPath, PatchPathError, printPatchPath } from './path.ts'

const EXT = ENTERPRISE_USER_SCHEMA.id
const parse = (text: string) => parsePatchPath(text, USER_RESOURCE_SCHEMA)

describe('a PATCH path', () => {
  const work = { kind: 'compare', path: { name: 'type' }, op: 'eq', value: 'work' }

  test.each([
    ['members', { path: { name: 'members' } }],
    ['name.familyName', { path: { name: 'name', sub: 'familyName' } }],
    ['members.$ref', { path: { name: 'members', sub: '$ref' } }],
    ['addresses[type eq "work"]', { path: { name: 'addresses' }, filter: work }],
    ['addresses[type eq "work"].street', { path: { name: 'addresses' }, filter: work, sub: 'street' }],
    [`${EXT}:manager`, { path: { uri: EXT, name: 'manager' } }],
    [`${EXT}:manager.value`, { path: { uri: EXT, name: 'manager', sub: 'value' } }],
    [`${EXT}:things[type eq "work"].x`, { path: { uri: EXT, name: 'things' }, filter: work, sub: 'x' }],
    [EXT, { path: { name: EXT } }],
  ])('%s', (text, path) => {
    expect(parse(text)).toEqual(path)
    expect(printPatchPath(parse(text))).toBe(text)
  })

  test("an extension's URI is read in any letter case, and gets the schema's", () => {
    expect(parse(EXT.toUpperCase())).toEqual({ path: { name: EXT } })
  })

  test('a bracket inside a string ends nothing', () => {
    expect(printPatchPath(parse('emails[value eq "a]b[c\\"].d"].type'))).toBe(
      'emails[value eq "a]b[c\\"].d"].type',
    )
  })

  test.each([
    ['', 0],
    ['1name', 0],
    ['name.', 5],
    ['name..x', 5],
    ['name.given.name', 10],
    ['user name', 4],
    ['emails[type eq "work"]value', 22],
    ['emails[type eq "work"] ', 22],
    ['emails[type eq "work"].', 23],
    ['emails[type eq "work"].a.b', 23],
    ['name.given[type eq "work"]', 10],
    ['[type eq "work"]', 0],
    ['urn:a b:name', 5],
    ['urn:xy:1name', 7],
    ['urn:', 4],
  ])('%j is none, from position %i', (text, position) => {
    let caught: unknown
    try {
      parse(text)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(PatchPathError)
    expect(caught).toMatchObject({ name: 'PatchPathError', status: 400, scimType: 'invalidPath', position })
    expect((caught as Error).message).toContain(`position ${position}`)
  })

  test.each([
    ['name.given[type eq "work"]', 'a filter stands behind an attribute, not behind a sub-attribute'],
    ['emails[type eq "work"]value', 'only "." and a sub-attribute may follow the filter'],
    ['emails[type eq "work"].1', '"1" is not the name of a sub-attribute'],
  ])('%s is none, because %s', (text, reason) => {
    expect(() => parse(text)).toThrow(reason)
  })

  test.each([
    'emails[]',
    'emails[type]',
    'emails[type eq "work"',
    'emails[emails[type eq "work"]]',
    'emails[0]',
  ])('%s has no filter in its brackets', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }))
    expect(() => parse(text)).toThrow(ScimError)
  })
})
