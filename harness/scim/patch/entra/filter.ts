import { operands } from '../../filter/operands.ts'
import { subAttribute } from '../../schema/lookup.ts'
import type { AttributeDefinition, Filter } from '../../types.ts'
import { coerceSimple } from '../coerce.ts'
import { isOfType } from '../value.ts'

/** A bracket filter whose literals have the types of the sub-attributes: `primary eq "True"` compares with true. */
export function plainFilter(filter: Filter, attribute: AttributeDefinition): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return operands(filter)
        .map((operand) => plainFilter(operand, attribute))
        .reduce((left, right) => ({ kind: filter.kind, left, right }))
    case 'not':
      return { ...filter, filter: plainFilter(filter.filter, attribute) }
    case 'compare': {
      const sub = subAttribute(attribute, filter.path.name)
      if (sub === undefined || filter.value === null || isOfType(sub.type, filter.value)) return filter
      const coerced = coerceSimple(sub.type, filter.value)
      return typeof coerced === 'string' || typeof coerced === 'number' || typeof coerced === 'boolean'
        ? { ...filter, value: coerced }
        : filter
    }
    case 'present':
    case 'valuePath':
      return filter
  }
}
