import { sameName } from '../../harness/scim/json.ts'
import type { AttributeDefinition, SchemaDefinition } from '../../harness/scim/types.ts'

const USER_URI = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE_URI = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const GROUP_URI = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/**
 * The names that the Logic App makes of published schemas, in small letters, to look mapped attributes up in. Lists are
 * named by the canonical values of their `type`; where there are none, by `primary eq "True"`. Of extensions it reads
 * the enterprise one only.
 */
export function flattened(schemas: readonly SchemaDefinition[], of: 'User' | 'Group'): ReadonlySet<string> {
  const core = schemas.find(({ id }) => sameName(id, of === 'User' ? USER_URI : GROUP_URI))
  const enterprise = schemas.find(({ id }) => sameName(id, ENTERPRISE_URI))
  const names = [
    ...(core?.attributes.flatMap(namesOf) ?? []),
    ...(of === 'User' ? (enterprise?.attributes.map(({ name }) => `${enterprise.id}:${name}`) ?? []) : []),
  ]
  return new Set(names.map((name) => name.toLowerCase()))
}

function namesOf(attribute: AttributeDefinition): readonly string[] {
  const { name, type, multiValued, subAttributes } = attribute
  if (name === 'manager' || name === 'members') return [name]
  if (type !== 'complex') return type === 'reference' ? [] : [name]
  if (!multiValued)
    return subAttributes
      .filter((sub) => sub.type !== 'complex' && sub.type !== 'reference')
      .map((sub) => `${name}.${sub.name}`)
  const types = subAttributes.find((sub) => sub.name === 'type')?.canonicalValues ?? []
  const subs = subAttributes.filter((sub) => sub.name !== 'primary')
  if (types.length === 0) return subs.map((sub) => `${name}[primary eq "True"].${sub.name}`)
  return types.flatMap((value) =>
    subs.filter((sub) => sub.name !== 'type').map((sub) => `${name}[type eq "${String(value)}"].${sub.name}`),
  )
}
