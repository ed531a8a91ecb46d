import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { AttributeDefinition, Resource, ResourceSchema } from '../types.ts'
import { judge } from './judge.ts'
import { parseFilter } from './parse.ts'

const resource: Resource = {
  id: 'Ab1',
  userName: 'ada',
  displayName: 'Straße',
  nickName: '',
  userType: 'Employee',
  active: true,
  name: { givenName: '', familyName: 'lovelace' },
  profileUrl: 'https://example.com/Ada',
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
    { value: 'x@example.com' },
  ],
  ims: [{ value: 'only', type: 'xmpp' }],
  x509Certificates: [{ value: 'TUlJ' }],
  meta: {
    resourceType: 'User',
    created: '2011-05-13T04:42:34Z',
    lastModified: '2011-05-13T04:42:34.5+02:00',
  },
}

const judged = (filter: string, schema: ResourceSchema = USER_RESOURCE_SCHEMA) => {
  const { verdict, rulings } = judge(parseFilter(filter), resource, schema)
  return rulings.length === 0 ? verdict : `${verdict} ${rulings.join(' ')}`
}

const table = (rows: readonly (readonly [string, string])[]) =>
  test.each(rows)('%s: %s', (filter, expected) => {
    expect(judged(filter)).toBe(expected)
  })

describe('every reading agrees', () => {
  table([
    ['userName eq "ADA"', 'match'],
    ['userName eq "grace"', 'no-match'],
    ['userName ne "ada"', 'no-match'],
    ['userName ne "grace"', 'match'],
    ['id eq "ab1"', 'no-match'],
    ['userName sw "AD"', 'match'],
    ['userName gt "abc"', 'match'],
    ['userName lt "abc"', 'no-match'],
    ['userName ge "ada"', 'match'],
    ['active eq true', 'match'],
    ['active ne true', 'no-match'],
    ['userName pr', 'match'],
    ['title pr', 'no-match'],
    ['not (title pr)', 'match'],
    ['not (userName pr)', 'no-match'],
    ['title eq "x"', 'no-match'],
    ['not (userName eq "x")', 'match'],
    ['not (not (title eq "x"))', 'no-match'],
    ['bogus eq "x"', 'no-match'],
    ['bogus pr', 'no-match'],
    ['bogus[value eq "x"]', 'no-match'],
    ['title[value eq "x"]', 'no-match'],
    ['addresses[type eq "work"]', 'no-match'],
    ['emails.type eq "home"', 'match'],
    ['emails.type eq "fax"', 'no-match'],
    ['emails[type eq "work" and value co "home"]', 'no-match'],
    ['emails[type eq "work" and value co "EXAMPLE"]', 'match'],
    ['not (ims[type eq "aim"])', 'match'],
    ['meta.created gt "2011-05-13T04:42:30Z"', 'match'],
    ['meta.created lt "2011-05-13T04:42:30Z"', 'no-match'],
    ['meta.created eq "2012-05-13T04:42:34Z"', 'no-match'],
    ['meta.created ne "2012-05-13T04:42:34Z"', 'match'],
    ['name eq "x"', 'no-match'],
    ['userName eq 5', 'no-match'],
    ['userName eq "ada" or title ne "x"', 'match'],
    ['userName eq "x" and title ne "x"', 'no-match'],
    ['ims.type ne "aim"', 'match'],
    ['ims.type ne "XMPP"', 'no-match'],
    ['displayName eq "straße"', 'match'],
    ['profileUrl eq "https://example.com/other"', 'no-match'],
    ['emails.primary eq true', 'match'],
    ['profileUrl sw "https://example.com/A"', 'match'],
    ['x509Certificates.value eq "TUlJ"', 'match'],
    ['x509Certificates.value eq "other"', 'no-match'],
    ['meta.created le "2011-05-14T04:42:34Z"', 'match'],
    ['meta.created ge "2011-05-14T04:42:34Z"', 'no-match'],
    ['not (active pr)', 'no-match'],
  ])
})

