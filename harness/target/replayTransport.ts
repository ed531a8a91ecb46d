import { TargetError, type TargetErrorCode } from './errors.ts'
import type { Exchange, Transport, WireRequest } from './types.ts'

/** How recorded exchanges are found again. */
export interface ReplayOptions {
  /** Requests with the same key are the same request; default: method, path with query, and body. */
  readonly key?: (request: WireRequest) => string
}

/**
 * Answers from recorded exchanges, without a network. Equal requests get their answers in the order of the record;
 * recorded failures fail again. Rejects with E_NOT_RECORDED when the record holds no (further) answer.
 */
export function replayTransport(exchanges: readonly Exchange[], options: ReplayOptions = {}): Transport {
  const { key = requestKey } = options
  const left = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    const name = key(exchange.request)
    const queue = left.get(name)
    if (queue) queue.push(exchange)
    else left.set(name, [exchange])
  }
  return async (request, signal) => {
    signal.throwIfAborted()
    const exchange = left.get(key(request))?.shift()
    if (exchange === undefined) {
      const { pathname, search } = new URL(request.url)
      throw new TargetError(
        'E_NOT_RECORDED',
        `The record holds no answer to ${request.method} ${pathname}${search}.`,
        {
          remedy: 'Record again: the checks have changed since, or the record was cut short.',
        },
      )
    }
    if (exchange.response !== undefined) return exchange.response
    const {
      code,
      message,
      remedy = '',
    } = exchange.failure ?? { code: 'E_CONNECTION_CUT', message: 'No answer came.' }
    throw new TargetError(code as TargetErrorCode, message, { remedy })
  }
}

/** Method, path with query, and body; the host may be another than the recorded one. */
export function requestKey(request: WireRequest): string {
  const { pathname, search } = new URL(request.url)
  const body = request.body === undefined ? '' : Buffer.from(request.body as string).toString('utf8')
  return `${request.method} ${pathname}${search}\n${body}`
}
