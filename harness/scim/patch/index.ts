/** PATCH (RFC 7644 §3.5.2): what it makes of a resource, and what else a conforming server may make of it. */
export { applyPatch } from './apply.ts'
export type { Patched, PatchOptions } from './apply.ts'
export { parsePatchPath, PatchPathError, printPatchPath } from './path.ts'
export { PatchRefusal } from './refusal.ts'
export type { RefusalReason } from './refusal.ts'
export type { Dialect, Grade } from './readings.ts'
