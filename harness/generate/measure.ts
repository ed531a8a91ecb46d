import { isArray, isObject } from '../scim/json.ts'
import type { Filter, Json, PatchOperation } from '../scim/types.ts'

/** How many productions a filter is made of: one for a single expression. */
export function filterNodes(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return 1 + filterNodes(filter.left) + filterNodes(filter.right)
    case 'not':
    case 'valuePath':
      return 1 + filterNodes(filter.filter)
    case 'present':
    case 'compare':
      return 1
  }
}

/** How large the structure of a PATCH request is: operations first, then the simple values in them. */
export function patchNodes(operations: readonly PatchOperation[]): number {
  return operations.reduce((sum, { value }) => sum + 1000 + (value === undefined ? 0 : leavesOf(value)), 0)
}

function leavesOf(value: Json): number {
  const parts = isArray(value) ? value : isObject(value) ? Object.values(value) : undefined
  return parts === undefined ? 1 : parts.reduce<number>((sum, part) => sum + leavesOf(part), 0)
}
