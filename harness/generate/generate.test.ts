import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assertNoGlobalAltered,
  assertOnlyCorrectValues,
  assertSameValuesForSameSeed,
  assertShrinkable,
  assertShrinkableWithoutContext,
  assertStrictlySmallerShrinks,
} from './generate.assertions.ts'
import * as generate from './index.ts'
import { subjects } from './subjects.assertions.ts'

/** Functions of the entry that are no arbitraries. */
const plain = [
  'addressKind',
  'attributeTargets',
  'domainsIn',
  'filterAims',
  'filterCells',
  'filterNodes',
  'filterTowards',
  'isInvalidFilter',
  'patchCells',
  'patchMessage',
  'patchNodes',
  'patchTowards',
  'projectionQuery',
  'reachableFilterCells',
  'reachablePatchCells',
  'reservedAddresses',
  'walkOf',
  'writableAttributes',
]

test('every arbitrary of the entry stands in the table', () => {
  const tabled = new Set(subjects.map(({ name }) => name.replace(/ .*/, '')))
  const offered = Object.entries(generate).filter(
    ([name, value]) => typeof value === 'function' && !plain.includes(name),
  )
  expect(offered.map(([name]) => name).filter((name) => !tabled.has(name))).toEqual([])
})

describe.each(subjects)('$name', (subject) => {
  test('gives the same values for the same seed', () => assertSameValuesForSameSeed(subject))
  test('gives correct values only, also when shrunk', () => assertOnlyCorrectValues(subject))
  test('shrinks, and comes to an end', () => assertShrinkable(subject))
  test('shrinks to smaller values', () => assertStrictlySmallerShrinks(subject))
  test('shrinks values that came from elsewhere', () => assertShrinkableWithoutContext(subject))
  test('alters no global', () => {
    assertNoGlobalAltered(() => fc.sample(subject.make(), { numRuns: 10, seed: 1 }))
  })
})

const independent = subjects.filter(({ followsOracle }) => followsOracle !== true)

describe.each(independent)('$name', (subject) => {
  test('gives what it always gave for a seed', () => {
    const values = fc.stringify(fc.sample(subject.make(), { numRuns: 20, seed: 2026 }))
    const digest = createHash('sha256').update(values).digest('hex').slice(0, 16)
    expect(`${digest} ${values.slice(0, 400)}`).toMatchSnapshot()
  })
})
