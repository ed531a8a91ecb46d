import mapping from '../../fixtures/mappings/default.json' with { type: 'json' }
import { sameName } from '../../harness/scim/json.ts'
import { parsePatchPath } from '../../harness/scim/patch/index.ts'
import type {
  AttributeDefinition,
  PatchPath,
  ResourceSchema,
  SchemaDefinition,
} from '../../harness/scim/types.ts'

/** Attributes that say who somebody is; Entra writes them when it matches, not in an ordinary update. */
const IDENTITY = ['userName', 'externalId', 'id', 'schemas']

/** What Entra's default mapping writes into resources of a type. */
function targetsOf(schema: ResourceSchema): readonly PatchPath[] {
  return mapping.synchronizationRules
    .flatMap(({ objectMappings }) => objectMappings)
    .flatMap(({ attributeMappings }) => attributeMappings)
    .flatMap(({ targetAttributeName }) => {
      try {
        return [parsePatchPath(targetAttributeName, schema)]
      } catch {
        return [] // of the other resource type
      }
    })
}

/** An attribute with those sub-attributes, and for those types of elements, that the mapping names. */
function cut(attribute: AttributeDefinition, uri: string | undefined, targets: readonly PatchPath[]) {
  const named = targets.filter(
    ({ path }) =>
      sameName(path.name, attribute.name) && (path.uri === undefined ? uri === undefined : path.uri === uri),
  )
  if (named.length === 0 || IDENTITY.some((name) => sameName(name, attribute.name))) return []
  const types = named.flatMap(({ filter }) => (filter?.kind === 'compare' ? [String(filter.value)] : []))
  const subs = named.flatMap(({ path, sub }) => sub ?? path.sub ?? [])
  const isNamed = ({ name }: AttributeDefinition) =>
    subs.length === 0 || name === 'type' || subs.some((sub) => sameName(sub, name))
  return [
    {
      ...attribute,
      subAttributes: attribute.subAttributes
        .filter(isNamed)
        .map((sub) =>
          sub.name === 'type' && types.length > 0 ? { ...sub, canonicalValues: [...new Set(types)] } : sub,
        ),
    },
  ]
}

/** The part of a schema that Entra's default mapping writes (ruling EN-10), without what names a user. */
export function mappedSchema(schema: ResourceSchema, omit: readonly string[]): ResourceSchema {
  const targets = targetsOf(schema)
  const part = (definition: SchemaDefinition, uri?: string): SchemaDefinition => ({
    ...definition,
    attributes: definition.attributes
      .filter(({ name }) => !omit.some((omitted) => sameName(omitted, name)))
      .flatMap((attribute) => cut(attribute, uri, targets)),
  })
  return {
    ...schema,
    core: part(schema.core),
    extensions: schema.extensions.map((extension) => ({
      ...extension,
      schema: part(extension.schema, extension.schema.id),
    })),
  }
}
