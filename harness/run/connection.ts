import { readFile } from 'node:fs/promises'
import { guardOutgoing } from '../check/identity/outgoing.ts'
import type { Json } from '../scim/types.ts'
import { readBaseUrl } from '../target/baseUrl.ts'
import { type Client, createClient } from '../target/client.ts'
import {
  literalToken,
  noCredentials,
  tokenFromCommand,
  tokenFromEnvironment,
  tokenFromFile,
} from '../target/credentials.ts'
import { UsageError } from '../target/errors.ts'
import { oauthCredentials } from '../target/oauth.ts'
import { realWait, systemClock } from '../target/time.ts'
import type { Credentials, ExchangeRecorder, WireRequest } from '../target/types.ts'
import { handshakeAsEntra } from '../target/handshake.ts'
import { undiciTransport } from '../target/undiciTransport.ts'
import type { Budget } from './budget.ts'
import type { RunOptions } from './options.ts'

/** How to reach the target; plain data, so that it can cross into a worker. Holds secrets: never written anywhere. */
export interface ConnectionSettings {
  readonly url: string
  readonly credentials: Pick<RunOptions, 'token' | 'tokenEnv' | 'tokenFile' | 'tokenCommand' | 'oauth'>
  /** The environment variables that hold secrets, and no others. */
  readonly environment: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** PEM. */
  readonly ca?: string
  readonly insecure: boolean
  readonly budget: Budget
  readonly emailDomains: readonly string[]
  /** Begin of the run on the system's clock. */
  readonly epoch: number
}

/** An open connection. */
export interface Connection {
  readonly client: Client
  close(): Promise<void>
}

/** Reads what an options object says of the connection. @throws {UsageError} when a secret or file is missing */
export async function connectionSettings(
  options: RunOptions,
  url: string,
  budget: Budget,
  domains: readonly string[],
): Promise<ConnectionSettings> {
  const environment = options.environment ?? process.env
  const names = [options.tokenEnv ?? 'SCIM_TOKEN', options.oauth?.clientSecretEnv].filter(
    (name) => name !== undefined,
  )
  const secrets = names.flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const { token, tokenEnv, tokenFile, tokenCommand, oauth } = options
  return {
    url,
    credentials: {
      ...(token === undefined ? {} : { token }),
      ...(tokenEnv === undefined ? {} : { tokenEnv }),
      ...(tokenFile === undefined ? {} : { tokenFile }),
      ...(tokenCommand === undefined ? {} : { tokenCommand }),
      ...(oauth === undefined ? {} : { oauth }),
    },
    environment: Object.fromEntries(secrets),
    headers: options.headers ?? {},
    ...(options.ca === undefined ? {} : { ca: await readFile(options.ca, 'utf8') }),
    insecure: options.insecure ?? false,
    budget,
    emailDomains: domains,
    epoch: systemClock(),
  }
}

/** The credentials that the settings name; `SCIM_TOKEN` when they name none. */
export async function credentialsOf({ credentials, environment }: ConnectionSettings): Promise<Credentials> {
  const { token, tokenEnv, tokenFile, tokenCommand, oauth } = credentials
  if (oauth !== undefined) {
    const { tokenUrl, clientId, clientSecretEnv, scope } = oauth
    const clientSecret = environment[clientSecretEnv]
    if (clientSecret === undefined) {
      throw new UsageError(
        'E_SECRET_MISSING',
        `The environment variable ${clientSecretEnv} is not set.`,
        'Set it to the OAuth client secret, or name another with --oauth-client-secret-env.',
      )
    }
    return oauthCredentials({
      tokenUrl,
      clientId,
      clientSecret,
      clock: systemClock,
      ...(scope === undefined ? {} : { scope }),
    })
  }
  if (tokenCommand !== undefined) return tokenFromCommand(tokenCommand)
  if (tokenFile !== undefined) return tokenFromFile(tokenFile)
  if (tokenEnv !== undefined) return tokenFromEnvironment(tokenEnv, environment)
  if (token !== undefined) return literalToken(token)
  return 'SCIM_TOKEN' in environment ? tokenFromEnvironment('SCIM_TOKEN', environment) : noCredentials()
}

/** Opens the connection; sends nothing by itself. `onSecret` hears every Authorization value before it is sent. */
export async function connect(
  settings: ConnectionSettings,
  recorder: ExchangeRecorder,
  onSecret?: (secret: string) => void,
): Promise<Connection> {
  const { base, query } = readBaseUrl(settings.url)
  const { budget } = settings
  const transport = undiciTransport({
    timeoutMs: budget.timeoutMs,
    insecure: settings.insecure,
    connections: budget.concurrency,
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
  })
  const client = createClient({
    transport,
    base,
    query,
    headers: settings.headers,
    authorization: await credentialsOf(settings),
    recorder,
    concurrency: budget.concurrency,
    ...(Number.isFinite(budget.rps) ? { maxRps: budget.rps } : {}),
    clock: systemClock,
    wait: realWait,
    epoch: settings.epoch,
    guard: outgoingGuard(base, settings.emailDomains),
    handshake: (signal) =>
      handshakeAsEntra(
        base,
        {
          timeoutMs: budget.timeoutMs,
          ...(settings.ca === undefined ? {} : { ca: settings.ca }),
        },
        signal,
      ),
    ...(onSecret === undefined ? {} : { onSecret }),
  })
  return { client, close: () => transport.close() }
}

/** Holds back every request that would name a person or place that is not ours. */
export function outgoingGuard(base: string, emailDomains: readonly string[]): (request: WireRequest) => void {
  const ownHosts = [new URL(base).hostname.toLowerCase()]
  return (request) => {
    const path = decode(request.url.slice(new URL(request.url).origin.length))
    guardOutgoing(path, undefined, { emailDomains, ownHosts })
    if (typeof request.body !== 'string') return
    guardOutgoing(request.body, jsonOf(request.body), { emailDomains, ownHosts })
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text // not percent-encoded text: looked at as it stands
  }
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined // a malformed body on purpose: its text was looked at
  }
}
