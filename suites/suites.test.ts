import { describe, expect, test } from 'vitest'
import { ruling } from '../harness/check/catalogue.ts'
import { probe, type ProbeId } from '../harness/check/probes.ts'
import { allFaults, concerns } from '../harness/run/inProcess/faults.ts'
import { levelOf } from '../harness/run/level.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const checks = builtInChecks()
const PROBES: readonly ProbeId[] = [
  'create-user',
  'create-group',
  'read-user',
  'filter-eq',
  'replace-user',
  'patch-user',
  'delete-user',
]

describe('the registry of checks', () => {
  test('changes on purpose only: ids, levels and requirements are an interface', () => {
    expect(
      checks.map((check) => `${check.id} ${levelOf(check)} ${check.verifies.join(' ')}`.trim()).sort(),
    ).toMatchSnapshot()
  })

  test('a check claims at most four requirements', () => {
    expect(checks.filter(({ verifies }) => verifies.length > 4).map(({ id }) => id)).toEqual([])
  })

  test('rulings that are named exist', () => {
    for (const { rulings } of checks) for (const id of rulings) expect(ruling(id).id).toBe(id)
  })

  test('titles state facts, differ within a suite, and fit a line', () => {
    expect(
      checks
        .filter(({ title }) => /\bshould\b|test that/i.test(title) || title.length > 150)
        .map(({ id }) => id),
    ).toEqual([])
    const titles = checks.map(({ suite, title }) => `${suite}: ${title}`)
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  })

  test('each probe is carried by a check that exists', () => {
    const ids = new Set(checks.map(({ id }) => id))
    expect(PROBES.map((id) => probe(id).carriedBy).filter((id) => !ids.has(id))).toEqual([])
  })

  test('each fault concerns some check', () => {
    expect(
      allFaults()
        .filter((fault) => !checks.some((check) => concerns(check, fault)))
        .map(({ id, violates }) => `${id} ${violates.join(' ')}`),
    ).toEqual([])
  })
})
