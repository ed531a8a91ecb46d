import { describe, expect, test } from 'vitest'
import { compareText, foldText } from './text.ts'

/** The engine's own simple case folding: what /iu compares by (ECMAScript Canonicalize). */
const same = (left: string, right: string): boolean => {
  const hex = (left.codePointAt(0) ?? 0).toString(16)
  return new RegExp(`^\\u{${hex}}$`, 'iu').test(right)
}

describe('folding case', () => {
  test('agrees with the simple case folding of the engine on every code point', () => {
    const wrong: string[] = []
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const character = String.fromCodePoint(code)
      const folded = foldText(character)
      if (folded !== character && !same(folded, character)) wrong.push(`${code.toString(16)} -> ${folded}`)
      if (folded === character) {
        for (const other of [character.toLowerCase(), character.toUpperCase()]) {
          if (
            Array.from(other).length === 1 &&
            other !== character &&
            same(character, other) &&
            foldText(other) !== folded
          )
            wrong.push(`${code.toString(16)} != ${other}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('order', () => {
  test.each([
    ['a', 'b', -1],
    ['b', 'a', 1],
    ['a', 'a', 0],
    ['', 'a', -1],
    ['ab', 'a', 1],
    ['a\0', 'a', 1],
    ['a', 'a\0', -1],
    ['Z', 'a', -1],
    ['\uffff', '\u{10000}', -1],
    ['\u{10001}', '\u{10000}', 1],
    ['\u{10000}a', '\u{10000}b', -1],
  ])('%j stands to %j as %i to 0', (left, right, sign) => {
    expect(Math.sign(compareText(left, right))).toBe(sign)
  })
})

describe('folding by example', () => {
  test.each([
    ['AdA', 'ada'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['σίσυφος', 'σίσυφοσ'],
    ['\u212a', 'k'],
    ['\u1e9e', 'ß'],
    ['STRASSE', 'strasse'],
    ['İıI', 'İıi'],
    ['ǅ', 'ǆ'],
  ])('%s becomes %s', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })
})
