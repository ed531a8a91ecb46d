import type { JsonObject, ScimType } from './types.ts'

/** URI of the error message (RFC 7644 §3.12). */
export const ERROR_URI = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** A refusal in SCIM's own terms (RFC 7644 §3.12). */
export class ScimError extends Error {
  override readonly name: string = 'ScimError'
  readonly status: number
  readonly scimType: ScimType | undefined

  constructor(status: number, scimType: ScimType | undefined, detail: string) {
    super(detail)
    this.status = status
    this.scimType = scimType
  }
}

/** The body of an error answer; `status` is a JSON string (RFC 7644 §3.12). */
export function errorMessage(error: ScimError): JsonObject {
  return {
    schemas: [ERROR_URI],
    status: String(error.status),
    ...(error.scimType === undefined ? {} : { scimType: error.scimType }),
    detail: error.message,
  }
}
