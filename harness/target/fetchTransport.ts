import { TargetError, placeOf } from './errors.ts'
import type { Transport } from './types.ts'

/** A server as a function: Hono's `app.fetch`, the embedded reference server, a user's own handler. */
export type FetchHandler = (request: Request) => Promise<Response> | Response

/**
 * Plays exchanges in process, without a socket. A handler that throws is a connection cut.
 * As for `fetch`, a body on GET or HEAD is left away and the URL is normalised. An abort is not passed on to the handler:
 * a Request with a signal costs more than all the rest.
 */
export function fetchTransport(handler: FetchHandler): Transport {
  return async (request, signal) => {
    signal.throwIfAborted()
    const bodiless = request.method === 'GET' || request.method === 'HEAD'
    const asked = new Request(request.url, {
      method: request.method,
      headers: request.headers,
      ...(bodiless || request.body === undefined ? {} : { body: request.body as string }),
    })
    let answer: Response
    let body: Uint8Array
    try {
      answer = await unlessAborted(Promise.resolve(handler(asked)), signal)
      body = new Uint8Array(await unlessAborted(answer.arrayBuffer(), signal))
    } catch (error) {
      signal.throwIfAborted()
      throw new TargetError(
        'E_CONNECTION_CUT',
        `The handler for ${placeOf(request.url)} threw instead of answering.`,
        {
          remedy: 'Let the handler answer every request; its own error stands in the cause.',
          cause: error,
        },
      )
    }
    const headers: Record<string, string> = {}
    answer.headers.forEach((value, name) => {
      headers[name] = name in headers ? `${headers[name]}, ${value}` : value
    })
    return { status: answer.status, headers, body }
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason as Error)
    signal.addEventListener('abort', aborted, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted))
  })
}
