/** The media type of SCIM (RFC 7644 §3.1, §8.1). */
export const SCIM_MEDIA_TYPE = 'application/scim+json'

/** A media type as in Content-Type (RFC 7231 §3.1.1.1). Type, subtype and parameter names in lower case. */
export interface MediaType {
  readonly type: string
  readonly subtype: string
  readonly parameters: ReadonlyMap<string, string>
}

/** One element of Accept (RFC 7231 §5.3.2). */
export interface MediaRange extends MediaType {
  /** Weight from 0 to 1. */
  readonly q: number
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
const head = new RegExp(`^(${token})/(${token})$`)
const parameter = new RegExp(`^(${token})=(?:(${token})|"((?:[^"\\\\]|\\\\.)*)")$`, 's')
const weight = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

/** Reads a Content-Type. Undefined when the text is not a media type. */
export function parseMediaType(text: string): MediaType | undefined {
  const [first = '', ...rest] = splitOutsideQuotes(text, ';').map((part) => part.trim())
  const match = head.exec(first)
  if (match === null) return undefined
  const parameters = new Map<string, string>()
  for (const part of rest.filter((each) => each !== '')) {
    const found = parameter.exec(part)
    if (found === null) return undefined
    parameters.set((found[1] ?? '').toLowerCase(), found[2] ?? (found[3] ?? '').replace(/\\(.)/gs, '$1'))
  }
  return { type: (match[1] ?? '').toLowerCase(), subtype: (match[2] ?? '').toLowerCase(), parameters }
}

/** `type/subtype` without parameters; undefined when the text is not a media type. */
export function essenceOf(text: string): string | undefined {
  const mediaType = parseMediaType(text)
  return mediaType === undefined ? undefined : `${mediaType.type}/${mediaType.subtype}`
}

/** The charset parameter in lower case; undefined when there is none. */
export function charsetOf(mediaType: MediaType): string | undefined {
  return mediaType.parameters.get('charset')?.toLowerCase()
}

/** Reads Accept. Elements that are not media ranges, or have a weight that is none, are left out. */
export function parseAccept(header: string): MediaRange[] {
  return splitOutsideQuotes(header, ',').flatMap((part) => {
    const range = parseMediaType(part)
    if (range === undefined) return []
    const q = range.parameters.get('q') ?? '1'
    return weight.test(q) ? [{ ...range, q: Number(q) }] : []
  })
}

/**
 * The weight that Accept gives a media type: that of the most specific range which covers it (RFC 7231 §5.3.2); 0 when
 * none does, 1 when there is no header or an empty one. Parameters of the ranges other than `q` are not compared.
 */
export function acceptWeight(header: string | undefined, mediaType: string): number {
  if (header === undefined || header.trim() === '') return 1
  const wanted = parseMediaType(mediaType)
  if (wanted === undefined) return 0
  const covering = parseAccept(header)
    .map((range) => ({ q: range.q, rank: specificity(range, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((left, right) => right.rank - left.rank || right.q - left.q)
  return covering[0]?.q ?? 0
}

function specificity(range: MediaType, wanted: MediaType): number {
  if (range.type === '*' && range.subtype === '*') return 1
  if (range.type !== wanted.type) return 0
  if (range.subtype === '*') return 2
  return range.subtype === wanted.subtype ? 3 : 0
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = ['']
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === separator && !quoted) {
      parts.push('')
      continue
    }
    const escaped = quoted && character === '\\'
    if (character === '"') quoted = !quoted
    parts[parts.length - 1] += escaped ? text.slice(at, at + 2) : character
    if (escaped) at += 1
  }
  return parts
}
