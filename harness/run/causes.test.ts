import { describe, expect, test } from 'vitest'
import type { CheckResult } from '../../reports/model/index.ts'
import type { Check } from '../check/suite.ts'
import { causesOf } from './causes.ts'

const result = (id: string, more: Partial<CheckResult> = {}) =>
  ({
    id,
    title: id,
    verdict: 'fail',
    severity: 'wrong-answer',
    reason: `${id} fails`,
    ...more,
  }) as CheckResult

const check = (id: string, more: Partial<Check> = {}) => ({ id, ...more }) as Check

const summary = (results: readonly CheckResult[], checks: readonly Check[] = []) =>
  causesOf(results, checks).map(({ id, checks: of }) => [id, of])

describe('causes', () => {
  test('what passes is no cause', () => {
    expect(causesOf([result('a', { verdict: 'pass' }), result('b', { verdict: 'blocked' })], [])).toEqual([])
  })

  test('checks that name one cause are one', () => {
    const checks = [check('b', { cause: 'a' }), check('a', { cause: 'a', advice: 'Mend it.' })]
    expect(summary([result('b'), result('a')], checks)).toEqual([['a', ['b', 'a']]])
    expect(causesOf([result('b'), result('a')], checks)[0]).toMatchObject({
      title: 'a fails',
      advice: 'Mend it.',
    })
  })

  test('checks that fail for the same reason are one', () => {
    const reason = 'The filter is not obeyed.'
    expect(summary([result('a', { reason }), result('b'), result('c', { reason })])).toEqual([
      ['a', ['a', 'c']],
      ['b', ['b']],
    ])
  })

  test('several checks of a suite that saw the same are one', () => {
    const seen = { suite: 'suites/s', observed: '500 without a body' }
    const twice = [result('a', seen), result('b', seen)]
    expect(summary(twice)).toHaveLength(2)
    expect(summary([...twice, result('c', seen), result('d', { ...seen, suite: 'suites/t' })])).toEqual([
      ['a', ['a', 'b', 'c']],
      ['d', ['d']],
    ])
  })

  test('a check that names itself as its cause is folded all the same', () => {
    const reason = 'The filter is not obeyed.'
    const checks = [check('a', { cause: 'a' }), check('b', { cause: 'b' })]
    expect(summary([result('a', { reason }), result('b', { reason })], checks)).toEqual([['a', ['a', 'b']]])
  })

  test('the worst comes first, then what fails most checks', () => {
    const reason = 'The same.'
    expect(
      summary([
        result('a'),
        result('b', { reason }),
        result('c', { reason }),
        result('d', { severity: 'data-loss' }),
      ]).map(([id]) => id),
    ).toEqual(['d', 'b', 'a'])
  })
})
