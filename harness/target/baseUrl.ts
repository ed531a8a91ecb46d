import { UsageError } from './errors.ts'

/** What the user's URL says. */
export interface BaseUrl {
  /** Without trailing slash and without query: resources are appended to it. */
  readonly base: string
  readonly origin: string
  /**
   * The tenant URL carries `aadOptscim062020`, Entra's switch to the compliant dialect. A fact, not a part of `base`:
   * Entra consumes it and nobody has seen whether it reaches the server (simulation.md 14.7), and a server may refuse
   * unknown parameters. The simulated service sends it where its dialect asks so.
   */
  readonly flag: boolean
  /** Other parameters of the URL, encoded, without `?`: sent with every request, for gateways that route by them. */
  readonly query: string
  /** The host is this machine: budgets of a remote server don't apply. */
  readonly loopback: boolean
}

const EXAMPLE = 'Give the URL under which /Users lies, for example https://example.com/scim/v2.'

/**
 * Reads the base URL of a SCIM server as a user types it.
 * Throws a `UsageError` (E_BASE_URL) for anything that is no plain http or https URL.
 */
export function readBaseUrl(text: string): BaseUrl {
  const trimmed = text.trim()
  const refuse = (why: string, remedy: string): never => {
    throw new UsageError('E_BASE_URL', why, remedy)
  }
  if (trimmed === '') refuse('The URL of the server is empty.', EXAMPLE)
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    refuse(`${withoutSecrets(trimmed)} has no scheme.`, `Write https:// or http:// in front of it.`)
  }
  if (!URL.canParse(trimmed)) refuse(`${withoutSecrets(trimmed)} is not a URL.`, EXAMPLE)
  const url = new URL(trimmed)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    refuse(
      `${withoutSecrets(trimmed)} has the scheme ${url.protocol.slice(0, -1)}.`,
      'SCIM is spoken over http or https.',
    )
  }
  if (url.username !== '' || url.password !== '') {
    refuse(
      `The URL of ${url.host} carries a user name or password.`,
      'Take it out of the URL; give a token with --token-env NAME, or another header with --header.',
    )
  }
  if (url.hash !== '' || trimmed.includes('#')) {
    refuse(`${withoutSecrets(trimmed)} carries a fragment (#).`, 'Take away the # and what follows it.')
  }
  const parameters = url.search
    .slice(1)
    .split('&')
    .filter((parameter) => parameter !== '')
  const isFlag = (parameter: string) => /^aadOptscim062020(=|$)/i.test(parameter)
  return {
    base: url.origin + url.pathname.replace(/\/+$/, ''),
    origin: url.origin,
    flag: parameters.some(isFlag),
    query: parameters.filter((parameter) => !isFlag(parameter)).join('&'),
    loopback: isLoopback(url.hostname),
  }
}

function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase()
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
  )
}

/** The text with its user information and its query hidden: it will be printed. */
function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//[redacted]@').replace(/\?.*$/, '?…')
}
