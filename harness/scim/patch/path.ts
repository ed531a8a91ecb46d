import { ScimError } from '../error.ts'
import { parseBracketed } from '../filter/parse.ts'
import { printFilter } from '../filter/print.ts'
import { isAttributeName, parseAttributePath, printAttributePath } from '../path.ts'
import { extensionByUri } from '../schema/lookup.ts'
import type { PatchPath, ResourceSchema } from '../types.ts'

/** A path that breaks the grammar: 400 `invalidPath` (RFC 7644 §3.12, Table 9). */
export class PatchPathError extends ScimError {
  override readonly name = 'PatchPathError'
  /** 0-based offset, in UTF-16 code units, of the first character that does not fit. */
  readonly position: number

  constructor(position: number, reason: string) {
    super(400, 'invalidPath', `Invalid path at position ${position}: ${reason}`)
    this.position = position
  }
}

/**
 * Reads the path of an operation: `PATH = attrPath / valuePath [subAttr]` (RFC 7644 §3.5.2, Figure 7). The URI of one
 * of the schema's extensions, alone, is read as well, as the name of the extension's container (ruling M-19). Whether
 * an attribute of that name exists is not asked here.
 * @throws ScimError 400 `invalidPath` (a `PatchPathError` with the position), or `invalidFilter` for what stands in brackets
 */
export function parsePatchPath(text: string, schema: ResourceSchema): PatchPath {
  const extension = extensionByUri(schema, text)
  if (extension !== undefined) return { path: { name: extension.schema.id } }

  const bracket = text.indexOf('[')
  const head = attributePathAt(bracket < 0 ? text : text.slice(0, bracket))
  if (bracket < 0) return { path: head }
  if (head.sub !== undefined) {
    throw new PatchPathError(bracket, 'a filter stands behind an attribute, not behind a sub-attribute')
  }

  const { filter, end } = parseBracketed(text, bracket)
  if (end === text.length) return { path: head, filter }
  if (text[end] !== '.') throw new PatchPathError(end, 'only "." and a sub-attribute may follow the filter')
  const sub = text.slice(end + 1)
  if (!isAttributeName(sub)) throw new PatchPathError(end + 1, `"${sub}" is not the name of a sub-attribute`)
  return { path: head, filter, sub }
}

/** The text of a path; `parsePatchPath` reads the same path from it. */
export function printPatchPath(path: PatchPath): string {
  const filter = path.filter === undefined ? '' : `[${printFilter(path.filter)}]`
  const sub = path.sub === undefined ? '' : `.${path.sub}`
  return `${printAttributePath(path.path)}${filter}${sub}`
}

function attributePathAt(text: string) {
  try {
    return parseAttributePath(text)
  } catch (error) {
    if (error instanceof ScimError) throw new PatchPathError(offence(text), error.message)
    throw error
  }
}

/** Where an attribute path stops being one: its longest beginning that is a path, or could become one. */
function offence(text: string): number {
  const parts =
    /^(?:[A-Za-z][A-Za-z0-9+.-]*:(?:[^:[\]\s"]+:)*)?(?:[A-Za-z][A-Za-z0-9_-]*|\$ref)?(?:\.(?:[A-Za-z][A-Za-z0-9_-]*|\$ref)?)?/
  return parts.exec(text)?.[0].length ?? 0
}
