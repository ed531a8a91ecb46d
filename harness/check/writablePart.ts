import { withoutMember } from '../scim/json.ts'
import { attributesOf } from '../scim/schema/lookup.ts'
import type { JsonObject, Resource, ResourceSchema } from '../scim/types.ts'

/** What a client can send of a representation: nothing readOnly, no id, no name of its own. */
export function writablePart(schema: ResourceSchema, resource: Resource): JsonObject {
  const readOnly = [...attributesOf(schema)].flatMap(({ attribute, extension }) =>
    attribute.mutability === 'readOnly' && extension === undefined ? [attribute.name] : [],
  )
  return ['schemas', 'id', 'meta', 'userName', ...readOnly].reduce<JsonObject>(withoutMember, resource)
}
