import { getMember, isArray, isObject, isUnassigned } from '../json.ts'
import type { AttributeDefinition, Json } from '../types.ts'
import type { PatchContext } from './context.ts'
import { changedImmutable } from './guard.ts'
import { assign, assignedObject } from './place.ts'
import type { Place } from './place.ts'
import { withOnePrimary } from './primary.ts'
import { refuse } from './refusal.ts'
import { elementsOf, selectElements } from './select.ts'
import { unmatched } from './unmatched.ts'
import { readElement } from './value.ts'

/** The value of a sub-attribute, or of an element read as a complex attribute with one value, after an operation. */
type Change = (definition: AttributeDefinition, current: Json | undefined) => Json | undefined

/**
 * A multi-valued attribute after an operation on the elements that a path selects, or on a sub-attribute of each
 * (RFC 7644 §3.5.2.1, §3.5.2.3). Elements in which nothing is assigned any more are gone.
 * @throws PatchRefusal `immutable` when an immutable sub-attribute would change, `unmatched-add`, `unmatched-replace`
 */
export function changeSelected(
  context: PatchContext,
  op: 'add' | 'replace',
  place: Place,
  current: Json | undefined,
  value: Json,
  change: Change,
): Json | undefined {
  const elements = elementsOf(current)
  if (place.attribute.type !== 'complex') {
    const reading = context.choose('M-20')
    if (reading === 'refuse') refuse('simple-values', `${place.attribute.name} has simple values`)
    if (reading === 'ignore') return current
  }
  const selected = selectElements(context, place, elements)
  if (selected.length === 0) return unmatched(context, op, place, elements, value)

  const changed = elements.map((element, index) =>
    selected.includes(index) ? changedElement(context, op, place, element, value, change) : element,
  )
  const primary = withOnePrimary(
    context,
    changed.map((element) => element ?? null),
    setsPrimary(place, value) ? selected : [],
  )
  return primary.filter((element) => !isUnassigned(element))
}

function changedElement(
  context: PatchContext,
  op: 'add' | 'replace',
  place: Place,
  element: Json,
  value: Json,
  change: Change,
): Json | undefined {
  const { attribute, sub } = place
  if (sub !== undefined) {
    const object = isObject(element) ? element : {}
    const changed = assign(object, sub.name, change(sub, getMember(object, sub.name)))
    return assignedObject(keepImmutable(context, attribute, element, changed))
  }
  if (isUnassigned(value)) return undefined
  const one = single(context, attribute, value)
  if (attribute.type !== 'complex') return readElement(context, attribute, one)
  if (op === 'replace' && context.choose('M-08') === 'whole') return readElement(context, attribute, one)
  const changed = change({ ...attribute, multiValued: false }, element)
  return isObject(changed) ? keepImmutable(context, attribute, element, changed) : undefined
}

/** One element is asked for; an array of one may pass for it. */
function single(context: PatchContext, attribute: AttributeDefinition, value: Json): Json {
  if (!isArray(value)) return value
  const [only, ...more] = value
  if (only !== undefined && more.length === 0 && context.choose('C-17.element') === 'unwrap') return only
  return refuse('value', `an element of ${attribute.name} is one value, not an array`)
}

function keepImmutable<T extends Json>(
  context: PatchContext,
  attribute: AttributeDefinition,
  before: Json,
  after: T,
): T {
  const sealed = changedImmutable(attribute, before, after)
  if (sealed !== undefined && context.choose('M-22') === 'refuse') {
    refuse('immutable', `${attribute.name}.${sealed.name} is immutable and has a value`)
  }
  return after
}

function setsPrimary(place: Place, value: Json): boolean {
  if (place.sub !== undefined) return place.sub.name === 'primary'
  return isObject(value) && !isUnassigned(getMember(value, 'primary'))
}
