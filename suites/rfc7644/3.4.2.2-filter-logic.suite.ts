// RFC 7644 §3.4.2.2, Tables 4 and 5: and, or, not, parentheses, their precedence, and brackets, inside which all
// conditions speak of one and the same value.
import { expectSelection, suite } from '../../harness/check/index.ts'
import { parseFilter } from '../../harness/scim/filter/parse.ts'
import { expectFinds } from './finding.ts'

const WRONG_PEOPLE = 'Whoever relies on this filter deals with other people than it asked for.'

interface LogicCase {
  readonly id: string
  readonly title: string
  readonly verifies: readonly string[]
  readonly rulings?: readonly string[]
  readonly demand: string
  readonly filters: readonly string[]
}

const CASES: readonly LogicCase[] = [
  {
    id: 'and-demands-both',
    title: 'and selects what both sides select',
    verifies: ['RFC7644-3.4.2.2-27'],
    demand: 'and holds where both of its sides hold (RFC 7644 §3.4.2.2 Table 4).',
    filters: ['active eq true and title eq "Director"', 'title pr and nickName pr and active eq false'],
  },
  {
    id: 'or-demands-one',
    title: 'or selects what one side selects',
    verifies: ['RFC7644-3.4.2.2-28'],
    demand: 'or holds where one of its sides holds (RFC 7644 §3.4.2.2 Table 4).',
    filters: [
      'active eq true or title eq "Director"',
      'title eq "Director" or title eq "Tour Guide"',
      'title eq "Direct" or title sw "Tour"',
    ],
  },
  {
    id: 'not-inverts',
    title: 'not selects what the expression in its parentheses does not select',
    verifies: ['RFC7644-3.4.2.2-29'],
    rulings: ['F-03', 'F-08'],
    demand: 'not holds where the expression in its parentheses does not (RFC 7644 §3.4.2.2 Table 4).',
    filters: [
      'not (active eq true)',
      'not (title eq "Director")',
      'not (title eq "Director" or active eq true)',
    ],
  },
  {
    id: 'and-binds-before-or',
    title: 'not binds before and, and and before or',
    verifies: ['RFC7644-3.4.2.2-38'],
    rulings: ['F-09', 'F-08'],
    demand: 'not binds before and, and and before or (RFC 7644 §3.4.2.2).',
    filters: [
      'name.givenName eq "Ada" or name.givenName eq "Grace" and active eq false',
      'active eq false and name.givenName eq "Grace" or name.givenName eq "Ada"',
      'not (active eq true) and name.givenName eq "Ada"',
      'not (active eq true) or name.givenName eq "Ada"',
    ],
  },
  {
    id: 'parentheses-come-first',
    title: 'what stands in parentheses is worked out first',
    verifies: ['RFC7644-3.4.2.2-38'],
    rulings: ['F-09', 'F-08'],
    demand: 'An expression in parentheses is worked out before those around it (RFC 7644 §3.4.2.2 Table 4).',
    filters: [
      '(name.givenName eq "Ada" or name.givenName eq "Grace") and active eq false',
      'active eq false and (title eq "Director" or (name.givenName eq "Ada" and title pr))',
      'not ((active eq true or name.givenName eq "Ada") and displayName pr)',
    ],
  },
  {
    id: 'brackets-speak-of-one-value',
    title: 'the conditions in brackets hold for one and the same value',
    verifies: ['RFC7644-3.4.2.2-32'],
    rulings: ['F-10'],
    demand: 'All conditions in brackets hold for one value of the attribute (RFC 7644 §3.4.2.2 Table 5).',
    filters: [
      'emails[type eq "home" and value co "-h@"]',
      'emails[type eq "home" and value co "-w@"]',
      'emails[type eq "work" and value co "-h@"]',
    ],
  },
  {
    id: 'brackets-take-any-filter',
    title: 'what stands in brackets is a filter on the sub-attributes',
    verifies: ['RFC7644-3.4.2.2-33'],
    rulings: ['F-10'],
    demand:
      'Brackets hold a filter on the sub-attributes of the attribute before them (RFC 7644 §3.4.2.2 Table 5).',
    filters: [
      'emails[type eq "home"]',
      'emails[primary eq true]',
      'emails[value sw "nobody" or type eq "home"]',
      'emails[value sw "nobody" or type eq "work"]',
      'emails[not (type eq "work")]',
      'active eq true and emails[type eq "home" and (value co "-h@" or value co "-x@")]',
    ],
  },
]

export default suite(
  'Logic in filters',
  {
    id: 'rfc7644.filter',
    file: 'suites/rfc7644/3.4.2.2-filter-logic',
    needs: ['users', 'filter', 'create-user'],
  },
  ({ check }) => {
    for (const { demand, filters, title, ...options } of CASES) {
      check(title, { ...options, impact: WRONG_PEOPLE }, async (context) => {
        for (const text of filters)
          await expectSelection(context, parseFilter(text), { reason: demand, text })
      })
    }

    check(
      'an or that is the whole filter finds what either side finds',
      {
        id: 'or-stands-alone',
        verifies: ['RFC7644-3.4.2.2-28'],
        needs: ['filter-eq'],
        impact: WRONG_PEOPLE,
      },
      async (context) => {
        const users = [await context.users.create(), await context.users.create()]
        const names = users.map(({ sent }) => `userName eq ${JSON.stringify(sent['userName'] ?? null)}`)
        await expectFinds(
          context,
          names.join(' or '),
          { finds: users },
          'or holds where one of its sides holds, whatever stands around it (RFC 7644 §3.4.2.2 Table 4).',
        )
      },
    )
  },
)
