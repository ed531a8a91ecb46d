import type { PatchOperation, Resource } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { PatchRequest } from '../state.ts'

/** `applyPatch` with other operations. */
export function withOperations(
  change: (operations: readonly PatchOperation[], resource: Resource) => readonly PatchOperation[],
): (seams: Seams) => Partial<Seams> {
  return (seams) => ({
    applyPatch: (resource, patch, type, call) =>
      seams.applyPatch(resource, { ...patch, operations: change(patch.operations, resource) }, type, call),
  })
}

/** A PATCH of the same dialect with other operations. */
export function only(patch: PatchRequest, operations: readonly PatchOperation[]): PatchRequest {
  return { ...patch, operations }
}

/** `emails[type eq "work"].value` in its three parts. */
export function partsOf(path: string | undefined): { name: string; filter?: string; sub?: string } {
  const [, name = '', filter, sub] = /^([^[]*)(?:\[(.*)\])?(?:\.(\w+))?$/s.exec(path ?? '') ?? []
  return { name, ...(filter === undefined ? {} : { filter }), ...(sub === undefined ? {} : { sub }) }
}
