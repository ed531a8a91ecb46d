import type { AttributePlace } from './attributePlace.ts'
import { type Edit, edited } from './edit.ts'
import { editsIn } from './hideFilter.ts'
import type { Hiding } from './hideText.ts'

const ATTRIBUTES = /^(urn:[\w:.-]+:)?[a-z$][\w$-]*(\.[a-z$][\w$-]*)?$/i
const SECRET = /token|secret|key|sig|pass|code|auth|cred/i

/** A query as it stands on the wire, with what is somebody's replaced and every other byte kept. */
export function hideQuery(query: string, place: AttributePlace, hiding: Hiding): string {
  return query
    .split('&')
    .map((parameter) => {
      const at = parameter.indexOf('=')
      const name = at < 0 ? parameter : parameter.slice(0, at)
      const shown = /^[a-z_][\w.-]{0,39}$/i.test(name) ? name : hiding.register.value(name, 'text')
      return at < 0
        ? shown
        : `${shown}=${hideParameter(name.toLowerCase(), parameter.slice(at + 1), place, hiding)}`
    })
    .join('&')
}

function hideParameter(name: string, raw: string, place: AttributePlace, hiding: Hiding): string {
  const { text, offsets } = unescaped(raw)
  if (name === 'filter') return editedRaw(raw, offsets, editsIn(text, 'filter', place, hiding))
  if (/^(attributes|excludedattributes|sortby)$/.test(name)) {
    if (text.split(',').every((part) => ATTRIBUTES.test(part.trim()))) return raw
    return editedRaw(raw, offsets, editsIn(text, 'path', place, hiding))
  }
  if (/^(startindex|count)$/.test(name) && /^-?\d*$/.test(text)) return raw
  if (/^-?\d{0,3}$/.test(text) || /^(true|false|ascending|descending)$/i.test(text)) return raw
  const kind = name === 'cursor' ? 'cursor' : SECRET.test(name) ? 'secret' : 'text'
  return hiding.register.value(text, kind)
}

/** The edits of the decoded text, made in the encoded one. Variables stand as they are: their values are encoded later. */
function editedRaw(raw: string, offsets: readonly number[], edits: readonly Edit[]): string {
  return edited(
    raw,
    edits.map(({ start, end, text }) => ({
      start: offsets[start] ?? raw.length,
      end: offsets[end] ?? raw.length,
      text: text
        .split(/(\{\{\w+\}\})/)
        .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
        .join(''),
    })),
  )
}

/** The text that an encoded one stands for, and where in the encoded one each of its characters begins. */
function unescaped(raw: string): { text: string; offsets: number[] } {
  const offsets: number[] = []
  let text = ''
  for (const match of raw.matchAll(/(?:%[0-9a-f]{2})+|[\s\S]/gi)) {
    const [piece] = match
    const plain = piece.length > 1 ? decodedPiece(piece) : piece === '+' ? ' ' : piece
    let at = match.index
    for (const character of plain) {
      for (let unit = 0; unit < character.length; unit += 1) offsets.push(at)
      at += plain === piece ? character.length : Math.max(1, 3 * Buffer.byteLength(character))
    }
    text += plain
  }
  return { text, offsets }
}

function decodedPiece(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}
