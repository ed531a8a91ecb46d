import { getMember, isObject } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import { bodyText } from '../target/bodyText.ts'
import type { Exchange } from '../target/types.ts'
import type { Ledger } from './ledger.ts'
import { fail } from './verdict.ts'

/** A server's answer as a check sees it. */
export interface Answer {
  readonly exchange: Exchange
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as text; empty when there was none. */
  readonly text: string
  /** The body as JSON; `undefined` when there was none or it is not JSON. */
  readonly json: Json | undefined
  /** The body as a JSON object. Ends the check with `fail` when it is none. */
  readonly resource: JsonObject
  /** `scimType` of an error body. */
  readonly scimType: string | undefined
  readonly ledger: Ledger
}

/** Wraps a completed exchange; `ledger` is that of the check that sent it. Throws when the exchange has no response. */
export function answerOf(exchange: Exchange, ledger: Ledger): Answer {
  const response = exchange.response
  if (response === undefined) throw new Error(`exchange ${exchange.id} has no response`)
  const { json, text } = bodyText(response.body)
  return viewOf(exchange, response, { text: text.replace(/^\uFEFF/, ''), json }, ledger)
}

/** An answer without a body, with the representation that a read of what it made has shown: `text` stays empty. */
export function completedBy({ exchange, ledger, text }: Answer, { json }: Answer): Answer {
  if (exchange.response === undefined) throw new Error(`exchange ${exchange.id} has no response`)
  return viewOf(exchange, exchange.response, { text, json }, ledger)
}

function viewOf(
  exchange: Exchange,
  response: NonNullable<Exchange['response']>,
  { text, json }: { readonly text: string; readonly json: Json | undefined },
  ledger: Ledger,
): Answer {
  return {
    exchange,
    status: response.status,
    headers: response.headers,
    text,
    json,
    ledger,
    get resource() {
      if (isObject(json)) return json
      return fail({
        reason: 'The answer has no JSON object as its body.',
        expected: 'a JSON object',
        observed: `${response.status} with ${text === '' ? 'an empty body' : `the body ${excerpt(text)}`}`,
        decisive: [exchange.id],
      })
    },
    get scimType() {
      const value = isObject(json) ? getMember(json, 'scimType') : undefined
      return typeof value === 'string' ? value : undefined
    },
  }
}

/** The first part of a text, for a sentence. */
export function excerpt(text: string, length = 120): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length)}…` : line
}

/** Says in a few words what an answer is: `400 with scimType noTarget`, `200 with totalResults 3`. */
export function describeAnswer(answer: Answer): string {
  const { json } = answer
  if (answer.text === '') return `${answer.status} without a body`
  if (!isObject(json))
    return `${answer.status} with a body that is no JSON object: ${excerpt(answer.text, 80)}`
  const total = getMember(json, 'totalResults')
  if (typeof total === 'number') return `${answer.status} with totalResults ${total}`
  if (answer.status >= 400) {
    const detail = getMember(json, 'detail')
    const said = typeof detail === 'string' ? ` (${excerpt(detail, 100)})` : ''
    return answer.scimType === undefined
      ? `${answer.status} without scimType${said}`
      : `${answer.status} with scimType ${answer.scimType}${said}`
  }
  return `${answer.status} with a body`
}
