import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { AttributePath, Filter, Resource } from '../types.ts'
import { matches } from './evaluate.ts'
import { explainMatch } from './explain.ts'
import { judge } from './judge.ts'
import { COMPARE_OPERATORS, parseFilter } from './parse.ts'
import { printFilter } from './print.ts'
import { refusable } from './refusable.ts'
import { checkFilter } from './validate.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const schema = USER_RESOURCE_SCHEMA
const runs = { numRuns: 2_000, seed: 7644 }

const words = [
  '',
  'a',
  'A',
  'ab',
  'Ab',
  'b',
  'work',
  'Straße',
  'STRASSE',
  'é',
  'É',
  'e\u0301',
  'true',
  '5',
  '2020-01-01T00:00:00Z',
]
const word = fc.constantFrom(...words)
const literal = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.boolean(),
  fc.integer({ min: -9, max: 9 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.constantFrom(null, '2020-01-01T01:00:00.5+01:00', '2021-06-01T00:00:00Z'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

/** Filters over some paths; those in brackets over others. */
function filters(
  paths: readonly AttributePath[],
  parents: readonly string[],
  inner: readonly AttributePath[],
) {
  const tree = (names: readonly AttributePath[], leaf?: fc.Arbitrary<Filter>) =>
    fc.letrec<{ filter: Filter }>((tie) => {
      const path = fc.constantFrom(...names)
      const compare = fc.record({
        kind: fc.constant('compare' as const),
        path,
        op: fc.constantFrom(...COMPARE_OPERATORS),
        value: literal,
      })
      const present = fc.record({ kind: fc.constant('present' as const), path })
      const junction = fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        left: tie('filter'),
        right: tie('filter'),
      })
      const not = fc.record({ kind: fc.constant('not' as const), filter: tie('filter') })
      return {
        filter: fc.oneof(
          { maxDepth: 4, withCrossShrink: true },
          { weight: 4, arbitrary: compare },
          { weight: 1, arbitrary: present },
          ...(leaf === undefined ? [] : [{ weight: 2, arbitrary: leaf }]),
          { weight: 3, arbitrary: junction },
          { weight: 2, arbitrary: not },
        ),
      }
    }).filter
  const valuePath = fc.record({
    kind: fc.constant('valuePath' as const),
    path: fc.constantFrom(...parents.map((name) => ({ name }))),
    filter: tree(inner),
  })
  return tree(paths, valuePath)
}

const path = (text: string): AttributePath => {
  const filter = parseFilter(`${text} pr`)
  if (!('path' in filter)) throw new Error(`${text} is not a path`)
  return filter.path
}

const userFilter = filters(
  [
    'userName',
    'id',
    'title',
    'nickName',
    'active',
    'name',
    'name.givenName',
    'emails',
    'emails.type',
    'emails.value',
    'emails.primary',
  ]
    .concat([
      'meta.created',
      'profileUrl',
      'bogus',
      `${ENTERPRISE}:department`,
      `${ENTERPRISE}:manager`,
      'password',
      'x509Certificates',
    ])
    .map(path),
  ['emails', 'name', 'bogus', 'title', 'ims'],
  ['type', 'value', 'primary', 'givenName', 'bogus'].map(path),
)

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 })
const email = fc.record(
  { value: word, type: fc.constantFrom('work', 'Work', 'home'), primary: fc.boolean() },
  { requiredKeys: [] },
)
const user: fc.Arbitrary<Resource> = fc.record(
  {
    userName: word,
    id: word,
    title: sometimes(word),
    nickName: word,
    active: fc.boolean(),
    name: sometimes(fc.record({ givenName: word }, { requiredKeys: [] })),
    emails: sometimes(fc.array(email, { maxLength: 3 })),
    meta: fc.record({
      created: fc.constantFrom('2020-01-01T00:00:00Z', '2020-01-01T01:00:00.5+01:00', '2022-01-01T00:00:00Z'),
    }),
    profileUrl: word,
    x509Certificates: fc.constant([{ value: 'TUlJ' }]),
    [ENTERPRISE]: sometimes(fc.record({ department: word, manager: fc.record({ value: word }) })),
  },
  { requiredKeys: [] },
)

const askable = userFilter.filter((filter) =>
  checkFilter(filter, schema).every(({ kind }) => kind !== 'no-order'),
)
const is = (filter: Filter, resource: Resource) => matches(filter, resource, schema)
const not = (filter: Filter): Filter => ({ kind: 'not', filter })
const join = (kind: 'and' | 'or', left: Filter, right: Filter): Filter => ({ kind, left, right })

