import { createRegister, type Register } from '../record/register.ts'

const LETTERS = 'loremipsumdolorsitametconsectetur'

/**
 * A text of ours with the shape of another one: as long, with blanks, punctuation, capitals, digits and letters beyond
 * ASCII at the same places, since servers refuse values for their shape.
 *
 * @param turn another text of ours for another turn
 */
export function sameShape(text: string, turn: number): string {
  const made = [...text].map((character, at) => shaped(character, at + turn)).join('')
  return made.toLowerCase() === text.toLowerCase()
    ? [...text].map((character, at) => shaped(character, at + turn + 1)).join('')
    : made
}

function shaped(character: string, at: number): string {
  const letter = LETTERS.charAt(at % LETTERS.length)
  if (/[a-z]/.test(character)) return letter
  if (/[A-Z]/.test(character)) return letter.toUpperCase()
  if (/\d/.test(character)) return String((at * 7 + 1) % 10)
  if (/\p{Lu}/u.test(character)) return 'É'
  if (/\p{Ll}/u.test(character)) return 'é'
  if (/\p{L}/u.test(character)) return '字'
  if (/\p{Extended_Pictographic}/u.test(character)) return '🙂'
  return character
}

/** A register whose examples of free texts have the shape of what they stand for. It lives in memory only. */
export function shapedRegister(): Register {
  const register = createRegister()
  const shapes = new Map<string, string>()
  return {
    ...register,
    value(value, kind) {
      const variable = register.value(value, kind)
      const name = variable.slice(2, -2)
      if (kind === 'text' && !shapes.has(name)) shapes.set(name, sameShape(value, shapes.size))
      return variable
    },
    definitions: (text) =>
      Object.fromEntries(
        Object.entries(register.definitions(text)).map(([name, variable]) => {
          const example = shapes.get(name)
          const free = variable.kind === 'text' && variable.sameAs === undefined && example !== undefined
          return [name, free ? { ...variable, example } : variable]
        }),
      ),
  }
}
