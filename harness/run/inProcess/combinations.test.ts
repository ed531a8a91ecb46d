import { expect, test } from 'vitest'
import { incompatibleVariants } from '../../reference/variants/incompatible.ts'
import { variants } from '../../reference/variants/index.ts'
import { combinationOf } from './combinations.ts'

test('a combination has as many variants as asked, the same for the same seed, and no two that exclude each other', () => {
  expect(combinationOf(7, 10)).toHaveLength(10)
  expect(combinationOf(7, 10)).toEqual(combinationOf(7, 10))
  expect(combinationOf(7, 10)).not.toEqual(combinationOf(8, 10))
  for (let seed = 1; seed <= 50; seed += 1) {
    const chosen = combinationOf(seed, 40)
    for (const { pair } of incompatibleVariants)
      expect(
        pair.every((id) => chosen.includes(id)),
        `${seed}: ${pair.join(' ')}`,
      ).toBe(false)
  }
})

test('incompatible variants are variants', () => {
  const known = variants.map(({ id }) => id)
  for (const { pair } of incompatibleVariants) expect(known).toEqual(expect.arrayContaining([...pair]))
})

test('there are at least fifty variants', () => {
  expect(variants.length).toBeGreaterThanOrEqual(50)
})
