import { describe, expect, test } from 'vitest'
import { exchangesOf } from '../../reading/exchanges.ts'
import { sampleRun } from '../../testdata/sample.ts'
import { differences, earlierAnswer } from './differences.ts'
import { bodyLines } from './json-lines.ts'

const compare = (earlier: object, now: object) => {
  const { changed, gone } = differences(JSON.stringify(earlier), bodyLines(JSON.stringify(now)))
  return { changed: [...changed].map((line) => line.text.trim()), gone }
}

describe('two representations of a resource', () => {
  test('that say the same have no difference, whatever their meta and the case of their names', () => {
    expect(
      compare(
        { id: '1', userName: 'a', meta: { version: 1 } },
        { id: '1', meta: { version: 2 }, userName: 'a' },
      ),
    ).toEqual({
      changed: [],
      gone: [],
    })
  })

  test('differ where a value is another, or is new', () => {
    expect(compare({ id: '1', active: true }, { id: '1', active: false, title: 'x' }).changed).toEqual([
      '"active": false,',
      '"title": "x"',
    ])
  })

  test('differ where an attribute is gone', () => {
    expect(
      compare({ id: '1', members: [{ value: 'a' }, { value: 'b' }], 'urn:x:y': {} }, { id: '1' }).gone,
    ).toEqual(['$.members', '$["urn:x:y"]'])
  })
})

describe('the earlier answer', () => {
  const run = sampleRun()
  const readings = (id: string) =>
    exchangesOf(
      run.checks.find((check) => check.id === id)!,
      run,
    )

  test('is the last one about the same resource', () => {
    const group = readings('entra.group.remove-one-member-legacy')
    expect(earlierAnswer(group, 2)).toBe(group[0]?.exchange?.response?.body)
  })

  test('is absent for the first answer, an answer without a body, and a list', () => {
    const group = readings('entra.group.remove-one-member-legacy')
    expect(earlierAnswer(group, 0)).toBeUndefined()
    expect(earlierAnswer(group, 1)).toBeUndefined()
    expect(earlierAnswer(readings('fuzz.filter.selects-what-it-means'), 1)).toBeUndefined()
  })
})
