import { isObject, sameName } from '../../json.ts'
import { attributesOf, extensionByUri, resolve, subAttribute } from '../../schema/lookup.ts'
import type {
  AttributePath,
  Json,
  PatchOperation,
  PatchPath,
  ResolvedAttribute,
  ResourceSchema,
} from '../../types.ts'
import { parsePatchPath, printPatchPath } from '../path.ts'
import { plainFilter } from './filter.ts'
import { plainValue } from './value.ts'

/**
 * An operation in the forms of Entra's provisioning service, as operations in the RFC's own forms: full names and dotted
 * names as members of a value without a path become paths, literals get the type of their attribute, and so do values.
 * What is no path stays as it is, for the RFC's rules to refuse.
 */
export function rewriteOperation(
  operation: PatchOperation,
  schema: ResourceSchema,
): readonly PatchOperation[] {
  const { op, path, value } = operation
  if (path !== undefined) return [withPlainPath({ ...operation, path }, schema)]
  if (op === 'remove' || !isObject(value)) return [operation]
  return Object.entries(value).map(([key, part]) => {
    const plain = withPlainPath({ op, path: key, value: part }, schema)
    return isName(key, schema) ? { op, value: Object.fromEntries([[key, plain.value ?? null]]) } : plain
  })
}

/** Whether a member of a value needs no path: a plain name, the URI of an extension, or what can not be a path at all. */
function isName(key: string, schema: ResourceSchema): boolean {
  const path = readPath(key, schema)
  if (path === undefined) return true
  const { uri, sub, name } = path.path
  if (uri !== undefined || sub !== undefined || path.filter !== undefined) return false
  return extensionByUri(schema, name) !== undefined || resolve(schema, path.path) !== undefined
}

function withPlainPath(operation: PatchOperation & { path: string }, schema: ResourceSchema): PatchOperation {
  const path = readPath(operation.path, schema)
  if (path === undefined) return operation
  if (path.path.uri === undefined && extensionByUri(schema, path.path.name) !== undefined) {
    return withValue(operation, (value) => plainContainer(schema, path.path.name, value))
  }
  const home = homeOf(schema, path.path)
  if (home === undefined) return operation
  const { attribute, sub } = home.resolved
  const part = path.sub === undefined ? sub : subAttribute(attribute, path.sub)
  const target = part ?? (path.filter === undefined ? attribute : { ...attribute, multiValued: false })
  const text = printPatchPath({
    ...path,
    path: home.path,
    ...(path.filter === undefined ? {} : { filter: plainFilter(path.filter, attribute) }),
  })
  return withValue({ ...operation, path: text }, (value) => plainValue(target, value))
}

function readPath(text: string, schema: ResourceSchema): PatchPath | undefined {
  try {
    return parsePatchPath(text, schema)
  } catch {
    return undefined
  }
}

/** A short name that only an extension defines means that extension's attribute: `manager`. */
function homeOf(
  schema: ResourceSchema,
  path: AttributePath,
): { readonly path: AttributePath; readonly resolved: ResolvedAttribute } | undefined {
  const resolved = resolve(schema, path)
  if (resolved !== undefined || path.uri !== undefined) return resolved && { path, resolved }
  for (const { extension, attribute } of attributesOf(schema)) {
    if (extension === undefined || !sameName(attribute.name, path.name)) continue
    const full = { ...path, uri: extension }
    const found = resolve(schema, full)
    if (found !== undefined) return { path: full, resolved: found }
  }
  return undefined
}

function plainContainer(schema: ResourceSchema, uri: string, value: Json): Json {
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const attribute = resolve(schema, { uri, name })?.attribute
      return [name, attribute === undefined ? part : plainValue(attribute, part)]
    }),
  )
}

function withValue(operation: PatchOperation, change: (value: Json) => Json): PatchOperation {
  return operation.value === undefined ? operation : { ...operation, value: change(operation.value) }
}
