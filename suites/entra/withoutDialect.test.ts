import { describe, expect, test } from 'vitest'
import type { Profile } from '../../harness/check/suite.ts'
import type { ReferenceOptions } from '../../harness/reference/options.ts'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../../harness/run/suites.ts'

/** The checks of some profiles that a reference server fails, or with which the harness has trouble, in order. */
async function failing(
  reference: ReferenceOptions,
  ...profiles: readonly Profile[]
): Promise<readonly string[]> {
  const checks = builtInChecks().filter(({ profile }) => profiles.includes(profile))
  const { outcomes } = await playReference(reference, checks, { examples: 5 })
  return outcomes
    .filter(({ verdict }) => ['fail', 'error', 'blocked'].includes(verdict))
    .map(({ id }) => id)
    .sort()
}

describe('the reference server', () => {
  test('passes all three profiles while it speaks Entra’s dialect', async () => {
    expect(await failing({}, 'rfc', 'entra', 'microsoft')).toEqual([])
  }, 300_000)

  test('passes the RFCs without it', async () => {
    expect(await failing({ entraDialect: false }, 'rfc')).toEqual([])
  }, 300_000)

  // Reviewed: texts for booleans, a value array at Remove, dotted and URN keys without path, elements made from a value
  // filter, and a manager as a bare id. Nothing else may stand here.
  test('shows without it just what Entra sends beyond the RFCs', async () => {
    expect(await failing({ entraDialect: false }, 'entra')).toMatchSnapshot()
  }, 300_000)
})
