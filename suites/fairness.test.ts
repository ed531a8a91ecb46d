import { describe, expect, test } from 'vitest'
import { type SwitchableCapability, switchableCapabilities } from '../harness/reference/options.ts'
import { variants } from '../harness/reference/variants/index.ts'
import { combinationOf } from '../harness/run/inProcess/combinations.ts'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const checks = builtInChecks()
/** All variants where there is time (SCIMPROOF_FULL), else each thirtieth: what is sampled moves with the list. */
const full = process.env['SCIMPROOF_FULL'] !== undefined
const sampled = variants.filter((_, index) => full || index % 30 === 0)

/** Each capability in turn where there is time, else each third. */
const capabilities = (Object.keys(switchableCapabilities) as SwitchableCapability[]).filter(
  (_, index) => full || index % 3 === 0,
)

const rfc = checks.filter(({ profile }) => profile === 'rfc')
/** Without the properties, unless there is time: the conforming server and a combination are played with them. */
const rfcSampled = rfc.filter(({ id }) => full || !id.startsWith('fuzz.'))

const bad = (outcomes: Awaited<ReturnType<typeof playReference>>['outcomes'], verdicts: readonly string[]) =>
  outcomes
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ id, verdict, reason, observed }) => `${verdict} ${id}: ${reason} [${observed ?? ''}]`)

describe('a conforming server', () => {
  test('passes everything, without a warning', async () => {
    const { outcomes } = await playReference({}, checks, full ? {} : { examples: 2 })
    expect(bad(outcomes, ['fail', 'warn', 'blocked', 'error'])).toEqual([])
    expect(outcomes).toHaveLength(checks.length)
  }, 120_000)

  test.each(capabilities)(
    'without %s is never failed in rfc',
    async (capability) => {
      const { outcomes } = await playReference({ without: [capability] }, rfcSampled, { examples: 10 })
      expect(bad(outcomes, ['fail', 'blocked', 'error'])).toEqual([])
    },
    120_000,
  )

  const seeds = Array.from({ length: full ? 50 : 1 }, (_, index) => index + 1)
  test.each(seeds)(
    'of ten variants drawn by seed %i is never failed in rfc',
    async (seed) => {
      const combination = combinationOf(seed, 10)
      const { outcomes } = await playReference({ variants: combination, seed }, rfc, {
        examples: full ? 5 : 2,
        seed,
      })
      expect(bad(outcomes, ['fail', 'error']), combination.join(' ')).toEqual([])
    },
    240_000,
  )

  test.each(sampled.map(({ id, title }) => [id, title] as const))(
    '%s is never failed in rfc: %s',
    async (id) => {
      const { outcomes } = await playReference({ variants: [id] }, rfcSampled, { examples: 10 })
      expect(bad(outcomes, ['fail', 'error'])).toEqual([])
    },
    120_000,
  )
})
