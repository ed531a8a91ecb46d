// RFC 7644 §3.4.2.2, Table 3: what each operator means on text, booleans, times and numbers, on attributes with several
// values, and which operators have no meaning on a type and are refused.
import {
  askQuery,
  block,
  error,
  expectSelection,
  fail,
  grade,
  idOf,
  skip,
  suite,
  walkQuery,
} from '../../harness/check/index.ts'
import type { CheckContext } from '../../harness/check/index.ts'
import { parseFilter } from '../../harness/scim/filter/parse.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Json, Resource, ResourceSchema } from '../../harness/scim/types.ts'
import { attributesOf, resolve } from '../../harness/scim/schema/lookup.ts'

/** The type that the server publishes of an attribute, which may be another than in RFC 7643 §8.7.1 (ruling S-05). */
const typeOf = (schema: ResourceSchema, name: string, sub?: string) => {
  const found = resolve(schema, sub === undefined ? { name } : { name, sub })
  return (found?.sub ?? found?.attribute)?.type
}

const WRONG_PEOPLE = 'Whoever relies on this filter deals with other people than it asked for.'

/** One operator of Table 3, and filters that use it. */
interface OperatorCase {
  readonly id: string
  readonly title: string
  readonly verifies: readonly string[]
  readonly rulings?: readonly string[]
  readonly demand: string
  readonly filters: (members: readonly Resource[]) => readonly string[]
}

const quoted = (value: Json | undefined) => JSON.stringify(typeof value === 'string' ? value : '')
const userNameOf = (members: readonly Resource[], at: number) => {
  const name = getMember(members[at % members.length] ?? {}, 'userName')
  return typeof name === 'string' ? name : ''
}
const localOf = (members: readonly Resource[], at: number) => userNameOf(members, at).split('@')[0] ?? ''

const OPERATORS: readonly OperatorCase[] = [
  {
    id: 'eq-selects-equal-values',
    title: 'eq selects the resources whose value is equal, and no others',
    verifies: ['RFC7644-3.4.2.2-11', 'RFC7644-3.4.2.2-04'],
    demand: 'eq selects what has an equal value (RFC 7644 §3.4.2.2 Table 3).',
    filters: (members) => [
      `userName eq ${quoted(userNameOf(members, 1))}`,
      'title eq "Director"',
      'title eq "Direct"',
      'active eq true',
      'active eq false',
    ],
  },
  {
    id: 'ne-selects-other-values',
    title: 'ne selects the resources whose value is another',
    verifies: ['RFC7644-3.4.2.2-12'],
    rulings: ['F-02'],
    demand:
      'ne selects what has another value, and leaves out what has an equal one (RFC 7644 §3.4.2.2 Table 3).',
    filters: (members) => [`userName ne ${quoted(userNameOf(members, 0))}`, 'title ne "Director"'],
  },
  {
    id: 'co-selects-by-a-part',
    title: 'co selects the resources whose value contains the operand',
    verifies: ['RFC7644-3.4.2.2-13'],
    demand: 'co selects what contains the operand anywhere (RFC 7644 §3.4.2.2 Table 3).',
    filters: (members) => [
      `userName co ${quoted(localOf(members, 1).slice(2))}`,
      'title co "our Gui"',
      'title co "irect"',
    ],
  },
  {
    id: 'sw-selects-by-the-beginning',
    title: 'sw selects the resources whose value begins with the operand, or equals it',
    verifies: ['RFC7644-3.4.2.2-14'],
    demand: 'sw selects what begins with the operand, equality included (RFC 7644 §3.4.2.2 Table 3).',
    filters: (members) => [
      `userName sw ${quoted(userNameOf(members, 1))}`,
      `userName sw ${quoted(localOf(members, 1))}`,
      'title sw "Tour"',
      'title sw "our"',
    ],
  },
  {
    id: 'ew-selects-by-the-end',
    title: 'ew selects the resources whose value ends with the operand, or equals it',
    verifies: ['RFC7644-3.4.2.2-15'],
    demand: 'ew selects what ends with the operand, equality included (RFC 7644 §3.4.2.2 Table 3).',
    filters: (members) => [
      `userName ew ${quoted(userNameOf(members, 1))}`,
      'title ew "Guide"',
      'title ew "Guid"',
    ],
  },
  {
    id: 'pr-selects-what-has-a-value',
    title: 'pr selects the resources that have a value',
    verifies: ['RFC7644-3.4.2.2-16'],
    rulings: ['F-05'],
    demand: 'pr selects what has a value, and nothing that has none (RFC 7644 §3.4.2.2 Table 3).',
    filters: () => ['nickName pr', 'emails pr', 'name pr', 'emails.type pr', 'active pr'],
  },
  {
    id: 'gt-selects-later-text',
    title: 'gt selects text that sorts behind the operand',
    verifies: ['RFC7644-3.4.2.2-17'],
    rulings: ['F-14'],
    demand: 'gt selects what sorts behind the operand, and not what equals it (RFC 7644 §3.4.2.2 Table 3).',
    filters: () => ['nickName gt "fred"', 'nickName gt "grace"', 'nickName gt "gracf"'],
  },
  {
    id: 'ge-selects-later-or-equal-text',
    title: 'ge selects text that sorts behind the operand or equals it',
    verifies: ['RFC7644-3.4.2.2-21'],
    rulings: ['F-14'],
    demand: 'ge selects what sorts behind the operand or equals it (RFC 7644 §3.4.2.2 Table 3).',
    filters: () => ['nickName ge "grace"', 'nickName ge "gracf"', 'nickName ge "grab"'],
  },
  {
    id: 'lt-selects-earlier-text',
    title: 'lt selects text that sorts before the operand',
    verifies: ['RFC7644-3.4.2.2-23'],
    rulings: ['F-14'],
    demand: 'lt selects what sorts before the operand, and not what equals it (RFC 7644 §3.4.2.2 Table 3).',
    filters: () => ['nickName lt "gracf"', 'nickName lt "grace"', 'nickName lt "fred"'],
  },
  {
    id: 'le-selects-earlier-or-equal-text',
    title: 'le selects text that sorts before the operand or equals it',
    verifies: ['RFC7644-3.4.2.2-25'],
    rulings: ['F-14'],
    demand: 'le selects what sorts before the operand or equals it (RFC 7644 §3.4.2.2 Table 3).',
    filters: () => ['nickName le "grace"', 'nickName le "graca"', 'nickName le "gracf"'],
  },
  {
    id: 'any-value-of-several-counts',
    title: 'an attribute with several values matches when one of them does',
    verifies: ['RFC7644-3.4.2.2-39'],
    demand: 'An attribute with several values matches as soon as one of them does (RFC 7644 §3.4.2.2).',
    filters: () => ['emails.type eq "home"', 'emails.type eq "work"', 'emails.value co "-h@"'],
  },
]

