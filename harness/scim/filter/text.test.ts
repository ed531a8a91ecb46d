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
    const classes = new Map<string, string>()
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
      classes.set(character, folded)
    }
    expect(wrong).toEqual([])
  })
})
