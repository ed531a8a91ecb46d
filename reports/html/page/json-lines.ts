/** One line of a body, with the JSON path of the value that stands on it. */
export interface Line {
  readonly text: string
  /** Absent for text that is not JSON. */
  readonly path?: string
}

const step = (path: string, name: string) =>
  /^[A-Za-z_$][\w$-]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`

function linesOf(value: unknown, path: string, indent: string, before: string, after: string): Line[] {
  const entries: [string, unknown, string][] = Array.isArray(value)
    ? value.map((member, at) => ['', member, `${path}[${at}]`])
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, member]) => [`${JSON.stringify(name)}: `, member, step(path, name)])
      : []
  if (entries.length === 0) return [{ text: `${indent}${before}${JSON.stringify(value)}${after}`, path }]
  const [opening, closing] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return [
    { text: `${indent}${before}${opening}`, path },
    ...entries.flatMap(([name, member, at], position) =>
      linesOf(member, at, `${indent}  `, name, position === entries.length - 1 ? '' : ','),
    ),
    { text: `${indent}${closing}${after}`, path },
  ]
}

/** A body as lines: JSON is indented and each line knows its path; anything else stands as it came. */
export function bodyLines(text: string): Line[] {
  try {
    return linesOf(JSON.parse(text), '$', '', '', '')
  } catch {
    return text.split('\n').map((line) => ({ text: line }))
  }
}

/** Whether a line belongs to the value at a path. SCIM names attributes without regard to case (RFC 7643 §2.1). */
export function isAt(line: Line, path: string | undefined): boolean {
  if (path === undefined || path === '$' || line.path === undefined) return false
  const here = line.path.toLowerCase()
  const wanted = path.toLowerCase()
  return here === wanted || here.startsWith(`${wanted}.`) || here.startsWith(`${wanted}[`)
}
