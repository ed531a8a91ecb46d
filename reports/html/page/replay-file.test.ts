import { expect, test } from 'vitest'
import { asRun } from '../../model/index.ts'
import { sampleRun } from '../../testdata/sample.ts'
import { replayFile } from './replay-file.ts'

test('a check to replay is a run document with only what belongs to it', () => {
  const run = sampleRun()
  const [check] = run.checks
  const file = asRun(JSON.parse(replayFile(check!, run)))
  expect(file.checks).toEqual([check])
  expect(Object.keys(file.exchanges)).toEqual(check!.exchanges)
  expect(file.causes.map((cause) => cause.id)).toEqual(['unmatched-filter-accepted'])
})
