import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CheckResult } from '../../reports/model/index.ts'
import { applyBaseline, readBaseline, updateBaseline } from './baseline.ts'

const file = (content?: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.json')
  if (content !== undefined) writeFileSync(path, content)
  return path
}
const result = (id: string, verdict: CheckResult['verdict']) =>
  ({ id, verdict, title: id, reason: `${id} is wrong` }) as CheckResult
const results = [
  result('a', 'fail'),
  result('b', 'fail'),
  result('c', 'pass'),
  result('d', 'fail'),
  result('e', 'skip'),
]

describe('a baseline', () => {
  test('excuses what is known and not expired, and tells what is fulfilled, expired and new', () => {
    const known = readBaseline(
      file(
        JSON.stringify({
          known: [
            { check: 'a', reason: 'ticket 1' },
            { check: 'b', reason: 'ticket 2', expires: '2026-01-31' },
            { check: 'c', reason: 'ticket 3' },
          ],
        }),
      ),
    )
    const held = applyBaseline('known.json', known, results, '2026-02-01')
    expect(held.summary).toEqual({
      file: 'known.json',
      known: ['a'],
      fresh: ['b', 'd'],
      fulfilled: ['c'],
      expired: ['b'],
    })
    expect(held.results.map(({ baseline }) => baseline?.reason)).toEqual([
      'ticket 1',
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(applyBaseline('f', known, results, '2026-01-31').summary.known).toEqual(['a', 'b'])
  })

  test('updating keeps reasons, drops what is fulfilled, and leaves what did not run', () => {
    const path = file(
      JSON.stringify({
        known: [
          { check: 'a', reason: 'ticket 1', expires: '2026-12-31' },
          { check: 'c', reason: 'x' },
          { check: 'e', reason: 'y' },
          { check: 'z', reason: 'not selected' },
        ],
      }),
    )
    updateBaseline(path, results, '2026-02-01')
    const { known } = JSON.parse(readFileSync(path, 'utf8')) as {
      known: { check: string; reason: string; expires?: string }[]
    }
    expect(known.map(({ check }) => check)).toEqual(['a', 'b', 'd', 'e', 'z'])
    expect(known[0]).toEqual({ check: 'a', reason: 'ticket 1', expires: '2026-12-31' })
    expect(known[1]?.reason).toBe('accepted on 2026-02-01: b is wrong')
  })

  test.each([
    ['that is absent', undefined, /does not exist.*/],
    ['that is no JSON', '{', /is not JSON/],
    ['without a list', '{}', /has no list "known"/],
    ['with an entry without reason', '{"known":[{"check":"a"}]}', /known\[0\] \(a\) has no "reason"/],
    [
      'with a day that is none',
      '{"known":[{"check":"a","reason":"r","expires":"soon"}]}',
      /"expires" is not a day/,
    ],
  ])('%s is refused with its place', (_, content, sentence) => {
    expect(() => readBaseline(file(content))).toThrow(sentence)
  })
})
