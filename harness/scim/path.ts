import { ScimError } from './error.ts'
import type { AttributePath } from './types.ts'

/** ATTRNAME of RFC 7643 §2.1; `$ref` stands outside that grammar and is an attribute name all the same (§2.4). */
const attributeName = /^(?:[A-Za-z][A-Za-z0-9_-]*|\$ref)$/

/** A URI (RFC 3986 §4.3) without brackets, which would end a value path. */
const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+$/

/** Whether a text is an attribute name (RFC 7643 §2.1). */
export function isAttributeName(text: string): boolean {
  return attributeName.test(text)
}

/**
 * Reads `[uri:]name[.sub]` (RFC 7644 §3.10). The URI ends at the last colon, so that the dots and colons of a schema's
 * version stay with it. A bare schema URI reads as a path too; callers that know the schema look for one first.
 * @throws ScimError 400 invalidPath
 */
export function parseAttributePath(text: string): AttributePath {
  const colon = text.lastIndexOf(':')
  const prefix = colon < 0 ? undefined : text.slice(0, colon)
  if (prefix !== undefined && !uri.test(prefix)) throw notAPath(text, `"${prefix}" is not a schema URI`)

  const [name = '', sub, ...rest] = text.slice(colon + 1).split('.')
  if (rest.length > 0) throw notAPath(text, 'an attribute path has at most one sub-attribute')
  const wrong = [name, ...(sub === undefined ? [] : [sub])].find((part) => !isAttributeName(part))
  if (wrong !== undefined) throw notAPath(text, `"${wrong}" is not an attribute name`)

  return { ...(prefix === undefined ? {} : { uri: prefix }), name, ...(sub === undefined ? {} : { sub }) }
}

/** The text of an attribute path, in its own spelling. */
export function printAttributePath(path: AttributePath): string {
  const prefix = path.uri === undefined ? '' : `${path.uri}:`
  const suffix = path.sub === undefined ? '' : `.${path.sub}`
  return `${prefix}${path.name}${suffix}`
}

function notAPath(text: string, reason: string): ScimError {
  return new ScimError(400, 'invalidPath', `"${text}" is not an attribute path: ${reason}`)
}
