import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../../reports/model/index.ts'
import { reproducingTest } from './reproducingTest.ts'

const base = 'http://127.0.0.1:1/scim/v2'
const exchange = (
  method: string,
  path: string,
  status: number,
  sent?: unknown,
  seen?: unknown,
): ExchangeRecord => ({
  request: {
    method,
    url: `${base}${path}`,
    headers: {},
    ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
  },
  response: { status, headers: {}, ...(seen === undefined ? {} : { body: JSON.stringify(seen) }) },
  startedAt: 0,
  durationMs: 1,
  scope: 'check',
})
const recorded = {
  x1: exchange('POST', '/Users', 201, { userName: 'a`${b}"' }, { id: 'id-7', userName: 'a' }),
  x2: exchange('POST', '/Users', 201, { userName: 'other' }, { id: 'id-8' }),
  x3: exchange(
    'PATCH',
    '/Users/id-7',
    200,
    { Operations: [{ value: 'see id-7' }] },
    { id: 'id-7', title: 'x' },
  ),
  x4: exchange('GET', '/Users/id-7', 200, undefined, { id: 'id-7', title: 'x', meta: {} }),
}
const source = {
  title: 'a "PATCH"',
  remarks: ['wrong\nso'],
  baseUrl: base,
  exchanges: ['x3', 'x4'],
  decisive: ['x3', 'x4'],
  demands: [],
}

test('makes first what is presupposed and nothing else, and takes ids from the answers', () => {
  const text = reproducingTest(source, recorded) ?? ''
  expect(text).toContain('// wrong so')
  expect(text).toContain('const id1 = answer1.json.id')
  expect(text).not.toContain('other')
  expect(text).toContain('await send("PATCH", `/Users/${id1}`, {"Operations":[{"value":`see ${id1}`}]})')
  expect(text).toContain('{"userName":"a`${b}\\""}')
})

test('fails as long as all deciding answers are as they were', () => {
  expect(reproducingTest(source, recorded)).toContain(
    `expect([summaryOf(answer2), summaryOf(answer3)], 'the server still answers as it did').not.toEqual([{"status":200,"title":"x"},{"status":200,"title":"x"}])`,
  )
})

test('demands what was demanded, where that is known', () => {
  const demands = [
    { exchange: 'x4', holdsOneOf: [{ title: 'y' }] },
    { exchange: 'x3', statusOneOf: [400] },
  ]
  const text = reproducingTest({ ...source, demands }, recorded)
  expect(text).toContain(
    'expect([{"title":"y"}].map((state) => expect.objectContaining(state))).toContainEqual(answer3.json)',
  )
  expect(text).toContain('expect([400]).toContain(answer2.status)')
  expect(text).not.toContain('summaryOf')
})

test('there is none without exchanges', () => {
  expect(reproducingTest({ ...source, exchanges: [] }, recorded)).toBeUndefined()
})
