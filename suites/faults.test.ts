import { describe, expect, test } from 'vitest'
import { allFaults, playFault } from '../harness/run/inProcess/faults.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const checks = builtInChecks()
/** All faults are played by `npm run faults`; here each thirtieth, and what is sampled moves with the list. */
const sampled = allFaults().filter((_, index) => index % 30 === 0)

describe('a seeded fault is caught by a check that reads what it violates', () => {
  test.each(sampled.map((fault) => [fault.id, fault] as const))(
    '%s',
    async (_, fault) => {
      const { caughtBy, errors } = await playFault(fault, checks)
      expect(errors).toEqual([])
      expect(caughtBy, `${fault.title} (violates ${fault.violates.join(', ')})`).not.toEqual([])
    },
    60_000,
  )
})
