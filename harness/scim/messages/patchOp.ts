import { ScimError } from '../error.ts'
import { isArray, isObject, memberName } from '../json.ts'
import { memberOf, readEnvelope } from './envelope.ts'
import type { Json, JsonObject, PatchOperation } from '../types.ts'

/** URI of the PATCH request (RFC 7644 §3.5.2). */
export const PATCH_OP_URI = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** Whose reading of PATCH holds: the standard's, or that which Entra ID counts on. */
export type PatchDialect = 'rfc' | 'entra'

/** The body of a PATCH request (RFC 7644 §3.5.2). */
export function patchOp(operations: readonly PatchOperation[]): JsonObject {
  return {
    schemas: [PATCH_OP_URI],
    Operations: operations.map((operation) => ({ ...operation })),
  }
}

/**
 * Reads the body of a PATCH request (RFC 7644 §3.5.2). Member names and `op` may have any case; paths are not parsed, and
 * values are not compared with a schema. The `entra` dialect does without `schemas`, as some of Entra's requests do.
 * @throws ScimError 400: invalidSyntax when it is not a PATCH request or an operation has no known `op`; invalidPath when
 * `path` is not a string; noTarget when a remove has no path (§3.5.2.2); invalidValue when an add or replace has no value,
 * or has no path and its value is not an object
 */
export function readPatchOp(json: unknown, options: { readonly dialect: PatchDialect }): PatchOperation[] {
  const body =
    options.dialect === 'entra' && isObject(json)
      ? withoutNeedOfSchemas(json)
      : readEnvelope(json, PATCH_OP_URI)
  const operations = memberOf(body, 'Operations')
  if (!isArray(operations) || operations.length === 0) {
    throw new ScimError(400, 'invalidSyntax', '"Operations" must be an array of one or more operations')
  }
  return operations.map((operation, index) => readOperation(operation, `Operations[${index}]`))
}

function withoutNeedOfSchemas(json: JsonObject): JsonObject {
  return memberOf(json, 'schemas') === undefined ? json : readEnvelope(json, PATCH_OP_URI)
}

function readOperation(json: Json, at: string): PatchOperation {
  if (!isObject(json)) throw new ScimError(400, 'invalidSyntax', `${at} is not an object`)
  const op = readOp(memberOf(json, 'op'), at)
  const path = memberOf(json, 'path')
  if (path !== undefined && (typeof path !== 'string' || path.trim() === '')) {
    throw new ScimError(400, 'invalidPath', `${at}: "path" must be a string that is not empty`)
  }
  const value = valueOf(json)

  if (op === 'remove') {
    if (path === undefined) throw new ScimError(400, 'noTarget', `${at}: a remove needs a path`)
  } else if (value === undefined) {
    throw new ScimError(400, 'invalidValue', `${at}: ${op} needs a value`)
  } else if (path === undefined && !isObject(value)) {
    throw new ScimError(
      400,
      'invalidValue',
      `${at}: without a path the value must be an object of attributes`,
    )
  }
  return { op, ...(path === undefined ? {} : { path }), ...(value === undefined ? {} : { value }) }
}

function readOp(op: Json | undefined, at: string): PatchOperation['op'] {
  const word = typeof op === 'string' ? op.toLowerCase() : undefined
  if (word === 'add' || word === 'remove' || word === 'replace') return word
  const shown = op === undefined ? 'nothing' : JSON.stringify(op).slice(0, 80)
  throw new ScimError(400, 'invalidSyntax', `${at}: "op" must be add, remove or replace, not ${shown}`)
}

/** The value as sent: null stays null, for it unassigns (RFC 7643 §2.5). */
function valueOf(operation: JsonObject): Json | undefined {
  return memberOf(operation, 'value') ?? (memberName(operation, 'value') === undefined ? undefined : null)
}
