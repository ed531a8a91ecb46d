import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CheckResult, problemsOfRun } from '../../reports/model/index.ts'
import { sampleRun } from '../../reports/testdata/sample.ts'
import type { Verdict } from '../check/verdict.ts'
import { dialectFacts, dialectOf, isOtherDialect, jobsOf, type Spoken } from './dialects.ts'
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

describe('a job', () => {
  const like = sampleRun().checks[0]!
  const result = (id: string, verdict: Verdict, more: Partial<CheckResult> = {}): CheckResult => ({
    ...like,
    id,
    verdict,
    profile: 'entra',
    ...more,
  })
  const change = (status: number) => ({ change: { request: 'PATCH /Users/1', status } })
  const outcomes = (checks: readonly CheckResult[]) =>
    jobsOf(checks).map(({ job, dialects }) => [job, ...Object.values(dialects).map(({ outcome }) => outcome)])

  test.each<[string, CheckResult[], string[][]]>([
    [
      'the worst of its checks in each dialect',
      [
        result('entra.groups.a', 'fail', { dialect: 'legacy', ...change(200) }),
        result('entra.groups.b', 'fail', { dialect: 'legacy', ...change(400) }),
        result('entra.groups.c', 'fail', { dialect: 'compliant', ...change(501) }),
      ],
      [['groups', 'loses data', 'is refused']],
    ],
    [
      'what is of neither dialect in both',
      [result('entra.create.a', 'warn')],
      [['create', 'works', 'works']],
    ],
    [
      'what it could not decide',
      [result('entra.create.a', 'blocked', { dialect: 'legacy' }), result('entra.create.b', 'pass')],
      [['create', 'undecided', 'works']],
    ],
    [
      'a failure without a write as such',
      [result('entra.matching.a', 'fail'), result('fuzz.entra.b', 'skip')],
      [
        ['matching', 'goes wrong', 'goes wrong'],
        ['fuzz', 'not played', 'not played'],
      ],
    ],
  ])('shows %s', (_, checks, rows) => {
    expect(outcomes(checks)).toEqual(rows)
  })

  test('names the checks that failed', () => {
    const jobs = jobsOf([
      result('entra.create.a', 'fail', { dialect: 'legacy' }),
      result('entra.create.b', 'pass'),
      result('rfc7644.create.c', 'fail', { profile: 'rfc' }),
    ])
    expect(jobs.map(({ dialects }) => dialects)).toEqual([
      {
        legacy: { outcome: 'goes wrong', checks: 2, failed: ['entra.create.a'] },
        compliant: { outcome: 'works', checks: 1, failed: [] },
      },
    ])
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

  test('tells what Entra meant, what was before and what became of it', async () => {
    const document = await played(['entra.groups.remove-legacy-value-array'], { entraDialect: false })
    const [check] = document.checks
    const values = (state: unknown) =>
      (state as { members?: { value: string }[] }).members?.map(({ value }) => value)
    const [before, meant] = [values(check?.change?.before), values(check?.change?.meant)]
    expect(before).toHaveLength(3)
    expect(meant).toHaveLength(2)
    expect(before).toEqual(expect.arrayContaining(meant ?? []))
    expect(check?.change?.after).toEqual({})
    expect(document.profiles.entra?.jobs).toEqual([
      {
        job: 'groups',
        dialects: {
          legacy: { outcome: 'loses data', checks: 1, failed: [check?.id] },
          compliant: { outcome: 'not played', checks: 0, failed: [] },
        },
      },
    ])
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
