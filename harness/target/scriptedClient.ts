import { createClient, type Client, type ClientOptions } from './client.ts'
import { literalToken } from './credentials.ts'
import { TargetError } from './errors.ts'
import { createRecorder } from './recorder.ts'
import type { Exchange, RequestContext, Transport, WireRequest, WireResponse } from './types.ts'

export const BASE = 'https://scim.example.com/v2'
const START = Date.parse('2026-01-01T00:00:00Z')

export const reply = (status: number, headers: Record<string, string> = {}, body = ''): WireResponse => ({
  status,
  headers,
  body: new Uint8Array(Buffer.from(body)),
})
export const cut = () =>
  new TargetError('E_CONNECTION_CUT', 'scim.example.com:443 closed the connection.', { remedy: 'Look.' })
export const away = () =>
  new TargetError('E_TARGET_UNREACHABLE', 'scim.example.com:443 refused.', { remedy: 'Start it.' })

type Step = WireResponse | Error | ((request: WireRequest) => WireResponse)

/** A client over a transport that plays `steps`, with a clock that only waiting moves. */
export function scripted(steps: readonly Step[], options: Partial<ClientOptions> = {}) {
  const sent: WireRequest[] = []
  const waits: number[] = []
  const recorded: Exchange[] = []
  let now = START
  const transport: Transport = (request) => {
    const step = steps[Math.min(sent.length, steps.length - 1)] ?? reply(200)
    sent.push(request)
    if (step instanceof Error) return Promise.reject(step)
    return Promise.resolve(typeof step === 'function' ? step(request) : step)
  }
  const client = createClient({
    transport,
    base: BASE,
    authorization: literalToken('t0ken'),
    recorder: createRecorder((exchange) => recorded.push(exchange)),
    clock: () => now,
    wait: (ms) => {
      waits.push(ms)
      now += ms
      return Promise.resolve()
    },
    ...options,
  })
  return { client, sent, waits, recorded }
}

export const context = (signal = new AbortController().signal): RequestContext => ({
  signal,
  scope: 'check',
  check: 'a.check',
})
export const get = (client: Client, path = '/Users') => client.send({ method: 'GET', path }, context())
export const post = (client: Client) =>
  client.send({ method: 'POST', path: '/Users', body: { userName: 'ada' } }, context())
