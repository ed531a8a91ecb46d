import { describe, expect, test } from 'vitest'
import { playReference } from '../harness/run/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const checks = builtInChecks()
const rfc = checks.filter(({ profile }) => profile === 'rfc')

describe('a server whose creations have no body', () => {
  test('is graded all the same: what it made is read at its Location', async () => {
    const { outcomes } = await playReference({ variants: ['create.no-body'] }, rfc, { examples: 5 })
    const named = (...verdicts: string[]) =>
      outcomes.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id)
    expect(named('fail', 'blocked', 'error')).toEqual([])
    expect(named('warn')).toContain('rfc7644.create.answers-with-the-resource')
  }, 120_000)
})