const UNORDERED = [
  ['gt', 'RFC7644-3.4.2.2-20'],
  ['ge', 'RFC7644-3.4.2.2-22'],
  ['lt', 'RFC7644-3.4.2.2-24'],
  ['le', 'RFC7644-3.4.2.2-26'],
] as const

/** Users that differ in a number, where the published schema has one that can be written; else ends in `skip`. */
async function usersWithNumbers(context: CheckContext) {
  const { users, userSchema } = context
  const found = [...attributesOf(userSchema)].find(
    ({ attribute }) =>
      attribute.type === 'integer' && !attribute.multiValued && attribute.mutability === 'readWrite',
  )
  if (found === undefined) skip('The published schemas of users have no whole number that clients may write.')
  const { extension, attribute } = found
  const valueOf = (number: number) =>
    extension === undefined ? { [attribute.name]: number } : { [extension]: { [attribute.name]: number } }
  const numbers = [9, 10, 100]
  const made = []
  for (const number of numbers) made.push({ number, id: (await users.create(valueOf(number))).id })
  return { path: extension === undefined ? attribute.name : `${extension}:${attribute.name}`, made }
}

export default suite(
  'Filter operators',
  {
    id: 'rfc7644.filter',
    file: 'suites/rfc7644/3.4.2.2-filter-operators',
    needs: ['users', 'filter', 'create-user'],
  },
  ({ check }) => {
    for (const { demand, filters, title, ...options } of OPERATORS) {
      check(title, { ...options, impact: WRONG_PEOPLE }, async (context) => {
        const { members } = await context.population()
        for (const text of filters(members))
          await expectSelection(context, parseFilter(text), { reason: demand })
      })
    }

    check(
      'gt, ge, lt and le on times go by the instant, whatever the offset',
      {
        id: 'order-of-times-is-chronological',
        verifies: ['RFC7644-3.4.2.2-18'],
        rulings: ['F-15'],
        impact: 'Clients that ask for what changed since a moment miss changes.',
      },
      async (context) => {
        const { members } = await context.population()
        const meta = getMember(members[0] ?? {}, 'meta')
        const created = isObject(meta) ? getMember(meta, 'created') : undefined
        const moment = typeof created === 'string' ? Date.parse(created) : Number.NaN
        if (Number.isNaN(moment)) skip('The users have no meta.created to compare with.')
        // Text and time disagree: the earlier instant is written with the greater offset, and the other way round.
        const earlier = new Date(moment - 3_600_000 + 14 * 3_600_000).toISOString().replace('Z', '+14:00')
        const later = new Date(moment + 86_400_000 - 12 * 3_600_000).toISOString().replace('Z', '-12:00')
        const cases = [
          { text: `meta.created gt "${earlier}"`, all: true },
          { text: `meta.created lt "${earlier}"`, all: false },
          { text: `meta.created le "${later}"`, all: true },
          { text: `meta.created ge "${later}"`, all: false },
        ]
        const [member] = members
        if (member === undefined) block('There is no user to ask for.')
        for (const { text, all } of cases) {
          const filter = `userName eq ${quoted(getMember(member, 'userName'))} and ${text}`
          const { first, ids } = await walkQuery(context, context.users.endpoint, { filter })
          if (first.status !== 200) {
            grade(first)
              .warn(error(400, 'invalidFilter'), 'The server declines to compare times, as §3.12 lets it.')
              .otherwise.fail('A comparison of times is neither answered nor declined by invalidFilter.')
            return
          }
          if (ids.includes(idOf(member)) === all) continue
          context.warn({
            reason:
              'Times are not compared as instants (RFC 7644 §3.4.2.2 Table 3): another offset gives another result.',
            expected: `${filter} ${all ? 'selects' : 'does not select'} the user created ${String(created)}`,
            observed: all ? 'the user is not in the list' : 'the user is in the list',
            decisive: [first.exchange.id],
          })
        }
      },
    )

    check(
      'gt, ge, lt and le on whole numbers go by the number, not by its digits',
      { id: 'order-of-numbers-is-numeric', verifies: ['RFC7644-3.4.2.2-19'] },
      async (context) => {
        const { path, made } = await usersWithNumbers(context)
        const cases: readonly (readonly [string, readonly number[]])[] = [
          ['gt 9', [10, 100]],
          ['ge 10', [10, 100]],
          ['lt 10', [9]],
          ['le 10', [9, 10]],
        ]
        for (const [comparison, numbers] of cases) {
          const filter = `userName sw ${quoted(context.identity.mark)} and ${path} ${comparison}`
          const { first, ids } = await walkQuery(context, context.users.endpoint, { filter })
          if (first.status !== 200) {
            grade(first)
              .warn(error(400, 'invalidFilter'), 'The server declines to compare numbers, as §3.12 lets it.')
              .otherwise.fail('A comparison of numbers is neither answered nor declined by invalidFilter.')
            return
          }
          const found = made.filter(({ id }) => ids.includes(id)).map(({ number }) => number)
          if (JSON.stringify(found) === JSON.stringify(numbers)) continue
          fail({
            reason: 'Whole numbers are compared as numbers (RFC 7644 §3.4.2.2 Table 3).',
            expected: `${filter} selects the users with ${numbers.join(', ')}`,
            observed: found.length === 0 ? 'none of them' : `those with ${found.join(', ')}`,
            decisive: [first.exchange.id],
          })
        }
      },
    )

    for (const [operator, requirement] of UNORDERED) {
      check(
        `${operator} on a boolean is refused with invalidFilter`,
        {
          id: `${operator}-has-no-meaning-on-booleans`,
          verifies: [requirement],
          rulings: ['F-13'],
          advice:
            'Look up the type of the attribute before comparing, and answer 400 with scimType invalidFilter.',
        },
        async (context) => {
          const { users, userSchema } = context
          const filters = [
            ...(typeOf(userSchema, 'active') === 'boolean' ? [`active ${operator} true`] : []),
            ...(typeOf(userSchema, 'x509Certificates', 'value') === 'binary'
              ? [`x509Certificates.value ${operator} "MDE="`]
              : []),
          ]
          if (filters.length === 0)
            skip('No attribute of users that this check knows is a boolean or binary.')
          for (const filter of filters) {
            grade(await askQuery(context, users.endpoint, { filter, count: 1 }))
              .pass(error(400, 'invalidFilter'))
              .otherwise.fail(
                `${filter}: booleans and binaries have no order; the filter is refused with 400 invalidFilter (RFC 7644 §3.4.2.2 Table 3).`,
              )
          }
        },
      )
    }
  },
)
