import { ScimError } from '../error.ts'
import { getMember, isArray, isObject, sameName } from '../json.ts'
import type { Json, JsonObject } from '../types.ts'

/**
 * The body of a request as an object, with the schema URI that its message must have (RFC 7644 §3).
 * @throws ScimError 400 invalidSyntax
 */
export function readEnvelope(json: unknown, uri: string): JsonObject {
  if (!isObject(json)) throw new ScimError(400, 'invalidSyntax', 'The body is not a JSON object')
  if (!hasSchema(json, uri)) throw new ScimError(400, 'invalidSyntax', `"schemas" does not contain ${uri}`)
  return json
}

/** Whether `schemas` of a message or resource contains a URI, compared without regard to case. */
export function hasSchema(object: JsonObject, uri: string): boolean {
  const schemas = getMember(object, 'schemas')
  return isArray(schemas) && schemas.some((each) => typeof each === 'string' && sameName(each, uri))
}

/**
 * The value of a member that may be absent or null (RFC 7643 §2.5).
 * @throws ScimError 400 invalidSyntax when two members have this name in different case
 */
export function memberOf(object: JsonObject, name: string): Json | undefined {
  if (Object.keys(object).filter((key) => sameName(key, name)).length > 1) {
    throw new ScimError(400, 'invalidSyntax', `"${name}" is given more than once`)
  }
  return getMember(object, name) ?? undefined
}
