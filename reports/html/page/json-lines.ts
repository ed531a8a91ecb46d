/** One line of a body, with the JSON path of the value that stands on it. */
export interface Line {
  readonly text: string
  /** Absent for text that is not JSON. */
  readonly path?: string
  /** Paths of the members of a short array or object that stands on the line whole. */
  readonly holds?: readonly string[]
}

/** Short arrays and objects of plain values stand on one line up to this length. */
const longestInline = 52

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null

const step = (path: string, name: string) =>
  /^[A-Za-z_$][\w$-]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`

interface Member {
  /** `"userName": `, or nothing in an array. */
  readonly before: string
  readonly value: unknown
  readonly path: string
}

function membersOf(value: unknown, path: string): Member[] {
  if (Array.isArray(value))
    return value.map((member, at) => ({ before: '', value: member, path: `${path}[${at}]` }))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([name, member]) => ({
    before: `${JSON.stringify(name)}: `,
    value: member,
    path: step(path, name),
  }))
}

function linesOf({ before, value, path }: Member, indent: string, after: string): Line[] {
  const members = membersOf(value, path)
  if (members.length === 0) return [{ text: `${indent}${before}${JSON.stringify(value)}${after}`, path }]
  const [opening, closing] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (path !== '$' && members.every((member) => isPlain(member.value))) {
    const inner = members.map((member) => member.before + JSON.stringify(member.value)).join(', ')
    const pad = Array.isArray(value) ? '' : ' '
    const text = `${before}${opening}${pad}${inner}${pad}${closing}${after}`
    if (text.length <= longestInline) {
      return [{ text: indent + text, path, holds: members.map((member) => member.path) }]
    }
  }
  return [
    { text: `${indent}${before}${opening}`, path },
    ...members.flatMap((member, at) => linesOf(member, `${indent}  `, at === members.length - 1 ? '' : ',')),
    { text: `${indent}${closing}${after}`, path },
  ]
}

/** A body as lines: JSON is indented and each line knows its path; anything else stands as it came. */
export function bodyLines(text: string): Line[] {
  try {
    return linesOf({ before: '', value: JSON.parse(text), path: '$' }, '', '')
  } catch {
    return text.split('\n').map((line) => ({ text: line }))
  }
}

/** Whether a line belongs to the value at a path. SCIM names attributes without regard to case (RFC 7643 §2.1). */
export function isAt(line: Line, path: string | undefined): boolean {
  if (path === undefined || path === '$' || line.path === undefined) return false
  const here = line.path.toLowerCase()
  const wanted = path.toLowerCase()
  if (line.holds?.some((held) => held.toLowerCase() === wanted)) return true
  return here === wanted || here.startsWith(`${wanted}.`) || here.startsWith(`${wanted}[`)
}
