import type { Json, JsonObject } from '../scim/types.ts'

/** URI of the PATCH message (RFC 7644 §3.5.2). */
const PATCH_OP_URI = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** An operation as it goes over the wire. */
export type WireOperation = JsonObject

/** `add` at a path. */
export const add = (path: string, value: Json): WireOperation => ({ op: 'add', path, value })

/** `replace` at a path. */
export const replace = (path: string, value: Json): WireOperation => ({ op: 'replace', path, value })

/** `remove` at a path. */
export const remove = (path: string): WireOperation => ({ op: 'remove', path })

/** `add` without a path: `value` holds the attributes. */
export const addAll = (value: JsonObject): WireOperation => ({ op: 'add', value })

/** `replace` without a path: `value` holds the attributes. */
export const replaceAll = (value: JsonObject): WireOperation => ({ op: 'replace', value })

/** The PatchOp message around operations (RFC 7644 §3.5.2). */
export function patchMessage(operations: readonly WireOperation[]): JsonObject {
  return { schemas: [PATCH_OP_URI], Operations: operations }
}
