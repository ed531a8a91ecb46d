import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sampleRun } from '../testdata/sample.ts'
import { asRun, InvalidRunError, problemsOfRun, runSchemaText, severities, verdicts } from './index.ts'

describe('the schema of the run document', () => {
  test('is published as it stands (npx tsx scripts/run-schema.ts writes it)', () => {
    expect(readFileSync(new URL('../run.schema.json', import.meta.url), 'utf8')).toBe(runSchemaText())
  })

  test('accepts the sample, which has every verdict and every severity', () => {
    const run = sampleRun()
    expect(new Set(run.checks.map((check) => check.verdict))).toEqual(new Set(verdicts))
    expect(severities.filter((severity) => !run.checks.some((check) => check.severity === severity))).toEqual(
      ['security'],
    )
  })

  test('accepts members it does not know, so that a newer document can be read', () => {
    expect(problemsOfRun({ ...sampleRun(), added: 1 })).toEqual([])
  })
})

describe('what is not a run document', () => {
  test('is refused with the place and what stands there', () => {
    const run = JSON.parse(JSON.stringify(sampleRun())) as {
      checks: { verdict?: unknown; id: unknown }[]
      seed?: unknown
    }
    run.checks[0] = { ...run.checks[0]!, verdict: 'passed' }
    delete run.checks[1]!.verdict
    run.seed = 'x'.repeat(80)
    expect(problemsOfRun(run)).toEqual([
      `$.seed must be integer, and is "${'x'.repeat(56)}…`,
      '$.checks[0].verdict must be one of fail, error, blocked, warn, skip, pass, and is "passed"',
      '$.checks[1] lacks verdict',
    ])
    expect(() => asRun(run)).toThrow(InvalidRunError)
  })

  test.each([[null], ['text'], [[]], [{}]])('%j is refused', (value) => {
    expect(() => asRun(value)).toThrow(/not a run document/)
  })

  test('an id with a title or a capital in it is refused', () => {
    const run = sampleRun()
    const checks = [{ ...run.checks[0]!, id: 'RFC7644 replace' }]
    expect(problemsOfRun({ ...run, checks })).toEqual([
      expect.stringContaining('$.checks[0].id must match pattern'),
    ])
  })
})
