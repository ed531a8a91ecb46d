import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from './decode.ts'
import { UnreadableFile } from './unreadable.ts'

const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('decoding a file', () => {
  test('gives the same text in every encoding that portals and spreadsheets write', () => {
    const text = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .map((drawn) => `[${drawn.replaceAll('\u0000', '')}]`)
    fc.assert(
      fc.property(text, (sent) => {
        const forms = [
          Buffer.from(sent, 'utf8'),
          Buffer.from(`\ufeff${sent}`, 'utf8'),
          utf16(`\ufeff${sent}`),
          utf16(`\ufeff${sent}`, true),
        ]
        for (const bytes of forms) expect(decode(bytes, 'x').text).toBe(sent)
      }),
    )
  })

  test('knows UTF-16 without a byte order mark', () => {
    const csv = 'Change ID,Status\r\nc-1,Failure\r\n'
    expect(decode(utf16(csv), 'x').text).toBe(csv)
    expect(decode(utf16(csv, true), 'x').text).toBe(csv)
  })

  test('says when letters may be wrong, and when the end is missing', () => {
    expect(decode(Buffer.from('caf\xe9', 'latin1'), 'x')).toEqual({
      text: 'café',
      notes: [expect.stringContaining('Windows-1252')],
    })
    expect(decode(utf16('\ufeffab').subarray(0, -1), 'x').notes).toEqual([expect.stringContaining('cut off')])
  })

  test.each([
    ['nothing', Buffer.alloc(0), /x is empty/],
    ['white space', Buffer.from(' \r\n '), /x is empty/],
    ['an archive', Buffer.from('PK\u0003\u0004rest'), /ZIP archive/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ['binary data', Buffer.from('abc\u0000\u0000\u0000def'), /holds no text: there is a zero at character 4/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decode(bytes, 'x')).toThrow(UnreadableFile)
    expect(() => decode(bytes, 'x')).toThrow(message)
  })
})
