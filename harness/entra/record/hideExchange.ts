import { isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { topOf } from './attributePlace.ts'
import { hideDocument, hideMessage } from './hideJson.ts'
import { hideQuery } from './hideQuery.ts'
import type { Hiding } from './hideText.ts'
import { endpointOf, hidePath, hideUrl, isDiscovery } from './hideUrl.ts'
import type { RecordedAnswer, RecordedRequest } from './recordedTypes.ts'

/** A request as it came; names of headers as they were written. */
export interface SeenRequest {
  readonly method: string
  /** Path and query below the base URL, as on the wire. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Unpacked; `undefined` when it was too long or packed in an unknown way. */
  readonly body: Uint8Array | undefined
}

/** An answer as it came. */
export interface SeenAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array | undefined
}

/** Headers that are worth keeping, and what their values may look like; every other header is left out. */
const KEPT_OF_REQUEST: Readonly<Record<string, RegExp>> = {
  accept: /^[\w/+.*;=, "-]{1,200}$/,
  'accept-language': /^[\w.*;=, -]{1,100}$/,
  'content-type': /^[\w/+.*;=, "-]{1,100}$/,
  prefer: /^[\w;=, -]{1,100}$/,
  'user-agent': /^[\w/.;:(), -]{1,200}$/,
}
const KEPT_OF_ANSWER: Readonly<Record<string, RegExp>> = {
  'content-type': /^[\w/+.*;=, "-]{1,100}$/,
  'retry-after': /^[\w:, ]{1,40}$/,
}
const VERSIONS = /^(etag|if-match|if-none-match)$/
const TELLING = /:\/\/|www\.|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i

/** A request as it may be written to disk. */
export function hideRequest(seen: SeenRequest, hiding: Hiding): RecordedRequest {
  const { method, target, headers } = seen
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(target) ?? []
  const endpoint = endpointOf(path)
  const kept = hideHeaders(headers, KEPT_OF_REQUEST, hiding)
  const anonymous = !headers.some(([name]) => name.toLowerCase() === 'authorization')
  return {
    method,
    path: path === '' ? '/' : hidePath(path, hiding),
    ...(query === '' ? {} : { query: hideQuery(query, topOf(endpoint), hiding), queryForm: 'wire' as const }),
    ...(Object.keys(kept).length === 0 ? {} : { headers: kept }),
    ...bodyOfRequest(seen, endpoint, hiding),
    ...(anonymous ? { credentials: 'none' as const } : {}),
  }
}

function bodyOfRequest(
  { body }: SeenRequest,
  endpoint: string,
  hiding: Hiding,
): Pick<RecordedRequest, 'body' | 'bodyText'> {
  if (body === undefined) return { bodyText: '[withheld]' }
  if (body.length === 0) return {}
  const json = jsonOf(body)
  return isObject(json) ? { body: hideMessage(json, endpoint, hiding) } : { bodyText: withheld(body) }
}

/** An answer as it may be written to disk, to a request for a path below the base URL. */
export function hideAnswer(
  { status, headers, body }: SeenAnswer,
  path: string,
  hiding: Hiding,
): RecordedAnswer {
  const kept = hideHeaders(headers, KEPT_OF_ANSWER, hiding)
  const json = body === undefined ? undefined : jsonOf(body)
  const shown = isObject(json) ? hideAnswerBody(json, path, status, hiding) : undefined
  return {
    status,
    ...(Object.keys(kept).length === 0 ? {} : { headers: kept }),
    ...(shown === undefined ? {} : { body: shown }),
  }
}

function hideAnswerBody(json: JsonObject, path: string, status: number, hiding: Hiding): JsonObject {
  if (isDiscovery(path) && status < 300) return hideDocument(json, hiding) as JsonObject
  return hideMessage(json, endpointOf(path), hiding)
}

function hideHeaders(
  headers: SeenRequest['headers'],
  kept: Readonly<Record<string, RegExp>>,
  hiding: Hiding,
): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap(([name, value]): [string, string][] => {
      const known = name.toLowerCase()
      if (known === 'location' || known === 'content-location') return [[name, hideUrl(value, hiding)]]
      if (VERSIONS.test(known))
        return [[name, value === '*' ? value : hiding.register.value(value, 'version')]]
      return kept[known]?.test(value) === true && !TELLING.test(value) ? [[name, value]] : []
    }),
  )
}

function jsonOf(body: Uint8Array): Json | undefined {
  try {
    return JSON.parse(
      Buffer.from(body)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    ) as Json
  } catch {
    return undefined
  }
}

const withheld = (body: Uint8Array) =>
  `[withheld: ${body.length} bytes that are no JSON object and may tell of people]`
