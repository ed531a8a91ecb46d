/** What a check can be asked by. */
export const keys = [
  'verdict',
  'profile',
  'level',
  'severity',
  'id',
  'tag',
  'requirement',
  'suite',
  'cause',
  'dialect',
  'is',
] as const

export type Key = (typeof keys)[number]

/** One demand on a check; several are joined by and. */
export interface Term {
  /** Absent: the text may stand anywhere. */
  readonly key?: Key
  /** One of these must hold; `*` stands for any characters. */
  readonly values: readonly string[]
  readonly negated: boolean
}

/** A filter as read, and what the reader should know about how it was read. */
export interface ParsedFilter {
  readonly terms: readonly Term[]
  readonly hints: readonly string[]
}

interface Word {
  readonly text: string
  /** Where the part in quotes begins; everything before it may be a key. */
  readonly quotedFrom: number
}

/** Splits at blanks outside double quotes; a quote that is never closed reaches to the end. */
function wordsOf(text: string): Word[] {
  const words: Word[] = []
  let current = ''
  let quotedFrom = Infinity
  let quoted = false
  const finish = () => {
    if (current !== '' || quotedFrom !== Infinity) words.push({ text: current, quotedFrom })
    current = ''
    quotedFrom = Infinity
  }
  for (const character of text) {
    if (character === '"') {
      quoted = !quoted
      quotedFrom = Math.min(quotedFrom, current.length)
    } else if (/\s/.test(character) && !quoted) finish()
    else current += character
  }
  finish()
  return words
}

const isKey = (text: string): text is Key => (keys as readonly string[]).includes(text)

function termOf(word: Word): { term?: Term; hint?: string } {
  const negated = word.quotedFrom > 0 && /^[!-]./.test(word.text)
  const offset = negated ? 1 : 0
  const text = word.text.slice(offset)
  const quotedFrom = word.quotedFrom - offset
  const colon = text.indexOf(':')
  const name = text.slice(0, colon).toLowerCase()
  if (colon > 0 && quotedFrom > colon && isKey(name)) {
    const value = text.slice(colon + 1)
    if (value === '') return { hint: `${name}: waits for a value` }
    const values = quotedFrom === Infinity ? value.split(',').filter((each) => each !== '') : [value]
    return { term: { key: name, values, negated } }
  }
  if (text === '') return {}
  const term: Term = { values: [text], negated }
  if (colon > 0 && quotedFrom > colon && /^[a-z]+$/.test(name) && !/^(urn|https?)$/.test(name)) {
    return { term, hint: `${name}: is no key, so it is looked for as text. Keys: ${keys.join(', ')}` }
  }
  return { term }
}

/**
 * Reads a filter: `verdict:fail level:must profile:entra id:rfc7644.patch.* !tag:slow "some text"`.
 * Terms are joined by and; a comma means or; `!` or `-` turns a term round. Never throws: what is no key is text.
 */
export function parseFilter(text: string): ParsedFilter {
  const read = wordsOf(text).map(termOf)
  return {
    terms: read.flatMap(({ term }) => term ?? []),
    hints: read.flatMap(({ hint }) => hint ?? []),
  }
}

const quote = (value: string) =>
  /[\s",]/.test(value) || value === '' ? `"${value.replaceAll('"', '')}"` : value

/** Writes terms so that `parseFilter` reads them again. */
export function printFilter(terms: readonly Term[]): string {
  return terms
    .map(({ key, values, negated }) => {
      const first = values[0] ?? ''
      const plain = key === undefined && /^[!-]|:/.test(first) ? `"${first}"` : quote(first)
      const value = values.length > 1 ? values.join(',') : plain
      return `${negated ? '!' : ''}${key === undefined ? '' : `${key}:`}${value}`
    })
    .join(' ')
}
