import { ScimError } from '../../scim/error.ts'
import { matcher } from '../../scim/filter/evaluate.ts'
import { parseFilter } from '../../scim/filter/parse.ts'
import { printAttributePath } from '../../scim/path.ts'
import { resolve } from '../../scim/schema/lookup.ts'
import type { AttributePath, Filter, ResourceSchema } from '../../scim/types.ts'

const piece =
  /"(?:[^"\\]|\\.)*"|\[|\]\.([A-Za-z$][\w$-]*) +(pr(?![\w-])|(?:eq|ne|co|sw|ew|gt|ge|lt|le) +(?:"(?:[^"\\]|\\.)*"|[^\s")\]]+))/gi

/**
 * Brings `attr[filter].sub op value`, which clients derive from PATCH paths, into the grammar:
 * `attr[(filter) and sub op value]`. Any other text stays as it is.
 */
function withinGrammar(text: string): string {
  let result = ''
  let from = 0
  let bracket = -1
  for (const match of text.matchAll(piece)) {
    const [whole, sub, comparison] = match
    result += text.slice(from, match.index)
    from = match.index + whole.length
    if (sub !== undefined && comparison !== undefined && bracket >= 0) {
      result = `${result.slice(0, bracket)}[(${result.slice(bracket + 1)}) and ${sub} ${comparison}]`
      bracket = -1
    } else {
      if (whole === '[') bracket = result.length
      result += whole
    }
  }
  return result + text.slice(from)
}

/** The attribute paths of a filter that are relative to the resource. */
function pathsOf(filter: Filter): readonly AttributePath[] {
  const paths: AttributePath[] = []
  const queue: Filter[] = [filter]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if ('left' in next) queue.push(next.left, next.right)
    else if (next.kind === 'not') queue.push(next.filter)
    else paths.push(next.path)
  }
  return paths
}

/**
 * A filter that can be asked of the types. On a query of one type each attribute must be known; on a query of several,
 * an attribute that a type lacks has no value there (RFC 7644 §3.4.2.1). Attributes that are never returned can not be
 * asked for.
 * @throws ScimError 400 invalidFilter
 */
export function readFilter(text: string, types: readonly ResourceSchema[]): Filter {
  const filter = parseFilter(withinGrammar(text))
  for (const path of pathsOf(filter)) {
    const found = types.map((type) => resolve(type, path))
    const name = printAttributePath(path)
    if (types.length === 1 && found[0] === undefined) {
      throw new ScimError(400, 'invalidFilter', `${types[0]?.resourceType.name} has no attribute ${name}.`)
    }
    if (found.some((one) => (one?.sub ?? one?.attribute)?.returned === 'never')) {
      throw new ScimError(400, 'invalidFilter', `${name} can not be used in a filter.`)
    }
  }
  for (const type of types) matcher(filter, type)
  return filter
}
