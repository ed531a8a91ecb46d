import type { AttributeDefinition, ResourceSchema } from '../../harness/scim/types.ts'
import { sameName } from '../../harness/scim/json.ts'

/** Whether the schema has this attribute, of the core or of an extension, and clients may write it. */
export function writable(schema: ResourceSchema, name: string, extension?: string): boolean {
  const attributes =
    extension === undefined
      ? schema.core.attributes
      : (schema.extensions.find((one) => sameName(one.schema.id, extension))?.schema.attributes ?? [])
  return attributes.some(
    (attribute) => sameName(attribute.name, name) && attribute.mutability === 'readWrite',
  )
}

/** Whether an extension has an attribute that clients may write, with a sub-attribute that they may not. */
export function readOnlyPart(schema: ResourceSchema, extension: string, name: string, sub: string): boolean {
  const attributes = schema.extensions.find((one) => sameName(one.schema.id, extension))?.schema.attributes
  const attribute = attributes?.find((one) => sameName(one.name, name) && one.mutability === 'readWrite')
  return (
    attribute?.subAttributes.some((one) => sameName(one.name, sub) && one.mutability === 'readOnly') ?? false
  )
}

const optional = (attribute: AttributeDefinition) =>
  !attribute.required && attribute.mutability === 'readWrite' && attribute.returned === 'default'

/** Attributes that a resource of the type can do without, those first that mean the least. */
export function optionalAttributes(schema: ResourceSchema): {
  /** A string. */
  readonly single?: string
  /** A multi-valued one. */
  readonly multiple?: string
} {
  const find = (preferred: readonly string[], suits: (attribute: AttributeDefinition) => boolean) => {
    const candidates = schema.core.attributes.filter((attribute) => optional(attribute) && suits(attribute))
    return preferred
      .map((name) => candidates.find((attribute) => sameName(attribute.name, name))?.name)
      .find((name) => name !== undefined)
  }
  const single = find(
    ['nickName', 'title', 'userType', 'displayName'],
    ({ type, multiValued }) => type === 'string' && !multiValued,
  )
  const multiple = find(['ims', 'photos', 'phoneNumbers', 'addresses'], ({ multiValued }) => multiValued)
  return {
    ...(single === undefined ? {} : { single }),
    ...(multiple === undefined ? {} : { multiple }),
  }
}
