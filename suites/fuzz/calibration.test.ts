import { expect, test } from 'vitest'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import calibration from './calibration.suite.ts'

test('a server that stores what it offers is found no fault with', async () => {
  const { outcomes, sums } = await playReference({}, calibration.checks)
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(['pass'])
  expect(sums.notes).toEqual([])
})

test('an attribute that is offered and dropped is a finding, and stands at the head of the report', async () => {
  const { outcomes, sums } = await playReference(
    { faults: ['microsoft.published-attribute-dropped'] },
    calibration.checks,
  )
  expect(outcomes[0]).toMatchObject({
    verdict: 'fail',
    reason: expect.stringContaining('The schema offers nickName for writing') as string,
  })
  expect(sums.notes.join()).toMatch(/Calibration: nickName is not stored/)
})

test('values that a server may know better are told as a warning', async () => {
  const { outcomes } = await playReference({ faults: ['create.rare-lists-dropped'] }, calibration.checks)
  expect(outcomes[0]?.verdict).not.toBe('pass')
})
