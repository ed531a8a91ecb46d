import { expect, test } from 'vitest'
import { sampleRun } from '../testdata/sample.ts'
import { blockOf } from './block.ts'

const sample = sampleRun().checks.find(({ id }) => id === 'microsoft.validator.create-user')

test('a prediction is told with gate, document, date, confidence and who sees it otherwise', () => {
  if (sample === undefined) throw new Error('The sample lacks the check.')
  const told = blockOf({
    ...sample,
    prediction: {
      gate: 'SCIM Validator',
      test: 'Create a duplicate Group',
      verdict: 'fail',
      basis: { document: 'Result files', version: 'hosted', date: '2026-02-25', url: 'https://example.com' },
      confidence: 'recorded',
      disagreements: ['RFC-correct, but the SCIM Validator fails you.'],
    },
  })
  expect(told.find(({ label }) => label === 'predicted')?.value).toBe(
    'fail by the SCIM Validator (Result files, hosted, 2026-02-25; its requests were seen on the wire). RFC-correct, but the SCIM Validator fails you.',
  )
  expect(blockOf(sample).map(({ label }) => label)).not.toContain('predicted')
})
