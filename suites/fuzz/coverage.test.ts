import { expect, test } from 'vitest'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import filter from './filter.suite.ts'
import patch from './patch.suite.ts'

const properties = [...filter.checks, ...patch.checks].filter(({ id }) =>
  ['fuzz.filter.selects-what-it-means', 'fuzz.patch.ends-in-a-permitted-state'].includes(id),
)

test.each([1])(
  'the default budget reaches every part of the grammars that this server allows, with seed %d',
  async (seed) => {
    const { outcomes } = await playReference({}, properties, { seed })
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['pass', 'pass'])
    for (const { exercise } of outcomes) {
      expect(exercise?.reachable.filter((cell) => exercise.cells[cell] === undefined)).toEqual([])
      expect(exercise?.reachable.length).toBeGreaterThan(60)
      expect(exercise?.open).toEqual([])
    }
  },
  120_000,
)
