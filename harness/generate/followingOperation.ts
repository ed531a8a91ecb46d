import fc from 'fast-check'
import { isObject } from '../scim/json.ts'
import { parsePatchPath, printPatchPath } from '../scim/patch/path.ts'
import { ScimError } from '../scim/error.ts'
import { resolve } from '../scim/schema/lookup.ts'
import type { AttributeDefinition, PatchOperation, PatchPath, ResolvedAttribute } from '../scim/types.ts'
import { onTarget, operation } from './patchOperation.ts'
import type { OperationContext } from './patchOperation.ts'
import { elementsAt } from './patchTarget.ts'
import type { PatchTarget } from './patchTarget.ts'

type Op = PatchOperation['op']

/** An operation that stands before, with what its path means. */
interface Earlier {
  readonly operation: PatchOperation
  readonly path: PatchPath
  /** The attribute, without the part behind a dot. */
  readonly whole: ResolvedAttribute
  readonly sub?: AttributeDefinition
}

type Following = (context: OperationContext, earlier: Earlier) => PatchOperation | undefined

const anyOp = fc.constantFrom<Op>('add', 'replace', 'remove')

/** A target of the given kinds in the attribute that an earlier operation was about. */
function targetIn(
  { draw, targets }: OperationContext,
  { whole }: Earlier,
  kinds: readonly PatchTarget['kind'][],
): PatchTarget | undefined {
  const found = targets.filter(
    ({ kind, resolved }) =>
      kinds.includes(kind) &&
      resolved.attribute === whole.attribute &&
      resolved.extension === whole.extension,
  )
  return found.length === 0 ? undefined : draw(fc.constantFrom(...found))
}

const following: readonly Following[] = [
  function theSameAgain(context, earlier) {
    const target = targetIn(context, earlier, kindsOf(earlier))
    const one = target && onTarget(context, target, context.draw(anyOp))
    return one && operation(one.op, earlier.operation.path, one.value)
  },
  function theWhole(context, earlier) {
    const target = targetIn(context, earlier, ['attribute'])
    return target && onTarget(context, target, context.draw(anyOp))
  },
  function aPart(context, earlier) {
    const target = targetIn(context, earlier, ['sub-attribute', 'sub-attribute of elements'])
    return target && onTarget(context, target, context.draw(anyOp))
  },
  function otherElements(context, earlier) {
    const target = targetIn(context, earlier, ['elements'])
    return target && onTarget(context, target, 'remove')
  },
  function anotherPartOfTheSameElements(context, earlier) {
    const { filter } = earlier.path
    const target = targetIn(context, earlier, ['elements', 'sub-attribute of elements'])
    const one = filter && target && onTarget(context, target, context.draw(anyOp))
    const { sub } = target?.resolved ?? {}
    if (one === undefined || filter === undefined) return undefined
    const path = { path: earlier.path.path, filter, ...(sub === undefined ? {} : { sub: sub.name }) }
    return operation(one.op, printPatchPath(path), one.value)
  },
  function theLastElement(context, earlier) {
    const last = elementsAt(context.current, earlier.whole).at(-1)
    const type = isObject(last) ? (last['type'] ?? last['value']) : undefined
    if (!isObject(last) || typeof type !== 'string') return undefined
    const name = last['type'] === undefined ? 'value' : 'type'
    const filter = { kind: 'compare', path: { name }, op: 'eq', value: type } as const
    return operation('remove', printPatchPath({ path: earlier.path.path, filter }))
  },
]

function kindsOf({ path, sub }: Earlier): readonly PatchTarget['kind'][] {
  if (path.filter === undefined) return [sub === undefined ? 'attribute' : 'sub-attribute']
  return [sub === undefined ? 'elements' : 'sub-attribute of elements']
}

function readEarlier(context: OperationContext, earlier: PatchOperation): Earlier | undefined {
  if (earlier.path === undefined) return undefined
  try {
    const path = parsePatchPath(earlier.path, context.schema)
    const resolved = resolve(
      context.schema,
      path.sub === undefined ? path.path : { ...path.path, sub: path.sub },
    )
    if (resolved === undefined) return undefined
    const { sub, ...whole } = resolved
    return { operation: earlier, path, whole, ...(sub === undefined ? {} : { sub }) }
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

/**
 * An operation that meets one before it: on the same path, on the whole, a part or other elements of the same attribute,
 * or on what was added. Undefined where none before has a path that means something.
 */
export function drawFollowing(context: OperationContext): PatchOperation | undefined {
  const earlier = (context.before ?? []).flatMap((one) => readEarlier(context, one) ?? [])
  if (earlier.length === 0) return undefined
  const one = context.draw(fc.constantFrom(...earlier))
  return context.draw(fc.constantFrom(...following))(context, one)
}
