import type { Exchange } from './types.ts'

/** Why no usable answer came from the target. */
export type TargetErrorCode =
  | 'E_TARGET_UNREACHABLE'
  | 'E_TLS_REFUSED'
  | 'E_TIMED_OUT'
  | 'E_CONNECTION_CUT'
  | 'E_BODY_TOO_LARGE'
  | 'E_BAD_HTTP'
  | 'E_BAD_REQUEST'
  | 'E_UNAVAILABLE'
  | 'E_CREDENTIALS_REFUSED'
  | 'E_TOKEN_ENDPOINT'
  | 'E_NOT_SCIM'
  | 'E_NOT_RECORDED'
  | 'E_SENDING_REFUSED'
  | 'E_COMMAND_FAILED'
  | 'E_IMAGE_FAILED'

/** What a person can do about an error, besides the sentence that tells it. */
export interface ErrorExplanation {
  readonly remedy: string
  readonly cause?: unknown
  /** The exchange in which it happened. */
  readonly exchange?: Exchange
}

/**
 * The network, the target's front door or the harness failed; never a verdict on the server's conformance.
 * `message` is one sentence that names host and port.
 */
export class TargetError extends Error {
  override readonly name: string = 'TargetError'
  readonly code: TargetErrorCode
  readonly remedy: string
  readonly exchange: Exchange | undefined

  constructor(code: TargetErrorCode, message: string, explanation: ErrorExplanation) {
    super(message, explanation.cause === undefined ? undefined : { cause: explanation.cause })
    this.code = code
    this.remedy = explanation.remedy
    this.exchange = explanation.exchange
  }
}

/** A request was held back, or cut short, because the check that wanted it has ended. */
export class ClosedCheckError extends Error {
  override readonly name = 'ClosedCheckError'
  readonly code = 'E_CHECK_CLOSED'
}

/** Something that the user wrote can not be used; nothing was sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: 'E_BASE_URL' | 'E_SECRET_MISSING' | 'E_USAGE'
  readonly remedy: string

  constructor(code: UsageError['code'], message: string, remedy: string) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}

/** `host:port` of a URL, the default port spelled out. */
export function placeOf(url: string): string {
  const { protocol, hostname, port } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`
}
