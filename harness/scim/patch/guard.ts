import { equalJson, getMember, isObject, isUnassigned } from '../json.ts'
import type { AttributeDefinition, Json, PatchOperation, Resource } from '../types.ts'
import type { Origin, PatchContext } from './context.ts'
import { valueAt, withValueAt } from './place.ts'
import type { Place } from './place.ts'
import { refuse } from './refusal.ts'
import { elementsOf, selectElements } from './select.ts'

/**
 * Whether an operation may go on to its target: not if that is readOnly (RFC 7644 §3.5.2). `stay` leaves the resource
 * as it is.
 * @throws PatchRefusal `read-only`, `read-only-removal`
 */
export function passReadOnly(
  context: PatchContext,
  op: PatchOperation['op'],
  place: Place,
  resource: Resource,
  value: Json | undefined,
  origin: Origin,
): 'go' | 'stay' {
  if (place.attribute.mutability !== 'readOnly' && place.sub?.mutability !== 'readOnly') return 'go'
  context.onReadOnly?.(place)
  const present = targetValues(context, place, valueAt(resource, place))
  const detail = `${place.text} is readOnly`

  if (op === 'remove') {
    if (present.every(isUnassigned)) {
      const reading = context.choose('M-04.guarded')
      if (reading === 'no-target') refuse('unassigned', `${place.text} has no value`)
      if (reading === 'refuse') refuse('read-only-removal', detail)
    } else if (context.choose('M-10.path-changed') === 'refuse') refuse('read-only-removal', detail)
    return 'stay'
  }
  const same =
    present.length > 0 && present.every((item) => equalJson(item, value) || bothUnassigned(item, value))
  if (context.choose(`M-10.${origin}-${same ? 'same' : 'changed'}`) === 'refuse') refuse('read-only', detail)
  return 'stay'
}

const bothUnassigned = (left: Json | undefined, right: Json | undefined) =>
  isUnassigned(left) && isUnassigned(right)

/** What stands at the place now: one value, or one for each selected element. */
function targetValues(
  context: PatchContext,
  place: Place,
  current: Json | undefined,
): readonly (Json | undefined)[] {
  const { attribute, sub, filter } = place
  const part = (value: Json | undefined) =>
    sub === undefined ? value : isObject(value) ? getMember(value, sub.name) : undefined
  if (!attribute.multiValued) return [part(current)]
  if (filter === undefined) return sub === undefined ? [current] : elementsOf(current).map(part)
  const elements = elementsOf(current)
  return selectElements(context, place, elements).map((index) => part(elements[index]))
}

/**
 * The resource with the value that an operation gave an attribute.
 * @param next the value of the whole attribute after the operation
 * @throws PatchRefusal `immutable`, `required`, `required-removal`
 */
export function settle(
  context: PatchContext,
  op: PatchOperation['op'],
  place: Place,
  resource: Resource,
  next: Json | undefined,
): Resource {
  const { attribute } = place
  const current = valueAt(resource, place)
  if (equalJson(current, next) || bothUnassigned(current, next)) return resource

  if (attribute.mutability === 'immutable' && !isUnassigned(current)) {
    if (context.choose('M-10.immutable') === 'ignore') return resource
    refuse('immutable', `${attribute.name} is immutable and has a value`)
  }
  if (!attribute.multiValued && isObject(current) && isObject(next)) {
    const sealed = changedImmutable(attribute, current, next)
    if (sealed !== undefined) {
      if (context.choose('M-10.immutable') === 'ignore') return resource
      refuse('immutable', `${attribute.name}.${sealed.name} is immutable and has a value`)
    }
  }
  demandRequired(context, op, attribute, next)
  demandRequiredParts(context, op, attribute, current, next)
  return withValueAt(resource, place, next)
}

/** The first immutable sub-attribute that had a value and has another now, or none. */
export function changedImmutable(
  attribute: AttributeDefinition,
  before: Json,
  after: Json,
): AttributeDefinition | undefined {
  if (!isObject(before) || !isObject(after)) return undefined
  return attribute.subAttributes.find((sub) => {
    const old = getMember(before, sub.name)
    return sub.mutability === 'immutable' && !isUnassigned(old) && !equalJson(old, getMember(after, sub.name))
  })
}

/** RFC 7643 §2.2: a required attribute has a value; RFC 7643 §4.1.1 has it not empty. */
function demandRequired(
  context: PatchContext,
  op: PatchOperation['op'],
  definition: AttributeDefinition,
  value: Json | undefined,
): void {
  if (!definition.required) return
  if (isUnassigned(value)) {
    refuse(op === 'remove' ? 'required-removal' : 'required', `${definition.name} is required`)
  }
  if (value === '' && context.choose('C-07') === 'refuse') {
    refuse('required', `${definition.name} is required: it can not be empty`)
  }
}

/** The same for sub-attributes, in what the operation made or changed. */
function demandRequiredParts(
  context: PatchContext,
  op: PatchOperation['op'],
  attribute: AttributeDefinition,
  current: Json | undefined,
  next: Json | undefined,
): void {
  const before = elementsOf(current)
  const changed = elementsOf(next).filter((element) => !before.some((old) => equalJson(old, element)))
  for (const element of changed) {
    if (!isObject(element)) continue
    for (const sub of attribute.subAttributes) demandRequired(context, op, sub, getMember(element, sub.name))
  }
}
