import { isArray, isObject } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { bodyText } from './bodyText.ts'
import type { Exchange, WireRequest, WireResponse } from './types.ts'

/** What stands in place of a secret. */
export const REDACTED = '[redacted]'

/** Takes secrets out of everything that is written. */
export interface Redactor {
  /** Any text: known secrets, and passwords in filters and forms. */
  text(text: string): string
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
  /** A body; unchanged to the byte when it holds no secret. */
  body<T extends string | Uint8Array>(body: T): T
  /** A whole exchange, as it may be written to disk. */
  exchange(exchange: Exchange): Exchange
  /** One more secret, from now on: a token that was fetched anew. */
  learn(secret: string): void
}

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])
const SECRET_MEMBER =
  /^(?:.*:)?(?:password|client_secret|access_token|refresh_token|id_token|client_assertion)$/i
const SECRET_PATH = /^(?:.*:)?password$/i
const SECRET_WORD = /passw|secret|token|assertion|\\u00/i
const FORM_FIELD =
  /(^|[?&\s"'])((?:client_secret|access_token|refresh_token|id_token|client_assertion|password)=)[^&\s"']+/gi
const FILTER_VALUE = /(password(?:\s|\+|%20)+[a-z]{2}(?:\s|\+|%20)+(?:"|\\"|%22)).*?((?:"|\\"|%22))/gi
const BROKEN_MEMBER =
  /("(?:[^"]*:)?(?:password|client_secret|access_token|refresh_token|id_token)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)/gi
const BROKEN_VALUE = /("value"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)/gi

/**
 * Redacts by place (headers, `password` members at any depth and in PATCH operations on `password`, OAuth fields) and
 * by value: any occurrence of a known secret, also percent-encoded, JSON-escaped or in base64. Secrets of fewer than
 * six characters are found as whole words only; what has fewer than four, and `true`, `false`, `null`, is no secret:
 * hiding it would make every report unreadable. Of `Bearer abcdef` the part behind the scheme is a secret by itself.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const all = new Set(secrets)
  let known = occurrences(all)

  function text(value: string): string {
    const plain = known === undefined ? value : value.replace(known, REDACTED)
    if (!SECRET_WORD.test(plain)) return plain
    return plain.replace(FORM_FIELD, `$1$2${REDACTED}`).replace(FILTER_VALUE, `$1${REDACTED}$2`)
  }

  function headers(of: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(of).map(([name, value]) => [
        name,
        SECRET_HEADERS.has(name.toLowerCase()) ? REDACTED : text(value),
      ]),
    )
  }

  function textBody(body: string): string {
    return text(SECRET_WORD.test(body) ? withoutSecretMembers(body) : body)
  }

  function body<T extends string | Uint8Array>(of: T): T {
    if (typeof of === 'string') return textBody(of) as T
    const { text: utf8, exact } = bodyText(of)
    // Bytes that are no UTF-8 keep their values in latin1.
    const encoding = exact ? 'utf8' : 'latin1'
    const before = exact ? utf8 : Buffer.from(of.buffer, of.byteOffset, of.byteLength).toString('latin1')
    const after = textBody(before)
    return after === before ? of : (new Uint8Array(Buffer.from(after, encoding)) as T)
  }

  function message<T extends WireRequest | WireResponse>(of: T, redactor: Redactor): T {
    return {
      ...of,
      ...('url' in of ? { url: redactor.text(of.url) } : {}),
      headers: redactor.headers(of.headers),
      ...(of.body === undefined ? {} : { body: redactor.body(of.body) }),
    }
  }

  const redactor: Redactor = {
    text,
    headers,
    body,
    exchange(exchange) {
      const sent = passwordsIn(exchange.request.body)
      // A server may repeat a password that it was sent, in a sentence that no member name gives away.
      const wider = sent.length === 0 ? redactor : createRedactor([...all, ...sent])
      const { request, response, failure } = exchange
      return {
        ...exchange,
        request: message(request, wider),
        ...(response === undefined ? {} : { response: message(response, wider) }),
        ...(failure === undefined ? {} : { failure: { ...failure, message: wider.text(failure.message) } }),
      }
    },
    learn(secret) {
      if (all.has(secret)) return
      all.add(secret)
      known = occurrences(all)
    },
  }
  return redactor
}

function occurrences(secrets: ReadonlySet<string>): RegExp | undefined {
  const patterns = [...new Set([...secrets].flatMap(partsOf).filter(isSecret).flatMap(formsOf))]
    .sort((left, right) => right.length - left.length)
    .map((form) => {
      const literal = form.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
      return form.length < 6 ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])` : literal
    })
  return patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'g')
}

function partsOf(secret: string): string[] {
  const behindScheme = /^[a-z][a-z0-9-]*\s+(\S+)$/i.exec(secret.trim())?.[1]
  return behindScheme === undefined ? [secret] : [secret, behindScheme]
}

function isSecret(text: string): boolean {
  return text.length >= 4 && !/^(?:true|false|null)$/i.test(text)
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const percent = encodeURIComponent(bytes.toString('utf8'))
  const escaped = JSON.stringify(secret).slice(1, -1)
  const base64 =
    secret.length < 6 ? [] : [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]
  // Some JSON writers escape the solidus, too.
  return [secret, percent, percent.replaceAll('%20', '+'), escaped, escaped.replaceAll('/', '\\/'), ...base64]
}

function withoutSecretMembers(text: string): string {
  let json: Json
  try {
    json = JSON.parse(text) as Json
  } catch {
    const members = text.replace(BROKEN_MEMBER, `$1"${REDACTED}"`)
    return /"path"\s*:\s*"(?:[^"]*:)?password"/i.test(text)
      ? members.replace(BROKEN_VALUE, `$1"${REDACTED}"`)
      : members
  }
  const clean = cleaned(json)
  return clean === json ? text : JSON.stringify(clean)
}

/** The same value when nothing in it is secret. */
function cleaned(value: Json): Json {
  if (isArray(value)) {
    const items = value.map(cleaned)
    return items.every((item, index) => item === value[index]) ? value : items
  }
  if (!isObject(value)) return value
  const onPassword = Object.entries(value).some(
    ([name, path]) =>
      name.toLowerCase() === 'path' && typeof path === 'string' && SECRET_PATH.test(path.trim()),
  )
  const members = Object.entries(value).map(([name, member]): [string, Json] => {
    const secret = SECRET_MEMBER.test(name) || (onPassword && name.toLowerCase() === 'value')
    return [name, secret && member !== null ? REDACTED : cleaned(member)]
  })
  return members.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(members)
}

function passwordsIn(body: WireRequest['body']): string[] {
  if (body === undefined) return []
  const text = typeof body === 'string' ? body : bodyText(body).text
  if (!/passw/i.test(text)) return []
  try {
    return secretStrings(JSON.parse(text) as Json)
  } catch {
    return []
  }
}

function secretStrings(value: Json): string[] {
  if (isArray(value)) return value.flatMap(secretStrings)
  if (!isObject(value)) return []
  const clean = cleaned(value)
  return Object.entries(value).flatMap(([name, member]) => {
    const hidden = isObject(clean) && clean[name] === REDACTED
    if (hidden) return typeof member === 'string' && member.length > 3 ? [member] : []
    return secretStrings(member)
  })
}
