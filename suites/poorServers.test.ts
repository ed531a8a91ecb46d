import { describe, expect, test } from 'vitest'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const checks = builtInChecks()
const entra = checks.filter(({ profile }) => profile === 'entra')
const full = process.env['SCIMPROOF_FULL'] !== undefined
/** Without the properties, unless there is time. */
const rfc = checks.filter(({ id, profile }) => profile === 'rfc' && (full || !id.startsWith('fuzz.')))

describe('a server whose creations have no body', () => {
  test('is graded all the same: what it made is read at its Location', async () => {
    const { outcomes } = await playReference({ variants: ['create.no-body'] }, rfc, { examples: 5 })
    const named = (...verdicts: string[]) =>
      outcomes.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id)
    expect(named('fail', 'blocked', 'error')).toEqual([])
    expect(named('warn')).toContain('rfc7644.create.answers-with-the-resource')
  }, 120_000)
})

describe('a server without PATCH', () => {
  test.each([
    ['which says so', { without: ['patch'] }],
    ['which refuses it', { variants: ['patch.not-permitted'] }],
  ] as const)('%s fails entra once, and the rest of it is blocked by that', async (_, reference) => {
    const { outcomes } = await playReference(reference, entra, { examples: full ? 5 : 1 })
    expect(outcomes.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([
      'entra.update.offers-patch',
    ])
    const blocked = outcomes.filter(({ verdict }) => verdict === 'blocked')
    expect(blocked.length).toBeGreaterThan(30)
    expect(new Set(blocked.map(({ blockedBy }) => blockedBy))).toEqual(new Set(['entra.update.offers-patch']))
  })
})

describe('one basic fault', () => {
  test.each([
    ['query.filter-ignored', 'rfc7644.query.eq-finds-the-user'],
    ['media.empty-body', 'rfc7644.answers.body-is-json'],
    ['bulk.advertised-but-absent', 'rfc7644.bulk.agrees-with-the-configuration'],
    ['read.as-list', 'rfc7644.answers.one-is-no-list'],
    ['projection.attributes-ignored', 'rfc7644.projection.attributes-replaces-the-default'],
  ])(
    '%s is told by %s, and by few others',
    async (fault, teller) => {
      const played = rfc.filter(({ id }) => !id.startsWith('fuzz.'))
      const { outcomes } = await playReference({ faults: [fault] }, played, { examples: 5 })
      const failed = outcomes.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
      expect(failed).toContain(teller)
      expect(failed.length).toBeLessThanOrEqual(5)
    },
    60_000,
  )
})
