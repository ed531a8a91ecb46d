import { describe, expect, test } from 'vitest'
import type { CheckResult, Counterexample, RunDocument } from '../model/index.ts'
import { problemsOfRun } from '../model/index.ts'
import { renderJunit } from '../junit/render.ts'
import { renderIssue } from '../markdown/issue.ts'
import { renderMarkdown } from '../markdown/render.ts'
import { sampleRun } from '../testdata/sample.ts'
import { blockOf } from './block.ts'

const CHECK = 'fuzz.filter.selects-what-it-means'
const found: Counterexample = {
  kind: 'filter',
  smallest: 'not (title pr)',
  original: 'not (title pr and nickName pr)',
  population: { size: 1, was: 16, members: [{ userName: 'ada' }] },
  expected: 'nobody',
  observed: 'ada',
  seed: 7,
  path: 'lane 0, example 3, 0:1',
  tried: 60,
  shrinks: 2,
  requests: 41,
  alike: 5,
  cut: true,
  again: true,
  command: 'npx scimproof replay scimproof-report/counterexamples/fuzz-1.json',
  curl: ['curl -sS x'],
  test: "test('a filter', async () => {\n  // fails\n})",
}
const second: Counterexample = { ...found, smallest: 'title co "a"', observed: 'everybody' }

function runWithFound(): { readonly run: RunDocument; readonly check: CheckResult } {
  const run = sampleRun()
  const checks = run.checks.map((check) =>
    check.id === CHECK ? { ...check, counterexample: found, counterexamples: [found, second] } : check,
  )
  const check = checks.find(({ id }) => id === CHECK)
  if (check === undefined) throw new Error('The sample lacks the check.')
  return { run: { ...run, checks }, check }
}

describe('counterexamples', () => {
  const { run, check } = runWithFound()

  test('are told in the block: the smallest, what was held, the others, and the command that replays', () => {
    expect(problemsOfRun(run)).toEqual([])
    const lines = Object.fromEntries(blockOf(check).map(({ label, value }) => [label, value]))
    expect(lines).toMatchObject({
      found:
        '60 tried, shrunk 2 times with 41 requests, seed 7; 5 more failed alike; a smaller one may show the same: making it smaller was cut short',
      filter: 'not (title pr)   was: not (title pr and nickName pr)',
      enough: '1 of 16 resources is enough: {"userName":"ada"}',
      also: 'title co "a"   observed: everybody',
      again: found.command,
    })
  })

  test.each([
    ['JUnit', renderJunit(run)],
    ['Markdown', renderMarkdown(run)],
    ['an issue', renderIssue(check, run)],
  ])('bring their test along in %s', (_, text) => {
    expect(text).toContain('// fails')
    expect(text).toContain('not (title pr)')
  })
})
