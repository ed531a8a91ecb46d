import { expect, test } from 'vitest'
import { faultOf, holdsFault, kindOf, shapeOfJson } from './cluster.ts'

test('the kind of a finding is its reason without what differs between examples', () => {
  expect(kindOf({ reason: 'What is no filter (a bracket is missing) is refused (RFC 7644 §3.4.2.2).' })).toBe(
    'What is no filter is refused (RFC 7644 §3.4.2.2).',
  )
  expect(kindOf({ reason: 'User "ada" was seen 12 times' })).toBe(
    kindOf({ reason: 'User "bob" was seen 3 times' }),
  )
})

test('the shape of JSON is its names and types', () => {
  expect(shapeOfJson({ a: 'x', b: [1, 2, 'y'], c: null })).toBe('{a:string,b:[number,string],c:null}')
})

test('a value holds a fault by the part that stands out, or else by all its parts', () => {
  const telling = (culprit?: string) => ({
    shape: (value: string) => value,
    cells: (value: string) => [...value],
    culprit: () => culprit,
  })
  const whole = faultOf('ab', { reason: 'r' }, telling())
  expect(holdsFault('abc', whole, telling())).toBe(true)
  expect(holdsFault('ac', whole, telling())).toBe(false)
  const part = faultOf('ab', { reason: 'r' }, telling('a'))
  expect(holdsFault('ac', part, telling())).toBe(true)
  expect(holdsFault('bc', part, telling())).toBe(false)
})
