import type { Json, JsonObject } from '../scim/types.ts'
import { isObject } from '../scim/json.ts'
import { SCIM_MEDIA_TYPE } from '../scim/mediaType.ts'
import type { ReferenceServer } from './server.ts'

/** What a request through the front door was answered with. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed, when it is JSON; the text, when not; absent when there is none. */
  readonly body: Json | undefined
}

/** How a request deviates from the usual one. A `null` header is not sent. */
export interface RequestParts {
  readonly headers?: Readonly<Record<string, string | null>>
  /** Sent as it stands, in place of a body that is serialised. */
  readonly text?: string
  /** Index of the tenant; default the first. */
  readonly tenant?: number
  readonly origin?: string
}

/** Sends one request to a server and reads the answer. */
export type Send = (method: string, path: string, body?: Json, parts?: RequestParts) => Promise<Reply>

function parse(text: string): Json | undefined {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function headersOf(response: Response): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  response.headers.forEach((value, name) => {
    headers[name] = value
  })
  return headers
}

/** Requests to a server without a wire, with the tenant's credentials. */
export function clientOf(server: ReferenceServer): Send {
  return async (method, path, body, parts = {}) => {
    const tenant = server.tenants[parts.tenant ?? 0]
    if (tenant === undefined) throw new Error(`No tenant ${String(parts.tenant)}`)
    const text = parts.text ?? (body === undefined ? undefined : JSON.stringify(body))
    const headers = {
      authorization: `Bearer ${tenant.token}`,
      ...(text === undefined ? {} : { 'content-type': SCIM_MEDIA_TYPE }),
      ...parts.headers,
    }
    const request = new Request(`${parts.origin ?? 'http://scim.example.com'}${tenant.basePath}${path}`, {
      method,
      headers: Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
      ...(text === undefined ? {} : { body: new TextEncoder().encode(text) }),
    })
    const response = await server.fetch(request)
    return {
      status: response.status,
      headers: headersOf(response),
      body: parse(await response.text()),
    }
  }
}

/** The body of an answer; an empty object when it is no object. */
export function bodyOf(reply: Reply): JsonObject {
  return isObject(reply.body) ? reply.body : {}
}
