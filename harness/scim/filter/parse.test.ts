import { describe, expect, test } from 'vitest'
import { parseBracketed, parseFilter } from './parse.ts'
import { printFilter } from './print.ts'

describe('reading', () => {
  test('x', () => {
    const f = parseFilter(
      'a pr or b eq "x" and not (emails[type eq "work" and (value co "@x" or primary eq true)] or c gt -1.5e3)',
    )
    expect(printFilter(f)).toBe(
      'a pr or b eq "x" and not (emails[type eq "work" and (value co "@x" or primary eq true)] or c gt -1500)',
    )
    expect(parseBracketed('emails[type eq "a"].value', 6).end).toBe(19)
    expect(() => parseFilter("userName eq 'x'")).toThrow("Invalid filter at position 12: found 'x', expected")
  })
})
