import type { AttributeDefinition, ResourceSchema, SchemaDefinition } from '../../scim/types.ts'

/**
 * A schema without some attributes and sub-attributes, for drawing values.
 *
 * @param paths bare names of core attributes, `name.familyName`, or the URN of an extension, a colon and the name in it;
 *   letter case does not count
 */
export function narrowed(schema: ResourceSchema, paths: readonly string[]): ResourceSchema {
  const gone = new Set(paths.map((path) => path.toLowerCase()))
  const cut = (definition: SchemaDefinition, prefix: string): SchemaDefinition => ({
    ...definition,
    attributes: definition.attributes.flatMap((attribute): readonly AttributeDefinition[] => {
      const path = `${prefix}${attribute.name}`.toLowerCase()
      if (gone.has(path)) return []
      const subAttributes = attribute.subAttributes.filter(
        ({ name }) => !gone.has(`${path}.${name.toLowerCase()}`),
      )
      if (subAttributes.length === attribute.subAttributes.length) return [attribute]
      return subAttributes.length === 0 ? [] : [{ ...attribute, subAttributes }]
    }),
  })
  return {
    ...schema,
    core: cut(schema.core, ''),
    extensions: schema.extensions.map((extension) => ({
      ...extension,
      schema: cut(extension.schema, `${extension.schema.id}:`),
    })),
  }
}

/** A schema without attributes of these names, wherever they stand. */
export function withoutNames(schema: ResourceSchema, names: readonly string[]): ResourceSchema {
  return narrowed(schema, [
    ...names,
    ...schema.extensions.flatMap(({ schema: { id } }) => names.map((name) => `${id}:${name}`)),
  ])
}