describe('meaning', () => {
  test('is the same after printing and reading', () => {
    fc.assert(
      fc.property(askable, user, (filter, resource) => {
        expect(is(parseFilter(printFilter(filter)), resource)).toBe(is(filter, resource))
      }),
      runs,
    )
  })

  test('follows De Morgan', () => {
    fc.assert(
      fc.property(askable, askable, user, (a, b, resource) => {
        expect(is(not(join('and', a, b)), resource)).toBe(is(join('or', not(a), not(b)), resource))
        expect(is(not(join('or', a, b)), resource)).toBe(is(join('and', not(a), not(b)), resource))
      }),
      runs,
    )
  })

  test('is unchanged by double negation, and contrary after a single one', () => {
    fc.assert(
      fc.property(askable, user, (filter, resource) => {
        expect(is(not(not(filter)), resource)).toBe(is(filter, resource))
        expect(is(not(filter), resource)).toBe(!is(filter, resource))
      }),
      runs,
    )
  })

  test('does not depend on the case of attribute names, in the filter or in the resource', () => {
    const upper = (path: AttributePath): AttributePath => ({
      name: path.name.toUpperCase(),
      ...(path.uri === undefined ? {} : { uri: path.uri.toUpperCase() }),
      ...(path.sub === undefined ? {} : { sub: path.sub.toUpperCase() }),
    })
    const shout = (filter: Filter): Filter => {
      switch (filter.kind) {
        case 'and':
        case 'or':
          return join(filter.kind, shout(filter.left), shout(filter.right))
        case 'not':
          return not(shout(filter.filter))
        case 'valuePath':
          return { ...filter, path: upper(filter.path), filter: shout(filter.filter) }
        case 'compare':
        case 'present':
          return { ...filter, path: upper(filter.path) }
      }
    }
    const upperKeys = (resource: Resource): Resource =>
      Object.fromEntries(Object.entries(resource).map(([name, value]) => [name.toUpperCase(), value]))
    fc.assert(
      fc.property(askable, user, (filter, resource) => {
        expect(is(shout(filter), upperKeys(resource))).toBe(is(filter, resource))
      }),
      runs,
    )
  })
})

describe('judgement', () => {
  const decision = (filter: Filter, resource: Resource) => judge(filter, resource, schema).verdict

  test('agrees with the reference reading wherever it is decided, and names rulings where not', () => {
    let decided = 0
    fc.assert(
      fc.property(askable, user, (filter, resource) => {
        const { verdict, rulings } = judge(filter, resource, schema)
        expect(rulings.length > 0).toBe(verdict === 'either')
        if (verdict === 'either') return
        decided += 1
        expect(verdict).toBe(is(filter, resource) ? 'match' : 'no-match')
      }),
      runs,
    )
    expect(decided).toBeGreaterThan(runs.numRuns / 4)
  })

  test('of a contrary is never the same', () => {
    fc.assert(
      fc.property(askable, user, (filter, resource) => {
        if (decision(filter, resource) === 'match') expect(decision(not(filter), resource)).toBe('no-match')
        if (decision(not(filter), resource) === 'match') expect(decision(filter, resource)).toBe('no-match')
      }),
      runs,
    )
  })

  test('of a conjunction is decided by what is decided', () => {
    fc.assert(
      fc.property(askable, askable, user, (a, b, resource) => {
        const [left, right] = [decision(a, resource), decision(b, resource)]
        if (left === 'no-match' || right === 'no-match')
          expect(decision(join('and', a, b), resource)).toBe('no-match')
        if (left === 'match' || right === 'match') expect(decision(join('or', a, b), resource)).toBe('match')
      }),
      runs,
    )
  })

  test('a filter that the evaluator refuses may be refused, and one that must be refused is', () => {
    fc.assert(
      fc.property(userFilter, user, (filter, resource) => {
        const { allowed, required, rulings } = refusable(filter, schema)
        expect(allowed).toBe(rulings.length > 0)
        const refused = !askableHere(filter, resource)
        if (refused) expect(allowed).toBe(true)
        if (required) expect(refused).toBe(true)
      }),
      runs,
    )
  })

  test('an explanation ends its first line with the verdict of the evaluator', () => {
    fc.assert(
      fc.property(askable, user, (filter, resource) => {
        const [first = ''] = explainMatch(filter, resource, schema)
        expect(first.includes('does not match')).toBe(!is(filter, resource))
        expect(first.includes('matches')).toBe(is(filter, resource))
      }),
      runs,
    )
  })
})

function askableHere(filter: Filter, resource: Resource): boolean {
  try {
    is(filter, resource)
    return true
  } catch (error) {
    expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' })
    return false
  }
}
