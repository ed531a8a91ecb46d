import { describe, expect, test } from 'vitest'
import { ScimError } from '../error.ts'
import {
  BULK_REQUEST_URI,
  BULK_RESPONSE_URI,
  bulkRequest,
  bulkResponse,
  readBulkRequest,
  readBulkResponse,
} from './bulk.ts'
import type { BulkOperation, BulkResult } from './bulk.ts'

const body = (...operations: unknown[]) => ({ schemas: [BULK_REQUEST_URI], Operations: operations })

describe('a bulk request', () => {
  const operations: BulkOperation[] = [
    { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'x' } },
    { method: 'PUT', path: '/Users/1', version: 'W/"1"', data: { userName: 'x' } },
    { method: 'PATCH', path: '/Users/1', data: { Operations: [] } },
    { method: 'DELETE', path: '/Users/1' },
  ]

  test('is read as it was built', () => {
    expect(readBulkRequest(bulkRequest({ operations, failOnErrors: 1 }))).toEqual({
      operations,
      failOnErrors: 1,
    })
    expect(readBulkRequest(bulkRequest({ operations: [] }))).toEqual({ operations: [] })
  })

  test('has names and methods in any case', () => {
    const json = {
      SCHEMAS: [BULK_REQUEST_URI],
      operations: [{ Method: 'delete', PATH: '/Users/1', data: null }],
    }
    expect(readBulkRequest(json)).toEqual({ operations: [{ method: 'DELETE', path: '/Users/1' }] })
  })

  test.each<[unknown, string]>([
    [null, 'invalidSyntax'],
    [{ Operations: [] }, 'invalidSyntax'],
    [{ schemas: [BULK_RESPONSE_URI], Operations: [] }, 'invalidSyntax'],
    [{ schemas: [BULK_REQUEST_URI] }, 'invalidSyntax'],
    [{ schemas: [BULK_REQUEST_URI], Operations: {} }, 'invalidSyntax'],
    [{ ...body(), failOnErrors: 0 }, 'invalidValue'],
    [{ ...body(), failOnErrors: '1' }, 'invalidValue'],
    [{ ...body(), failOnErrors: 1.5 }, 'invalidValue'],
  ])('%j is refused as a whole with %s', (json, scimType) => {
    expect(() => readBulkRequest(json)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })

  test.each<[unknown, string, object]>([
    ['text', 'invalidSyntax', { method: '' }],
    [{ path: '/Users/1' }, 'invalidSyntax', { method: '' }],
    [{ method: 'GET', path: '/Users/1', bulkId: 'b' }, 'invalidSyntax', { method: 'GET', bulkId: 'b' }],
    [{ method: 'POST', path: '/Users/1', bulkId: 'b', data: {} }, 'invalidPath', { bulkId: 'b' }],
    [{ method: 'POST', path: 'https://x.example/Users', bulkId: 'b', data: {} }, 'invalidPath', {}],
    [{ method: 'DELETE', path: '/Users' }, 'invalidPath', {}],
    [{ method: 'PUT', data: {} }, 'invalidPath', {}],
    [{ method: 'POST', path: '/Users', data: {} }, 'invalidValue', {}],
    [{ method: 'POST', path: '/Users', bulkId: 'b' }, 'invalidValue', {}],
    [{ method: 'PATCH', path: '/Users/1', data: [] }, 'invalidValue', {}],
    [{ method: 'POST', path: '/Users', bulkId: 'first', data: {} }, 'invalidValue', { bulkId: 'first' }],
  ])('%j is at fault alone with %s', (operation, scimType, rest) => {
    const first = { method: 'POST', path: '/Users', bulkId: 'first', data: {} }
    const { operations: read } = readBulkRequest(body(first, operation))
    expect(read).toEqual([first, expect.objectContaining(rest)])
    const fault = read[1] !== undefined && 'fault' in read[1] ? read[1].fault : undefined
    expect(fault).toBeInstanceOf(ScimError)
    expect(fault).toMatchObject({ status: 400, scimType })
  })
})

describe('a bulk response', () => {
  const results: BulkResult[] = [
    { method: 'POST', status: 201, bulkId: 'a', location: 'https://x.example/Users/1', version: 'W/"1"' },
    { method: 'DELETE', status: 404, location: 'https://x.example/Users/2', response: { status: '404' } },
  ]

  test('has its status as a string, and is read as it was built', () => {
    const built = bulkResponse(results)
    expect(built['schemas']).toEqual([BULK_RESPONSE_URI])
    expect(built['Operations']).toMatchObject([{ status: '201' }, { status: '404' }])
    expect(readBulkResponse(built)).toEqual(results)
  })

  test.each(['201', 201, { code: '201' }, { code: 201 }])('with the status %j is read', (status) => {
    expect(readBulkResponse({ Operations: [{ method: 'POST', status }] })).toEqual([
      { method: 'POST', status: 201 },
    ])
  })

  test.each<[unknown, string]>([
    [null, '$.Operations: expected an array'],
    [{ Operations: [1] }, '$.Operations[0]: expected an object'],
    [{ Operations: [{ method: 'POST' }] }, '$.Operations[0].status: expected a status code, found nothing'],
    [
      { Operations: [{ status: 'Created' }] },
      '$.Operations[0].status: expected a status code, found "Created"',
    ],
    [{ Operations: [{ status: null }] }, '$.Operations[0].status: expected a status code, found null'],
  ])('%j can not be read', (json, message) => {
    expect(() => readBulkResponse(json)).toThrow(message)
  })
})
