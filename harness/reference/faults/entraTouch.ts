import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject, PatchOperation } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { Call } from '../state.ts'

/** The operations of a PATCH body as they were sent. */
export function rawOperations(body: JsonObject): readonly JsonObject[] {
  const operations = getMember(body, 'Operations')
  return isArray(operations) ? operations.filter(isObject) : []
}

/** Refuses a PATCH in which one operation, as sent, is of some kind. */
export function refusing(
  kind: (operation: JsonObject) => boolean,
  detail: string,
): (seams: Seams) => Partial<Seams> {
  return (seams) => ({
    readPatch: (body, call) => {
      if (rawOperations(body).some(kind)) throw new ScimError(400, 'invalidValue', detail)
      return seams.readPatch(body, call)
    },
  })
}

/** Leaves operations out of a PATCH that are of some kind. */
export function skipping(kind: (operation: PatchOperation) => boolean): (seams: Seams) => Partial<Seams> {
  return (seams) => ({
    applyPatch: (resource, patch, type, call) => {
      const operations = patch.operations.filter((operation) => !kind(operation))
      return seams.applyPatch(resource, { ...patch, operations }, type, call)
    },
  })
}

/** Whether a value is a boolean written as text. */
export function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && /^(true|false)$/i.test(value)
}

/** Whether a request is a query of an endpoint, such as `/Users`. */
export function isList({ request, url }: Call, endpoint: string): boolean {
  return request.method === 'GET' && url.pathname.endsWith(endpoint)
}
