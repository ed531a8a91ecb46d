import { describe, expect, test } from 'vitest'
import { interruptedRun, runWith, sampleRun } from '../testdata/sample.ts'
import { causesOf } from './causes.ts'
import { bodyText, exchangesOf } from './exchanges.ts'
import { groupsOf, patternOf } from './undecided.ts'

describe('causes', () => {
  test('stand worst first, the one that explains most before its equals, unexplained failures among them', () => {
    expect(causesOf(sampleRun()).map((cause) => [cause.severity, cause.checks.length, cause.id])).toEqual([
      ['data-loss', 1, 'remove-takes-all-members'],
      ['data-loss', 1, 'unmatched-filter-accepted'],
      ['breaks-provisioning', 3, 'active-as-string'],
      ['breaks-provisioning', 1, 'microsoft.validator.patch-user-replace'],
      ['wrong-answer', 1, 'start-index-refused'],
      ['wrong-answer', 1, 'user-name-minds-case'],
      ['cosmetic', 1, 'hostile'],
    ])
  })

  test('every failing check is in one of them', () => {
    const run = sampleRun()
    const failed = run.checks.filter((check) => check.verdict === 'fail').map((check) => check.id)
    const told = causesOf(run).flatMap((cause) => cause.checks.map((check) => check.id))
    expect([...told].sort()).toEqual([...failed].sort())
  })

  test('known and new failures, and those of profiles that do not gate, decide nothing', () => {
    const idle = causesOf(sampleRun()).filter((cause) => !cause.decisive)
    expect(idle.map((cause) => cause.id)).toEqual([
      'microsoft.validator.patch-user-replace',
      'start-index-refused',
      'hostile',
    ])
  })

  test('a cause whose checks did not fail, or are absent, is not told', () => {
    expect(causesOf(interruptedRun()).map((cause) => cause.id)).toEqual([
      'remove-takes-all-members',
      'unmatched-filter-accepted',
      'active-as-string',
    ])
    expect(causesOf(runWith(['pass'], 0))).toEqual([])
  })
})

describe('groups', () => {
  test('are made by reason, largest first', () => {
    expect(groupsOf(sampleRun(), 'skip').map((group) => [group.pattern, group.checks.length])).toEqual([
      ['rfc7644.bulk.*', 3],
      ['rfc7644.group.ten-thousand-members', 1],
    ])
  })

  test.each([
    [['a.b.c'], 'a.b.c'],
    [['a.b.c', 'a.b.d'], 'a.b.*'],
    [['a.b', 'c.d'], '*'],
    [['a.b', 'a.b.c'], 'a.b.*'],
    [['a.b.c', 'a.b'], 'a.b.*'],
  ])('%j have %s in common', (ids, pattern) => {
    expect(patternOf(ids)).toBe(pattern)
  })
})

describe('exchanges', () => {
  test('before the deciding one are set-up, after it read-back', () => {
    const run = sampleRun()
    const roles = exchangesOf(run.checks[0]!, run).map(({ exchange, role }) => [
      exchange?.request.method,
      role,
    ])
    expect(roles).toEqual([
      ['POST', 'set-up'],
      ['PATCH', 'deciding'],
      ['GET', 'read-back'],
    ])
  })

  test('have no part in a check that names none as deciding', () => {
    const run = sampleRun()
    const roles = exchangesOf({ ...run.checks[0]!, decisive: [] }, run).map(({ role }) => role)
    expect(roles).toEqual(['sent', 'sent', 'sent'])
  })

  test('that were left out by size keep their place', () => {
    const run = sampleRun()
    expect(exchangesOf(run.checks[0]!, { exchanges: {} }).map((reading) => reading.exchange)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('a large body is told by its ends', () => {
    expect(bodyText({ head: '{', tail: '}', length: 9, sha256: 'ab' })).toBe(
      '{\n… 9 bytes in all, sha256 ab …\n}',
    )
  })
})
