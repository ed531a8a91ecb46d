import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunDocument } from '../run/index.ts'
import { milliseconds } from './fuzz.ts'
import { scimproof } from './spawned.ts'

test.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
])('%s are %d milliseconds', (text, time) => expect(milliseconds(text)).toBe(time))

test.each(['5', 'm', '0s', '-1m', '5 days'])('%s is no time', (text) =>
  expect(() => milliseconds(text)).toThrow(/90s, 5m or 1h/),
)

describe('scimproof fuzz', { timeout: 120_000 }, () => {
  test.each([
    [['--only', 'filters'], /There is no subject filters\. Subjects: filter, patch/],
    [['--time', 'long'], /90s, 5m or 1h/],
    [['--watch'], /--watch needs the base URL/],
  ])('%j is exit 2', async (args, sentence) => {
    const { code, stderr } = await scimproof(['fuzz', ...args])
    expect(stderr).toMatch(sentence)
    expect(code).toBe(2)
  })

  test('can be interrupted at any time, with a full report and the exit code of what was found', async () => {
    const out = mkdtempSync(join(tmpdir(), 'fuzzed-'))
    const args = ['fuzz', '--only', 'filter', '--time', '5m', '--out', out, '--fault', 'query.not-ignored']
    const state: { signal?: (name: NodeJS.Signals) => void; interrupted?: boolean } = {}
    const { code, stdout } = await scimproof(args, {
      onStart: (signal) => {
        state.signal = signal
      },
      onOutput: ({ stderr }) => {
        if (state.interrupted === true || !stderr.includes('found  fuzz.')) return
        state.interrupted = true
        state.signal?.('SIGINT')
      },
    })
    expect(code).toBe(1)
    expect(stdout).toContain('grammar  filter: ')
    const document = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as RunDocument
    expect(document).toMatchObject({ complete: true, leftovers: [] })
    expect(document.notes.join()).toMatch(/until it was interrupted/)
  })
})
