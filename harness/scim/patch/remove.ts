import { equalJson, getMember, isArray, isObject, isUnassigned } from '../json.ts'
import { subAttribute } from '../schema/lookup.ts'
import type { AttributeDefinition, Json } from '../types.ts'
import type { PatchContext } from './context.ts'
import { changedImmutable } from './guard.ts'
import { assign, assignedObject } from './place.ts'
import type { Place } from './place.ts'
import { refuse } from './refusal.ts'
import { elementsOf, selectElements } from './select.ts'

/**
 * The value of an attribute after `remove` (RFC 7644 §3.5.2.2).
 * @param current the value of the whole attribute
 * @param listed what was sent as `value`, which the RFC does not provide for (ruling M-05)
 * @throws PatchRefusal
 */
export function removeAt(
  context: PatchContext,
  place: Place,
  current: Json | undefined,
  listed?: Json,
): Json | undefined {
  const { attribute, sub, filter } = place
  if (attribute.multiValued && (filter !== undefined || sub !== undefined)) {
    return removeSelected(context, place, current)
  }
  if (attribute.multiValued && listed !== undefined && listed !== null) {
    const reading = context.choose('M-05')
    if (reading === 'refuse') refuse('value', 'remove takes no value')
    if (reading === 'listed') return withoutListed(context, place, elementsOf(current), listed)
  }
  if (sub === undefined) return isUnassigned(current) ? removeNothing(context, place, attribute) : undefined
  if (!isObject(current) || isUnassigned(getMember(current, sub.name))) {
    removeNothing(context, place, sub)
    return current
  }
  return assignedObject(assign(current, sub.name, undefined))
}

function removeNothing(context: PatchContext, place: Place, definition: AttributeDefinition): undefined {
  const detail = `${place.text} has no value`
  if (!definition.required) {
    if (context.choose('M-04') === 'refuse') refuse('unassigned', detail)
    return undefined
  }
  const reading = context.choose('M-04.guarded')
  if (reading === 'refuse') refuse('required-removal', `${definition.name} is required`)
  if (reading === 'no-target') refuse('unassigned', detail)
  return undefined
}

function removeSelected(context: PatchContext, place: Place, current: Json | undefined): Json | undefined {
  const elements = elementsOf(current)
  if (place.attribute.type !== 'complex') {
    const reading = context.choose('M-20')
    if (reading === 'refuse') refuse('simple-values', `${place.attribute.name} has simple values`)
    if (reading === 'ignore') return current
  }
  const selected = selectElements(context, place, elements)
  if (selected.length === 0) {
    if (context.choose('M-01') === 'refuse') refuse('unmatched-remove', `${place.text} selects no value`)
    return current
  }
  return elements.flatMap((element, index) => {
    const rest = selected.includes(index) ? withoutPart(context, place, element) : element
    return rest === undefined ? [] : [rest]
  })
}

function withoutPart(context: PatchContext, place: Place, element: Json): Json | undefined {
  const { attribute, sub } = place
  if (sub === undefined || !isObject(element)) return undefined
  if (isUnassigned(getMember(element, sub.name))) {
    removeNothing(context, place, sub)
    return element
  }
  const rest = assign(element, sub.name, undefined)
  const sealed = changedImmutable(attribute, element, rest)
  if (sealed !== undefined && context.choose('M-22') === 'refuse') {
    refuse('immutable', `${attribute.name}.${sealed.name} is immutable`)
  }
  return assignedObject(rest)
}

function withoutListed(
  context: PatchContext,
  place: Place,
  elements: readonly Json[],
  listed: Json,
): Json | undefined {
  const wanted = isArray(listed) ? listed : [listed]
  const left = elements.filter((element) => !wanted.some((item) => isListed(place.attribute, element, item)))
  if (left.length === elements.length) {
    if (context.choose('M-01') === 'refuse')
      refuse('unmatched-remove', `${place.text} has none of the values`)
  }
  return left
}

/** An element is meant by its `value`, or else by all the sub-attributes that were sent. */
function isListed(attribute: AttributeDefinition, element: Json, item: Json): boolean {
  if (!isObject(element)) return equalJson(element, isObject(item) ? getMember(item, 'value') : item)
  if (!isObject(item)) return equalJson(getMember(element, 'value'), item)
  const value = getMember(item, 'value')
  if (!isUnassigned(value)) return equalJson(getMember(element, 'value'), value)
  const parts = Object.entries(item).filter(([, part]) => !isUnassigned(part))
  return (
    parts.length > 0 &&
    parts.every(([name, part]) => {
      const sub = subAttribute(attribute, name)
      return sub !== undefined && equalJson(getMember(element, sub.name), part)
    })
  )
}
