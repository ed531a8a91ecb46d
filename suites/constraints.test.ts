import { describe, expect, test } from 'vitest'
import { demandVariants } from '../harness/reference/variants/demands.ts'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const AREAS = [
  'rfc7644.create.',
  'rfc7644.patch',
  'rfc7644.query.',
  'rfc7643.characteristics.',
  'rfc7643.values.',
]
const checks = builtInChecks().filter(({ id }) => AREAS.some((area) => id.startsWith(area)))
const counted = (outcomes: readonly { readonly verdict: string }[], ...verdicts: string[]) =>
  outcomes.filter(({ verdict }) => verdicts.includes(verdict)).length

describe('a server with rules of its own', () => {
  test.each(demandVariants.map(({ id, title }) => [id, title] as const))(
    '%s is green once it is told: %s',
    async (id) => {
      const { outcomes } = await playReference({ variants: [id] }, checks, { examples: 5 })
      expect(counted(outcomes, 'fail', 'blocked', 'error', 'warn')).toBe(0)
      expect(counted(outcomes, 'pass')).toBeGreaterThan(0.8 * checks.length)
    },
    60_000,
  )

  test.each([
    ['demands.user-name-pattern', 'userName must match'],
    ['demands.no-nick-name', 'nickName must not be sent'],
  ])(
    '%s untold: the report says what it asked for',
    async (id, demand) => {
      const { outcomes, sums } = await playReference({ variants: [id] }, checks, {
        constraints: {},
        examples: 5,
      })
      expect(sums.notes.join('\n')).toContain(demand)
      expect(counted(outcomes, 'fail')).toBeLessThan(3)
      expect(counted(outcomes, 'blocked')).toBeGreaterThan(0)
    },
    60_000,
  )
})