describe('servers are free', () => {
  table([
    ['title ne "x"', 'either F-02'],
    ['not (title eq "x")', 'either F-03'],
    ['not (title ne "x")', 'either F-02 F-03'],
    ['not (title eq "x" or userName eq "x")', 'either F-03'],
    ['not (title eq "x" and userName pr)', 'either F-03'],
    ['not (addresses[type eq "work"])', 'either F-03'],
    ['not (emails.type eq "fax")', 'either F-03'],
    ['not (emails[type eq "fax"])', 'either F-03'],
    ['emails.type ne "home"', 'either F-02'],
    ['emails.type ne "fax"', 'either F-02'],
    ['emails.value ne "x@example.com"', 'either F-02'],
    ['emails[type ne "work" and value eq "x@example.com"]', 'either F-02'],
    ['userName eq null', 'either F-04'],
    ['title ne null', 'either F-04'],
    ['title sw null', 'either F-04'],
    ['nickName pr', 'either F-05'],
    ['not (nickName pr)', 'either F-05'],
    ['name.givenName pr', 'either F-05'],
    ['emails eq "ada@example.com"', 'either F-06'],
    ['emails ne "ada@example.com"', 'either F-02 F-06'],
    ['not (emails eq "nobody@example.com")', 'either F-03 F-06'],
    ['not (name eq "x")', 'either F-03 F-06'],
    ['bogus ne "x"', 'either F-01 F-02'],
    ['not (bogus pr)', 'either F-01 F-03'],
    ['not (bogus eq "x")', 'either F-01 F-03'],
    ['not (bogus[value eq "x"])', 'either F-01 F-03'],
    ['emails[bogus ne "x"]', 'either F-01 F-02'],
    ['profileUrl eq "https://example.com/ada"', 'either F-11'],
    ['profileUrl gt "a"', 'either F-13'],
    ['x509Certificates.value eq "tulj"', 'either F-11'],
    ['displayName ne "strasse"', 'either F-21'],
    ['active lt 5', 'either F-13'],
    ['meta.created sw "2012"', 'either F-13'],
    ['active gt false', 'either F-13'],
    ['userName pr or active gt false', 'either F-13'],
    ['x509Certificates gt "a"', 'either F-13'],
    ['active co "ru"', 'either F-13'],
    ['meta.created co "2011"', 'either F-13'],
    ['x509Certificates.value sw "TU"', 'either F-13'],
    ['userName gt "Abc"', 'either F-14'],
    ['emails.value ge "a"', 'either F-14'],
    ['userName gt ""', 'either F-14'],
    ['meta.created eq "2011-05-13T04:42:34Z"', 'either F-15'],
    ['meta.created ne "2011-05-13T04:42:34Z"', 'either F-15'],
    ['meta.created ge "2011-05-13T04:42:35.0Z"', 'either F-15'],
    ['meta.created gt "2011-05-13T05:42:34+02:00"', 'either F-15'],
    ['meta.created lt "2015-05-13T05:42:34"', 'either F-15'],
    ['meta.created eq "yesterday"', 'either F-15'],
    ['password eq "secret"', 'either F-19'],
    ['password pr', 'either F-19'],
    ['displayName eq "STRASSE"', 'either F-21'],
    ['displayName co "\u00df"', 'match'],
    ['displayName eq "Stra\u1e9ee"', 'either F-21'],
    ['active eq "TRUE"', 'either C-14'],
    ['active ne "true"', 'either C-14'],
    ['userName gt 5', 'either C-14'],
    ['schemas[value pr]', 'no-match'],
    ['userName[value eq "ada"]', 'either F-10'],
    ['emails.primary eq false', 'either RFC7643-2.4-04'],
    ['emails[primary eq false]', 'either RFC7643-2.4-04'],
    ['userName eq "x" or title ne "x"', 'either F-02'],
    ['userName eq "ada" and title ne "x"', 'either F-02'],
  ])
})

