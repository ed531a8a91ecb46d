import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'
import { alternativesTo, READINGS, referenceReading, rulingOf } from './readings.ts'
import type { Dialect, Question } from './readings.ts'

const questions = Object.keys(READINGS) as Question[]
const dialects: readonly Dialect[] = ['rfc', 'entra']

describe('the readings', () => {
  test.each(questions)('%s: the first alternative is accepted, and none stands twice', (question) => {
    for (const dialect of dialects) {
      const alternatives = alternativesTo(question, dialect)
      expect(alternatives[0].grade).toBe('accept')
      expect(new Set(alternatives.map(({ take }) => take)).size).toBe(alternatives.length)
      expect(referenceReading(dialect)(question)).toBe(alternatives[0].take)
    }
  })

  test.each([
    ['M-02', 'rfc', ['refuse'], []],
    ['M-03', 'rfc', ['refuse', 'create'], ['ignore']],
    ['M-03', 'entra', ['create'], []],
    ['M-01', 'rfc', ['succeed', 'refuse'], []],
    ['M-01', 'entra', ['succeed'], ['refuse']],
    ['M-05', 'entra', ['listed'], []],
    ['C-14', 'entra', ['coerce'], []],
    ['M-10.path-changed', 'rfc', ['refuse'], ['ignore']],
    ['M-07.replace', 'rfc', ['merge'], ['whole']],
  ] as const)('%s in %s', (question, dialect, accepted, warned) => {
    const takes = (grade: string) =>
      alternativesTo(question, dialect).flatMap((one) => (one.grade === grade ? [one.take] : []))
    expect(takes('accept')).toEqual(accepted)
    expect(takes('warn')).toEqual(warned)
  })
})

test('a question belongs to the ruling that it begins with', () => {
  expect(rulingOf('M-10.body-same')).toBe('M-10')
  expect(rulingOf('M-01')).toBe('M-01')
})

describe('an exploration', () => {
  test('meets every combination once, the first alternatives first', () => {
    const {
      branches,
      complete,
      questions: met,
    } = explore('rfc', (choose) => `${choose('M-01')} ${choose('M-03')}`, 100)
    expect(branches[0]).toEqual({ result: 'succeed refuse', grade: 'accept', departures: [] })
    expect(branches.map(({ result, grade }) => `${result} ${grade}`).sort()).toEqual([
      'refuse create accept',
      'refuse ignore warn',
      'refuse refuse accept',
      'succeed create accept',
      'succeed ignore warn',
      'succeed refuse accept',
    ])
    expect(branches.find(({ result }) => result === 'refuse ignore')?.departures).toEqual(['M-01', 'M-03'])
    expect(met).toEqual(['M-01', 'M-03'])
    expect(complete).toBe(true)
  })

  test('answers a question alike throughout one run', () => {
    const { branches } = explore('rfc', (choose) => [choose('M-01'), choose('M-01')], 100)
    expect(branches.map(({ result }) => result)).toEqual([
      ['succeed', 'succeed'],
      ['refuse', 'refuse'],
    ])
  })

  test('meets questions that only one answer raises', () => {
    const { branches } = explore(
      'rfc',
      (choose) => (choose('M-01') === 'refuse' ? choose('M-08') : 'done'),
      100,
    )
    expect(branches.map(({ result }) => result)).toEqual(['done', 'whole', 'merge'])
  })

  test('meets every combination of three questions', () => {
    const { branches } = explore(
      'rfc',
      (choose) => `${choose('M-01')} ${choose('M-03')} ${choose('M-08')}`,
      100,
    )
    expect(branches).toHaveLength(12)
    expect(new Set(branches.map(({ result }) => result)).size).toBe(12)
  })

  test('says when the limit cut it short', () => {
    const run = (limit: number) => explore('rfc', (choose) => `${choose('M-01')} ${choose('M-03')}`, limit)
    expect(run(6)).toMatchObject({ complete: true })
    expect(run(5)).toMatchObject({ complete: false })
    expect(run(5).branches).toHaveLength(5)
  })
})
