import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameShape, shapedRegister } from './shapedRegister.ts'

describe('a text of the same shape', () => {
  test('is as long, has the same kinds of characters, and none of the words', () => {
    const words = fc.stringMatching(/^[A-Za-z]{4,12}( [a-z]{4,9})?$/)
    fc.assert(
      fc.property(words, fc.nat({ max: 50 }), (text, turn) => {
        const made = sameShape(text, turn)
        expect(made).toHaveLength(text.length)
        expect(made.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A')).toBe(
          text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A'),
        )
        expect(made.toLowerCase()).not.toBe(text.toLowerCase())
      }),
    )
  })

  test('keeps what servers stumble over', () => {
    expect(sameShape("Zoë d'Aß, 42 #7", 0)).toMatch(/^[A-Z][a-z]é [a-z]'[A-Z]é, \d\d #\d$/)
  })

  test('differs from turn to turn, so that a change is one', () => {
    const register = shapedRegister()
    const text = register.value('Sales', 'text') + register.value('Board', 'text')
    const [one, other] = Object.values(register.definitions(text)).map(({ example }) => example)
    expect(one).not.toBe(other)
    expect(`${one} ${other}`).not.toMatch(/sales|board/i)
  })
})
