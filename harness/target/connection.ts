import type { Client } from './client.ts'
import { placeOf, TargetError, type TargetErrorCode } from './errors.ts'
import { isObject } from '../scim/json.ts'
import { kindOf, parsed, resourcesIn } from './reading.ts'
import type { Exchange, WireResponse } from './types.ts'

/** The target answered as a SCIM server does. */
export interface Connection {
  readonly exchange: Exchange
  /** Odd, but no reason not to begin; one sentence each. */
  readonly findings: readonly string[]
}

/** How the credentials and the request are named to the user. */
export interface ConnectionOptions {
  /** `Credentials.source`: `SCIM_TOKEN`. */
  readonly source?: string
}

/**
 * The first request of a run: is a SCIM server there, and does it take the credentials? One `GET /Users?count=1`, not
 * repeated. Throws `TargetError` with one sentence, the place and a remedy; `ClosedCheckError` once the signal is aborted.
 */
export async function testConnection(
  client: Client,
  signal: AbortSignal,
  options: ConnectionOptions = {},
): Promise<Connection> {
  const before = client.stats.requests
  const exchange = await client.send(
    { method: 'GET', path: '/Users', query: { count: 1 } },
    { signal, scope: 'probe', retry: 'none' },
  )
  const { response, failure } = exchange
  if (response === undefined) {
    throw new TargetError(
      (failure?.code ?? 'E_CONNECTION_CUT') as TargetErrorCode,
      told(client, failure?.message),
      {
        remedy: `Nothing was checked. ${failure?.remedy ?? ''}`.trim(),
        exchange,
      },
    )
  }
  const requests = client.stats.requests - before
  const refused = classify(client, response, exchange, { ...options, requests })
  if (refused) throw refused
  return { exchange, findings: findingsOf(response) }
}

function told(client: Client, message = 'gave no answer'): string {
  const place = placeOf(client.base)
  // The user's own word for the place: the URL that was typed.
  return message.startsWith(`${place} `) ? `${client.base} ${message.slice(place.length + 1)}` : message
}

function classify(
  client: Client,
  response: WireResponse,
  exchange: Exchange,
  { source, requests }: ConnectionOptions & { readonly requests: number },
): TargetError | undefined {
  const { status, headers } = response
  const text = Buffer.from(response.body).toString('utf8')
  const json = parsed(text)
  const place = `GET ${client.base}/Users?count=1`
  const error = (code: TargetErrorCode, sentence: string, remedy: string) =>
    new TargetError(code, sentence, { remedy, exchange })

  if (status === 401 || status === 403) {
    const challenge = headers['www-authenticate']
    const asked = challenge === undefined ? 'no WWW-Authenticate' : `WWW-Authenticate: ${oneLine(challenge)}`
    const from =
      source === undefined || source === 'nowhere'
        ? 'No token was sent; give one with --token-env NAME.'
        : `The token was read from ${source}.`
    return error(
      'E_CREDENTIALS_REFUSED',
      `${place} was answered ${status} (${asked}).`,
      `${from} ${requests === 1 ? 'One request was' : `${requests} requests were`} sent; no check was run.`,
    )
  }
  if (status >= 300 && status < 400) {
    const location = headers['location']
    const where =
      location === undefined ? 'without a Location' : `to ${oneLine(location).replace(/\?.*$/, '?…')}`
    const login = /login|signin|sign-in|oauth|authorize|sso|saml/i.test(location ?? '')
    return login
      ? error(
          'E_CREDENTIALS_REFUSED',
          `${place} was redirected (${status}) ${where}: a sign-in page, it seems.`,
          'SCIM clients send a bearer token and follow no sign-in. Check the token and the URL.',
        )
      : error(
          'E_NOT_SCIM',
          `${place} was redirected (${status}) ${where}.`,
          'No redirect is followed, so that the token stays with this host. Give the final URL.',
        )
  }
  if (status === 429 || status === 502 || status === 503 || status === 504) {
    const retryAfter = headers['retry-after']
    const asked = retryAfter === undefined ? '' : ` (Retry-After: ${oneLine(retryAfter)})`
    return error(
      'E_UNAVAILABLE',
      `${place} was answered ${status}${asked}.`,
      'Nothing was checked. Try again when the server is ready, or lower the rate with --max-rps N.',
    )
  }
  if (json === undefined && status !== 501) {
    const kind = kindOf(text, headers['content-type'])
    return error(
      'E_NOT_SCIM',
      `${place} was answered ${status} with ${kind}, not with SCIM.`,
      'Nothing was checked. Give the URL under which /Users lies, for example https://example.com/scim/v2; check that no sign-in page or proxy stands before it.',
    )
  }
  if (status === 404) {
    return error(
      'E_NOT_SCIM',
      `${place} was answered 404: no Users lie there.`,
      'Nothing was checked. Check the path in the URL, for example https://example.com/scim/v2.',
    )
  }
  if (status === 200 && resourcesIn(json) === undefined && !looksLikeScim(json)) {
    return error(
      'E_NOT_SCIM',
      `${place} was answered 200 with JSON that is no list of users.`,
      'Nothing was checked. Check the path in the URL: this seems to be another API.',
    )
  }
  return undefined
}

function looksLikeScim(json: unknown): boolean {
  return isObject(json) && /urn:ietf:params:scim:/i.test(JSON.stringify(json))
}

function findingsOf({ status, headers, body }: WireResponse): string[] {
  const contentType = headers['content-type'] ?? 'none'
  const odd = body.length > 0 && !/^application\/(scim\+)?json/i.test(contentType)
  return [
    ...(status === 200 ? [] : [`GET /Users?count=1 was answered ${status}.`]),
    ...(odd ? [`GET /Users?count=1 has the Content-Type ${oneLine(contentType)}.`] : []),
  ]
}

/** A server's words, fit for a sentence on a console. */
function oneLine(text: string): string {
  const line = text.replace(/[^\x20-\x7e]+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 117)}...` : line
}
