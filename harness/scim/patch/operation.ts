import { getMember, isObject, isUnassigned } from '../json.ts'
import { extensionByUri, resolve } from '../schema/lookup.ts'
import type { Json, JsonObject, PatchOperation, Resource } from '../types.ts'
import { addAt } from './add.ts'
import type { Origin, PatchContext } from './context.ts'
import { passReadOnly, settle } from './guard.ts'
import { locate, valueAt, withContainer } from './place.ts'
import type { Place, Target } from './place.ts'
import { refuse } from './refusal.ts'
import { removeAt } from './remove.ts'
import { replaceAt } from './replace.ts'

type Op = PatchOperation['op']

/**
 * The resource after one operation (RFC 7644 §3.5.2.1 to §3.5.2.3).
 * @throws PatchRefusal
 */
export function applyOperation(
  context: PatchContext,
  resource: Resource,
  operation: PatchOperation,
): Resource {
  const { op, path, value } = operation
  if (path === undefined) return applyWithoutPath(context, resource, op, value)
  const target = locate(context, path)
  if (op !== 'remove' && value === undefined) refuse('value', `${op} needs a value`)
  return applyToTarget(context, resource, op, target, path, value)
}

function applyToTarget(
  context: PatchContext,
  resource: Resource,
  op: Op,
  target: Target,
  text: string,
  value: Json | undefined,
): Resource {
  switch (target.kind) {
    case 'attribute':
      return applyToPlace(context, resource, op, target.place, value, 'path')
    case 'extension':
      if (context.choose('M-19.path') === 'refuse') refuse('extension-path', `${text} names no attribute`)
      return applyToExtension(context, resource, op, target.uri, value)
    case 'unknown':
      if (context.choose('M-11') === 'ignore') return resource
      return refuse('unknown-path', `no schema of the resource defines ${text}`)
  }
}

function applyToPlace(
  context: PatchContext,
  resource: Resource,
  op: Op,
  place: Place,
  value: Json | undefined,
  origin: Origin,
): Resource {
  if (passReadOnly(context, op, place, resource, value, origin) === 'stay') return resource
  const current = valueAt(resource, place)
  const next =
    op === 'remove'
      ? removeAt(context, place, current, value)
      : (op === 'add' ? addAt : replaceAt)(context, place, current, value ?? null)
  return settle(context, op, place, resource, next)
}

function applyWithoutPath(
  context: PatchContext,
  resource: Resource,
  op: Op,
  value: Json | undefined,
): Resource {
  if (op === 'remove') return refuse('remove-without-path', 'remove needs a path')
  if (!isObject(value)) return refuse('value', `${op} without a path needs an object of attributes`)
  if (Object.keys(value).length === 0 && context.choose('M-16.nothing') === 'refuse')
    refuse('value', `${op} without a path names no attribute`)
  return Object.entries(value).reduce(
    (result, [name, part]) => applyMember(context, result, op, name, part),
    resource,
  )
}

function applyMember(
  context: PatchContext,
  resource: Resource,
  op: 'add' | 'replace',
  name: string,
  value: Json,
): Resource {
  const extension = extensionByUri(context.schema, name)
  if (extension !== undefined) {
    if (context.choose('M-19.container') === 'refuse')
      refuse('extension-member', `${name} names no attribute`)
    return applyToExtension(context, resource, op, extension.schema.id, value)
  }
  const resolved = resolve(context.schema, { name })
  if (resolved !== undefined) {
    return applyToPlace(context, resource, op, { ...resolved, text: name }, value, 'body')
  }
  const place = qualified(context, name)
  if (place !== undefined) {
    const reading = context.choose('M-19.key')
    if (reading === 'apply') return applyToPlace(context, resource, op, place, value, 'body')
    if (reading === 'refuse') refuse('extension-member', `${name} is no attribute name`)
    return resource
  }
  if (context.choose('M-11') === 'ignore') return resource
  return refuse('unknown-member', `no schema of the resource defines ${name}`)
}

/** What a full or dotted name (`urn:…:User:department`, `name.givenName`) names, sent as member of a value. */
function qualified(context: PatchContext, name: string): Place | undefined {
  try {
    const target = locate(context, name)
    return target.kind === 'attribute' ? target.place : undefined
  } catch {
    return undefined
  }
}

/** An extension's container is treated as a complex attribute that holds the extension's attributes. */
function applyToExtension(
  context: PatchContext,
  resource: Resource,
  op: Op,
  uri: string,
  value: Json | undefined,
): Resource {
  if (op === 'remove' || isUnassigned(value)) return removeExtension(context, resource, op, uri)
  if (!isObject(value)) return refuse('value', `${uri} takes an object of attributes`)
  const start = op === 'replace' ? replacedContainer(context, resource, uri, value) : resource
  return Object.entries(value).reduce((result, [name, part]) => {
    const resolved = resolve(context.schema, { uri, name })
    if (resolved !== undefined) {
      return applyToPlace(context, result, op, { ...resolved, text: `${uri}:${name}` }, part, 'body')
    }
    if (context.choose('M-11') === 'ignore') return result
    return refuse('unknown-member', `${uri} defines no ${name}`)
  }, start)
}

/** The resource before the members of a container are replaced: those not sent stay, or go (ruling M-07). */
function replacedContainer(
  context: PatchContext,
  resource: Resource,
  uri: string,
  value: JsonObject,
): Resource {
  const container = getMember(resource, uri)
  if (!isObject(container) || context.choose('M-07.replace') === 'merge') return resource
  const kept = Object.entries(container).filter(([name]) => {
    const mutability = resolve(context.schema, { uri, name })?.attribute.mutability
    return getMember(value, name) !== undefined || mutability === 'readOnly' || mutability === 'immutable'
  })
  return withContainer(resource, uri, Object.fromEntries(kept))
}

function removeExtension(context: PatchContext, resource: Resource, op: Op, uri: string): Resource {
  const extension = extensionByUri(context.schema, uri)
  const container = getMember(resource, uri)
  if (extension?.required === true) {
    refuse(op === 'remove' ? 'required-removal' : 'required', `the extension ${uri} is required`)
  }
  if (!isObject(container)) {
    if (op === 'remove' && context.choose('M-04') === 'refuse') refuse('unassigned', `${uri} has no value`)
    return resource
  }
  const sealed = extension?.schema.attributes.find(
    ({ name, mutability }) =>
      (mutability === 'readOnly' || mutability === 'immutable') && !isUnassigned(getMember(container, name)),
  )
  if (sealed !== undefined) {
    refuse(
      sealed.mutability === 'readOnly' ? 'read-only-removal' : 'immutable',
      `${sealed.name} can not be removed`,
    )
  }
  return withContainer(resource, uri, {})
}
