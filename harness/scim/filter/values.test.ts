import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_TYPE, USER_SCHEMA } from '../schema/core.ts'
import { attributeWith } from '../schema/defaults.ts'
import { resourceSchema } from '../schema/lookup.ts'
import type { AttributeDefinition, Json, ResourceSchema } from '../types.ts'
import { matches } from './evaluate.ts'
import { explainMatch } from './explain.ts'
import { judge } from './judge.ts'
import { parseFilter } from './parse.ts'
import { checkFilter } from './validate.ts'

/** A schema of two attributes: one to compare, `a`, and one `b` that takes its sub-attributes. */
const schemaOf = (a: Partial<AttributeDefinition>, sub: Partial<AttributeDefinition> = {}): ResourceSchema =>
  resourceSchema({ ...USER_RESOURCE_TYPE, schemaExtensions: [] }, [
    {
      ...USER_SCHEMA,
      attributes: [
        attributeWith({ name: 'a', ...a }),
        attributeWith({
          name: 'b',
          type: 'complex',
          multiValued: true,
          subAttributes: [attributeWith({ name: 'c', ...sub })],
        }),
      ],
    },
  ])

const level = schemaOf({ type: 'integer' }, { type: 'decimal' })

describe('numbers', () => {
  test.each<[string, Json, boolean]>([
    ['a eq 10', 10, true],
    ['a eq 1', 10, false],
    ['a ne 10', 10, false],
    ['a ne 1', 10, true],
    ['a gt 9', 10, true],
    ['a gt 10', 10, false],
    ['a ge 10', 10, true],
    ['a lt 9', 10, false],
    ['a lt 11', 10, true],
    ['a le 10', 10, true],
    ['a le -1', -2, true],
    ['a eq 0', -0, true],
    ['a eq "10"', 10, false],
    ['a gt "9"', 10, false],
    ['a eq 10', '10', false],
    ['a gt 9', '10', false],
    ['a lt 11', '10', false],
    ['a eq true', 1, false],
    ['a co 1', 10, true],
    ['a ew "0"', 10, true],
    ['a sw "0"', 10, false],
    ['a pr', 0, true],
  ])('%s of %j: %s', (filter, value, expected) => {
    expect(matches(parseFilter(filter), { a: value }, level)).toBe(expected)
  })

  test('are judged by their value', () => {
    const judged = (filter: string, a: Json) => judge(parseFilter(filter), { a }, level)
    expect(judged('a gt 9', 10)).toEqual({ verdict: 'match', rulings: [] })
    expect(judged('a ge 11', 10)).toEqual({ verdict: 'no-match', rulings: [] })
    expect(judged('a gt "9"', 10)).toEqual({ verdict: 'either', rulings: ['C-14'] })
    expect(judged('a eq "10"', 10)).toEqual({ verdict: 'either', rulings: ['C-14'] })
    expect(judged('a eq "11"', 10)).toEqual({ verdict: 'no-match', rulings: [] })
  })

  test('are explained as numbers, or as texts', () => {
    const explained = (filter: string) => explainMatch(parseFilter(filter), { a: 10 }, level)
    expect(explained('a gt 9')).toEqual(['a is 10; gt 9 compares numbers, so it matches'])
    expect(explained('a lt true')).toEqual([
      'a is 10; lt true compares values of different types, which are never identical, so it does not match',
    ])
    expect(explained('a co 1')).toEqual([
      'a is 10; co 1 ignores case here because caseExact is false, so it matches',
    ])
  })
})

describe('points in time', () => {
  const times = schemaOf({ type: 'dateTime' })

  test.each<[string, Json, boolean]>([
    ['a eq "soon"', 'soon', true],
    ['a ne "soon"', 'soon', false],
    ['a ge "soon"', 'soon', true],
    ['a gt "soon"', 'later', false],
    ['a eq "soon"', '2020-01-01T00:00:00Z', false],
    ['a lt "2021-01-01T00:00:00Z"', 'soon', false],
    ['a eq 2020', '2020-01-01T00:00:00Z', false],
  ])('%s of %j: %s', (filter, value, expected) => {
    expect(matches(parseFilter(filter), { a: value }, times)).toBe(expected)
  })
})

