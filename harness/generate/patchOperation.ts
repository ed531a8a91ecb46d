import fc from 'fast-check'
import { isArray, isObject } from '../scim/json.ts'
import { printPatchPath } from '../scim/patch/path.ts'
import type {
  AttributeDefinition,
  AttributePath,
  Filter,
  Json,
  JsonObject,
  PatchOperation,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../scim/types.ts'
import { spellPath } from './attributePath.ts'
import type { PathSpelling } from './attributePath.ts'
import { complexValue, refersToResource } from './complex.ts'
import type { Draw } from './drawn.ts'
import { elementsAt } from './patchTarget.ts'
import type { PatchTarget } from './patchTarget.ts'
import { simpleValue } from './simple.ts'
import { attributeValue } from './value.ts'
import type { ValueOptions } from './valueOptions.ts'

/** What an operation is drawn for. */
export interface OperationContext {
  readonly draw: Draw
  readonly schema: ResourceSchema
  readonly options: ValueOptions & PathSpelling
  readonly targets: readonly PatchTarget[]
  /** The resource as the operations before have left it. */
  readonly current: Resource
  /** The operations before. */
  readonly before?: readonly PatchOperation[]
}

type Op = PatchOperation['op']

const percent = fc.integer({ min: 0, max: 99 })

/** An operation, with its members in the order of the RFC's examples, without those that are undefined. */
export function operation(op: Op, path?: string, value?: Json): PatchOperation {
  return { op, ...(path === undefined ? {} : { path }), ...(value === undefined ? {} : { value }) }
}

/** The path of an attribute, spelled in one of the allowed ways. */
export function pathTo(context: OperationContext, resolved: ResolvedAttribute): AttributePath {
  const { attribute, extension, sub } = resolved
  const path = {
    ...(extension === undefined ? {} : { uri: extension }),
    name: attribute.name,
    ...(sub === undefined ? {} : { sub: sub.name }),
  }
  return spellPath(context.draw, { path, resolved }, context.schema, context.options)
}

/** Any operation on a target; undefined where the resource has no element that a path could select. */
export function drawOperation(context: OperationContext): PatchOperation | undefined {
  const { draw, targets } = context
  const kinds = [...new Set(targets.map(({ kind }) => kind))]
  const kind = draw(fc.constantFrom(...kinds, 'attribute' as const, 'none' as const))
  if (kind === 'none') return withoutPath(context)
  const target = drawTarget(
    draw,
    targets.filter((one) => one.kind === kind),
  )
  const op = draw(fc.constantFrom<Op>('add', 'replace', 'remove'))
  return onTarget(context, target, op)
}

/** Any target, or any of a type drawn before, lists apart, so that types with few attributes have their turn. */
function drawTarget(draw: Draw, targets: readonly PatchTarget[]): PatchTarget {
  if (draw(fc.boolean())) return draw(fc.constantFrom(...targets))
  const typeOf = ({ resolved: { attribute, sub } }: PatchTarget) => {
    const { type, multiValued } = sub ?? attribute
    return multiValued ? `${type} list` : type
  }
  const type = draw(fc.constantFrom(...new Set(targets.map(typeOf))))
  return draw(fc.constantFrom(...targets.filter((target) => typeOf(target) === type)))
}

/** An operation on one target. */
export function onTarget(context: OperationContext, target: PatchTarget, op: Op): PatchOperation | undefined {
  const { draw, options } = context
  const { attribute, sub } = target.resolved
  const isRemove = op === 'remove'
  switch (target.kind) {
    case 'attribute': {
      const value = isRemove ? undefined : drawWhole(context, target.resolved)
      return operation(op, printPatchPath({ path: pathTo(context, target.resolved) }), value)
    }
    case 'sub-attribute': {
      const value = isRemove || sub === undefined ? undefined : drawSub(context, sub, attribute)
      return operation(op, printPatchPath({ path: pathTo(context, target.resolved) }), value)
    }
    case 'elements': {
      if (refersToResource(attribute) && !isRemove) return undefined
      const path = elementPath(context, target)
      if (path === undefined) return undefined
      return operation(op, path, isRemove ? undefined : draw(complexValue(attribute, options)))
    }
    case 'sub-attribute of elements': {
      const path = elementPath(context, target)
      if (path === undefined || sub === undefined) return undefined
      return operation(op, path, isRemove ? undefined : drawSub(context, sub, attribute))
    }
  }
}

function drawSub(context: OperationContext, sub: AttributeDefinition, parent: AttributeDefinition): Json {
  const { references = [] } = context.options
  if (refersToResource(parent) && sub.name === 'value' && references.length > 0) {
    return context.draw(fc.constantFrom(...references))
  }
  const value = context.draw(simpleValue(sub, context.options, parent))
  return sub.multiValued ? [value] : value
}

function elementPath(context: OperationContext, { resolved }: PatchTarget): string | undefined {
  const { sub, ...whole } = resolved
  const filter = elementFilter(context, whole)
  if (filter === undefined) return undefined
  const path = pathTo(context, whole)
  return printPatchPath(sub === undefined ? { path, filter } : { path, filter, sub: sub.name })
}

/**
 * A filter in brackets about the elements which the resource has: mostly one that selects some of them; sometimes one
 * whose conditions hold in different elements, so that `and` selects none.
 */
export function elementFilter(context: OperationContext, resolved: ResolvedAttribute): Filter | undefined {
  const { draw } = context
  const elements = elementsAt(context.current, resolved).filter(isObject)
  if (elements.length === 0) return undefined
  const testsOn = (element: JsonObject) =>
    resolved.attribute.subAttributes.flatMap((sub) => testsOf(draw, sub, element))
  const tests = testsOn(draw(fc.constantFrom(...elements)))
  if (tests.length === 0) return undefined
  const first = draw(fc.constantFrom(...tests))
  const form = draw(percent)
  if (form < 60) return first
  if (form < 70) return { kind: 'not', filter: first }
  const others = form < 80 ? tests : testsOn(draw(fc.constantFrom(...elements)))
  const second = draw(fc.constantFrom(...(others.length === 0 ? tests : others)))
  return { kind: form < 90 ? 'and' : 'or', left: first, right: second }
}

/** Comparisons that hold for an element. */
function testsOf(draw: Draw, sub: AttributeDefinition, element: JsonObject): readonly Filter[] {
  const value = element[sub.name]
  const path = { name: sub.name }
  if (typeof value === 'boolean') return [{ kind: 'compare', path, op: 'eq', value }]
  if (typeof value !== 'string' || (sub.type !== 'string' && sub.type !== 'reference')) return []
  const equal: Filter = { kind: 'compare', path, op: 'eq', value }
  if (sub.caseExact || draw(percent) < 50) return [equal]
  return [equal, { kind: 'present', path }, { ...equal, value: value.toUpperCase() }]
}

/** Values for a whole attribute: for one with several values often some that are there, or are nearly there, among new ones. */
function drawWhole(context: OperationContext, resolved: ResolvedAttribute): Json {
  const { draw, options, current } = context
  const { attribute } = resolved
  const value = draw(attributeValue(attribute, options))
  const there = attribute.multiValued ? elementsAt(current, resolved) : []
  if (!isArray(value) || there.length === 0 || refersToResource(attribute) || draw(percent) >= 40)
    return value
  const known = draw(fc.constantFrom(...there))
  const [fresh] = value
  const element = isObject(known) && isObject(fresh) ? related(draw, known, fresh) : known
  return draw(fc.boolean())
    ? [element]
    : [element, ...value.filter((one) => !isObject(one) || one['primary'] !== true)]
}

/** An element as it is there; or with another display or type; or a new one with its type. */
function related(draw: Draw, known: JsonObject, fresh: JsonObject): JsonObject {
  const { primary: _, ...plain } = known
  const form = draw(percent)
  if (form < 15 && typeof fresh['display'] === 'string') return { ...known, display: fresh['display'] }
  if (form < 50 || typeof known['type'] !== 'string' || typeof fresh['type'] !== 'string') return known
  if (form < 75) return { ...plain, type: fresh['type'] }
  return { ...fresh, type: known['type'] }
}

/** An operation without a path, whose value holds one to four attributes, those of extensions in their container. */
function withoutPath(context: OperationContext): PatchOperation {
  const { draw } = context
  const whole = context.targets.filter(({ kind }) => kind === 'attribute')
  const chosen = draw(fc.shuffledSubarray([...whole], { minLength: 1, maxLength: Math.min(4, whole.length) }))
  const own: Record<string, Json> = {}
  const extended: Record<string, Record<string, Json>> = {}
  for (const { resolved } of chosen) {
    const home = resolved.extension === undefined ? own : (extended[resolved.extension] ??= {})
    home[resolved.attribute.name] = drawWhole(context, resolved)
  }
  return operation(draw(fc.constantFrom<Op>('add', 'replace')), undefined, { ...own, ...extended })
}
