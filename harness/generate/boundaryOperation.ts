import fc from 'fast-check'
import { isArray } from '../scim/json.ts'
import { printPatchPath } from '../scim/patch/path.ts'
import { getAt } from '../scim/schema/lookup.ts'
import type { Filter, PatchOperation, ResolvedAttribute } from '../scim/types.ts'
import { operation, pathTo } from './patchOperation.ts'
import type { OperationContext } from './patchOperation.ts'
import type { PatchTarget } from './patchTarget.ts'
import { attributeValue } from './value.ts'

type Boundary = (context: OperationContext) => PatchOperation | undefined

/** Draws one of the targets of a kind that passes. */
function pick(
  context: OperationContext,
  kind: PatchTarget['kind'],
  passes: (target: PatchTarget) => boolean = () => true,
): PatchTarget | undefined {
  const found = context.targets.filter((target) => target.kind === kind && passes(target))
  return found.length === 0 ? undefined : context.draw(fc.constantFrom(...found))
}

function wholeOf({ attribute, extension }: ResolvedAttribute): ResolvedAttribute {
  return { attribute, ...(extension === undefined ? {} : { extension }) }
}

/** A filter that selects no element. */
const nothing: Filter = { kind: 'compare', path: { name: 'value' }, op: 'eq', value: 'no such value' }

/** An element of a type that it does not have yet. */
const unusedType: Filter = { kind: 'compare', path: { name: 'type' }, op: 'eq', value: 'other' }

const everything: Filter = { kind: 'present', path: { name: 'value' } }

/** An operation on all of an extension, under its URI. */
export function wholeExtension(context: OperationContext): PatchOperation | undefined {
  const { draw, schema } = context
  const target = pick(context, 'attribute', ({ resolved }) => resolved.extension !== undefined)
  const { attribute, extension } = target?.resolved ?? {}
  if (attribute === undefined || extension === undefined) return undefined
  const isDemanded = schema.extensions.some((one) => one.required && one.schema.id === extension)
  const op = draw(fc.constantFrom('add' as const, 'replace' as const, 'remove' as const))
  if (op === 'remove') return isDemanded ? undefined : operation(op, extension)
  return operation(op, extension, { [attribute.name]: draw(attributeValue(attribute, context.options)) })
}

const boundaries: readonly Boundary[] = [
  function sameValueAgain(context) {
    const target = pick(
      context,
      'attribute',
      ({ resolved }) => getAt(context.current, resolved) !== undefined,
    )
    if (target === undefined) return undefined
    const op = context.draw(fc.constantFrom('add' as const, 'replace' as const))
    const path = printPatchPath({ path: pathTo(context, target.resolved) })
    return operation(op, path, getAt(context.current, target.resolved))
  },
  function removeWhatIsNotThere(context) {
    const target = pick(
      context,
      context.draw(fc.constantFrom('attribute' as const, 'sub-attribute' as const)),
      ({ resolved }) => getAt(context.current, resolved) === undefined,
    )
    return target && operation('remove', printPatchPath({ path: pathTo(context, target.resolved) }))
  },
  function removeByFilterWithoutMatch(context) {
    const target = pick(context, 'elements')
    if (target === undefined) return undefined
    return operation('remove', printPatchPath({ path: pathTo(context, target.resolved), filter: nothing }))
  },
  function addByFilterWithoutMatch(context) {
    const target = pick(context, 'elements', ({ resolved }) =>
      ['value', 'type'].every((name) => resolved.attribute.subAttributes.some((sub) => sub.name === name)),
    )
    const value =
      target &&
      context.targets.find(
        ({ kind, resolved }) =>
          kind === 'sub-attribute of elements' &&
          resolved.attribute === target.resolved.attribute &&
          resolved.sub?.name === 'display',
      )
    if (target === undefined || value === undefined) return undefined
    const path = pathTo(context, target.resolved)
    return operation('add', printPatchPath({ path, filter: unusedType, sub: 'display' }), 'added')
  },
  function removeEveryElement(context) {
    const target = pick(context, 'elements', ({ resolved }) => isArray(getAt(context.current, resolved)))
    return (
      target &&
      operation('remove', printPatchPath({ path: pathTo(context, target.resolved), filter: everything }))
    )
  },
  function replaceByNothing(context) {
    const target = pick(context, 'attribute', ({ resolved }) => !resolved.attribute.required)
    if (target === undefined) return undefined
    const path = printPatchPath({ path: pathTo(context, target.resolved) })
    return operation('replace', path, target.resolved.attribute.multiValued ? [] : null)
  },
  function anotherPrimary(context) {
    const target = pick(
      context,
      'elements',
      ({ resolved }) =>
        isArray(getAt(context.current, resolved)) &&
        resolved.attribute.subAttributes.some((sub) => sub.name === 'primary'),
    )
    if (target === undefined) return undefined
    const path = pathTo(context, target.resolved)
    return operation('replace', printPatchPath({ path, filter: everything, sub: 'primary' }), true)
  },
  function replaceByFilterWithoutMatch(context) {
    const target = pick(context, 'sub-attribute of elements')
    const sub = target?.resolved.sub
    if (target === undefined || sub === undefined || sub.type !== 'string') return undefined
    const path = { path: pathTo(context, wholeOf(target.resolved)), filter: nothing, sub: sub.name }
    return operation('replace', printPatchPath(path), 'never there')
  },
  wholeExtension,
  function emptyObject(context) {
    return operation(context.draw(fc.constantFrom('add' as const, 'replace' as const)), undefined, {})
  },
]

/** Draws an operation at an edge of what RFC 7644 §3.5.2 demands: often nothing changes, or servers may differ. */
export function drawBoundary(context: OperationContext): PatchOperation | undefined {
  return context.draw(fc.constantFrom(...boundaries))(context)
}
