import { FilterSyntaxError } from './syntax-error.ts'

/** One of `(`, `)`, `[`, `]`. */
export type Bracket = '(' | ')' | '[' | ']'

/** A piece of a filter's text; `start` and `end` are offsets, `end` exclusive. */
export interface Token {
  /** `word` is anything between blanks, brackets and double quotes: a path, an operator, a number, a JSON name. */
  readonly kind: 'word' | 'string' | 'blank' | 'end' | Bracket
  readonly start: number
  readonly end: number
  /** As written. */
  readonly text: string
}

const WORD = /[^ ()[\]"]+/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y
const BRACKETS: ReadonlySet<string> = new Set<Bracket>(['(', ')', '[', ']'])

/**
 * The token that begins at `position`. A blank is exactly one space (SP of RFC 5234). URIs with brackets or
 * quotes in them, which RFC 3986 knows and SCIM's URNs (RFC 7643 §10.2.1) do not, end at the bracket.
 * @throws FilterSyntaxError when a JSON string is not closed or holds what RFC 7159 §7 forbids
 */
export function tokenAt(text: string, position: number): Token {
  const first = text[position]
  if (first === undefined) return { kind: 'end', start: position, end: position, text: '' }
  if (first === ' ') return cut(text, 'blank', position, position + 1)
  if (isBracket(first)) return cut(text, first, position, position + 1)
  if (first === '"') return cut(text, 'string', position, endOfString(text, position))
  WORD.lastIndex = position
  WORD.exec(text)
  return cut(text, 'word', position, WORD.lastIndex)
}

/** A token as an error message names it. */
export function describe(token: Token): string {
  if (token.kind === 'end') return 'the end'
  if (token.kind === 'blank') return 'a blank'
  return token.text
}

const isBracket = (character: string): character is Bracket => BRACKETS.has(character)

const cut = (text: string, kind: Token['kind'], start: number, end: number): Token => ({
  kind,
  start,
  end,
  text: text.slice(start, end),
})

function endOfString(text: string, start: number): number {
  let at = start + 1
  for (;;) {
    const character = text[at]
    if (character === undefined) throw new FilterSyntaxError(at, 'the end', 'a closing double quote')
    if (character === '"') return at + 1
    if (character < ' ') {
      throw new FilterSyntaxError(
        at,
        `control character ${codePoint(character)}`,
        'it escaped as \\uXXXX (RFC 7159)',
      )
    }
    if (character === '\\') {
      ESCAPE.lastIndex = at
      if (ESCAPE.exec(text) === null) {
        throw new FilterSyntaxError(
          at,
          text.slice(at, at + 2),
          'a JSON escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX',
        )
      }
      at = ESCAPE.lastIndex
    } else {
      at += 1
    }
  }
}

const codePoint = (character: string): string =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
