import { expect, test } from 'vitest'
import type { AttributeType, Json } from '../types.ts'
import { coerceSimple } from './coerce.ts'
import { isOfType } from './value.ts'

test.each<[AttributeType, Json, Json | undefined]>([
  ['boolean', 'True', true],
  ['boolean', 'FALSE', false],
  ['boolean', 'untrue', undefined],
  ['boolean', 'truest', undefined],
  ['boolean', 'falsehood', undefined],
  ['boolean', 'xfalse', undefined],
  ['boolean', 1, undefined],
  ['boolean', [true], undefined],
  ['boolean', ['true'], undefined],
  ['integer', '10', 10],
  ['integer', '-7', -7],
  ['integer', '1.5', undefined],
  ['integer', 'a1', undefined],
  ['integer', '1a', undefined],
  ['integer', ['1'], undefined],
  ['decimal', '10', 10],
  ['decimal', '1.25', 1.25],
  ['decimal', '1.', undefined],
  ['decimal', '1,5', undefined],
  ['string', 5, '5'],
  ['string', true, 'true'],
  ['string', null, undefined],
  ['string', {}, undefined],
  ['reference', 5, '5'],
  ['complex', 5, undefined],
  ['complex', true, undefined],
])('%s from %j is %j', (type, value, coerced) => {
  expect(coerceSimple(type, value)).toBe(coerced)
})

test.each<[AttributeType, readonly Json[], readonly Json[]]>([
  ['string', ['', 'x'], [1, null, true, [], {}]],
  ['reference', ['urn:x'], [1, null]],
  ['boolean', [true, false], ['true', 1, null]],
  ['integer', [1, -1, 0], [1.5, '1', null]],
  ['decimal', [1, 1.5], ['1', null]],
  ['dateTime', ['2020-01-01T00:00:00Z'], ['2020-01-01', 'x', 1577836800, ['2020-01-01T00:00:00Z']]],
  [
    'binary',
    ['', 'QQ==', 'QUI=', 'QUJD', 'QUJDQQ', 'QUJDQUI', '-_-_'],
    ['Q', 'QUJDQ', 'Q===', 'Q Q=', 'QUJD=', '"', 1, ['QQ==']],
  ],
  ['complex', [{}, { a: 1 }], [[], null, 'x', 1]],
])('what is %s', (type, are, areNot) => {
  expect(are.filter((value) => !isOfType(type, value))).toEqual([])
  expect(areNot.filter((value) => isOfType(type, value))).toEqual([])
})
