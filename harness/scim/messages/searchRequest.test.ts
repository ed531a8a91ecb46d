import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  readSearchQuery,
  readSearchRequest,
  SEARCH_REQUEST_URI,
  searchQuery,
  searchRequest,
} from './searchRequest.ts'
import type { SearchRequest } from './searchRequest.ts'

const body = (parameters: object) => ({ schemas: [SEARCH_REQUEST_URI], ...parameters })

describe('a query', () => {
  test.each<[string, SearchRequest]>([
    ['', {}],
    ['filter=userName+eq+%22a%22&count=10', { filter: 'userName eq "a"', count: 10 }],
    ['attributes=userName,%20name.givenName,', { attributes: ['userName', 'name.givenName'] }],
    ['attributes=', {}],
    ['excludedAttributes=members&unknown=1', { excludedAttributes: ['members'] }],
    ['startIndex=-3&count=-1', { startIndex: -3, count: -1 }],
    ['sortBy=userName&sortOrder=Descending', { sortBy: 'userName', sortOrder: 'descending' }],
    ['sortBy=&sortOrder=', {}],
    ['cursor&count=10', { cursor: '', count: 10 }],
    ['cursor=VZUTiyhEQJ94IR', { cursor: 'VZUTiyhEQJ94IR' }],
    ['filter=', { filter: '' }],
    [`count=${'9'.repeat(400)}`, { count: Number.MAX_SAFE_INTEGER }],
  ])('%s is read from a URL', (query, search) => {
    expect(readSearchQuery(query)).toEqual(search)
    expect(readSearchQuery(new URLSearchParams(query))).toEqual(search)
  })

  test.each<[string, string]>([
    ['count=ten', 'invalidValue'],
    ['count=1.5', 'invalidValue'],
    ['count=1e3', 'invalidValue'],
    ['count=', 'invalidValue'],
    ['startIndex=0x1', 'invalidValue'],
    ['sortOrder=up', 'invalidValue'],
    ['attributes=a&excludedAttributes=b', 'invalidValue'],
    ['filter=a&filter=b', 'invalidValue'],
    ['cursor=&count=ten', 'invalidCount'],
  ])('%s is refused with %s', (query, scimType) => {
    expect(() => readSearchQuery(query)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })

  test.each<[object, SearchRequest]>([
    [{}, {}],
    [
      { Filter: 'a pr', COUNT: 0 },
      { filter: 'a pr', count: 0 },
    ],
    [
      { attributes: ['a', 'b'], sortOrder: 'ascending' },
      { attributes: ['a', 'b'], sortOrder: 'ascending' },
    ],
    [{ attributes: [], excludedAttributes: ['a'], filter: null }, { excludedAttributes: ['a'] }],
    [{ cursor: '' }, { cursor: '' }],
  ])('%j is read from a body', (parameters, search) => {
    expect(readSearchRequest(body(parameters))).toEqual(search)
  })

  test.each<[unknown, string]>([
    [null, 'invalidSyntax'],
    [[], 'invalidSyntax'],
    [{}, 'invalidSyntax'],
    [{ schemas: ['urn:x'] }, 'invalidSyntax'],
    [{ schemas: SEARCH_REQUEST_URI }, 'invalidSyntax'],
    [body({ count: 1, Count: 2 }), 'invalidSyntax'],
    [body({ filter: 1 }), 'invalidValue'],
    [body({ attributes: 'a,b' }), 'invalidValue'],
    [body({ attributes: ['a', 1] }), 'invalidValue'],
    [body({ count: '10' }), 'invalidValue'],
    [body({ count: 1.5 }), 'invalidValue'],
    [body({ cursor: '', count: '10' }), 'invalidCount'],
    [body({ sortOrder: 'up' }), 'invalidValue'],
    [body({ attributes: ['a'], excludedAttributes: ['b'] }), 'invalidValue'],
  ])('%j is refused with %s', (json, scimType) => {
    expect(() => readSearchRequest(json)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })

  const list = fc.array(fc.stringMatching(/^[a-z.:]{1,5}$/), { minLength: 1, maxLength: 3 })
  const search = fc.record(
    {
      filter: fc.string(),
      attributes: list,
      sortBy: fc.stringMatching(/^[a-z]+$/),
      sortOrder: fc.constantFrom('ascending' as const, 'descending' as const),
      startIndex: fc.integer(),
      count: fc.integer(),
      cursor: fc.string(),
    },
    { requiredKeys: [] },
  )

  test('is read as it was built, from a body and from a URL', () => {
    fc.assert(
      fc.property(search, (given) => {
        expect(readSearchRequest(JSON.parse(JSON.stringify(searchRequest(given))))).toEqual(given)
        expect(readSearchQuery(searchQuery(given).toString())).toEqual(given)
      }),
    )
  })
})
