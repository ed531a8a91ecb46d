import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareInstants, parseDateTime } from './dateTime.ts'

const compare = (left: string, right: string) => {
  const [a, b] = [parseDateTime(left), parseDateTime(right)]
  if (a === undefined || b === undefined) throw new Error('not a dateTime')
  return Math.sign(compareInstants(a, b))
}

describe('dateTimes', () => {
  test.each([
    ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.000Z', 0],
    ['2011-05-13T04:42:34Z', '2011-05-13T06:42:34+02:00', 0],
    ['2011-05-13T04:42:34Z', '2011-05-12T23:12:34-05:30', 0],
    ['2011-05-13T04:42:34', '2011-05-13T04:42:34Z', 0],
    ['2011-05-13T24:00:00Z', '2011-05-14T00:00:00Z', 0],
    ['2011-05-13T04:42:34.1Z', '2011-05-13T04:42:34.09Z', 1],
    ['2011-05-13T04:42:34.0000001Z', '2011-05-13T04:42:34.0000002Z', -1],
    ['2011-05-13T23:59:59-01:00', '2011-05-14T00:30:00Z', 1],
    ['0099-01-01T00:00:00Z', '1970-01-01T00:00:00Z', -1],
    ['12011-01-01T00:00:00Z', '2011-01-01T00:00:00Z', 1],
  ])('%s against %s is %d', (left, right, order) => {
    expect(compare(left, right)).toBe(order)
    expect(compare(right, left)).toBe(order === 0 ? 0 : -order)
  })

  test.each([
    '2011-05-13',
    '04:42:34Z',
    '2011-05-13 04:42:34Z',
    '2011-05-13T04:42Z',
    '2011-02-29T00:00:00Z',
    '2011-13-01T00:00:00Z',
    '2011-04-31T00:00:00Z',
    '2011-05-13T24:00:01Z',
    '2011-05-13T04:60:00Z',
    '2011-05-13T04:42:60Z',
    '2011-05-13T04:42:34.Z',
    '2011-05-13T04:42:34+15:00',
    '2011-05-13t04:42:34z',
    'Fri, 13 May 2011 04:42:34 GMT',
    '1305261754',
    '',
  ])('%j is none', (text) => {
    expect(parseDateTime(text)).toBeUndefined()
  })

  test('are ordered as instants, whatever their offset', () => {
    const date = fc.date({ min: new Date(0), max: new Date('9000-01-01'), noInvalidDate: true })
    const offset = fc.integer({ min: -840, max: 840 })
    fc.assert(
      fc.property(date, offset, date, offset, (left, one, right, other) => {
        const order = Math.sign(left.getTime() - right.getTime())
        expect(compare(at(left, one), at(right, other))).toBe(order)
      }),
    )
  })
})

function at(date: Date, offset: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1)
  const size = Math.abs(offset)
  return `${shifted}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`.replace(
    /^\+0*/,
    '',
  )
}
