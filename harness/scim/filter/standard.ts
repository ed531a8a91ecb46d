import { sameName } from '../json.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import { resolve } from '../schema/lookup.ts'
import type { AttributeDefinition, ResourceSchema } from '../types.ts'
import type { BoundAttribute } from './bind.ts'
import { isCaseExact } from './compare.ts'

/**
 * Whether servers may disagree about an attribute's case rule (F-11): when the schema departs from what RFC 7643 says of
 * the attribute, and for references and binary data, of which the RFC says two things (errata 6000, 6001).
 */
export function isCaseFree(attribute: BoundAttribute, schema: ResourceSchema): boolean {
  const { compared } = attribute
  if (compared === undefined) return false
  if (compared.type === 'reference' || compared.type === 'binary') return true
  const standard = standardDefinition(attribute, schema)
  return standard !== undefined && isCaseExact(standard) !== isCaseExact(compared)
}

/** What RFC 7643 says of the attribute that a comparison works on; undefined where it says nothing. */
function standardDefinition(
  attribute: BoundAttribute,
  schema: ResourceSchema,
): AttributeDefinition | undefined {
  const { definition, parent, extension, compared } = attribute
  const standard = [USER_RESOURCE_SCHEMA, GROUP_RESOURCE_SCHEMA].find(({ core }) =>
    sameName(core.id, schema.core.id),
  )
  if (standard === undefined) return undefined
  const sub = parent === undefined ? (definition === compared ? undefined : compared?.name) : definition.name
  const path = {
    name: (parent ?? definition).name,
    ...(extension === undefined ? {} : { uri: extension }),
    ...(sub === undefined ? {} : { sub }),
  }
  const resolved = resolve(standard, path)
  return resolved?.sub ?? resolved?.attribute
}
