import type { Filter } from '../../scim/types.ts'

/** A filter in which every node is changed, from the leaves up. */
export function mapFilter(filter: Filter, change: (filter: Filter) => Filter): Filter {
  if ('left' in filter) {
    return change({ ...filter, left: mapFilter(filter.left, change), right: mapFilter(filter.right, change) })
  }
  if ('filter' in filter) return change({ ...filter, filter: mapFilter(filter.filter, change) })
  return change(filter)
}
