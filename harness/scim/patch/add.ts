import { equalJson, getMember, isObject, isUnassigned } from '../json.ts'
import type { AttributeDefinition, Json } from '../types.ts'
import { appendElements } from './append.ts'
import type { PatchContext } from './context.ts'
import { changeSelected } from './change.ts'
import { assign, assignedObject } from './place.ts'
import type { Place } from './place.ts'
import { refuse } from './refusal.ts'
import { elementsOf } from './select.ts'
import { applyGiven, readElements, readGiven, readValue } from './value.ts'

/**
 * The value of an attribute after `add` (RFC 7644 §3.5.2.1).
 * @param current the value of the whole attribute
 * @throws PatchRefusal
 */
export function addAt(
  context: PatchContext,
  place: Place,
  current: Json | undefined,
  value: Json,
): Json | undefined {
  const { attribute, sub, filter } = place
  if (attribute.multiValued && (filter !== undefined || sub !== undefined)) {
    return changeSelected(context, 'add', place, current, value, (definition, old) =>
      addTo(context, definition, old, value),
    )
  }
  if (sub === undefined) return addTo(context, attribute, current, value)
  const object = isObject(current) ? current : {}
  return assignedObject(assign(object, sub.name, addTo(context, sub, getMember(object, sub.name), value)))
}

function addTo(
  context: PatchContext,
  definition: AttributeDefinition,
  current: Json | undefined,
  value: Json,
): Json | undefined {
  if (isUnassigned(value)) return addNothing(context, definition, current)
  if (definition.multiValued) {
    const additions = readElements(context, definition, value)
    return appendElements(context, definition, elementsOf(current), additions)
  }
  if (definition.type !== 'complex') {
    const read = readValue(context, definition, value)
    if (equalJson(current, read) && context.choose('M-06.single') === 'refuse')
      refuse('duplicate', `${definition.name} has this value already`)
    return read
  }

  const given = readGiven(context, definition, value, current)
  if (!isObject(current)) return assignedObject(applyGiven({}, given))
  const added = given.map(([sub, part]) => {
    const joint = sub.multiValued ? addTo(context, sub, getMember(current, sub.name), part) : part
    return [sub, joint ?? null] as const
  })
  const base = context.choose('M-07.add') === 'merge' ? current : {}
  return assignedObject(applyGiven(base, added))
}

/** Nothing joins several values; a single one becomes unassigned (RFC 7643 §2.5). */
function addNothing(
  context: PatchContext,
  definition: AttributeDefinition,
  current: Json | undefined,
): Json | undefined {
  if (definition.multiValued) return current
  switch (context.choose('C-15.add')) {
    case 'unassign':
      return undefined
    case 'keep':
      return current
    case 'refuse':
      return refuse('value', `nothing to add to ${definition.name}`)
  }
}
