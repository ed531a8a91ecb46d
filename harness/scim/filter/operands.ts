import type { Filter } from '../types.ts'

/** A filter of two operands. */
export type Junction = Extract<Filter, { kind: 'and' | 'or' }>

/**
 * The operands of a chain that associates to the left: `a and b and c` gives a, b, c. Chains are walked so,
 * and not by recursion, because a filter may have tens of thousands of them.
 */
export function operands(filter: Junction): readonly Filter[] {
  const found: Filter[] = []
  let left: Filter = filter
  while (left.kind === filter.kind) {
    const junction: Junction = left as Junction
    found.push(junction.right)
    left = junction.left
  }
  found.push(left)
  return found.reverse()
}
