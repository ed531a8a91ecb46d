import { describe, expect, test } from 'vitest'
import { bodyText } from './bodyText.ts'

const bytes = (...codes: number[]) => new Uint8Array(codes)

describe('bodyText', () => {
  test('reads JSON', () => {
    const body = new TextEncoder().encode('{"a":"é"}')
    expect(bodyText(body)).toMatchObject({ text: '{"a":"é"}', exact: true, json: { a: 'é' } })
  })

  test('reads a body once', () => {
    const body = new TextEncoder().encode('{"a":[]}')
    expect(bodyText(body)).toBe(bodyText(body))
    expect(bodyText(body).json).toBe(bodyText(body).json)
  })

  test('reads JSON behind a byte order mark, and keeps the mark in the text', () => {
    const body = bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d)
    expect(bodyText(body)).toMatchObject({ text: '\uFEFF{}', exact: true, json: {} })
  })

  test('knows that bytes are no UTF-8', () => {
    expect(bodyText(bytes(0x22, 0xff, 0x22))).toMatchObject({ exact: false, json: '\uFFFD' })
  })

  test.each(['', '<html>', '{"a":'])('finds no JSON in %j', (text) => {
    expect(bodyText(new TextEncoder().encode(text)).json).toBeUndefined()
  })

  test('reads a part of a larger buffer', () => {
    const large = new TextEncoder().encode('xx{"a":1}xx')
    expect(bodyText(large.subarray(2, 9)).json).toEqual({ a: 1 })
  })
})
