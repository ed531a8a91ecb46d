import { describe, expect, test } from 'vitest'
import { LIST_RESPONSE_URI, listResponse, readListResponse } from './listResponse.ts'

describe('a list response', () => {
  test('is built with its schema, its figures and its resources', () => {
    expect(
      listResponse({ totalResults: 3, startIndex: 2, itemsPerPage: 1, resources: [{ id: '1' }] }),
    ).toEqual({
      schemas: [LIST_RESPONSE_URI],
      totalResults: 3,
      startIndex: 2,
      itemsPerPage: 1,
      Resources: [{ id: '1' }],
    })
    expect(listResponse({ totalResults: 0, resources: [] })).toEqual({
      schemas: [LIST_RESPONSE_URI],
      totalResults: 0,
      Resources: [],
    })
  })

  test.each([
    { totalResults: 0, resources: [] },
    { totalResults: 9, startIndex: 3, itemsPerPage: 2, resources: [{ id: '1' }, { id: '2' }] },
    { nextCursor: 'n', previousCursor: 'p', itemsPerPage: 1, resources: [{ id: '1' }] },
  ])('%j is read as it was built', (list) => {
    expect(readListResponse(listResponse(list))).toEqual(list)
  })

  test('is read without Resources, with null ones, and with names in any case', () => {
    expect(readListResponse({ totalResults: 0 })).toEqual({ totalResults: 0, resources: [] })
    expect(readListResponse({ totalResults: 0, Resources: null, startIndex: null })).toEqual({
      totalResults: 0,
      resources: [],
    })
    expect(readListResponse({ TotalResults: 1, resources: [{}] })).toEqual({
      totalResults: 1,
      resources: [{}],
    })
  })

  test.each<[unknown, string]>([
    [[], '$: expected an object'],
    ['text', '$: expected an object, found "text"'],
    [{ Resources: {} }, '$.Resources: expected an array, found {}'],
    [{ Resources: [{}, 1] }, '$.Resources[1]: expected an object, found 1'],
    [{ totalResults: '1' }, '$.totalResults: expected a whole number, found "1"'],
    [{ totalResults: 1.5 }, '$.totalResults: expected a whole number, found 1.5'],
    [{ nextCursor: 1 }, '$.nextCursor: expected a string, found 1'],
  ])('%j can not be read', (json, message) => {
    expect(() => readListResponse(json)).toThrow(message)
  })
})
