import { describe, expect, test } from 'vitest'
import type { Answer } from '../answer.ts'
import { idOfCreated, openHoldings, pathOfCreated } from './holdings.ts'
import { memoryJournal } from './journal.ts'

const answer = (status: number, json: Answer['json'], location?: string) =>
  ({ status, json, headers: location === undefined ? {} : { location } }) as unknown as Answer

describe('what a creation made', () => {
  test.each([
    ['the id of the body', answer(201, { id: 'a/b' }, 'https://x/Users/other'), 'a/b', '/Users/a%2Fb'],
    [
      'the end of an absolute Location',
      answer(201, undefined, 'https://x/scim/v2/Users/7?v=1'),
      '7',
      '/Users/7',
    ],
    ['the end of a relative Location', answer(201, undefined, '/scim/v2/Users/a%20b'), 'a b', '/Users/a%20b'],
    ['nothing where neither is there', answer(201, undefined), undefined, undefined],
    ['nothing where nothing was made', answer(409, undefined, '/Users/7'), undefined, undefined],
  ])('is known by %s', (_, given, id, path) => {
    expect(idOfCreated(given)).toBe(id)
    expect(pathOfCreated('/Users', given)).toBe(path)
  })

  test('is kept until it is gone, and counted', () => {
    const journal = memoryJournal()
    const holdings = openHoldings(journal, 'http://x', '/Groups')
    const request = { method: 'POST', path: '/Users', body: { userName: 'sp-1' } }
    holdings.settleCreation(holdings.announce(request), request, answer(201, { id: '1' }), 'a.check')
    holdings.settleCreation(holdings.announce(request), request, answer(409, {}), 'a.check')
    expect(holdings.madeBy('a.check')).toEqual(['/Users/1'])
    expect(journal.alive()).toEqual(['http://x/Users/1'])
    holdings.forget('/Users/1')
    expect(holdings.madeBy('a.check')).toEqual([])
    expect(journal.alive()).toEqual([])
    expect(holdings.costOf('a.check')).toEqual({ users: 1, groups: 0, creates: 1, own: 1 })
  })
})
