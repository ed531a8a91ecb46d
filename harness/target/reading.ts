import { getMember, isArray, isObject } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import type { Client } from './client.ts'
import type { ExchangeScope, ScimRequest } from './types.ts'

/** An answer looked at without judging: what discovery and probes go by. */
export interface Reading {
  /** `GET /Schemas`, for sentences. */
  readonly what: string
  readonly exchange: string
  /** 0 when no answer came. */
  readonly status: number
  /** Undefined when the body is no JSON. */
  readonly json: Json | undefined
  /** How a sentence tells the answer: `was answered 404`, `was answered 200 with HTML`. */
  readonly told: string
}

/** Sends one request and reads the answer leniently. Throws only what the client throws. */
export async function readAnswer(
  client: Client,
  request: ScimRequest,
  signal: AbortSignal,
  scope: ExchangeScope,
): Promise<Reading> {
  const exchange = await client.send(request, { signal, scope })
  const what = `${request.method} ${request.path || '/'}`
  const { response, failure } = exchange
  if (response === undefined) {
    return {
      what,
      exchange: exchange.id,
      status: 0,
      json: undefined,
      told: `got no answer (${failure?.code ?? '?'})`,
    }
  }
  const text = Buffer.from(response.body).toString('utf8')
  const json = parsed(text)
  const kind = json !== undefined ? '' : ` with ${kindOf(text, response.headers['content-type'])}`
  return {
    what,
    exchange: exchange.id,
    status: response.status,
    json,
    told: `was answered ${response.status}${kind}`,
  }
}

/** JSON of a text, with or without a byte order mark; undefined when it is none. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Json
  } catch {
    return undefined
  }
}

/** What a body that is no JSON looks like. */
export function kindOf(text: string, contentType = ''): string {
  if (text.trim() === '') return 'an empty body'
  if (/^\s*<(!doctype html|html|head|body)/i.test(text) || /html/i.test(contentType)) return 'HTML'
  if (/^\s*<\?xml/i.test(text) || /xml/i.test(contentType)) return 'XML'
  return 'a body that is not JSON'
}

/** The resources in an answer, whatever they are wrapped in; undefined when there are none to be found. */
export function resourcesIn(
  json: Json | undefined,
): { items: JsonObject[]; total: number | undefined } | undefined {
  const list = isObject(json) ? getMember(json, 'Resources') : json
  if (isArray(list)) {
    const total = isObject(json) ? getMember(json, 'totalResults') : undefined
    return { items: list.filter(isObject), total: typeof total === 'number' ? total : undefined }
  }
  if (!isObject(json)) return undefined
  if (getMember(json, 'totalResults') === 0) return { items: [], total: 0 }
  return undefined
}
