import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_TYPE, USER_SCHEMA } from '../../scim/schema/core.ts'
import { resourceSchema } from '../../scim/schema/lookup.ts'
import type { Capability } from '../../target/types.ts'
import { playReference } from '../../run/inProcess/inProcess.ts'
import { calibrate, type Calibration, sentenceOf } from './calibration.ts'
import { lostIn } from './lost.ts'
import { narrowed } from './narrowed.ts'
import { suite } from '../suite.ts'

const schema = resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA])
const needs: readonly Capability[] = ['users']

async function played(
  faults: readonly string[],
  body: (calibration: Calibration, context: Parameters<typeof calibrate>[0]) => Promise<void>,
) {
  const { checks } = suite(
    'Calibration',
    { id: 'test.calibration', file: 'test', needs: [...needs] },
    ({ check }) =>
      check('learns', { id: 'learns', verifies: ['RFC7644-3.3-01'] }, async (context) =>
        body(await calibrate(context), context),
      ),
  )
  const { outcomes, sums } = await playReference({ faults }, checks)
  return { outcome: outcomes[0], notes: sums.notes }
}

describe('calibration', () => {
  test('finds nothing to leave out on a server that stores what it is sent, with few requests', async () => {
    let found: Calibration | undefined
    let again: Calibration | undefined
    const { outcome, notes } = await played([], async (calibration, context) => {
      found = calibration
      again = await calibrate(context)
    })
    expect(outcome?.verdict).toBe('pass')
    expect(found?.habits).toEqual([])
    expect(found?.values).toMatchObject({ alphabet: 'unicode', maxLength: 64 })
    expect(again).toBe(found)
    expect(outcome?.requests).toBeLessThanOrEqual(6)
    expect(notes.filter((note) => note.startsWith('Calibration'))).toEqual([])
  })
})

describe('what is lost', () => {
  test('is told by attribute, or by sub-attribute where all else is there', () => {
    const lost = lostIn(
      schema,
      {
        nickName: 'Ada',
        title: 'Straße  9',
        displayName: 'A very long name',
        emails: [{ value: 'a@example.com', type: 'work', display: 'A' }],
        locale: 'de-DE',
      },
      {
        title: 'straße 9',
        displayName: 'A very',
        emails: [{ value: 'a@example.com', type: 'work' }],
        locale: 'en-US',
      },
    )
    expect(lost.map(({ path, kind }) => `${path} ${kind}`).sort()).toEqual([
      'displayName shortened',
      'emails.display ignored',
      'locale changed',
      'nickName ignored',
      'title normalised',
    ])
  })

  test('is told in a sentence', () => {
    expect(sentenceOf({ path: 'nickName', kind: 'ignored', sent: 'Ada', exchanges: ['x7'] })).toBe(
      'Calibration: nickName is not stored, though the schema lets it be written (sent Ada, x7); properties draw nothing of the kind.',
    )
  })
})

test('a narrowed schema lacks what was named and nothing else', () => {
  const less = narrowed(schema, ['NickName', 'emails.display'])
  const names = less.core.attributes.map(({ name }) => name)
  expect(names).not.toContain('nickName')
  expect(names).toHaveLength(schema.core.attributes.length - 1)
  const emails = less.core.attributes.find(({ name }) => name === 'emails')
  expect(emails?.subAttributes.map(({ name }) => name)).not.toContain('display')
})
