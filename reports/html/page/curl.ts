import type { ExchangeRecord } from '../../model/index.ts'
import { printable } from '../../printable.ts'
import { bodyText } from '../../reading/exchanges.ts'

/** Headers that curl or the wire makes by itself. */
const ownHeaders =
  /^(authorization|content-length|host|user-agent|connection|accept-encoding|transfer-encoding|cookie|traceparent)$/

/** A stand-in for an id that the server chose in an earlier exchange. */
export interface Chosen {
  readonly id: string
  readonly variable: string
}

/** What no argument can hold, or a terminal would act on. */
const awkward = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** A text as one argument for a POSIX shell; it must not hold NUL. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A command that prints a text with control characters in it, byte for byte. */
function printed(text: string): string {
  const octal = (character: string) => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`
  return `printf '%b' ${shellQuoted(text.replaceAll('\\', '\\\\').replace(awkward, octal))}`
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** The text in quotes; a chosen id that stands as a segment of a URL or a whole JSON string becomes its variable. */
function withVariables(text: string, chosen: readonly Chosen[]): string {
  if (chosen.length === 0) return shellQuoted(text)
  const ids = new RegExp(`(?<=[/"])(${chosen.map(({ id }) => literal(id)).join('|')})(?=[/"?]|$)`)
  const parts = text.split(ids)
  const written = parts.map((part, at) => {
    if (at % 2 === 0) return part === '' ? '' : shellQuoted(part)
    return `"$${chosen.find(({ id }) => id === part)?.variable ?? ''}"`
  })
  return written.join('') || shellQuoted('')
}

/**
 * One exchange as a curl command; the token stands as `$SCIM_TOKEN` and the base URL as `$SCIM_URL`. A body with control
 * characters comes through a pipe.
 */
export function curlOf(exchange: ExchangeRecord, baseUrl: string, chosen: readonly Chosen[] = []): string {
  const { method, url, headers, body } = exchange.request
  const address = url.startsWith(baseUrl)
    ? `"$SCIM_URL"${url === baseUrl ? '' : withVariables(url.slice(baseUrl.length), chosen)}`
    : shellQuoted(url)
  const named = Object.entries(headers).filter(([name]) => !ownHeaders.test(name))
  const authorization =
    headers['authorization'] === undefined ? [] : [`-H "Authorization: Bearer $SCIM_TOKEN"`]
  const text = body === undefined ? undefined : bodyText(body)
  const piped = text !== undefined && text.search(awkward) !== -1
  return [
    `${piped ? `${printed(text)} | ` : ''}curl -sS -i -X ${/^[A-Z]+$/.test(method) ? method : shellQuoted(method)} ${address}`,
    ...authorization,
    ...named.map(([name, value]) => `-H ${shellQuoted(printable(`${name}: ${value}`))}`),
    ...(text === undefined ? [] : [`--data-binary ${piped ? '@-' : withVariables(text, chosen)}`]),
  ].join(' \\\n  ')
}

function idIn(exchange: ExchangeRecord): string | undefined {
  const answer = exchange.response?.body
  if (exchange.request.method !== 'POST' || exchange.response?.status !== 201 || typeof answer !== 'string')
    return undefined
  return /"id"\s*:\s*"([^"\\]+)"/.exec(answer)?.[1]
}

/** Exchanges as commands to be run in order: an id that the server chose in one is a variable in the next ones (needs jq). */
export function curlChain(exchanges: readonly ExchangeRecord[], baseUrl: string): string[] {
  const chosen: Chosen[] = []
  return exchanges.map((exchange) => {
    const command = curlOf(exchange, baseUrl, chosen)
    const id = idIn(exchange)
    if (id === undefined) return command
    const variable = `ID${chosen.length + 1}`
    chosen.push({ id, variable })
    return `${variable}=$(${command.replace('curl -sS -i', 'curl -sS')} | jq -r .id)`
  })
}
