import { getMember } from '../json.ts'
import { operands } from '../filter/operands.ts'
import { subAttribute } from '../schema/lookup.ts'
import type { AttributeDefinition, Filter, JsonObject } from '../types.ts'
import { assign } from './place.ts'
import { isOfType } from './value.ts'

/**
 * The element that a filter describes: `type eq "work"` gives `{ "type": "work" }`. Only `eq`, joined by `and`, describes
 * one. Undefined for every other filter, for two values of one sub-attribute, and for values of a wrong type.
 */
export function elementOf(attribute: AttributeDefinition, filter: Filter): JsonObject | undefined {
  const terms = filter.kind === 'and' ? operands(filter) : [filter]
  let element: JsonObject = {}
  for (const term of terms) {
    if (term.kind !== 'compare' || term.op !== 'eq') return undefined
    const sub = subAttribute(attribute, term.path.name)
    if (sub === undefined || term.path.sub !== undefined || !isOfType(sub.type, term.value)) return undefined
    const before = getMember(element, sub.name)
    if (before !== undefined && before !== term.value) return undefined
    element = assign(element, sub.name, term.value)
  }
  return element
}
