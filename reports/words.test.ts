import { describe, expect, test } from 'vitest'
import { interruptedRun, sampleRun } from './testdata/sample.ts'
import { count, duration, exitSentence, incompleteSentence } from './words.ts'

test.each([
  [340, '340 ms'],
  [9100, '9.1 s'],
  [12_345, '12 s'],
  [59_700, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})

test.each([
  [0, '0 checks'],
  [1, '1 check'],
  [1904, '1,904 checks'],
])('%d is told as %s', (number, text) => {
  expect(count(number, 'check')).toBe(text)
})

describe('the exit code', () => {
  test.each([0, 1, 2, 3, 130])('%d has a sentence', (exitCode) => {
    expect(exitSentence({ ...sampleRun(), exitCode })).toMatch(new RegExp(`^exit ${exitCode}: \\w`))
  })
})

test('only a run that says complete: true is complete', () => {
  expect(incompleteSentence(sampleRun())).toBeUndefined()
  expect(incompleteSentence({ ...sampleRun(), complete: false })).toMatch(/cut short/)
  expect(incompleteSentence(interruptedRun())).toContain('22 checks of 26 did not run')
})
