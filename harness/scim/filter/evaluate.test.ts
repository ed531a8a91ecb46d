import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Resource } from '../types.ts'
import { elementMatcher, matcher, matches } from './evaluate.ts'
import { parseFilter } from './parse.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const ada: Resource = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
  id: '2819c223',
  externalId: 'Ada-1',
  userName: 'Ada',
  name: { givenName: 'Ada', familyName: "O'Malley" },
  nickName: '',
  title: null,
  active: true,
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
  ],
  phoneNumbers: [],
  ims: [{ value: '', display: null }],
  x509Certificates: [{ value: 'TUlJ' }],
  profileUrl: 'https://example.com/Ada',
  meta: { resourceType: 'User', created: '2011-05-13T04:42:34Z', lastModified: '2011-05-13T04:42:34.5Z' },
  [ENTERPRISE]: { department: 'Tour Operations', manager: { value: 'M1', displayName: 'Grace' } },
}

const check = (filter: string, resource: Resource = ada): boolean =>
  matches(parseFilter(filter), resource, USER_RESOURCE_SCHEMA)

const table = (rows: readonly (readonly [string, boolean])[]) =>
  test.each(rows)('%s: %s', (filter, expected) => {
    expect(check(filter)).toBe(expected)
  })

describe('equality and case', () => {
  table([
    ['userName eq "Ada"', true],
    ['USERNAME EQ "aDA"', true],
    ['userName eq "Ad"', false],
    ['userName ne "ada"', false],
    ['userName ne "Grace"', true],
    ['externalId eq "Ada-1"', true],
    ['externalId eq "ada-1"', false],
    ['id eq "2819C223"', false],
    ['externalId ne "ada-1"', true],
    ['profileUrl eq "https://example.com/ada"', false],
    ['profileUrl eq "https://example.com/Ada"', true],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', true],
    ['active eq true', true],
    ['active eq false', false],
    ['active ne false', true],
    ['active eq "true"', false],
    ['userName eq true', false],
    ['userName ne true', true],
    ['userName eq 5', false],
  ])
})

describe('parts of a text', () => {
  table([
    ['name.familyName co "o\'m"', true],
    ['name.familyName co "x"', false],
    ['userName sw "AD"', true],
    ['userName sw "da"', false],
    ['userName ew "DA"', true],
    ['userName ew "ad"', false],
    ['userName sw "ada"', true],
    ['externalId co "ADA"', false],
    ['userName co ""', true],
    ['meta.created sw "2011-05"', true],
    ['active co "ru"', true],
    ['active co true', true],
    ['userName co null', false],
  ])
})

describe('presence', () => {
  table([
    ['userName pr', true],
    ['title pr', false],
    ['displayName pr', false],
    ['nickName pr', false],
    ['phoneNumbers pr', false],
    ['emails pr', true],
    ['ims pr', false],
    ['name pr', true],
    ['name.middleName pr', false],
    ['active pr', true],
    ['emails.primary pr', true],
    ['bogus pr', false],
    ['title eq null', true],
    ['userName eq null', false],
    ['title ne null', false],
    ['userName ne null', true],
    ['userName gt null', false],
    ['bogus eq null', true],
  ])
})

describe('absent and unknown', () => {
  table([
    ['title eq "x"', false],
    ['title ne "x"', true],
    ['not (title eq "x")', true],
    ['bogus eq "x"', false],
    ['bogus ne "x"', true],
    ['bogus gt "x"', false],
    ['bogus[value eq "x"]', false],
    ['urn:example:other:userName eq "Ada"', false],
    ['name eq "Ada"', false],
    ['name ne "Ada"', true],
    ['userName.value eq "Ada"', false],
  ])
})

