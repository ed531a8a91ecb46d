import { equalJson, isObject } from '../../harness/scim/json.ts'
import { ScimError } from '../../harness/scim/error.ts'
import { parsePatchPath } from '../../harness/scim/patch/index.ts'
import { attributesOf, extensionByUri, getAt, resolve } from '../../harness/scim/schema/lookup.ts'
import type { PatchOperation, ResolvedAttribute, Resource, ResourceSchema } from '../../harness/scim/types.ts'

const everything = (schema: ResourceSchema) => [...attributesOf(schema)]

function named(schema: ResourceSchema, text: string): readonly ResolvedAttribute[] {
  const extension = extensionByUri(schema, text)
  if (extension !== undefined)
    return everything(schema).filter((one) => one.extension === extension.schema.id)
  try {
    const { path } = parsePatchPath(text, schema)
    const found = resolve(schema, path)
    if (found === undefined) return []
    const { attribute, extension: home } = found
    return [home === undefined ? { attribute } : { extension: home, attribute }]
  } catch (error) {
    if (error instanceof ScimError) return []
    throw error
  }
}

/** The attributes on which the outcome of some operations depends: none where a path means nothing. */
export function touchedBy(
  schema: ResourceSchema,
  operations: readonly PatchOperation[],
): readonly ResolvedAttribute[] {
  return operations.flatMap(({ path, value }) => {
    if (path !== undefined) return named(schema, path)
    return isObject(value) ? Object.keys(value).flatMap((name) => named(schema, name)) : []
  })
}

/** Whether some attribute is touched by the one and by the other operations. */
export function meet(
  schema: ResourceSchema,
  one: readonly PatchOperation[],
  other: readonly PatchOperation[],
): boolean {
  const touched = touchedBy(schema, one).map(({ attribute }) => attribute)
  return touchedBy(schema, other).some(({ attribute }) => touched.includes(attribute))
}

/** Whether two states of one resource have the same values of some attributes. */
export function agree(one: Resource, other: Resource, attributes: readonly ResolvedAttribute[]): boolean {
  return attributes.every(
    ({ attribute, extension }) =>
      attribute.mutability === 'readOnly' ||
      equalJson(
        getAt(one, extension === undefined ? { attribute } : { extension, attribute }),
        getAt(other, extension === undefined ? { attribute } : { extension, attribute }),
      ),
  )
}
