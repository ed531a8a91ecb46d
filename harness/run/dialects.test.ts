import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problemsOfRun } from '../../reports/model/index.ts'
import type { Verdict } from '../check/verdict.ts'
import { dialectFacts, dialectOf, isOtherDialect, type Spoken } from './dialects.ts'
import { run } from './run.ts'

const BASE = 'https://scim.example.com/v2'
const FLAGGED = `${BASE}/?aadOptscim062020`
const spoken = (verdict: Verdict, ...tags: string[]): Spoken => ({ verdict, tags })

describe('a check', () => {
  test.each([
    [['legacy', 'load'], 'legacy'],
    [['compliant'], 'compliant'],
    [[], undefined],
    [['legacy', 'compliant'], undefined],
  ])('tagged %j belongs to %s', (tags, dialect) => {
    expect(dialectOf(tags)).toBe(dialect)
  })
})

describe('the tallies', () => {
  test('count a check of neither dialect in both', () => {
    const { tallies } = dialectFacts(
      [spoken('pass'), spoken('fail', 'legacy'), spoken('warn', 'compliant'), spoken('skip', 'compliant')],
      BASE,
    )
    expect(tallies.legacy).toEqual({ pass: 1, fail: 1, warn: 0, skip: 0, blocked: 0, error: 0 })
    expect(tallies.compliant).toEqual({ pass: 1, fail: 0, warn: 1, skip: 1, blocked: 0, error: 0 })
  })
})

describe('the Tenant URL', () => {
  test.each<[string, Spoken[], string | undefined, RegExp]>([
    ['both work', [spoken('pass', 'legacy'), spoken('warn', 'compliant')], FLAGGED, /^Both dialects work/],
    [
      'only legacy works',
      [spoken('pass', 'legacy'), spoken('fail', 'compliant')],
      BASE,
      /^Without the flag everything works; with it 1 check fails\.$/,
    ],
    [
      'only compliant works',
      [spoken('fail', 'legacy'), spoken('fail', 'legacy'), spoken('pass', 'compliant')],
      FLAGGED,
      /provision on demand.*2 checks fail/,
    ],
    [
      'legacy fails less often',
      [spoken('fail', 'legacy'), spoken('fail', 'compliant'), spoken('fail', 'compliant')],
      BASE,
      /^Neither dialect works whole: with the flag 2 checks fail, without it 1 check fails\.$/,
    ],
    ['both fail', [spoken('fail', 'legacy'), spoken('fail', 'compliant')], FLAGGED, /^Neither/],
    ['nothing was decided', [spoken('pass'), spoken('skip', 'legacy')], undefined, /^$/],
  ])('when %s', (_, checks, tenantUrl, reason) => {
    const { advice } = dialectFacts(checks, BASE)
    expect(advice?.tenantUrl).toBe(tenantUrl)
    expect(advice?.reason ?? '').toMatch(reason)
  })
})

describe('a failure in one dialect', () => {
  const weighs = (checks: readonly Spoken[]) => {
    const { whole } = dialectFacts(checks, BASE)
    return checks.map((check) =>
      isOtherDialect(check, whole) ? 'other' : check.verdict === 'fail' ? 'counts' : 'well',
    )
  }

  test.each<[string, Spoken[], string[]]>([
    [
      'the other works whole',
      [spoken('pass'), spoken('fail', 'legacy'), spoken('pass', 'compliant')],
      ['well', 'other', 'well'],
    ],
    ['the other fails too', [spoken('fail', 'legacy'), spoken('fail', 'compliant')], ['counts', 'counts']],
    [
      'something fails in both',
      [spoken('fail'), spoken('fail', 'legacy'), spoken('pass', 'compliant')],
      ['counts', 'counts', 'well'],
    ],
    [
      'what fails in both is known',
      [{ ...spoken('fail'), excused: true }, spoken('fail', 'legacy'), spoken('pass', 'compliant')],
      ['counts', 'other', 'well'],
    ],
    [
      'the other fails in a known way',
      [spoken('fail', 'legacy'), { ...spoken('fail', 'compliant'), excused: true }],
      ['counts', 'counts'],
    ],
    ['the other was not played', [spoken('fail', 'legacy'), spoken('pass')], ['counts', 'well']],
    [
      'the other is undecided',
      [spoken('fail', 'legacy'), spoken('pass', 'compliant'), spoken('blocked', 'compliant')],
      ['counts', 'well', 'well'],
    ],
    ['the other was skipped', [spoken('fail', 'legacy'), spoken('skip', 'compliant')], ['counts', 'well']],
  ])('while %s', (_, checks, weights) => {
    expect(weighs(checks)).toEqual(weights)
  })
})

describe('a run', () => {
  const played = (only: readonly string[], more: Parameters<typeof run>[0] = {}) =>
    run({ out: mkdtempSync(join(tmpdir(), 'dialects-')), only, engine: 'direct', ...more })

  test('against a server that speaks one dialect warns, and hands out its Tenant URL', async () => {
    const document = await played(['entra.deactivate.*'], { entraDialect: false })
    expect(problemsOfRun(document)).toEqual([])
    const { entra } = document.profiles
    expect(entra).toMatchObject({
      verdict: 'warn',
      fail: 4,
      dialects: { legacy: { fail: 4 }, compliant: { fail: 0 } },
    })
    expect(entra?.tenantUrl).toMatch(/\/\?aadOptscim062020$/)
    expect(entra?.tenantUrlReason).toContain('provision on demand')
    expect(document.exitCode).toBe(0)
    expect(document.checks.find(({ id }) => id.endsWith('.legacy-as-text'))?.dialect).toBe('legacy')
  })

  test('against the same server fails when warnings are to decide', async () => {
    const document = await played(['entra.deactivate.*'], { entraDialect: false, failOn: 'warn' })
    expect(document.exitCode).toBe(1)
  })

  test('against a server that fails in both dialects fails', async () => {
    const document = await played(['entra.deactivate.*'], {
      faults: ['entra.deactivated-hidden'],
    })
    expect(document.profiles['entra']).toMatchObject({ verdict: 'fail' })
    expect(document.exitCode).toBe(1)
  })

  test('of another profile says nothing of dialects', async () => {
    const document = await played(['rfc7644.create.creates-a-user'], { profiles: ['rfc'] })
    expect(document.profiles['rfc']?.dialects).toBeUndefined()
    expect(document.profiles['rfc']?.tenantUrl).toBeUndefined()
  })
})
