import { expect, test } from 'vitest'
import { problemsOfRun, type RunDocument } from './model/index.ts'
import { normalise } from './normalise.ts'
import { sampleRun } from './testdata/sample.ts'

/** The sample as another run would have written it. */
function another(run: RunDocument): RunDocument {
  const text = JSON.stringify(run)
    .replaceAll('4f2a', '99bc')
    .replaceAll('2026-11-25T10:00', '2027-01-02T11:30')
    .replaceAll('Wed, 25 Nov 2026 10:00:00 GMT', 'Sat, 02 Jan 2027 11:30:00 GMT')
    .replace(/"(durationMs|startedAt|wireMs|bytesSent)":\d+/g, '"$1":7')
  return JSON.parse(text) as RunDocument
}

test('two runs that differ in time and names only become equal', () => {
  expect(another(sampleRun())).not.toEqual(sampleRun())
  expect(normalise(another(sampleRun()))).toEqual(normalise(sampleRun()))
})

test('what was found stays', () => {
  const run = sampleRun()
  expect(normalise({ ...run, exitCode: 0 })).not.toEqual(normalise(run))
  expect(normalise(run).checks.map((check) => check.observed)).toEqual(
    run.checks.map((check) => check.observed),
  )
})

test('the result is a run document', () => {
  expect(problemsOfRun(normalise(sampleRun()))).toEqual([])
})

test('ports and UUIDs are blanked', () => {
  const run = { ...sampleRun(), notes: ['http://127.0.0.1:41873/Users/0f8fad5b-d9cb-469f-a165-70867728950e'] }
  expect(normalise(run).notes).toEqual(['http://127.0.0.1:[port]/Users/[uuid]'])
})