describe('what is there', () => {
  const attributes = schemaOf({
    type: 'complex',
    subAttributes: [attributeWith({ name: 'list', multiValued: true })],
  })

  test.each<[Json, boolean, string]>([
    [{ list: [] }, false, 'either'],
    [{ list: [''] }, false, 'either'],
    [{ list: ['', 'x'] }, true, 'match'],
    [{ list: 'x' }, true, 'match'],
    [{ list: null }, false, 'either'],
    [{}, false, 'either'],
    [false, true, 'match'],
    [null, false, 'no-match'],
    [[], false, 'no-match'],
    [[null], false, 'no-match'],
    ['', false, 'either'],
  ])('a pr of %j: %s, %s', (value, expected, verdict) => {
    expect(matches(parseFilter('a pr'), { a: value }, attributes)).toBe(expected)
    expect(judge(parseFilter('a pr'), { a: value }, attributes).verdict).toBe(verdict)
  })

  test('holds of the values of a sub-attribute that has several', () => {
    const is = (filter: string, list: Json) => matches(parseFilter(filter), { a: { list } }, attributes)
    expect([
      is('a.list eq "y"', ['x', 'Y']),
      is('a.list eq "y"', ['x', null]),
      is('a[list eq "y"]', ['x', 'y']),
    ]).toEqual([true, false, true])
    expect(is('a.list eq "x"', 'x')).toBe(true)
  })

  test('counts a null between values for nothing', () => {
    const many = schemaOf({ multiValued: true })
    expect(matches(parseFilter('a ne "x"'), { a: [null, 'x'] }, many)).toBe(false)
    expect(judge(parseFilter('a ne "x"'), { a: [null, 'x'] }, many).verdict).toBe('no-match')
  })
})

test('null is no part of a text', () => {
  expect(matches(parseFilter('a co null'), { a: 'null' }, schemaOf({}))).toBe(false)
})

describe('primary', () => {
  const is = (filter: string, schema: ResourceSchema, resource: Record<string, Json>) =>
    matches(parseFilter(filter), resource, schema)

  test('is false where an element of several lacks it', () => {
    const several = schemaOf({}, { name: 'Primary', type: 'boolean' })
    expect(is('b.primary eq false', several, { b: [{}] })).toBe(true)
    expect(is('b.primary pr', several, { b: [{}] })).toBe(false)
    expect(is('b.primary eq false', several, {})).toBe(false)
  })

  test('is an attribute like others where it is no boolean, has another name, or belongs to one value', () => {
    expect(is('b.primary eq false', schemaOf({}, { name: 'primary', type: 'string' }), { b: [{}] })).toBe(
      false,
    )
    expect(is('b.primary co "false"', schemaOf({}, { name: 'primary', type: 'string' }), { b: [{}] })).toBe(
      false,
    )
    expect(is('b.c eq false', schemaOf({}, { type: 'boolean' }), { b: [{}] })).toBe(false)
    expect(is('primary eq false', schemaOf({ name: 'primary', type: 'boolean' }), {})).toBe(false)
    const one = schemaOf({
      type: 'complex',
      subAttributes: [attributeWith({ name: 'primary', type: 'boolean' })],
    })
    expect(is('a.primary eq false', one, { a: { x: 1 } })).toBe(false)
  })
})

describe('case', () => {
  test.each<[AttributeDefinition['type'], boolean, boolean]>([
    ['string', false, true],
    ['string', true, false],
    ['reference', false, false],
    ['binary', false, false],
  ])('%s with caseExact %s: another case matches %s', (type, caseExact, expected) => {
    expect(matches(parseFilter('a eq "TUlJ"'), { a: 'tulj' }, schemaOf({ type, caseExact }))).toBe(expected)
  })

  test('of binary data and references is left to the server', () => {
    for (const type of ['binary', 'reference'] as const) {
      const verdict = judge(parseFilter('a eq "TUlJ"'), { a: 'tulj' }, schemaOf({ type }))
      expect(verdict).toEqual({ verdict: 'either', rulings: ['F-11'] })
    }
  })
})

test('a sub-attribute of an attribute that is never returned can not be judged', () => {
  const hidden = schemaOf({
    type: 'complex',
    returned: 'never',
    subAttributes: [attributeWith({ name: 'c' })],
  })
  expect(judge(parseFilter('a.c eq "x"'), { a: { c: 'x' } }, hidden)).toEqual({
    verdict: 'either',
    rulings: ['F-19'],
  })
})

test('a complex sub-attribute equals no literal', () => {
  const nested = schemaOf({
    type: 'complex',
    subAttributes: [attributeWith({ name: 'value', type: 'complex' })],
  })
  expect(checkFilter(parseFilter('a eq "x"'), nested).map(({ kind }) => kind)).toEqual([
    'bare-complex',
    'literal-type',
  ])
})