describe('a schema that departs from RFC 7643', () => {
  const changed = (name: string, change: Partial<AttributeDefinition>): ResourceSchema => ({
    ...USER_RESOURCE_SCHEMA,
    core: {
      ...USER_RESOURCE_SCHEMA.core,
      attributes: USER_RESOURCE_SCHEMA.core.attributes.map((attribute) =>
        attribute.name === name ? { ...attribute, ...change } : attribute,
      ),
    },
  })

  test('leaves the case of that attribute free', () => {
    const schema = changed('userType', { caseExact: true })
    expect(judged('userType eq "employee"', schema)).toBe('either F-11')
    expect(judged('userType eq "Employee"', schema)).toBe('match')
    expect(judged('userType eq "intern"', schema)).toBe('no-match')
    expect(judged('userType eq "employee"')).toBe('match')
  })

  test('leaves the case of a sub-attribute free, in brackets too', () => {
    const exact = (attribute: AttributeDefinition) => ({ ...attribute, caseExact: true })
    const emails = USER_RESOURCE_SCHEMA.core.attributes.find(({ name }) => name === 'emails')
    const schema = changed('emails', { subAttributes: (emails?.subAttributes ?? []).map(exact) })
    expect(judged('emails.type eq "HOME"', schema)).toBe('either F-11')
    expect(judged('emails[type eq "HOME"]', schema)).toBe('either F-11')
    expect(judged('emails eq "X@example.com"', schema)).toBe('either F-06 F-11')
    expect(judged('emails.type eq "home"', schema)).toBe('match')
  })

  test('leaves the case of an extension attribute free, and of its sub-attributes', () => {
    const uri = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const worker: Resource = {
      [uri]: { department: 'Tours', manager: { value: 'M1', displayName: 'Grace' } },
    }
    const flip = (attribute: AttributeDefinition): AttributeDefinition => ({
      ...attribute,
      caseExact: !attribute.caseExact,
      subAttributes: attribute.subAttributes.map(flip),
    })
    const own = (change: (attribute: AttributeDefinition) => AttributeDefinition): ResourceSchema => ({
      ...USER_RESOURCE_SCHEMA,
      extensions: USER_RESOURCE_SCHEMA.extensions.map((extension) => ({
        ...extension,
        schema: { ...extension.schema, attributes: extension.schema.attributes.map(change) },
      })),
    })
    const verdicts = (schema: ResourceSchema) =>
      [
        'department eq "TOURS"',
        'manager.displayName eq "GRACE"',
        'manager[displayName eq "GRACE"]',
        'manager.value eq "m1"',
      ].map((filter) => {
        const { verdict, rulings } = judge(parseFilter(`${uri}:${filter}`), worker, schema)
        return [verdict, ...rulings].join(' ')
      })
    expect(verdicts(USER_RESOURCE_SCHEMA)).toEqual(['match', 'match', 'match', 'no-match'])
    expect(verdicts(own(flip))).toEqual(['either F-11', 'either F-11', 'either F-11', 'either F-11'])
  })

  test('counts as it stands where RFC 7643 does not know the attribute', () => {
    const schema = changed('userType', { name: 'displayName', caseExact: true })
    const own = { ...schema, core: { ...schema.core, id: 'urn:example:own' } }
    expect(judged('userName eq "ADA"', own)).toBe('match')
    expect(judged('displayName eq "x"', own)).toBe('no-match')
  })
})

describe('the spelling of a path', () => {
  const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'

  table([
    [`${CORE}:userName eq "ada"`, 'match'],
    [`${CORE}:USERNAME eq "ada"`, 'match'],
    [`${CORE.toUpperCase()}:userName eq "ada"`, 'either F-11'],
    [`${CORE.toUpperCase()}:emails[type eq "fax"]`, 'either F-11'],
    [`${CORE.toUpperCase()}:bogus pr`, 'no-match'],
    [`${ENTERPRISE}:department pr`, 'no-match'],
    [`${ENTERPRISE.toLowerCase()}:department pr`, 'either F-11'],
    ['department pr', 'either J-06'],
    ['manager.displayName eq "x"', 'either J-06'],
    ['manager.bogus pr', 'no-match'],
    ['emails[department pr]', 'no-match'],
    ['urn:example:bogus:department pr', 'no-match'],
  ])
})
