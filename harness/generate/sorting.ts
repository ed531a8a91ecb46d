import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { printAttributePath } from '../scim/path.ts'
import type { Resource, ResourceSchema } from '../scim/types.ts'
import { attributeTargets, spellPath } from './attributePath.ts'
import type { PathSpelling } from './attributePath.ts'
import { comparedAttribute, valuesAt } from './comparison.ts'
import { drawn } from './drawn.ts'
import { isObject } from '../scim/json.ts'

/** `sortBy` and `sortOrder` (RFC 7644 §3.4.2.3). Without an order, servers sort ascending. */
export interface Sorting {
  readonly sortBy: string
  readonly sortOrder?: 'ascending' | 'descending'
}

/** What generated sortings look like. */
export interface SortingOptions extends PathSpelling {
  /** Only single-valued strings, whose order the rulings decide (P-11); default false. */
  readonly decidableOnly?: boolean
}

/**
 * Sortings by an attribute that some member of a population has, and that has an order. Shrinks towards the order that
 * is taken when none is given.
 *
 * @throws {Error} if no member has a value to sort by
 */
export function sortingFor(
  schema: ResourceSchema,
  population: readonly Resource[],
  options: SortingOptions = {},
): Arbitrary<Sorting> {
  const targets = attributeTargets(schema).filter(({ resolved }) => {
    const attribute = comparedAttribute(resolved)
    if (options.decidableOnly === true && (resolved.attribute.multiValued || attribute.type !== 'string'))
      return false
    const hasOrder = attribute.type !== 'complex' && attribute.type !== 'binary'
    return hasOrder && attribute.returned !== 'never' && valuesAt(population, resolved).length > 0
  })
  if (targets.length === 0) throw new Error(`No ${schema.resourceType.name} has a value to sort by`)
  return drawn({
    make: (draw): Sorting => {
      const sortBy = printAttributePath(spellPath(draw, draw(fc.constantFrom(...targets)), schema, options))
      const sortOrder = draw(fc.constantFrom(undefined, 'ascending' as const, 'descending' as const))
      return sortOrder === undefined ? { sortBy } : { sortBy, sortOrder }
    },
    isValue: (value): value is Sorting => isObject(value) && typeof value['sortBy'] === 'string',
    *smaller({ sortBy, sortOrder }) {
      if (sortOrder !== undefined) yield { sortBy }
    },
  })
}
