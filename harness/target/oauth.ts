import { placeOf, TargetError } from './errors.ts'
import type { Clock, Credentials, TokenGrant } from './types.ts'

/** A client of an authorization server (RFC 6749 §4.4). */
export interface OAuthOptions {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string
  readonly clock: Clock
  readonly timeoutMs?: number
  readonly fetch?: typeof globalThis.fetch
}

interface Token {
  readonly value: string
  readonly expiresAt: number
  readonly grant: TokenGrant
}

/** A token is fetched anew so long before it expires. */
const MARGIN_MS = 30_000

/**
 * Credentials by the client credentials grant: fetched on first use, kept till shortly before they expire, fetched
 * again after a 401. The secret goes into the form body, as Entra sends it; no redirect is followed with it.
 * `header`, `refresh` and `grant` throw `TargetError` (E_TOKEN_ENDPOINT) when the authorization server gives no token.
 */
export function oauthCredentials(options: OAuthOptions): Credentials {
  const { clock } = options
  let token: Promise<Token> | undefined

  async function current(): Promise<Token> {
    const held = await token
    if (held !== undefined && held.expiresAt > clock()) return held
    return fetchOnce()
  }

  let fetching: Promise<Token> | undefined
  function fetchOnce(): Promise<Token> {
    fetching ??= requestToken(options).finally(() => {
      fetching = undefined
    })
    const fetched = fetching
    fetched.then(
      () => (token = fetched),
      () => (token = undefined),
    )
    return fetched
  }

  return {
    source: options.tokenUrl,
    header: async () => `Bearer ${(await current()).value}`,
    async refresh() {
      const before = await token
      return (await fetchOnce()).value !== before?.value
    },
    grant: async () => (await fetchOnce()).grant,
  }
}

async function requestToken(options: OAuthOptions): Promise<Token> {
  const {
    tokenUrl,
    clientId,
    clientSecret,
    scope,
    clock,
    timeoutMs = 30_000,
    fetch = globalThis.fetch,
  } = options
  const place = placeOf(tokenUrl)
  const refuse = (sentence: string, remedy: string, cause?: unknown) =>
    new TargetError('E_TOKEN_ENDPOINT', sentence, { remedy, cause })
  const asked = clock()
  let status: number
  let text: string
  try {
    const answer = await fetch(tokenUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...(scope === undefined ? {} : { scope }),
      }).toString(),
      signal: AbortSignal.timeout(timeoutMs),
    })
    status = answer.status
    text = await answer.text()
  } catch (error) {
    throw refuse(
      `The token endpoint at ${place} gave no answer.`,
      'Check --oauth-token-url and the network.',
      error,
    )
  }
  const body = objectOf(text)
  if (status !== 200) {
    const reason = typeof body['error'] === 'string' ? ` (${body['error'].slice(0, 80)})` : ''
    throw refuse(
      `The token endpoint at ${place} answered ${status}${reason} instead of giving a token.`,
      'Check client id, client secret and scope.',
    )
  }
  const value = body['access_token']
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
    throw refuse(
      `The token endpoint at ${place} answered 200 without an access_token.`,
      'Check --oauth-token-url.',
    )
  }
  // RFC 6749 §5.1: expires_in is recommended only; some servers send it as a string.
  const lifetime = Number(body['expires_in'] ?? Infinity) * 1000
  const tokenType = body['token_type']
  return {
    value,
    grant: {
      tokenUrl,
      ...(Number.isFinite(lifetime) ? { expiresIn: lifetime / 1000 } : {}),
      ...(typeof tokenType === 'string' ? { tokenType } : {}),
    },
    expiresAt: Number.isNaN(lifetime) ? Infinity : asked + Math.max(lifetime - MARGIN_MS, lifetime / 2),
  }
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
