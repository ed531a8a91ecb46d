import { describe, expect, test } from 'vitest'
import notPlayed from '../../../fixtures/entra/not-played.json' with { type: 'json' }
import notPlayedSchema from '../../../fixtures/entra/not-played.schema.json' with { type: 'json' }
import { violations } from '../../../fixtures/violations.ts'
import measured from '../../../suites/plays.json' with { type: 'json' }
import { coverage, gapsOf } from '../coverage.ts'
import { idleExcuses, measurePlays, playedFixtures } from './plays.ts'
import { builtInChecks } from '../suites.ts'

const checks = builtInChecks()
const ids = checks.map(({ id }) => id)

describe('recorded exchanges', () => {
  test('are played by the checks that suites/plays.json names', async () => {
    expect(
      await measurePlays(),
      'suites/plays.json is not what is played. Measure again: npx tsx scripts/plays.ts',
    ).toEqual(measured)
  }, 180_000)

  test('are all played, or a reason says why not, and no reason is idle', () => {
    const fixtures = playedFixtures(ids)
    expect(fixtures.filter(({ checks, why }) => checks.length === 0 && why === undefined)).toEqual([])
    expect(idleExcuses(fixtures)).toEqual([])
    expect(violations(notPlayedSchema, notPlayed)).toEqual([])
  })

  test('are a gap of the coverage once their only player is gone', () => {
    const without = checks.filter(({ id }) => !id.startsWith('entra.reading.'))
    expect(gapsOf(coverage(without)).map(({ id }) => id)).toContain('schema-discovery.both.tut-schemas')
  })
})
