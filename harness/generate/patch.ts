import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { ScimError } from '../scim/error.ts'
import { isObject } from '../scim/json.ts'
import { applyPatch } from '../scim/patch/apply.ts'
import type { JsonObject, PatchOperation, Resource, ResourceSchema } from '../scim/types.ts'
import type { PathSpelling } from './attributePath.ts'
import { drawBoundary, wholeExtension } from './boundaryOperation.ts'
import { drawFollowing } from './followingOperation.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { drawInvalid } from './invalidOperation.ts'
import { drawMeeting } from './meetingOperations.ts'
import { drawOperation } from './patchOperation.ts'
import type { OperationContext } from './patchOperation.ts'
import { patchTargets } from './patchTarget.ts'
import { smallerPatches } from './smallerPatch.ts'
import type { ValueOptions } from './valueOptions.ts'

const percent = fc.integer({ min: 0, max: 99 })

/** URI of the PATCH message (RFC 7644 §3.5.2). */
const PATCH_OP_URI = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** What an operation is meant to be when it is drawn. What it is, the resource decides. */
export type PatchIntent = 'valid' | 'boundary' | 'invalid'

/** What generated PATCH requests look like. */
export interface PatchRequestOptions extends ValueOptions, PathSpelling {
  /** The most operations, up to 20; default 5. */
  readonly maxOperations?: number
  /** How often requests are drawn that have an operation of each intent; default 7, 4 and 2. */
  readonly intents?: Partial<Record<PatchIntent, number>>
  /** Names of attributes that are not to be touched; default none. */
  readonly omit?: readonly string[]
}

/**
 * PATCH requests against the state of a resource (RFC 7644 §3.5.2), so that they hit what is there: add, replace and
 * remove of simple, complex and multi-valued attributes, of sub-attributes, of elements by filter, in extensions, and
 * without a path. Each operation is drawn for the state that those before it leave. Requests drawn as valid are applied
 * by `applyPatch` without a refusal. Shrinks towards one operation with a small value.
 *
 * @param current the resource as the server returned it
 */
export function patchFor(
  schema: ResourceSchema,
  current: Resource,
  options: PatchRequestOptions = {},
): Arbitrary<readonly PatchOperation[]> {
  const omitted = new Set((options.omit ?? []).map((name) => name.toLowerCase()))
  const targets = patchTargets(schema, options).filter(
    ({ resolved }) => !omitted.has(resolved.attribute.name.toLowerCase()),
  )
  if (targets.length === 0)
    throw new Error(`Nothing in a ${schema.resourceType.name} can be changed by PATCH`)
  const most = Math.min(Math.max(options.maxOperations ?? 5, 1), 20)
  const weights = { valid: 7, boundary: 4, invalid: 2, ...options.intents }

  const make = (draw: Draw): readonly PatchOperation[] => {
    const intent = draw(
      fc.oneof(
        ...(['valid', 'boundary', 'invalid'] as const).map((one) => ({
          arbitrary: fc.constant(one),
          weight: weights[one],
        })),
      ),
    )
    const count = draw(fc.integer({ min: 1, max: most }))
    const special = draw(fc.integer({ min: 0, max: count - 1 }))
    const operations: PatchOperation[] = []
    let state = current
    const start = { draw, schema, options, targets, current }
    const meeting = most > 1 && intent === 'valid' && draw(percent) < 50 ? drawMeeting(start) : []
    for (let at = 0; at < Math.max(count, meeting.length); at++) {
      const context = { ...start, current: state, before: operations }
      const ofMeeting = meeting[at]
      const drawnOne =
        ofMeeting !== undefined
          ? ofMeeting(context)
          : at === special
            ? drawFor(intent, context)
            : drawApplicable(context)
      if (drawnOne === undefined) continue
      const after = applied(drawnOne, context)
      if (ofMeeting !== undefined && after === undefined) continue
      operations.push(drawnOne)
      state = after ?? state
    }
    return operations.length > 0 ? operations : [harmless(current)]
  }

  return drawn({
    make,
    isValue: isPatch,
    smaller: (operations) => smallerPatches(operations, schema),
  })
}

function drawFor(intent: PatchIntent, context: OperationContext): PatchOperation | undefined {
  switch (intent) {
    case 'valid':
      return drawApplicable(context)
    case 'boundary':
      return drawBoundary(context) ?? drawApplicable(context)
    case 'invalid':
      return drawInvalid(context)
  }
}

/** An operation that is not refused; a few are tried. */
function drawApplicable(context: OperationContext): PatchOperation | undefined {
  for (let attempt = 0; attempt < 8; attempt++) {
    const candidate = drawCandidate(context)
    if (candidate !== undefined && applied(candidate, context) !== undefined) return candidate
  }
  return undefined
}

/** Any operation; often one that meets another before it. */
function drawCandidate(context: OperationContext): PatchOperation | undefined {
  const form = context.draw(percent)
  const special = form < 4 ? wholeExtension(context) : form < 40 ? drawFollowing(context) : undefined
  return special ?? drawOperation(context)
}

/** The resource after an operation; undefined when it is refused. */
export function applied(
  operation: PatchOperation,
  { current, schema }: OperationContext,
): Resource | undefined {
  try {
    return applyPatch(current, [operation], schema, { dialect: 'rfc' }).resource
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

/** Replaces what the schema calls the name of the resource by itself. */
function harmless(current: Resource): PatchOperation {
  const name = ['userName', 'displayName'].find((one) => typeof current[one] === 'string') ?? 'externalId'
  return { op: 'replace', path: name, value: current[name] ?? 'unchanged' }
}

/** Whether anything is a list of operations in form. */
export function isPatch(value: unknown): value is readonly PatchOperation[] {
  return Array.isArray(value) && value.length > 0 && value.every(isOperation)
}

function isOperation(value: unknown): value is PatchOperation {
  if (!isObject(value)) return false
  const { op, path } = value
  return (
    (op === 'add' || op === 'replace' || op === 'remove') && (path === undefined || typeof path === 'string')
  )
}

/** The body of a PATCH request (RFC 7644 §3.5.2). */
export function patchMessage(operations: readonly PatchOperation[]): JsonObject {
  return { schemas: [PATCH_OP_URI], Operations: operations.map((operation) => ({ ...operation })) }
}
