import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcher } from '../scim/filter/evaluate.ts'
import { parseFilter } from '../scim/filter/parse.ts'
import { printFilter } from '../scim/filter/print.ts'
import { USER_RESOURCE_SCHEMA as schema } from '../scim/schema/core.ts'
import type { Filter, Resource } from '../scim/types.ts'
import { drawn } from './drawn.ts'
import { drawMeetingFilter, severalIn } from './meetingFilter.ts'

const core = { schemas: [schema.core.id] }
const population: readonly Resource[] = [
  { ...core, id: '1', userName: 'a', emails: [{ type: 'work', value: 'w' }] },
  {
    ...core,
    id: '2',
    userName: 'b',
    emails: [
      { type: 'work', value: 'w' },
      { type: 'home', value: 'h' },
    ],
  },
]

const sample = (members: readonly Resource[]) =>
  fc.sample(
    drawn<Filter | null>({
      make: (draw) => drawMeetingFilter(draw, schema, severalIn(schema, members), { uris: 'needed' }) ?? null,
      isValue: (value): value is Filter | null => value !== undefined,
      smaller: () => [],
    }),
    { seed: 1, numRuns: 200 },
  )

test('conditions hold in different elements of one member', () => {
  const filters = sample(population).filter((filter) => filter !== null)
  const apart = filters.filter(({ kind }) => kind === 'and')
  expect(apart.length).toBeGreaterThan(30)
  for (const filter of apart) {
    expect(parseFilter(printFilter(filter))).toEqual(filter)
    expect(population.filter(matcher(filter, schema)).map(({ id }) => id)).toEqual(['2'])
  }
})

test('they stand in brackets of their own, in the same brackets, and behind dots', () => {
  const texts = sample(population).map((filter) => (filter === null ? '' : printFilter(filter)))
  for (const form of [
    /^emails\[[^\]]*\] and emails\[[^\]]*\]$/i,
    /^emails\[[^\]]* and [^\]]*\]$/i,
    /^emails\.\S+ eq \S+ and emails\./i,
    /^emails\[[^\]]*\] or emails\./i,
    /^not \(emails\./i,
    /^emails\[not \(/i,
  ])
    expect(
      texts.some((text) => form.test(text)),
      String(form),
    ).toBe(true)
})

test('there is none where nobody has several elements', () => {
  expect(new Set(sample(population.slice(0, 1)))).toEqual(new Set([null]))
})
