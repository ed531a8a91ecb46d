import type { CheckContext, ResourceFixture } from '../../harness/check/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { textAt, titleOf } from './documents.ts'

/** An attribute definition as a server publishes it, and where it stands. */
export interface Published {
  /** URI of the schema. */
  readonly schema: string
  /** For the report: `User emails.value`. */
  readonly place: string
  readonly definition: JsonObject
  /** Whether it is a sub-attribute. */
  readonly inner: boolean
}

/** All attribute definitions of schema documents, sub-attributes after the attribute that has them. */
export function definitionsIn(schemas: readonly JsonObject[]): readonly Published[] {
  return schemas.flatMap((schema) => {
    const uri = textAt(schema, 'id') ?? ''
    const below = (list: Json | undefined, path: string, inner: boolean): Published[] =>
      (isArray(list) ? list : []).filter(isObject).flatMap((definition) => {
        const place = `${path}${textAt(definition, 'name') ?? '(without name)'}`
        return [
          { schema: uri, place, definition, inner },
          ...below(getMember(definition, 'subAttributes'), `${place}.`, true),
        ]
      })
    return below(getMember(schema, 'attributes'), `${titleOf(schema)} `, false)
  })
}

/** The type of a definition; `string` where it gives none (RFC 7643 §2.2). */
export const typeOf = (definition: JsonObject): string => textAt(definition, 'type') ?? 'string'

/** Whether a schema describes discovery documents, which may nest deeper than resources. */
export const describesDiscovery = (uri: string): boolean =>
  /:core:2\.0:(ServiceProviderConfig|ResourceType|Schema)$/i.test(uri)

/** The fixtures of all types whose resources clients may make: those of discovery are the server's alone. */
export function creatableTypes({
  facts,
  resources,
  users,
  groups,
}: CheckContext): readonly ResourceFixture[] {
  const known = [users, groups]
  return facts.resourceSchemas
    .filter(({ core }) => !describesDiscovery(core.id))
    .flatMap(
      ({ resourceType: { name } }) =>
        known.find(({ schema }) => schema.resourceType.name === name) ?? resources(name) ?? [],
    )
}

/** One sentence for each definition of which a keyword is there with a value that it can not have. */
export function oddKeywords(
  published: readonly Published[],
  keyword: string,
  allowed: (value: Json) => boolean,
): readonly string[] {
  return published.flatMap(({ place, definition }) => {
    const value = getMember(definition, keyword)
    return value === undefined || value === null || allowed(value)
      ? []
      : [`${place} has ${keyword} ${JSON.stringify(value)}`]
  })
}
