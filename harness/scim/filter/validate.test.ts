import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import { attributeWith } from '../schema/defaults.ts'
import type { ResourceSchema } from '../types.ts'
import { parseFilter } from './parse.ts'
import { refusable } from './refusable.ts'
import { checkFilter } from './validate.ts'

const schema: ResourceSchema = {
  ...USER_RESOURCE_SCHEMA,
  core: {
    ...USER_RESOURCE_SCHEMA.core,
    attributes: [
      ...USER_RESOURCE_SCHEMA.core.attributes,
      attributeWith({ name: 'level', type: 'integer' }),
      attributeWith({ name: 'score', type: 'decimal' }),
    ],
  },
}

const problems = (filter: string) => checkFilter(parseFilter(filter), schema)
const kinds = (filter: string) =>
  problems(filter).map(({ kind, ruling, refusal }) => `${kind} ${ruling} ${refusal}`)

describe('what does not fit the schema', () => {
  test.each([
    ['userName eq "x"', []],
    ['emails.type eq "x" and not (name.givenName pr) or active eq true', []],
    ['emails[type eq "work" and value co "x"]', []],
    ['emails pr', []],
    ['meta.created gt "2020-01-01T00:00:00Z"', []],
    ['level gt 5', []],
    ['score le 0.5', []],
    ['profileUrl sw "https:"', []],
    ['profileUrl eq "https:"', []],
    ['x509Certificates.value eq "TUlJ"', []],
    ['bogus pr', ['unknown-attribute F-01 allowed']],
    ['bogus eq "x"', ['unknown-attribute F-01 allowed']],
    ['bogus[type pr]', ['unknown-attribute F-01 allowed']],
    ['emails[bogus pr or x eq 1]', ['unknown-attribute F-01 allowed', 'unknown-attribute F-01 allowed']],
    [
      'not (name.bogus pr) and bogus pr',
      ['unknown-attribute F-01 allowed', 'unknown-attribute F-01 allowed'],
    ],
    ['active gt true', ['no-order F-13 required']],
    ['active ge true', ['no-order F-13 required']],
    ['active lt true', ['no-order F-13 required']],
    ['emails[primary le false]', ['no-order F-13 required']],
    ['x509Certificates.value gt "A"', ['no-order F-13 required']],
    ['x509Certificates gt "A"', ['bare-complex F-06 allowed', 'no-order F-13 allowed']],
    ['profileUrl gt "A"', ['order-unspecified F-13 allowed']],
    ['emails eq "x"', ['bare-complex F-06 allowed']],
    ['name eq "x"', ['bare-complex F-06 allowed']],
    ['userName[value eq "x"]', ['not-complex F-10 allowed']],
    ['active co "t"', ['not-text F-13 allowed']],
    ['level sw "1"', ['not-text F-13 allowed']],
    ['meta.created ew "Z"', ['not-text F-13 allowed']],
    ['userName eq null', ['null-literal F-04 allowed']],
    ['userName sw null', ['null-literal F-04 allowed']],
    ['active eq "true"', ['literal-type F-16 allowed']],
    ['level eq "5"', ['literal-type F-16 allowed']],
    ['score ne true', ['literal-type F-16 allowed']],
    ['userName eq 5', ['literal-type F-16 allowed']],
    ['profileUrl eq 5', ['literal-type F-16 allowed']],
    ['x509Certificates.value eq 5', ['literal-type F-16 allowed']],
    ['meta.created lt "yesterday"', ['literal-type F-16 allowed']],
    ['meta.created lt 2020', ['literal-type F-16 allowed']],
    ['userName co 5', []],
  ])('%s: %j', (filter, expected) => {
    expect(kinds(filter)).toEqual(expected)
  })

  test.each([
    ['a.b pr or title pr', 'a.b pr', 'The schema defines no attribute a.b here.'],
    [
      'title pr and active gt true',
      'active gt true',
      'active is boolean, which has no order: gt must be refused (RFC 7644 §3.4.2.2 Table 3).',
    ],
    ['profileUrl le "x"', 'profileUrl le "x"', 'profileUrl is a reference: what le means is not said.'],
    [
      'emails eq "x"',
      'emails eq "x"',
      'emails is complex: a comparison names a sub-attribute (RFC 7644 §3.4.2.2).',
    ],
    ['title[a pr]', 'title[a pr]', 'title has no sub-attributes: brackets have nothing to look at.'],
    ['active co "t"', 'active co "t"', 'active is boolean: co looks for a part of a text.'],
    ['title eq null', 'title eq null', 'null stands for no value (RFC 7643 §2.5): ask for title with pr.'],
    ['active eq "true"', 'active eq "true"', 'active is boolean, and "true" is not (RFC 7643 §2.3).'],
  ])('%s: in %s', (filter, expression, message) => {
    expect(problems(filter)).toEqual([expect.objectContaining({ expression, message })])
  })
})

describe('what a server may refuse', () => {
  test.each([
    ['userName eq "x" and title pr or emails.type sw "x"', false, false, []],
    ['userName gt "x"', false, false, []],
    ['not (title pr)', true, false, ['F-08']],
    ['emails[type pr]', true, false, ['F-10']],
    ['title pr or emails[not (bogus pr)]', true, false, ['F-01', 'F-08', 'F-10']],
    ['password eq "x"', true, false, ['F-19']],
    ['title pr and not (password pr)', true, false, ['F-08', 'F-19']],
    ['active gt true', true, true, ['F-13']],
    ['title pr or not (emails[primary gt true])', true, true, ['F-08', 'F-10', 'F-13']],
    ['x509Certificates gt "x"', true, false, ['F-06', 'F-13']],
    ['title eq null', true, false, ['F-04']],
    ['bogus pr', true, false, ['F-01']],
    ['URN:ietf:params:scim:schemas:core:2.0:User:userName pr', true, false, ['F-11']],
    ['URN:ietf:params:scim:schemas:core:2.0:User:emails[type pr]', true, false, ['F-10', 'F-11']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName pr', false, false, []],
    ['department pr', true, false, ['F-01']],
  ])('%s: allowed %s, required %s, %j', (filter, allowed, required, rulings) => {
    expect(refusable(parseFilter(filter), schema)).toEqual({ allowed, required, rulings })
  })
})