describe('several values', () => {
  table([
    ['emails.type eq "home"', true],
    ['emails.type eq "other"', false],
    ['emails.type ne "home"', true],
    ['not (emails.type eq "home")', false],
    ['emails co "example.com"', true],
    ['emails eq "ada@example.com"', true],
    ['emails.value ew "@HOME.example"', true],
    ['emails[type eq "work" and value co "@home"]', false],
    ['emails[type eq "home" and value co "@home"]', true],
    ['emails[not (type eq "work")]', true],
    ['emails[type eq "x" or (value sw "ada" and primary eq true)]', true],
    ['emails.type eq "work" and emails.value co "@home"', true],
    ['emails[primary eq false]', true],
    ['emails[primary eq false and type eq "work"]', false],
    ['emails.primary eq false', true],
    ['emails[name.sub eq "x"]', false],
    ['emails[urn:x:y:type eq "work"]', false],
    ['emails[type.sub eq "work"]', false],
    ['emails.type[value eq "work"]', false],
    ['emails[bogus ne "x"]', true],
    ['phoneNumbers[bogus ne "x"]', false],
    ['name[givenName eq "ada"]', true],
    ['userName[value eq "ada"]', false],
    ['schemas[value pr]', false],
  ])
})

describe('order', () => {
  table([
    ['userName gt "abc"', true],
    ['userName gt "ADA"', false],
    ['userName ge "ADA"', true],
    ['userName lt "adz"', true],
    ['userName lt "ada"', false],
    ['userName le "ada"', true],
    ['userName le "acz"', false],
    ['userName ge "adb"', false],
    ['externalId lt "a"', true],
    ['userName gt 5', false],
    ['userName le true', false],
    ['meta.created eq "2011-05-13T06:42:34.000+02:00"', true],
    ['meta.created ne "2011-05-13T06:42:34.000+02:00"', false],
    ['meta.created gt "2011-05-13T05:42:34+02:00"', true],
    ['meta.created lt "2011-05-13T00:00:00-05:00"', true],
    ['meta.lastModified gt "2011-05-13T04:42:34.49999Z"', true],
    ['meta.lastModified gt "2011-05-13T04:42:34.50Z"', false],
    ['meta.lastModified ge "2011-05-13T04:42:34.50Z"', true],
    ['meta.created gt "yesterday"', false],
    ['meta.created ne "yesterday"', true],
  ])

  test.each([
    ['active gt false', 'active', 'boolean'],
    ['title pr or active le true', 'active', 'boolean'],
    ['emails[primary ge true]', 'primary', 'boolean'],
    ['x509Certificates.value lt "A"', 'x509Certificates.value', 'binary'],
    ['x509Certificates lt "A"', 'x509Certificates', 'binary'],
  ])('%s is refused', (filter, path, type) => {
    expect(() => check(filter, {})).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidFilter',
        message: expect.stringContaining(`to ${path}, which is ${type}`),
      }),
    )
  })
})

describe('logic and names', () => {
  table([
    ['title pr or userName pr and externalId eq "x"', false],
    ['userName pr or title pr and title pr', true],
    ['(userName pr or title pr) and title pr', false],
    ['not (title pr) and not (title pr)', true],
    ['not (title pr and userName pr)', true],
    ['NOT(title pr) AND userName PR', true],
    [`${ENTERPRISE}:department eq "tour operations"`, true],
    [`${ENTERPRISE.toUpperCase()}:DEPARTMENT pr`, true],
    [`${ENTERPRISE}:manager.displayName eq "grace"`, true],
    [`${ENTERPRISE}:manager eq "M1"`, true],
    [`${ENTERPRISE}:manager eq "m1"`, false],
    ['department pr', false],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada"', true],
  ])

  test('a chain may be very long', () => {
    expect(check(Array.from({ length: 50_000 }, () => 'userName pr').join(' and '))).toBe(true)
  })

  test('a matcher is asked of many', () => {
    const hasTitle = matcher(parseFilter('title pr'), USER_RESOURCE_SCHEMA)
    expect([{ title: 'x' }, { title: null }, {}, { TITLE: 'y' }].map(hasTitle)).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  test('an element is matched by the filter of a path', () => {
    const emails = USER_RESOURCE_SCHEMA.core.attributes.find((attribute) => attribute.name === 'emails')
    if (emails === undefined) throw new Error('the user schema has emails')
    const isWork = elementMatcher(parseFilter('type eq "WORK"'), emails)
    expect([{ type: 'work' }, { type: 'home' }, {}, 'work', null].map(isWork)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})
