import { judgeOf } from '../scim/filter/judge.ts'
import type { Filter, Resource, ResourceSchema } from '../scim/types.ts'

/** Whether no two conforming servers may disagree about which members of a population a filter selects. */
export function isDecidable(
  filter: Filter,
  population: readonly Resource[],
  schema: ResourceSchema,
): boolean {
  const judge = judgeOf(filter, schema)
  return population.every((member) => judge(member).verdict !== 'either')
}
