import fc from 'fast-check'
import { isArray, isObject } from '../scim/json.ts'
import { getAt } from '../scim/schema/lookup.ts'
import type { AttributePath, Filter, JsonObject, Resource, ResourceSchema } from '../scim/types.ts'
import { attributeTargets, spellPath } from './attributePath.ts'
import type { AttributeTarget, PathSpelling } from './attributePath.ts'
import type { Draw } from './drawn.ts'

/** The elements that one member has in an attribute with several values. */
interface Several {
  readonly target: AttributeTarget
  readonly elements: readonly JsonObject[]
}

/** Every attribute in which some member has at least two elements, with those of each such member. */
export function severalIn(
  schema: ResourceSchema,
  population: readonly Resource[],
): readonly (readonly Several[])[] {
  return attributeTargets(schema)
    .filter(
      ({ resolved: { attribute, sub } }) =>
        sub === undefined && attribute.multiValued && attribute.returned !== 'never',
    )
    .map((target) =>
      population.flatMap((member) => {
        const value = getAt(member, target.resolved)
        const elements = isArray(value) ? value.filter(isObject) : []
        return elements.length < 2 ? [] : [{ target, elements }]
      }),
    )
    .filter((members) => members.length > 0)
}

/** Where two conditions on different elements stand. */
const FORMS = ['apart', 'together', 'dotted', 'mixed', 'not', 'other'] as const

/** What holds of an element, with names that stand alone. */
function testOf(
  draw: Draw,
  { target }: Several,
  element: JsonObject,
): Extract<Filter, { kind: 'compare' }> | undefined {
  const tests = target.resolved.attribute.subAttributes.flatMap(({ name, type }) => {
    const value = element[name]
    const isCompared = (type === 'string' && typeof value === 'string') || typeof value === 'boolean'
    return isCompared ? [{ kind: 'compare', path: { name }, op: 'eq', value } as const] : []
  })
  return tests.length === 0 ? undefined : draw(fc.constantFrom(...tests))
}

/**
 * Two conditions on one attribute of which one member has several elements, each about another of them: in brackets of
 * their own, in the same brackets, or with dotted paths. Undefined where no member has several elements.
 */
export function drawMeetingFilter(
  draw: Draw,
  schema: ResourceSchema,
  attributes: readonly (readonly Several[])[],
  spelling: PathSpelling,
  form: (typeof FORMS)[number] = draw(fc.constantFrom(...FORMS, FORMS[0])),
): Filter | undefined {
  if (attributes.length === 0) return undefined
  const one = draw(fc.constantFrom(...draw(fc.constantFrom(...attributes))))
  const [first, second] = draw(fc.shuffledSubarray([...one.elements], { minLength: 2, maxLength: 2 }))
  const [left, right] = [first, second].map((element) => element && testOf(draw, one, element))
  if (left === undefined || right === undefined) return undefined
  const path = (): AttributePath => spellPath(draw, one.target, schema, spelling)
  const brackets = (filter: Filter): Filter => ({ kind: 'valuePath', path: path(), filter })
  const dotted = (test: typeof left): Filter => ({ ...test, path: { ...path(), sub: test.path.name } })
  const kind = draw(
    fc.constantFrom('and' as const, ...(form === 'together' ? [] : ['and' as const]), 'or' as const),
  )
  switch (form) {
    case 'apart':
      return { kind, left: brackets(left), right: brackets(right) }
    case 'together':
      return brackets({ kind, left, right })
    case 'dotted':
      return { kind, left: dotted(left), right: dotted(right) }
    case 'mixed':
      return { kind, left: brackets(left), right: dotted(right) }
    case 'not':
      return { kind: 'not', filter: dotted(left) }
    default:
      return brackets({ kind: 'not', filter: left })
  }
}
