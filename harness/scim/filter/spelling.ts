import { resolve } from '../schema/lookup.ts'
import type { AttributePath, ResourceSchema } from '../types.ts'

/**
 * The ruling that leaves servers free to know an attribute by this spelling of its path or not: `F-11` for a schema URI
 * in another case than the schema's, `J-06` for an attribute of an extension without its URI. Undefined for every other
 * path. Paths inside brackets have no URI and are no concern of this.
 */
export function spellingRuling(path: AttributePath, schema: ResourceSchema): 'F-11' | 'J-06' | undefined {
  const uris = schema.extensions.map((extension) => extension.schema.id)
  if (path.uri === undefined) {
    const isShort =
      resolve(schema, path) === undefined &&
      uris.some((uri) => resolve(schema, { ...path, uri }) !== undefined)
    return isShort ? 'J-06' : undefined
  }
  const isRespelled = resolve(schema, path) !== undefined && ![schema.core.id, ...uris].includes(path.uri)
  return isRespelled ? 'F-11' : undefined
}
