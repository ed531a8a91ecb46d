import { equalJson, foldCase, getMember, isObject, isUnassigned, sameName } from '../json.ts'
import { subAttribute } from '../schema/lookup.ts'
import type { AttributeDefinition, Json } from '../types.ts'
import type { PatchContext } from './context.ts'
import { assign } from './place.ts'
import { withOnePrimary } from './primary.ts'
import { refuse } from './refusal.ts'

/**
 * The elements of a multi-valued attribute with others added. What is there already is not added again (RFC 7644
 * §3.5.2.1), nor is a second element of the same `type` and `value` made (RFC 7643 §2.4): its other sub-attributes go
 * to the one that is there.
 * @param additions in the schema's spelling
 */
export function appendElements(
  context: PatchContext,
  attribute: AttributeDefinition,
  existing: readonly Json[],
  additions: readonly Json[],
): readonly Json[] {
  const set: number[] = []
  const elements = additions.reduce<readonly Json[]>((result, addition) => {
    const twin = result.findIndex((element) => isTwin(context, attribute, element, addition))
    if (twin < 0 || keepsTwins(context)) {
      set.push(result.length)
      return [...result, addition]
    }
    if (isObject(addition) && getMember(addition, 'primary') === true) set.push(twin)
    return result.map((element, index) => (index === twin ? joined(attribute, element, addition) : element))
  }, existing)
  return withOnePrimary(context, elements, [...new Set(set)])
}

function keepsTwins(context: PatchContext): boolean {
  const reading = context.choose('M-06')
  if (reading === 'refuse') refuse('duplicate', 'the value is there already')
  return reading === 'append'
}

/** Whether an addition says what an element says: the same thing, or a part of it, or something else. */
type Likeness = 'same' | 'part' | 'other'

/** Whether adding a value next to an element would say the same thing twice. */
function isTwin(
  context: PatchContext,
  attribute: AttributeDefinition,
  element: Json,
  addition: Json,
): boolean {
  const exact = likeness(attribute, element, addition, equalJson)
  if (exact !== 'other') return exact === 'same' || context.choose('M-06.part') === 'keep'
  if (likeness(attribute, element, addition, sameIgnoringCase) === 'other') return false
  return context.choose('M-06.case') === 'keep'
}

function likeness(
  attribute: AttributeDefinition,
  element: Json,
  addition: Json,
  same: (left: Json | undefined, right: Json | undefined) => boolean,
): Likeness {
  if (!isObject(element) || !isObject(addition)) return same(element, addition) ? 'same' : 'other'
  const value = getMember(addition, 'value')
  if (isUnassigned(value)) {
    const names = [...Object.keys(element), ...Object.keys(addition)]
    return names.every((name) => same(getMember(element, name), getMember(addition, name))) ? 'same' : 'other'
  }
  if (!same(getMember(element, 'value'), value)) return 'other'
  if (subAttribute(attribute, 'value')?.mutability === 'immutable') return 'same'
  const type = getMember(addition, 'type')
  if (same(getMember(element, 'type'), type)) return 'same'
  return type === undefined && includes(element, addition, same) ? 'part' : 'other'
}

const includes = (
  element: Json,
  part: Json,
  same: (left: Json | undefined, right: Json | undefined) => boolean,
): boolean =>
  isObject(element) &&
  isObject(part) &&
  Object.entries(part).every(([name, value]) => same(getMember(element, name), value))

const sameIgnoringCase = (left: Json | undefined, right: Json | undefined): boolean =>
  typeof left === 'string' && typeof right === 'string'
    ? foldCase(left) === foldCase(right)
    : equalJson(left, right)

/** An element with what was added to it; immutable sub-attributes keep the value they have. */
function joined(attribute: AttributeDefinition, element: Json, addition: Json): Json {
  if (!isObject(element) || !isObject(addition)) return element
  return Object.entries(addition).reduce((result, [name, value]) => {
    const sealed = subAttribute(attribute, name)?.mutability === 'immutable'
    const has = !isUnassigned(getMember(result, name))
    return (sealed && has) || sameName(name, 'value') ? result : assign(result, name, value)
  }, element)
}
