const ASCII = /^[\0-\x7f]*$/
const DOTLESS_I = '\u0131'

/**
 * Folds case by Unicode's simple case folding: one code point for one code point, without regard to language, so
 * that a part of a text stays a part of the folded text. `ß` and `ss` stay two things, `İ` and `ı` themselves.
 * No normalisation and no width mapping happens: servers differ there, and RFC 7644 §7.8 (PRECIS) is not judged
 * from a filter's result alone.
 */
export function foldText(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : Array.from(text, foldCodePoint).join('')
}

/** Order by code point: negative, zero or positive. RFC 7644 §3.4.2.2 says "lexicographical" and names no collation. */
export function compareText(left: string, right: string): number {
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    if (left[at] !== right[at]) return (left.codePointAt(at) ?? 0) - (right.codePointAt(at) ?? 0)
  }
  return left.length - right.length
}

function foldCodePoint(character: string): string {
  if (character === DOTLESS_I) return character
  const upper = oneOr(character, character.toUpperCase())
  return oneOr(upper, upper.toLowerCase())
}

/** The mapped text when it is a single code point. */
const oneOr = (character: string, mapped: string): string =>
  Array.from(mapped).length === 1 ? mapped : character
