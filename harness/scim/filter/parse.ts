import { ScimError } from '../error.ts'
import { isAttributeName, parseAttributePath } from '../path.ts'
import type { AttributePath, CompareOperator, Filter } from '../types.ts'
import { describe, tokenAt } from './lex.ts'
import type { Token } from './lex.ts'
import { FilterSyntaxError } from './syntax-error.ts'

/** Limits of the parser. */
export interface ParseOptions {
  /** How many round and square brackets may stand open at once; 100 unless told. */
  readonly maxDepth?: number
  /**
   * Whether `attr[filter].sub op value` is read too, as `attr[filter and sub op value]` (F-07): outside the grammar, but
   * a form that clients derive from PATCH paths. It is not unless told.
   */
  readonly subAfterBrackets?: boolean
}

/** The comparison operators of RFC 7644 §3.4.2.2 Table 3, in its order; `pr` stands apart. */
export const COMPARE_OPERATORS: readonly CompareOperator[] = [
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'ge',
  'lt',
  'le',
]

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
const DEFAULT_DEPTH = 100

interface Cursor {
  readonly text: string
  readonly maxDepth: number
  readonly subAfterBrackets: boolean
  at: number
}

interface Place {
  readonly depth: number
  readonly inBrackets: boolean
}

/**
 * Reads a filter by the ABNF of RFC 7644 §3.4.2.2. Comparison binds before `not`, `not` before `and`, `and`
 * before `or` (erratum 4670). One blank may stand between `not` and its parenthesis (erratum 7319). Brackets
 * hold any expression (erratum 7322) but another value path (erratum 4690). Keywords and operators have no
 * case; `true`, `false` and `null` are lower case, as in JSON. Every other blank is demanded or forbidden as
 * the grammar has it. An attribute may be called like a keyword.
 * @throws FilterSyntaxError
 */
export function parseFilter(text: string, options: ParseOptions = {}): Filter {
  const cursor = cursorAt(text, 0, options)
  const filter = disjunction(cursor, { depth: 0, inBrackets: false })
  const rest = peek(cursor)
  if (rest.kind !== 'end') throw unexpected(rest, 'the end')
  return filter
}

/**
 * Reads the `[valFilter]` of a value path, whose `[` stands at `position`: for paths of PATCH operations
 * (RFC 7644 §3.5.2), where a sub-attribute may follow. `end` is the offset behind the `]`; what stands there
 * is the caller's concern.
 * @throws FilterSyntaxError
 */
export function parseBracketed(
  text: string,
  position: number,
  options: ParseOptions = {},
): { filter: Filter; end: number } {
  const cursor = cursorAt(text, position, options)
  const filter = bracketed(cursor, { depth: 0, inBrackets: false })
  return { filter, end: cursor.at }
}

const cursorAt = (
  text: string,
  at: number,
  { maxDepth = DEFAULT_DEPTH, subAfterBrackets = false }: ParseOptions,
): Cursor => ({ text, at, maxDepth, subAfterBrackets })

function disjunction(cursor: Cursor, place: Place): Filter {
  let left = conjunction(cursor, place)
  while (takeKeyword(cursor, 'or')) left = { kind: 'or', left, right: conjunction(cursor, place) }
  return left
}

function conjunction(cursor: Cursor, place: Place): Filter {
  let left = operand(cursor, place)
  while (takeKeyword(cursor, 'and')) left = { kind: 'and', left, right: operand(cursor, place) }
  return left
}

function operand(cursor: Cursor, place: Place): Filter {
  const first = peek(cursor)
  if (first.kind === '(') return grouped(cursor, place)
  if (first.kind !== 'word') throw unexpected(first, 'an attribute name, "not" or "("')
  cursor.at = first.end
  if (first.text.toLowerCase() === 'not' && takeBlankBeforeGroup(cursor)) {
    return { kind: 'not', filter: grouped(cursor, place) }
  }
  const path = attributePath(first)
  const next = peek(cursor)
  if (next.kind !== '[') return attributeExpression(cursor, path)
  if (place.inBrackets) throw unexpected(next, 'no value path inside brackets (erratum 4690)')
  return { kind: 'valuePath', path, filter: withSubBehind(cursor, bracketed(cursor, place)) }
}

