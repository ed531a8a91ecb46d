type Awaited = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or }' | ', or ]' | 'end'

/** Where a text stops being JSON (RFC 8259): the offset, and what had to stand there; at the end of the text when it breaks off. */
export interface JsonFault {
  readonly offset: number
  readonly awaited: string
}

const SIMPLE = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
/** The beginning of a number that is not finished. */
const BEGUN = /^-?(?:(?:0|[1-9]\d*)?|(?:0|[1-9]\d*)(?:\.\d*)?|(?:0|[1-9]\d*)(?:\.\d+)?[eE][+-]?)$/
const LETTERS = /[-+.\w]*/y

/** The first place at which a text is no JSON; undefined when it is JSON. Reads in linear time, without recursion. */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = []
  let awaited: Awaited = 'value'
  let at = 0
  const after = (): Awaited => (open.length === 0 ? 'end' : open.at(-1) === '{' ? ', or }' : ', or ]')
  const fault = (offset = at): JsonFault => ({
    offset,
    awaited: awaited === 'end' ? 'nothing more' : awaited,
  })
  for (;;) {
    while (isBlank(text.charCodeAt(at))) at += 1
    const found = text[at]
    if (found === undefined) return awaited === 'end' ? undefined : fault()
    if (found === '"' && /^(value|name)/.test(awaited)) {
      const { end, broken } = stringAt(text, at)
      if (broken) return fault(end)
      at = end
      awaited = awaited.startsWith('name') ? ':' : after()
    } else if ((found === '{' || found === '[') && awaited.startsWith('value')) {
      open.push(found)
      awaited = found === '{' ? 'name or }' : 'value or ]'
      at += 1
    } else if ((found === '}' || found === ']') && awaited.endsWith(found)) {
      open.pop()
      awaited = after()
      at += 1
    } else if (found === ':' && awaited === ':') {
      awaited = 'value'
      at += 1
    } else if (found === ',' && awaited.startsWith(',')) {
      awaited = awaited === ', or }' ? 'name' : 'value'
      at += 1
    } else if (awaited.startsWith('value')) {
      const { end, broken } = simpleAt(text, at)
      if (broken) return fault(end)
      at = end
      awaited = after()
    } else return fault()
  }
}

const isBlank = (code: number) => code === 32 || code === 10 || code === 13 || code === 9

/** Where a token ends, or where it is broken. */
interface Token {
  readonly end: number
  readonly broken: boolean
}

function stringAt(text: string, start: number): Token {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 34) return { end: at + 1, broken: false }
    if (code < 32) return { end: at, broken: true }
    if (code !== 92) continue
    const escape = text.slice(at + 1, at + 6)
    if (/^["\\/bfnrt]/.test(escape)) at += 1
    else if (/^u[\da-fA-F]{4}/.test(escape)) at += 5
    else {
      const cut = at + 1 + escape.length >= text.length && /^(u[\da-fA-F]{0,3})?$/.test(escape)
      return { end: cut ? text.length : at, broken: true }
    }
  }
  return { end: text.length, broken: true }
}

/** A number, true, false or null. */
function simpleAt(text: string, start: number): Token {
  LETTERS.lastIndex = start
  const word = LETTERS.exec(text)?.[0] ?? ''
  SIMPLE.lastIndex = start
  const match = SIMPLE.exec(text)?.[0]
  if (match !== undefined && match === word) return { end: start + word.length, broken: false }
  const cut =
    word !== '' &&
    start + word.length === text.length &&
    (['true', 'false', 'null'].some((whole) => whole.startsWith(word)) || BEGUN.test(word))
  return { end: cut ? text.length : start, broken: true }
}
