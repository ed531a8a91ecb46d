import { isArray, isObject } from '../scim/json.ts'
import { ScimError } from '../scim/error.ts'
import { parsePatchPath, printPatchPath } from '../scim/patch/path.ts'
import { resolve } from '../scim/schema/lookup.ts'
import type { Json, PatchOperation, PatchPath, ResourceSchema } from '../scim/types.ts'
import { addressKind } from './address.ts'
import { plainerPaths } from './attributePath.ts'
import { smallerElementFilters } from './smallerFilter.ts'
import { listsOfSmaller, shorterLists, shorterTexts, smallerObjects } from './smaller.ts'

type Operations = readonly PatchOperation[]

/** Smaller PATCH requests: fewer operations first, then simpler ones. At least one operation stays. */
export function* smallerPatches(operations: Operations, schema: ResourceSchema): Generator<Operations> {
  yield* shorterLists(operations, 1)
  yield* listsOfSmaller(operations, (operation) => smallerOperations(operation, schema))
}

function* smallerOperations(operation: PatchOperation, schema: ResourceSchema): Generator<PatchOperation> {
  const path = readPath(operation.path, schema)
  if (operation.value !== undefined) {
    for (const value of smallerValues(operation.value, path, schema)) yield { ...operation, value }
  }
  if (path === undefined) return
  for (const plainer of smallerPaths(path, schema)) yield { ...operation, path: printPatchPath(plainer) }
}

function readPath(text: string | undefined, schema: ResourceSchema): PatchPath | undefined {
  if (text === undefined) return undefined
  try {
    return parsePatchPath(text, schema)
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

function* smallerPaths(path: PatchPath, schema: ResourceSchema): Generator<PatchPath> {
  if (path.filter !== undefined) {
    for (const filter of smallerElementFilters(path.filter, schema, path.path)) yield { ...path, filter }
  }
  for (const plainer of plainerPaths(path.path, schema)) yield { ...path, path: plainer }
}

function* smallerValues(value: Json, path: PatchPath | undefined, schema: ResourceSchema): Generator<Json> {
  if (isArray(value)) {
    yield* shorterLists(value, 1)
    yield* listsOfSmaller(value, (element) => (isObject(element) ? smallerObjects(element, ['value']) : []))
  } else if (isObject(value)) {
    yield* smallerObjects(value, [])
  } else if (typeof value === 'string' && path !== undefined && isFreeText(path, schema)) {
    yield* shorterTexts(value)
  }
}

/** Whether any text is a value: addresses and texts of a form are not cut. */
function isFreeText(path: PatchPath, schema: ResourceSchema): boolean {
  const sub = path.sub ?? path.path.sub
  const resolved = resolve(schema, sub === undefined ? path.path : { ...path.path, sub })
  if (resolved === undefined) return false
  const { attribute, sub: inner } = resolved
  const named = inner ?? attribute
  const isForm = /^(locale|timezone|country|preferredLanguage|\$ref)$/i.test(named.name)
  const kind = inner === undefined ? addressKind(attribute) : addressKind(inner, attribute)
  const isIdentifier = named.name === 'value' && /^(members|manager)$/i.test(attribute.name)
  return (
    named.type === 'string' &&
    named.canonicalValues.length === 0 &&
    kind === undefined &&
    !isForm &&
    !isIdentifier
  )
}
