import { ScimError } from '../error.ts'
import { elementMatcher } from '../filter/evaluate.ts'
import { judge } from '../filter/judge.ts'
import { operands } from '../filter/operands.ts'
import { isArray, isUnassigned, sameName } from '../json.ts'
import { subAttribute } from '../schema/lookup.ts'
import type { AttributeDefinition, AttributePath, Filter, Json } from '../types.ts'
import type { PatchContext } from './context.ts'
import type { Place } from './place.ts'
import { refuse } from './refusal.ts'

/** The elements of a multi-valued attribute; a single value that stands in place of an array counts as one. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || isUnassigned(value)) return []
  return isArray(value) ? value : [value]
}

/**
 * The positions of the elements that a path means: those its filter selects; without a filter every one, where the
 * reading of ruling M-09 allows it.
 * @throws PatchRefusal `filter` when the filter names what the elements do not have, `no-selection` without a filter
 */
export function selectElements(
  context: PatchContext,
  place: Place,
  elements: readonly Json[],
): readonly number[] {
  const { attribute, filter } = place
  if (filter === undefined) {
    if (context.choose('M-09') === 'refuse') {
      refuse('no-selection', `${place.text}: ${attribute.name} has several values and none is selected`)
    }
    return elements.map((_, index) => index)
  }
  const stranger = namesIn(filter).find((path) => !isKnown(attribute, path))
  if (stranger !== undefined) {
    if (context.choose('F-01') === 'no-match') return []
    refuse('filter', `${place.text}: elements of ${attribute.name} have no ${stranger.name}`)
  }
  const selects = matcherOf(context, place, filter)
  const open = (element: Json) => context.exploring === true && isOpen(context, place, filter, element)
  return elements.flatMap((element, index) => {
    const reading = open(element) ? context.choose('F-02') : 'reference'
    return reading === 'select' || (reading === 'reference' && selects(element)) ? [index] : []
  })
}

/** Whether conforming servers may differ about an element. */
function isOpen(context: PatchContext, place: Place, filter: Filter, element: Json): boolean {
  const { extension, attribute } = place
  if (attribute.type !== 'complex') return false
  const path = extension === undefined ? { name: attribute.name } : { uri: extension, name: attribute.name }
  const alone = { [attribute.name]: [element] }
  const resource = extension === undefined ? alone : { [extension]: alone }
  return judge({ kind: 'valuePath', path, filter }, resource, context.schema).verdict === 'either'
}

function matcherOf(context: PatchContext, place: Place, filter: Filter): (element: Json) => boolean {
  const { attribute } = place
  try {
    if (attribute.type === 'complex') return elementMatcher(filter, attribute)
    const ofValue = elementMatcher(filter, asComplex(attribute))
    return (element) => ofValue({ value: element })
  } catch (error) {
    if (error instanceof ScimError) return refuse('filter', error.message)
    throw error
  }
}

/** An attribute with simple values, as if each were an object with that `value` (RFC 7644 §3.5.2.2, erratum 7122). */
const asComplex = (attribute: AttributeDefinition): AttributeDefinition => ({
  ...attribute,
  type: 'complex',
  subAttributes: [{ ...attribute, name: 'value', multiValued: false }],
})

function isKnown(attribute: AttributeDefinition, path: AttributePath): boolean {
  if (path.uri !== undefined || path.sub !== undefined) return false
  if (attribute.type !== 'complex') return sameName(path.name, 'value')
  return subAttribute(attribute, path.name) !== undefined
}

/** The attribute paths that a filter compares. */
function namesIn(filter: Filter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return operands(filter).flatMap(namesIn)
    case 'not':
      return namesIn(filter.filter)
    case 'compare':
    case 'present':
    case 'valuePath':
      return [filter.path]
  }
}
