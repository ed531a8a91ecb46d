import fc from 'fast-check'
import { isObject } from '../scim/json.ts'
import { printPatchPath } from '../scim/patch/path.ts'
import type { Filter, PatchOperation, ResolvedAttribute } from '../scim/types.ts'
import { onTarget, operation, pathTo } from './patchOperation.ts'
import type { OperationContext } from './patchOperation.ts'
import { elementsAt } from './patchTarget.ts'
import type { PatchTarget } from './patchTarget.ts'

type Op = PatchOperation['op']

/** One of several operations that meet, drawn for the state that those before it leave. */
export type Meeting = (context: OperationContext) => PatchOperation | undefined

const addOrReplace = fc.constantFrom<Op>('add', 'replace')

/** The targets that lie in one attribute. */
type Family = readonly PatchTarget[]

/** Targets by attribute, of those attributes that pass. */
function families(
  { targets }: OperationContext,
  passes: (whole: ResolvedAttribute, family: Family) => boolean,
): readonly Family[] {
  const found = new Map<ResolvedAttribute['attribute'], PatchTarget[]>()
  for (const target of targets) {
    const family = found.get(target.resolved.attribute) ?? []
    found.set(target.resolved.attribute, [...family, target])
  }
  return [...found.values()].filter((family) => {
    const [first] = family
    return first !== undefined && passes(wholeOf(first), family)
  })
}

function wholeOf({ resolved: { attribute, extension } }: PatchTarget): ResolvedAttribute {
  return { attribute, ...(extension === undefined ? {} : { extension }) }
}

const of = (family: Family, kind: PatchTarget['kind']): Family => family.filter((one) => one.kind === kind)

/** An operation on some target of a kind. */
const on =
  (family: Family, kind: PatchTarget['kind'], op: Op | undefined): Meeting =>
  (context) => {
    const targets = of(family, kind)
    if (targets.length === 0) return undefined
    const target = context.draw(fc.constantFrom(...targets))
    return onTarget(context, target, op ?? context.draw(addOrReplace))
  }

/** An operation on the elements that are like one, or on a part of them. */
const onElement =
  (family: Family, at: number, op: Op, part: boolean): Meeting =>
  (context) => {
    const [first] = family
    const filter = first === undefined ? undefined : filterFor(context, wholeOf(first), at)
    if (first === undefined || filter === undefined) return undefined
    const one = part ? on(family, 'sub-attribute of elements', op)(context) : operation(op)
    const sub = /\]\.(\S+)$/.exec(one?.path ?? '')?.[1]
    if (one === undefined || (part && sub === undefined)) return undefined
    const path = { path: pathTo(context, wholeOf(first)), filter, ...(sub === undefined ? {} : { sub }) }
    return operation(op, printPatchPath(path), one.value)
  }

/** What the element at a place is known by; from the end where the place is negative. */
function filterFor({ current }: OperationContext, whole: ResolvedAttribute, at: number): Filter | undefined {
  const element = elementsAt(current, whole).at(at)
  if (!isObject(element)) return undefined
  const name = ['type', 'value', 'display'].find((one) => typeof element[one] === 'string')
  const value = name === undefined ? undefined : element[name]
  if (name === undefined || typeof value !== 'string') return undefined
  return { kind: 'compare', path: { name }, op: 'eq', value }
}

const isSingle = ({ attribute }: ResolvedAttribute) => attribute.type === 'complex' && !attribute.multiValued
const isSimple = ({ attribute }: ResolvedAttribute) =>
  attribute.type !== 'complex' && !attribute.multiValued && !attribute.required
const hasElements =
  ({ current }: OperationContext, most = 1) =>
  (whole: ResolvedAttribute) =>
    whole.attribute.type === 'complex' && elementsAt(current, whole).length >= most

interface Form {
  readonly passes: (context: OperationContext) => (whole: ResolvedAttribute, family: Family) => boolean
  readonly operations: (family: Family) => readonly Meeting[]
}

const forms: readonly Form[] = [
  {
    passes: () => isSingle,
    operations: (family) => [on(family, 'attribute', 'remove'), on(family, 'sub-attribute', undefined)],
  },
  {
    passes: () => (whole, family) => isSingle(whole) && of(family, 'sub-attribute').length > 1,
    operations: (family) => [
      on(family, 'sub-attribute', 'remove'),
      on(family, 'sub-attribute', 'remove'),
      on(family, 'sub-attribute', 'remove'),
    ],
  },
  {
    passes: hasElements,
    operations: (family) => [on(family, 'attribute', 'remove'), on(family, 'attribute', 'add')],
  },
  {
    passes: hasElements,
    operations: (family) => [on(family, 'attribute', undefined), onElement(family, -1, 'remove', false)],
  },
  {
    passes: hasElements,
    operations: (family) => [on(family, 'attribute', undefined), onElement(family, -1, 'replace', true)],
  },
  {
    passes: (context) => hasElements(context, 2),
    operations: (family) => [onElement(family, 0, 'remove', false), onElement(family, 0, 'remove', false)],
  },
  {
    passes: (context) => hasElements(context, 2),
    operations: (family) => [onElement(family, 0, 'replace', true), onElement(family, 1, 'remove', false)],
  },
  {
    passes: hasElements,
    operations: (family) => [onElement(family, 0, 'replace', true), onElement(family, 0, 'replace', true)],
  },
  {
    passes: () => isSimple,
    operations: (family) => [on(family, 'attribute', undefined), on(family, 'attribute', 'remove')],
  },
  {
    passes: () => isSimple,
    operations: (family) => [on(family, 'attribute', undefined), on(family, 'attribute', undefined)],
  },
]

/**
 * Two or three operations on one attribute, each of which depends on what those before it did: a part is set where the
 * whole was removed, elements are removed one after another, what was added is changed. Empty where nothing lends itself.
 */
export function drawMeeting(context: OperationContext): readonly Meeting[] {
  const form = context.draw(fc.constantFrom(...forms))
  const found = families(context, form.passes(context))
  return found.length === 0 ? [] : form.operations(context.draw(fc.constantFrom(...found)))
}
