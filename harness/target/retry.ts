import type { WireRequest } from './types.ts'

/** Attempts in all: the first and three more (grading.md, head). */
export const ATTEMPTS = 4

/** Longest Retry-After that is waited for. */
export const RETRY_AFTER_CAP_MS = 60_000

/** Pauses before the second, third and fourth attempt when the server names none. */
export const BACK_OFF_MS: readonly number[] = [500, 1000, 2000]

const BUSY = new Set([429, 502, 503, 504])

/** An answer of the road or of a busy server, which says nothing about conformance (grading.md, head). */
export function isBusy(status: number): boolean {
  return BUSY.has(status)
}

/** The request changes nothing however often it is sent: GET, HEAD, OPTIONS, and POST to `/.search` (RFC 7644 §3.4.3). */
export function isRead(request: Pick<WireRequest, 'method' | 'url'>): boolean {
  const method = request.method.toUpperCase()
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true
  return method === 'POST' && /\/\.search$/.test(request.url.replace(/[?#].*$/, ''))
}

/**
 * May a request that was answered so be sent again? Reads always; a write only when the answer says that it was not
 * taken: 429, or 503 with Retry-After.
 */
export function maySendAgain(request: WireRequest, status: number, retryAfter: string | undefined): boolean {
  return isRead(request) || status === 429 || (status === 503 && retryAfter !== undefined)
}

/** Milliseconds that a Retry-After asks for: seconds or an HTTP date (RFC 9110 §10.2.3); undefined when it is neither. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  if (/^\d+$/.test(text)) return Number(text) * 1000
  // Only forms with letters: a bare "12.5" is no date, though Date.parse takes it for one.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
