import { getMember, isArray, isObject, sameName } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import { bodyText } from './bodyText.ts'
import { parsed } from './reading.ts'
import type { Exchange } from './types.ts'

/** Hides everybody whom the run did not make. */
export interface Mask {
  /** The run made the resource with this id. */
  own(id: string): void
  owns(id: string): boolean
  /** The exchange as it may be written to disk. Learns the ids of what the exchange created. */
  exchange(exchange: Exchange): Exchange
}

const DISCOVERY = /\/(ServiceProviderConfigs?|ResourceTypes|Schemas)(\/[^/]*)?$/i
const NO_PERSON =
  /urn:ietf:params:scim:(?:api:messages:2\.0:Error|schemas:core:2\.0:(?:ServiceProviderConfig|ResourceType|Schema))$/i
const REFERENCES = ['members', 'groups', 'manager']

/**
 * Replaces each resource in a response body that the run did not make by `{"id":"[existing-7]"}`: same resource, same
 * number. References to such resources are replaced alike. Discovery documents and errors are left alone. A body that
 * can not be read is withheld unless the request was for a resource of the run.
 */
export function createMask(): Mask {
  const owned = new Set<string>()
  const mentioned = new Set<string>()
  const numbers = new Map<string, number>()

  function label(key: string): string {
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    return `[existing-${number}]`
  }

  function masked(value: Json): Json {
    if (isArray(value)) return kept(value, value.map(masked))
    if (!isObject(value) || isNobody(value)) return value
    const id = idOf(value)
    if (looksLikeResource(value) && (id === undefined || !owned.has(id))) {
      return { id: label(id ?? keyOf(value)) }
    }
    return members(value)
  }

  /** An object that stays, with what is inside it masked. */
  function members(value: JsonObject): JsonObject {
    const entries = Object.entries(value).map(([name, member]): [string, Json] => [
      name,
      REFERENCES.some((reference) => sameName(reference, name)) ? references(member) : masked(member),
    ])
    return entries.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(entries)
  }

  function references(value: Json): Json {
    if (isArray(value)) return kept(value, value.map(references))
    if (!isObject(value)) return value
    const id = getMember(value, 'value')
    if (typeof id !== 'string' && typeof id !== 'number') return masked(value)
    const key = String(id)
    if (owned.has(key)) return members(value)
    return { value: mentioned.has(key) ? key : label(key) }
  }

  function learn({ request, response }: Exchange, json: Json | undefined, sent: Json | undefined) {
    if (request.method !== 'POST' || response === undefined || isSearch(request.url)) return
    for (const made of created(json)) {
      if (made.status !== undefined && made.status !== '201') continue
      if (made.status === undefined && response.status !== 201) continue
      // A server may answer with a resource that was there before instead of making one.
      if (!numbers.has(made.id) || (isObject(json) && isObject(sent) && sameNames(json, sent)))
        owned.add(made.id)
    }
  }

  return {
    own: (id) => void owned.add(id),
    owns: (id) => owned.has(id),
    exchange(exchange) {
      const { response, request } = exchange
      if (response === undefined || response.body.length === 0) return exchange
      const path = new URL(request.url).pathname
      if (DISCOVERY.test(path)) return exchange
      const { text, json } = bodyText(response.body)
      const sent = requestJson(exchange)
      noteReferences(sent, mentioned)
      learn(exchange, json, sent)
      const ofOurs = path.split('/').some((segment) => owned.has(decoded(segment)))
      const creates = request.method === 'POST' && !isSearch(request.url) && response.status === 201
      if (json === undefined) {
        if (ofOurs || creates || !/^\s*[[{]/.test(text)) return exchange
        return withBody(
          exchange,
          `[withheld: ${response.body.length} bytes that can not be read and may tell of people]`,
        )
      }
      // Our own resource, answered without an id.
      const nameless = (ofOurs || creates) && isObject(json) && idOf(json) === undefined
      const after = nameless ? members(json) : masked(json)
      return after === json ? exchange : withBody(exchange, JSON.stringify(after))
    },
  }
}

function withBody(exchange: Exchange, text: string): Exchange {
  if (exchange.response === undefined) return exchange
  return { ...exchange, response: { ...exchange.response, body: new Uint8Array(Buffer.from(text, 'utf8')) } }
}

function kept(before: readonly Json[], after: readonly Json[]): readonly Json[] {
  return after.every((item, index) => item === before[index]) ? before : after
}

function isNobody(value: JsonObject): boolean {
  const schemas = getMember(value, 'schemas')
  return isArray(schemas) && schemas.some((uri) => typeof uri === 'string' && NO_PERSON.test(uri))
}

function looksLikeResource(value: JsonObject): boolean {
  if (getMember(value, 'userName') !== undefined) return true
  const described = ['schemas', 'meta', 'displayName', 'emails', 'members'].some(
    (name) => getMember(value, name) !== undefined,
  )
  return described && idOf(value) !== undefined
}

function idOf(value: JsonObject): string | undefined {
  const id = getMember(value, 'id')
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

function keyOf(value: JsonObject): string {
  return `userName ${String(getMember(value, 'userName'))}`
}

function isSearch(url: string): boolean {
  return /\/\.search$/.test(new URL(url).pathname)
}

function requestJson({ request }: Exchange): Json | undefined {
  if (request.body === undefined) return undefined
  return typeof request.body === 'string' ? parsed(request.body) : bodyText(request.body).json
}

/** Ids of what an answer to POST made: the resource itself, or the operations of a bulk response. */
function created(json: Json | undefined): { id: string; status?: string }[] {
  if (!isObject(json)) return []
  const operations = getMember(json, 'Operations')
  if (isArray(operations)) {
    return operations.filter(isObject).flatMap((operation) => {
      const location = getMember(operation, 'location')
      if (getMember(operation, 'method') !== 'POST' || typeof location !== 'string') return []
      const status = getMember(operation, 'status')
      return [{ id: decoded(location.split('/').at(-1) ?? ''), status: String(status) }]
    })
  }
  const id = idOf(json)
  return id === undefined ? [] : [{ id }]
}

function sameNames(answer: JsonObject, sent: JsonObject): boolean {
  return ['userName', 'displayName', 'externalId'].some((name) => {
    const value = getMember(sent, name)
    const back = getMember(answer, name)
    return typeof value === 'string' && typeof back === 'string' && value.toLowerCase() === back.toLowerCase()
  })
}

/** Adds the ids in references that the run itself sent: made up, or its own. */
function noteReferences(json: Json | undefined, mentioned: Set<string>): void {
  if (isArray(json)) for (const item of json) noteReferences(item, mentioned)
  else if (isObject(json))
    for (const [name, member] of Object.entries(json)) {
      if (typeof member === 'object') noteReferences(member, mentioned)
      else if (typeof member === 'string' && sameName(name, 'value')) mentioned.add(member)
    }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
