import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Resource } from '../types.ts'
import { explainMatch } from './explain.ts'
import { parseFilter } from './parse.ts'

const ada: Resource = {
  externalId: 'X1',
  userName: 'Ada',
  active: true,
  profileUrl: 'https://example.com/Ada',
  emails: [{ value: 'ada@example.com', type: 'work' }, { value: 'ada@home.example', type: 'home' }, 'stray'],
  ims: [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value: String(value) })),
  x509Certificates: [{ value: 'TUlJ' }],
  meta: { created: '2011-05-13T04:42:34Z' },
}

const explained = (filter: string) => explainMatch(parseFilter(filter), ada, USER_RESOURCE_SCHEMA)

describe('one expression', () => {
  test.each([
    [
      'userName eq "ada"',
      'userName is "Ada"; eq "ada" ignores case here because caseExact is false, so it matches',
    ],
    [
      'userName sw "x"',
      'userName is "Ada"; sw "x" ignores case here because caseExact is false, so it does not match',
    ],
    [
      'externalId eq "x1"',
      'externalId is "X1"; eq "x1" heeds case here because caseExact is true, so it does not match',
    ],
    [
      'userName gt "abc"',
      'userName is "Ada"; gt "abc" compares by code point and ignores case here because caseExact is false, so it matches',
    ],
    [
      'externalId le "a"',
      'externalId is "X1"; le "a" compares by code point and heeds case here because caseExact is true, so it matches',
    ],
    [
      'profileUrl ew "ada"',
      'profileUrl is "https://example.com/Ada"; ew "ada" heeds case here because a reference is case exact (RFC 7643 §2.3.7), so it does not match',
    ],
    [
      'x509Certificates.value eq "TUlJ"',
      'x509Certificates.value is "TUlJ"; eq "TUlJ" heeds case here because binary data is case exact (RFC 7643 §2.3.6), so it matches',
    ],
    [
      'meta.created lt "2011-05-13T04:42:34.5Z"',
      'meta.created is "2011-05-13T04:42:34Z"; lt "2011-05-13T04:42:34.5Z" compares points in time, not texts (RFC 7644 §3.4.2.2), so it matches',
    ],
    [
      'meta.created sw "2011"',
      'meta.created is "2011-05-13T04:42:34Z"; sw "2011" ignores case here because caseExact is false, so it matches',
    ],
    ['active eq true', 'active is true; eq true compares booleans, so it matches'],
    ['active co "ru"', 'active is true; co "ru" compares as texts, so it matches'],
    [
      'active ne "true"',
      'active is true; ne "true" compares values of different types, which are never identical, so it matches',
    ],
    [
      'userName eq 5',
      'userName is "Ada"; eq 5 compares values of different types, which are never identical, so it does not match',
    ],
    ['title eq "x"', 'title has no value; eq "x" needs a value, so it does not match'],
    ['title ne "x"', 'title has no value; ne "x" holds where there is no value, so it matches'],
    ['title eq null', 'title has no value; eq null asks for no value (RFC 7643 §2.5), so it matches'],
    ['userName ne null', 'userName is "Ada"; ne null asks for a value (RFC 7643 §2.5), so it matches'],
    ['userName co null', 'userName is "Ada"; co null holds of nothing, so it does not match'],
    [
      'bogus eq "x"',
      'bogus is not defined by the schema and has no value; eq "x" needs a value, so it does not match',
    ],
    [
      'bogus ne null',
      'bogus is not defined by the schema and has no value; ne null asks for a value (RFC 7643 §2.5), so it does not match',
    ],
    [
      'bogus pr',
      'bogus is not defined by the schema and has no value; pr asks for a value, so it does not match',
    ],
    ['userName pr', 'userName is "Ada"; pr asks for a non-empty value, so it matches'],
    ['title pr', 'title has no value; pr asks for a non-empty value, so it does not match'],
    [
      'name eq "x"',
      'name is complex and has no sub-attribute value; eq "x" needs a value, so it does not match',
    ],
    [
      'emails.type eq "HOME"',
      'emails.type has the values "work", "home"; eq "HOME" ignores case here because caseExact is false; one value is enough, and "home" is such, so it matches',
    ],
    [
      'emails sw "x"',
      'emails.value has the values "ada@example.com", "ada@home.example"; sw "x" ignores case here because caseExact is false; one value is enough, and none is such, so it does not match',
    ],
    [
      'ims.value eq "7"',
      'ims.value has the values "1", "2", "3", "4", "5" and 2 more; eq "7" ignores case here because caseExact is false; one value is enough, and "7" is such, so it matches',
    ],
    ['phoneNumbers[type pr]', 'phoneNumbers has no value, so phoneNumbers[type pr] does not match'],
    [
      'bogus[type pr]',
      'bogus is not defined by the schema and has no value, so bogus[type pr] does not match',
    ],
    ['active gt true', 'The operator gt does not apply to active, which is boolean (RFC 7644 §3.4.2.2).'],
  ])('%s', (filter, line) => {
    expect(explained(filter)).toEqual([line])
  })
})

describe('composed filters', () => {
  test('say what each part does', () => {
    expect(explained('not (title pr) and (userName pr or title pr)')).toEqual([
      'not (title pr) and (userName pr or title pr) matches: of 2 expressions all must match, 2 do:',
      '  not (title pr) matches, the contrary of:',
      '    title has no value; pr asks for a non-empty value, so it does not match',
      '  userName pr or title pr matches: of 2 expressions one must match, 1 does:',
      '    userName is "Ada"; pr asks for a non-empty value, so it matches',
      '    title has no value; pr asks for a non-empty value, so it does not match',
    ])
  })

  test('say which element matches', () => {
    expect(explained('emails[type eq "home"]')).toEqual([
      'emails[type eq "home"] matches: one element must match the whole',
      '  element 1 of 3, {"value":"ada@example.com","type":"work"}:',
      '    type is "work"; eq "home" ignores case here because caseExact is false, so it does not match',
      '  element 2 of 3, {"value":"ada@home.example","type":"home"}:',
      '    type is "home"; eq "home" ignores case here because caseExact is false, so it matches',
      '  element 3 of 3, "stray":',
      '    it has no sub-attributes, so it does not match',
    ])
  })
})
