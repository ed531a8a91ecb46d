import { isObject } from '../scim/json.ts'
import { getAt } from '../scim/schema/lookup.ts'
import type { CompareOperator, JsonObject, Resource, ResourceSchema } from '../scim/types.ts'
import { attributeTargets } from './attributePath.ts'
import type { AttributeTarget } from './attributePath.ts'
import { comparedAttribute, operatorsFor, valuesAt } from './comparison.ts'

/** An attribute that can be compared, the values that members have for it, and the operators that fit. */
export interface Leaf {
  readonly target: AttributeTarget
  readonly values: readonly (string | number | boolean)[]
  readonly operators: readonly CompareOperator[]
}

/** A multi-valued complex attribute, with what can be compared in its elements. */
export interface Bracket {
  readonly target: AttributeTarget
  readonly leaves: readonly Leaf[]
}

/** What may be compared how. */
interface LeafOptions {
  /** The comparison operators that may occur; default all. */
  readonly operators?: readonly CompareOperator[]
}

/** What can be compared: attributes of simple types that some member has, as long as an operator fits. */
export function leavesOf(
  schema: ResourceSchema,
  population: readonly Resource[],
  options: LeafOptions,
): readonly Leaf[] {
  return attributeTargets(schema).flatMap((target) => {
    const attribute = comparedAttribute(target.resolved)
    if (attribute.returned === 'never' || target.resolved.attribute.returned === 'never') return []
    return leaf(target, valuesAt(population, target.resolved), options)
  })
}

function leaf(target: AttributeTarget, values: Leaf['values'], options: LeafOptions): readonly Leaf[] {
  const operators = operatorsFor(comparedAttribute(target.resolved)).filter(
    (operator) => options.operators === undefined || options.operators.includes(operator),
  )
  return values.length === 0 || operators.length === 0 ? [] : [{ target, values, operators }]
}

/** The multi-valued complex attributes that some member has, with what can be compared in their elements. */
export function bracketsOf(
  schema: ResourceSchema,
  population: readonly Resource[],
  options: LeafOptions,
): readonly Bracket[] {
  const targets = attributeTargets(schema)
  return targets
    .filter(({ resolved }) => resolved.sub === undefined && isBracketed(resolved.attribute))
    .flatMap((target) => {
      const elements: readonly JsonObject[] = population
        .flatMap((member) => getAt(member, target.resolved) ?? [])
        .filter(isObject)
      const leaves = target.resolved.attribute.subAttributes.flatMap((sub) => {
        const resolved = { attribute: sub }
        return leaf({ path: { name: sub.name }, resolved }, valuesAt(elements, resolved), options)
      })
      return leaves.length === 0 ? [] : [{ target, leaves }]
    })
}

function isBracketed(attribute: { type: string; multiValued: boolean; returned: string }): boolean {
  return attribute.type === 'complex' && attribute.multiValued && attribute.returned !== 'never'
}
