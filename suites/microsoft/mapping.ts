import type { CheckContext } from '../../harness/check/index.ts'
import { defaultMapping, type MappedAttribute } from '../../harness/entra/import/mapping.ts'
import { definitionOf, readTarget, type Target } from '../../harness/entra/targets.ts'
import type { AttributeDefinition, ResourceSchema } from '../../harness/scim/types.ts'

/** A target attribute of the mapping in force. */
export interface Mapped {
  readonly target: Target
  /** 0 when objects are not matched by it. */
  readonly matching: number
  /** As the server publishes it, or as the standard has it; absent when neither knows it. */
  readonly definition: AttributeDefinition | undefined
}

/** What the mapping in force writes of users, as far as the schema of users has it (EN-10). */
export function mappedOfUsers(context: CheckContext): readonly Mapped[] {
  return wholeMapping(context).filter(
    ({ target, definition }) => definition !== undefined || target.attribute === 'externalId',
  )
}

/** What the mapping writes of users, whether the schema has it or not. */
export function wholeMapping({ settings, userSchema }: CheckContext): readonly Mapped[] {
  return rowsOf((settings.mapping ?? defaultMapping()).User, userSchema)
}

/** What the mapping writes of groups, whether the schema has it or not. */
export function wholeMappingOfGroups({ settings, groupSchema }: CheckContext): readonly Mapped[] {
  return rowsOf((settings.mapping ?? defaultMapping()).Group, groupSchema)
}

function rowsOf(rows: readonly MappedAttribute[], schema: ResourceSchema): readonly Mapped[] {
  return rows.flatMap(({ target: text, matching }) => {
    const target = readTarget(text)
    return target === undefined ? [] : [{ target, matching, definition: definitionOf(schema, target) }]
  })
}

/** Whether an attribute is mapped. */
export const maps = (mapping: readonly Mapped[], attribute: string): boolean =>
  mapping.some(({ target }) => target.attribute === attribute)
