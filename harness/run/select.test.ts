import { describe, expect, test } from 'vitest'
import { suite } from '../check/suite.ts'
import { select, type Selection } from './select.ts'

const checks = suite('Subject', { id: 'rfc7644.patch', file: 'suites/x' }, ({ check }) => {
  check('one', { id: 'one', verifies: ['RFC7644-3.3-08'], tags: ['edge'] }, () => undefined)
  check('two', { id: 'two', verifies: ['RFC7644-3.3-11'], profile: 'entra' }, () => undefined)
  check('three', { id: 'one-more', verifies: [] }, () => undefined)
}).checks
const everything: Selection = { profiles: ['rfc', 'entra'], only: [], skip: [], requirements: [], tags: [] }
const idsOf = (selection: Partial<Selection>) =>
  select(checks, { ...everything, ...selection }).map(({ id }) => id)

describe('a selection', () => {
  test('picks by profile, pattern, requirement and tag', () => {
    expect(idsOf({})).toHaveLength(3)
    expect(idsOf({ profiles: ['entra'] })).toEqual(['rfc7644.patch.two'])
    expect(idsOf({ only: ['rfc7644.patch.one*'] })).toEqual(['rfc7644.patch.one', 'rfc7644.patch.one-more'])
    expect(idsOf({ only: ['rfc7644.patch.one'] })).toEqual(['rfc7644.patch.one'])
    expect(idsOf({ skip: ['*.one*'] })).toEqual(['rfc7644.patch.two'])
    expect(idsOf({ requirements: ['RFC7644-3.3-11'] })).toEqual(['rfc7644.patch.two'])
    expect(idsOf({ tags: ['edge'] })).toEqual(['rfc7644.patch.one'])
  })

  test.each<[string, Partial<Selection>, RegExp]>([
    [
      'a pattern',
      { only: ['rfc7644.pach.*'] },
      /'rfc7644\.pach\.\*' selects none of 3 checks\. Nearest: rfc7644\.patch\.\* \(3\)/,
    ],
    ['an id', { only: ['rfc7644.patch.tow'] }, /Nearest: rfc7644\.patch\.two/],
    ['a pattern to skip', { skip: ['nothing.*'] }, /selects none/],
    ['a requirement', { requirements: ['RFC7644-3.3-10'] }, /verified by none.*RFC7644-3\.3-1/],
    ['a tag', { tags: ['egde'] }, /Known tags: edge/],
    ['a combination', { profiles: ['entra'], tags: ['edge'] }, /leaves none of 3 checks/],
  ])('%s that picks nothing is refused with the nearest', (_, selection, sentence) => {
    expect(() => idsOf(selection)).toThrow(sentence)
  })
})
