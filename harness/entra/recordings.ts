import { readdirSync, readFileSync } from 'node:fs'
import type { Json, JsonObject } from '../scim/types.ts'

/** Which of Entra's two ways of writing PATCH a request belongs to; `both` where the flag makes no difference. */
export type RecordedDialect = 'legacy' | 'aadOptscim062020' | 'both' | 'unknown'

/** A request as Entra or one of Microsoft's tools sends it, with what it needs of the answer. */
export interface Recording {
  readonly id: string
  /** Id in the collection it comes from; checks name it. */
  readonly original: string
  readonly title: string
  readonly job: string
  readonly dialect: RecordedDialect
  readonly sender: string
  /** Only a `request` can be sent as it stands. */
  readonly form: 'request' | 'fragment' | 'representation'
  readonly request: {
    readonly method: string
    /** Below the base URL. */
    readonly path: string
    readonly query?: string
    /** `decoded` has to be percent-encoded before it is sent. */
    readonly queryForm?: 'decoded' | 'wire'
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: Json
    readonly bodyText?: string
  }
  readonly variables: Readonly<
    Record<string, { readonly kind: string; readonly meaning: string; readonly example: string }>
  >
  readonly needs: { readonly answer: string; readonly state?: string }
  readonly rulings?: readonly string[]
  readonly note?: string
}

/** A request with its variables filled in, ready to be sent. */
export interface FilledRequest {
  readonly method: string
  readonly path: string
  /** Encoded. */
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
}

const folder = new URL('../../fixtures/entra/', import.meta.url)
const NO_RECORDING = /^(left-out|not-played|quirks|(.+\.)?schema)\.json$/

/** Every recorded exchange, file by file in the order of their names. @throws {Error} naming the file that is no JSON */
export function recordings(): readonly Recording[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !NO_RECORDING.test(name))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      try {
        return (JSON.parse(text) as { exchanges: Recording[] }).exchanges
      } catch (error) {
        throw new Error(`fixtures/entra/${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    })
}

/**
 * Fills the variables of a recorded request.
 *
 * @throws {RangeError} naming a variable that has no value, or a recording that can not be sent
 */
export function filled(recording: Recording, values: Readonly<Record<string, string>>): FilledRequest {
  const { request } = recording
  if (recording.form !== 'request')
    throw new RangeError(`${recording.id} is a ${recording.form} and can not be sent.`)
  const fill = filling(recording.id, values)
  const query =
    request.query === undefined
      ? undefined
      : request.queryForm === 'wire'
        ? fill(request.query, encodeURIComponent)
        : encodeQuery(fill(request.query))
  return {
    method: request.method,
    path: fill(request.path, encodeURIComponent),
    ...(query === undefined ? {} : { query }),
    ...(request.headers === undefined
      ? {}
      : { headers: fillJson(request.headers, fill) as Record<string, string> }),
    ...(request.body === undefined ? {} : { body: fillJson(request.body, fill) }),
  }
}

/** A JSON value with its variables filled in, in names as well as in texts. @throws {RangeError} naming a variable that has no value */
export function filledJson(value: Json, values: Readonly<Record<string, string>>): Json {
  return fillJson(value, filling('It', values))
}

function filling(id: string, values: Readonly<Record<string, string>>) {
  return (text: string, write: (value: string) => string = (value) => value) =>
    text.replace(/(")?\{\{(\w+)\}\}/g, (_, quote: string | undefined, name: string) => {
      const value = values[name]
      if (value === undefined) throw new RangeError(`${id} needs a value for {{${name}}}.`)
      return quote === undefined ? write(value) : `"${write(JSON.stringify(value).slice(1, -1))}`
    })
}

function encodeQuery(query: string): string {
  return query
    .split('&')
    .map((part) => {
      const at = part.indexOf('=')
      return at < 0
        ? part
        : `${part.slice(0, at)}=${encodeURIComponent(part.slice(at + 1)).replaceAll('%20', '+')}`
    })
    .join('&')
}

function fillJson(value: Json, fill: (text: string) => string): Json {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((element: Json) => fillJson(element, fill))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, inner]) => [fill(name), fillJson(inner, fill)]),
  )
}
