import { kindOf, placeOf, topOf } from '../record/attributePlace.ts'
import { type Hiding, hideText } from '../record/hideText.ts'
import { isReferencePath } from './bodies.ts'
import { encoded } from './sent.ts'

/** A value that must not be shown, and the attribute it is of. */
export interface Telling {
  readonly value: string
  /** SCIM path, or a name such as `userName` or `id`. */
  readonly path: string
}

/** Shorter values are words of every text. */
const LEAST = 3

const LOOKS =
  /(?<![^\s@"'<>{}()\\,;:])[^\s@"'<>{}()\\,;:]+(?:@|%40)[\w-]+(?:\.[\w-]+)+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\+\d[\d\s().-]{6,}\d|\b[Bb]earer\s+[\w.~+/=-]+|\beyJ[\w-]+\.[\w.-]+/gi

/**
 * A sentence of a log or a gate with the values of people taken out: those that are known from the entry, and whatever
 * looks like an address, an id, a number or a token.
 */
export function hideWords(text: string, known: readonly Telling[], endpoint: string, hiding: Hiding): string {
  const spelled = known.flatMap((one) => [
    { ...one, text: one.value },
    { ...one, text: encoded(one.value) },
  ])
  const words = [...new Map(spelled.map((one) => [one.text, one])).values()]
    .filter(({ value }) => value.trim().length >= LEAST)
    .sort((one, other) => other.text.length - one.text.length)
  const pieces = words.reduce<readonly string[]>(
    (parts, { text: word, value, path }) =>
      parts.flatMap((part, at) => {
        if (at % 2 === 1) return [part]
        const shown = hidden(value, path, endpoint, hiding)
        return shown === value ? [part] : interleaved(part, word, shown)
      }),
    [text],
  )
  return pieces
    .map((piece, at) =>
      at % 2 === 1
        ? piece
        : piece.replace(LOOKS, (found) =>
            /^(bearer\s|eyJ)/i.test(found)
              ? '[redacted]'
              : hiding.register.value(found, kindOf(found, topOf(endpoint))),
          ),
    )
    .join('')
}

/** Pieces at even places are still to be searched, those at odd ones are done. */
function interleaved(text: string, value: string, shown: string): string[] {
  return text.split(value).flatMap((piece, at) => (at === 0 ? [piece] : [shown, piece]))
}

function hidden(value: string, path: string, endpoint: string, hiding: Hiding): string {
  if (isReferencePath(path)) return hiding.register.id(value, '/Users')
  return hideText(value, placeOf(path, topOf(endpoint)), hiding)
}
