import { describe, expect, test } from 'vitest'
import type { Verdict } from '../check/verdict.ts'
import { exitCodeOf, type ExitRules, requirementState, type Weighed } from './verdict.ts'

describe('a requirement', () => {
  test.each<[Verdict[], string]>([
    [[], 'uncovered'],
    [['pass'], 'held'],
    [['pass', 'warn'], 'held'],
    [['pass', 'fail'], 'violated'],
    [['error', 'fail'], 'violated'],
    [['pass', 'error'], 'undecided'],
    [['pass', 'blocked'], 'undecided'],
    [['pass', 'skip'], 'undecided'],
    [['skip'], 'undecided'],
  ])('read by checks that end in %j is %s', (verdicts, state) => {
    expect(requirementState(verdicts)).toBe(state)
  })
})

const rules: ExitRules = {
  gate: ['rfc', 'entra'],
  failOn: 'fail',
  maxErrors: 0.01,
  complete: true,
  interrupted: false,
}
const weighed = (verdict: Verdict, more: Partial<Weighed> = {}): Weighed => ({
  profile: 'rfc',
  verdict,
  severity: 'wrong-answer',
  excused: false,
  ...more,
})

describe('the exit code', () => {
  test.each<[string, Weighed[], Partial<ExitRules>, number]>([
    ['everything passes', [weighed('pass'), weighed('skip')], {}, 0],
    ['a warning does not decide', [weighed('warn')], {}, 0],
    ['a warning decides when asked to', [weighed('warn')], { failOn: 'warn' }, 1],
    ['a failure decides', [weighed('pass'), weighed('fail')], {}, 1],
    [
      'a failure outside the gate does not',
      [weighed('pass'), weighed('fail', { profile: 'microsoft' })],
      {},
      0,
    ],
    ['a known failure does not', [weighed('fail', { excused: true })], {}, 0],
    ['never means never', [weighed('fail')], { failOn: 'never' }, 0],
    ['a mild failure below the threshold', [weighed('fail')], { failOn: 'fail:data-loss' }, 0],
    [
      'a severe failure above it',
      [weighed('fail', { severity: 'data-loss' })],
      { failOn: 'fail:security' },
      1,
    ],
    [
      'thresholds per profile',
      [weighed('warn', { profile: 'entra' }), weighed('pass')],
      { failOn: { entra: 'warn' } },
      1,
    ],
    ['nothing gated was decided', [weighed('blocked'), weighed('skip')], {}, 3],
    ['too many errors', [weighed('error'), weighed('pass')], {}, 3],
    ['nothing to conclude beats a failure', [weighed('error'), weighed('fail')], {}, 3],
    ['cut short', [weighed('pass')], { complete: false }, 3],
    ['interrupted', [weighed('fail')], { complete: false, interrupted: true }, 130],
  ])('%s', (_, results, changed, code) => {
    expect(exitCodeOf(results, { ...rules, ...changed })).toBe(code)
  })

  test('one error in two hundred is tolerated', () => {
    const many = Array.from({ length: 199 }, () => weighed('pass'))
    expect(exitCodeOf([...many, weighed('error')], rules)).toBe(0)
  })
})
