import { isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { jsonIn } from './jsonText.ts'

/** What the log quotes of an answer. */
export interface QuotedAnswer {
  readonly status?: number
  readonly scimType?: string
  readonly detail?: string
}

const NAMES: Readonly<Record<string, number>> = {
  badrequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notfound: 404,
  methodnotallowed: 405,
  conflict: 409,
  preconditionfailed: 412,
  unsupportedmediatype: 415,
  unprocessableentity: 422,
  toomanyrequests: 429,
  internalservererror: 500,
  notimplemented: 501,
  badgateway: 502,
  serviceunavailable: 503,
  gatewaytimeout: 504,
}

/** Reads what a reason of the log tells of the server's answer: `StatusCode: BadRequest … Web Response: {"schemas":…}`. */
export function answerIn(reason: string): QuotedAnswer {
  const error = quotedError(reason)
  const [, number, word] =
    /status\s?code\W{0,4}(?:(\d{3})\b|([A-Za-z]+))/i.exec(reason) ??
    /\((\d{3})\)/.exec(reason) ??
    /\bHTTP(?:\/[\d.]+)?\s+(\d{3})\b/i.exec(reason) ??
    []
  const told = number === undefined ? NAMES[(word ?? '').toLowerCase()] : Number(number)
  const status = told ?? (/^\d{3}$/.test(String(error['status'])) ? Number(error['status']) : undefined)
  return {
    ...(status === undefined ? {} : { status }),
    ...(typeof error['scimType'] === 'string' ? { scimType: error['scimType'] } : {}),
    ...(typeof error['detail'] === 'string' ? { detail: error['detail'] } : {}),
  }
}

/** The error of the server, where the reason quotes it whole or in part. */
function quotedError(reason: string): Record<string, Json> {
  const start = reason.indexOf('{')
  const end = reason.lastIndexOf('}')
  if (start >= 0 && end > start) {
    const quoted = reason.slice(start, end + 1)
    const value = jsonIn(quoted) ?? jsonIn(quoted.replaceAll('\\"', '"'))
    if (isObject(value)) return { ...value }
  }
  const member = (name: string) =>
    new RegExp(`\\\\?"${name}\\\\?"\\s*:\\s*\\\\?"?([^"\\\\,}]*)`).exec(reason)?.[1]
  return Object.fromEntries(
    ['status', 'scimType', 'detail'].flatMap((name) => {
      const value = member(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
