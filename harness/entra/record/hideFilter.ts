import { tokenAt } from '../../scim/filter/lex.ts'
import { type AttributePlace, kindOf, placeOf } from './attributePlace.ts'
import type { Edit } from './edit.ts'
import { type Hiding, hideText } from './hideText.ts'

const PATH = /^(urn:[\w:.-]+:)?[a-z$][\w$-]*(\.[a-z$][\w$-]*)?$/i
const SUB_ATTRIBUTE = /^\.[a-z$][\w$-]*$/i
const OPERATOR = /^(eq|ne|co|sw|ew|gt|ge|lt|le|pr)$/i
const JUNCTION = /^(and|or|not)$/i
const SMALL = /^(null|-?\d)$/i

/**
 * What must be replaced in a filter, or in a path that may hold one: each literal, and whatever is neither attribute nor
 * word of the grammar (RFC 7644 §3.4.2.2). A text that can not be read to its end is replaced from there.
 *
 * @param form in a `filter` an attribute is known by the operator behind it; in a `path` it may stand alone
 */
export function editsIn(
  text: string,
  form: 'filter' | 'path',
  within: AttributePlace,
  hiding: Hiding,
): readonly Edit[] {
  const { tokens, rest } = wordsOf(text)
  const edits: Edit[] = []
  const parents: AttributePlace[] = [within]
  let target: AttributePlace | undefined
  let awaiting = false
  const inside = () => parents.at(-1) ?? within
  tokens.forEach(({ kind, start, end, text: word }, index) => {
    const next = tokens[index + 1]
    if (kind === '[') {
      if (target !== undefined) parents.push(target)
    } else if (kind === ']') {
      if (parents.length > 1) target = parents.pop()
    } else if (kind === 'string' || (kind === 'word' && awaiting)) {
      const literal = kind === 'string' ? unquoted(word) : word
      if (kind === 'string' || !(SMALL.test(word) || /^(true|false)$/i.test(word)))
        edits.push({
          start,
          end,
          text: requoted(
            kind,
            awaiting ? hideText(literal, target ?? inside(), hiding) : hiding.register.value(literal, 'text'),
          ),
        })
      awaiting = false
    } else if (kind === 'word') {
      const alone = form === 'path' && index === 0 && next === undefined
      const leads = alone || next?.kind === '[' || OPERATOR.test(next?.text ?? '')
      if (OPERATOR.test(word) && target !== undefined) awaiting = !/^pr$/i.test(word)
      else if (JUNCTION.test(word)) target = undefined
      else if (SUB_ATTRIBUTE.test(word) && target !== undefined)
        target = { ...target, attribute: word.slice(1).toLowerCase(), parent: target.attribute }
      else if (PATH.test(word) && leads) target = placeOf(word, inside())
      else edits.push({ start, end, text: hiding.register.value(word, kindOf(word, inside())) })
    }
  })
  if (rest < text.length)
    edits.push({ start: rest, end: text.length, text: hiding.register.value(text.slice(rest), 'text') })
  return edits
}

const requoted = (kind: string, text: string) => (kind === 'string' ? JSON.stringify(text) : text)

/** The tokens of a text without its blanks, and where what can not be read begins. */
function wordsOf(text: string) {
  const tokens: ReturnType<typeof tokenAt>[] = []
  let at = 0
  while (at < text.length) {
    try {
      const token = tokenAt(text, at)
      if (token.kind !== 'blank') tokens.push(token)
      at = token.end
    } catch {
      break
    }
  }
  return { tokens, rest: at }
}

function unquoted(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal.slice(1, -1)
  }
}
