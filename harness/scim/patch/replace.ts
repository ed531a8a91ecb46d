import { equalJson, getMember, isObject, isUnassigned } from '../json.ts'
import type { AttributeDefinition, Json } from '../types.ts'
import { appendElements } from './append.ts'
import { changeSelected } from './change.ts'
import type { PatchContext } from './context.ts'
import { assign, assignedObject } from './place.ts'
import type { Place } from './place.ts'
import { refuse } from './refusal.ts'
import { applyGiven, readElements, readGiven, readValue } from './value.ts'

/**
 * The value of an attribute after `replace` (RFC 7644 §3.5.2.3).
 * @param current the value of the whole attribute
 * @throws PatchRefusal
 */
export function replaceAt(
  context: PatchContext,
  place: Place,
  current: Json | undefined,
  value: Json,
): Json | undefined {
  const { attribute, sub, filter } = place
  if (attribute.multiValued && (filter !== undefined || sub !== undefined)) {
    return changeSelected(context, 'replace', place, current, value, (definition, old) =>
      replaceIn(context, definition, old, value),
    )
  }
  if (sub === undefined) return replaceIn(context, attribute, current, value)
  const object = isObject(current) ? current : {}
  return assignedObject(assign(object, sub.name, replaceIn(context, sub, getMember(object, sub.name), value)))
}

function replaceIn(
  context: PatchContext,
  definition: AttributeDefinition,
  current: Json | undefined,
  value: Json,
): Json | undefined {
  if (isUnassigned(value)) {
    if (context.choose('C-15') === 'unassign') return undefined
    return refuse('value', `${definition.name} can not be set to nothing`)
  }
  if (definition.multiValued) {
    const elements = readElements(context, definition, value)
    return equalJson(current, elements) ? current : appendElements(context, definition, [], elements)
  }
  if (definition.type !== 'complex') return readValue(context, definition, value)

  const given = readGiven(context, definition, value, current)
  const base = isObject(current) && context.choose('M-07.replace') === 'merge' ? current : {}
  return assignedObject(applyGiven(base, given))
}
