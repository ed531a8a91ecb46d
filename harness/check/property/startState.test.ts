import { expect, test } from 'vitest'
import { partsOfState, stateOfParts } from './startState.ts'

const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const state = {
  title: 'a',
  name: { givenName: 'b', familyName: 'c' },
  emails: [{ value: 'd' }, { value: 'e' }],
  [urn]: { department: 'f', costCenter: 'g' },
}

test('a state falls into attributes, elements and attributes of extensions, and is made of them again', () => {
  const parts = partsOfState(state)
  expect(parts).toEqual([
    { title: 'a' },
    { name: { givenName: 'b', familyName: 'c' } },
    { emails: [{ value: 'd' }] },
    { emails: [{ value: 'e' }] },
    { [urn]: { department: 'f' } },
    { [urn]: { costCenter: 'g' } },
  ])
  expect(stateOfParts(parts)).toEqual(state)
  expect(stateOfParts(parts.slice(3, 5))).toEqual({ emails: [{ value: 'e' }], [urn]: { department: 'f' } })
})