function grouped(cursor: Cursor, place: Place): Filter {
  const inner = deeper(cursor, place)
  take(cursor, '(')
  const filter = disjunction(cursor, inner)
  take(cursor, ')', '"and", "or" or ")"')
  return filter
}

function bracketed(cursor: Cursor, place: Place): Filter {
  const inner = deeper(cursor, place)
  take(cursor, '[')
  const filter = disjunction(cursor, { ...inner, inBrackets: true })
  take(cursor, ']', '"and", "or" or "]"')
  return filter
}

/** The filter in brackets, joined with the comparison of a sub-attribute that stands behind them (F-07). */
function withSubBehind(cursor: Cursor, filter: Filter): Filter {
  const word = peek(cursor)
  if (!cursor.subAfterBrackets || word.kind !== 'word' || !word.text.startsWith('.')) return filter
  const name = word.text.slice(1)
  if (!isAttributeName(name)) throw unexpected(word, 'a dot and a sub-attribute')
  cursor.at = word.end
  return { kind: 'and', left: filter, right: attributeExpression(cursor, { name }) }
}

function attributeExpression(cursor: Cursor, path: AttributePath): Filter {
  take(cursor, 'blank', 'a blank and an operator, or "["')
  const word = peek(cursor)
  const op = word.text.toLowerCase()
  if (word.kind === 'word' && op === 'pr') {
    cursor.at = word.end
    return { kind: 'present', path }
  }
  if (word.kind !== 'word' || !isCompareOperator(op)) {
    throw unexpected(word, `one of the operators ${COMPARE_OPERATORS.join(', ')}, pr`)
  }
  cursor.at = word.end
  take(cursor, 'blank', 'a blank and a value')
  return { kind: 'compare', path, op, value: literal(cursor) }
}

function literal(cursor: Cursor): string | number | boolean | null {
  const token = peek(cursor)
  cursor.at = token.end
  if (token.kind === 'string') return JSON.parse(token.text) as string
  if (token.kind === 'word') {
    if (token.text === 'true') return true
    if (token.text === 'false') return false
    if (token.text === 'null') return null
    if (NUMBER.test(token.text)) return number(token)
  }
  throw unexpected(token, 'a JSON string in double quotes, a JSON number, true, false or null')
}

function number(token: Token): number {
  const value = Number(token.text)
  if (!Number.isFinite(value)) throw unexpected(token, 'a number of at most 1.8e308')
  return value === 0 ? 0 : value
}

function attributePath(token: Token): AttributePath {
  try {
    return parseAttributePath(token.text)
  } catch (error) {
    if (error instanceof ScimError) throw unexpected(token, 'an attribute path such as name.givenName')
    throw error
  }
}

/** Takes ` and ` or ` or `; leaves the cursor where it is when something else follows. */
function takeKeyword(cursor: Cursor, keyword: 'and' | 'or'): boolean {
  const blank = peek(cursor)
  if (blank.kind !== 'blank') return false
  const word = tokenAt(cursor.text, blank.end)
  const text = word.text.toLowerCase()
  if (text !== 'and' && text !== 'or') throw unexpected(word, '"and" or "or"')
  if (text !== keyword) return false
  cursor.at = word.end
  take(cursor, 'blank', 'a blank and an expression')
  return true
}

/** Whether a parenthesis follows, at once or after one blank, which is taken (F-08). */
function takeBlankBeforeGroup(cursor: Cursor): boolean {
  const next = peek(cursor)
  if (next.kind === '(') return true
  if (next.kind !== 'blank' || tokenAt(cursor.text, next.end).kind !== '(') return false
  cursor.at = next.end
  return true
}

function deeper(cursor: Cursor, place: Place): Place {
  if (place.depth < cursor.maxDepth) return { ...place, depth: place.depth + 1 }
  throw unexpected(peek(cursor), `at most ${cursor.maxDepth} brackets open at once`)
}

function take(cursor: Cursor, kind: Token['kind'], expected = `"${kind}"`): void {
  const token = peek(cursor)
  if (token.kind !== kind) throw unexpected(token, expected)
  cursor.at = token.end
}

const peek = (cursor: Cursor): Token => tokenAt(cursor.text, cursor.at)

const unexpected = (token: Token, expected: string): FilterSyntaxError =>
  new FilterSyntaxError(token.start, describe(token), expected)

const isCompareOperator = (word: string): word is CompareOperator =>
  (COMPARE_OPERATORS as readonly string[]).includes(word)
