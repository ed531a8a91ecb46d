import { expect, test } from 'vitest'
import { parseFilter } from '../../scim/filter/parse.ts'
import type { StoredResource } from '../state.ts'
import { narrowed } from './narrow.ts'

const stored = (userName: string) => ({ id: userName, attributes: { userName } }) as unknown as StoredResource
const all = ['Ada', 'adam', 'bob'].map(stored)
const left = (filter: string) => narrowed(all, parseFilter(filter)).map(({ id }) => id)

test.each([
  ['userName eq "ADA"', ['Ada', 'adam']],
  ['userName sw "ad" and title pr', ['Ada', 'adam']],
  ['(title pr or active eq true) and USERNAME sw "b"', ['bob']],
  ['userName sw "a" or title pr', ['Ada', 'adam', 'bob']],
  ['not (userName sw "a")', ['Ada', 'adam', 'bob']],
  ['userName co "a"', ['Ada', 'adam', 'bob']],
  ['userName sw "ä"', ['Ada', 'adam', 'bob']],
])('%s leaves at least what it matches: %j', (filter, expected) => {
  expect(left(filter)).toEqual(expected)
})
