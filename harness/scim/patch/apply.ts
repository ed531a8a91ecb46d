import { equalJson } from '../json.ts'
import type { PatchOperation, Resource, ResourceSchema } from '../types.ts'
import type { PatchContext } from './context.ts'
import { rewriteOperation } from './entra/rewrite.ts'
import { applyOperation } from './operation.ts'
import { referenceReading } from './readings.ts'
import type { Dialect } from './readings.ts'

/** How a PATCH is meant. */
export interface PatchOptions {
  readonly dialect: Dialect
}

/** What a PATCH made of a resource. */
export interface Patched {
  readonly resource: Resource
  /** False when the resource is what it was: then `meta.lastModified` stays too (RFC 7644 §3.5.2.1). */
  readonly changed: boolean
}

/**
 * Applies the operations of a PATCH one after another (RFC 7644 §3.5.2). Where the standard leaves a freedom, the first
 * alternative in `READINGS` is taken. The resource given is not changed; a refusal leaves nothing half done.
 * Results carry the schema's spelling where an operation wrote. `meta` is the caller's.
 * @throws ScimError 400 with invalidPath, invalidFilter, noTarget, mutability or invalidValue
 */
export function applyPatch(
  resource: Resource,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
  options: PatchOptions,
): Patched {
  const { dialect } = options
  const result = applyAll(
    { schema, dialect, choose: referenceReading(dialect), exploring: false },
    resource,
    operations,
  )
  return { resource: result, changed: !equalJson(resource, result) }
}

/**
 * The resource after all operations, under the readings of a context: for a server that reads a clause otherwise.
 * @throws PatchRefusal
 */
export function applyAll(
  context: PatchContext,
  resource: Resource,
  operations: readonly PatchOperation[],
): Resource {
  return plainOperations(context, operations).reduce<Resource>(
    (state, operation) => applyOperation(context, state, operation),
    resource,
  )
}

/** The operations in the RFC's own forms: Entra's are rewritten in its dialect. */
export function plainOperations(
  { dialect, schema }: Pick<PatchContext, 'dialect' | 'schema'>,
  operations: readonly PatchOperation[],
): readonly PatchOperation[] {
  if (dialect === 'rfc') return operations
  return operations.flatMap((operation) => rewriteOperation(operation, schema))
}
