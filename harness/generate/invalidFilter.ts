import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { FilterSyntaxError } from '../scim/filter/syntax-error.ts'
import { parseFilter } from '../scim/filter/parse.ts'
import { printFilter } from '../scim/filter/print.ts'
import { isObject } from '../scim/json.ts'
import type { Filter } from '../scim/types.ts'
import { keepsDomains } from './address.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { shorterTexts } from './smaller.ts'

/** A text that is no filter. */
export interface InvalidFilter {
  readonly text: string
  /** What the grammar says against it. */
  readonly why: string
}

/** A way to spoil the text of a filter. Some ways do not fit some texts, and then change nothing. */
type Spoil = (draw: Draw, text: string) => string

const anywhere = (text: string) => fc.integer({ min: 0, max: text.length })

/** Ways that break the ABNF of RFC 7644 §3.4.2.2, each at one place. */
const spoils: Readonly<Record<string, Spoil>> = {
  'cut short': (draw, text) => text.slice(0, draw(fc.integer({ min: 0, max: Math.max(0, text.length - 1) }))),
  'unknown operator': (draw, text) =>
    text.replace(
      / (eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b/,
      ` ${draw(fc.constantFrom('==', 'like', 're', 'eqq', 'in', '='))}`,
    ),
  'operator left out': (_draw, text) => text.replace(/ (eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b/, ''),
  'value left out': (_draw, text) =>
    text.replace(/ (eq|ne|co|sw|ew|gt|ge|lt|le) ("(?:[^"\\]|\\.)*"|[^\s)\]]+)/, ' $1'),
  'attribute left out': (_draw, text) => text.replace(/^[^\s[(]+ /, ''),
  'quote left open': (_draw, text) => text.replace(/"(?!.*")/s, ''),
  'unknown escape': (_draw, text) => text.replace(/"(?=[^"]*"[^"]*$)/, '"\\x'),
  'bracket too many': (draw, text) => text + draw(fc.constantFrom(')', ']', '(', '[')),
  'bracket too few': (_draw, text) => text.replace(/[)\]](?!.*[)\]])/s, ''),
  'nothing in the brackets': (draw, text) =>
    text + draw(fc.constantFrom(' and ()', ' or not ()', ' and emails[]')),
  'junction without operand': (draw, text) =>
    draw(
      fc.constantFrom(
        `${text} and`,
        `${text} or `,
        `and ${text}`,
        `${text} and and ${text}`,
        `${text} or or ${text}`,
      ),
    ),
  'no junction between two expressions': (_draw, text) => `${text} ${text}`,
  'unknown junction': (draw, text) => `${text} ${draw(fc.constantFrom('xor', '&&', '||', ','))} ${text}`,
  'two dots in a path': (_draw, text) => text.replace(/^([A-Za-z]+)(\.| )/, '$1..x$2'),
  'sign that no rule knows': (draw, text) => {
    const at = draw(anywhere(text))
    return (
      text.slice(0, at) +
      draw(fc.constantFrom('\u0000', '%', '{', ';', '\\', '\t', '\n', '“')) +
      text.slice(at)
    )
  },
  'nothing at all': (draw) => draw(fc.constantFrom('()', '""', '[]')),
}

/** Whether a text is a filter, by the parser. */
function isFilterText(text: string): boolean {
  try {
    parseFilter(text)
    return true
  } catch (error) {
    if (error instanceof FilterSyntaxError) return false
    throw error
  }
}

/**
 * What a lenient server makes of a text: it overlooks blanks too many, and too few beside strings and brackets, which part
 * the words anyway; quotes, and `not` without parentheses.
 */
function overlooked(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[‘’“”']/gu, '"')
    .replace(/("(?:[^"\\]|\\.)*")/g, ' $1 ')
    .replace(/([)\]])(?=[A-Za-z])/g, '$1 ')
    .replace(/\b(and|or)(?=\()/gi, '$1 ')
    .replace(/ (eq|ne|co|sw|ew|gt|ge|lt|le) +([^\s"()[\]]+)/gi, ' $1 "$2"')
    .replace(/\bnot +(?!\()/gi, '')
    .replace(/(^|[\s([.])[0-9]+(?=[A-Za-z])/g, '$1')
    .replace(/(^|[\s([.:])(?=[0-9]+ (?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b)/gi, '$1x')
    .replace(/ +/g, ' ')
    .replace(/([([]) | (?=[)[\]])/g, '$1')
    .trim()
}

/**
 * Whether a text must be refused as a filter: it breaks the grammar, and not only where servers that conform are known
 * to read more than the grammar has. A blank text may be taken for no filter at all.
 */
export function isInvalidFilter(text: string): boolean {
  const lenient = overlooked(text)
  return lenient !== '' && !isFilterText(text) && !isFilterText(lenient)
}

/**
 * Texts near valid filters that the grammar does not allow, so that a server must refuse them with `invalidFilter`
 * (RFC 7644 §3.4.2.2, §3.12). Whether a text is valid is decided by `isInvalidFilter`, from the text alone, also after
 * shrinking. Shrinks towards short texts.
 *
 * @param valid makes the filters that are spoiled
 */
export function invalidFilterFrom(valid: Arbitrary<Filter>): Arbitrary<InvalidFilter> {
  const ways = Object.keys(spoils)
  return drawn({
    make: (draw) => {
      const text = printFilter(draw(valid))
      for (const why of draw(fc.shuffledSubarray(ways, { minLength: ways.length }))) {
        const spoiled = spoils[why]?.(draw, text) ?? text
        if (isInvalidFilter(spoiled) && keepsDomains(spoiled, text)) return { text: spoiled, why }
      }
      return { text: '()', why: 'nothing at all' }
    },
    isValue: (value): value is InvalidFilter =>
      isObject(value) && typeof value['text'] === 'string' && typeof value['why'] === 'string',
    *smaller({ text, why }) {
      for (const shorter of shorterTexts(text)) {
        if (isInvalidFilter(shorter) && keepsDomains(shorter, text)) yield { text: shorter, why }
      }
    },
  })
}
