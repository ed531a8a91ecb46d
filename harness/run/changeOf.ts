import type { BodyRecord, ChangeResult, ExchangeRecord } from '../../reports/model/index.ts'
import { equalJson, getMember, isObject, sameName } from '../scim/json.ts'
import { readPatchOp } from '../scim/messages/patchOp.ts'
import { applyPatch } from '../scim/patch/index.ts'
import type { Json, JsonObject, ResourceSchema } from '../scim/types.ts'

/** A state of a resource: `null` when it is not there, `undefined` when nobody saw it. */
type State = JsonObject | null | undefined

/** The server's own, which no request of Entra's is about. */
const UNGRADED = ['meta', 'id', 'schemas', 'groups']

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * What the deciding write of a check should have made of its resource by the oracle of Entra's dialects, and what became
 * of it, read from what was exchanged; `undefined` when the check wrote nothing, or nothing came out differently.
 *
 * @param exchanges in the order in which they were sent
 * @param decisive ids of those that decided
 */
export function changeOf(
  exchanges: readonly (readonly [id: string, exchange: ExchangeRecord])[],
  decisive: readonly string[],
  schemas: readonly ResourceSchema[],
): ChangeResult | undefined {
  const at = decidingWrite(exchanges, decisive)
  const write = exchanges[at]?.[1]
  if (write === undefined) return undefined
  const sent = jsonOf(write.request.body)
  const status = write.response?.status
  const { method } = write.request
  const place = method === 'POST' ? (placeCreated(write) ?? pathOf(write)) : pathOf(write)
  const before = method === 'POST' ? null : stateIn(exchanges.slice(0, at), place)
  const isRefused = status === undefined || status >= 400
  const read = isRefused ? undefined : lastRead(exchanges.slice(at + 1), place)
  const after = read === undefined ? undefined : stateShown(read)
  const meant = meantBy(method, sent, before, schemaFor(place, schemas))
  const shown = differing({ before, meant, after }, (name) => read === undefined || covers(read, name))
  if (shown === undefined || (!isRefused && after === undefined)) return undefined
  const line = `${method} ${pathOf(write)}`
  return { request: line, ...(status === undefined ? {} : { status }), ...shown }
}

function decidingWrite(
  exchanges: readonly (readonly [string, ExchangeRecord])[],
  decisive: readonly string[],
): number {
  const isWrite = (index: number) => WRITES.has(exchanges[index]?.[1].request.method ?? '')
  const deciding = exchanges.flatMap(([id], index) => (decisive.includes(id) ? [index] : []))
  const own = deciding.find(isWrite)
  if (own !== undefined) return own
  const last = deciding.at(-1)
  const read = last === undefined ? undefined : exchanges[last]?.[1]
  if (last === undefined || read === undefined) return -1
  const earlier = exchanges.flatMap((_, index) => (index < last && isWrite(index) ? [index] : []))
  return (
    earlier.findLast((index) => {
      const [, write] = exchanges[index] ?? []
      return write !== undefined && [pathOf(write), placeCreated(write)].includes(pathOf(read))
    }) ?? -1
  )
}

/** The last state that was seen of a resource; unknown after a change that was answered without a body. */
function stateIn(exchanges: readonly (readonly [string, ExchangeRecord])[], place: string): State {
  let state: State
  for (const [, exchange] of exchanges) {
    if (![pathOf(exchange), placeCreated(exchange)].includes(place)) continue
    const status = exchange.response?.status ?? 0
    if (status >= 400 && exchange.request.method !== 'GET') continue
    const found = stateShown(exchange)
    state =
      exchange.request.method === 'GET' && isPartial(exchange) && isObject(state) && isObject(found)
        ? { ...state, ...found }
        : found
  }
  return state
}

/** The last read of a resource. */
function lastRead(
  exchanges: readonly (readonly [string, ExchangeRecord])[],
  place: string,
): ExchangeRecord | undefined {
  return exchanges.findLast(
    ([, exchange]) => exchange.request.method === 'GET' && pathOf(exchange) === place,
  )?.[1]
}

/** Whether a read was to show an attribute. */
function covers({ request }: ExchangeRecord, name: string): boolean {
  const { searchParams } = new URL(request.url)
  const named = (parameter: string) =>
    (searchParams.get(parameter) ?? '').split(',').some((one) => sameName(one.trim(), name))
  return searchParams.has('attributes') ? named('attributes') : !named('excludedAttributes')
}

function stateShown({ request, response }: ExchangeRecord): State {
  if (response === null) return undefined
  if (response.status === 404 || request.method === 'DELETE') return null
  const body = jsonOf(response.body)
  return response.status < 300 && isObject(body) ? body : undefined
}

const isPartial = ({ request }: ExchangeRecord) => /[?&](attributes|excludedAttributes)=/.test(request.url)

function meantBy(
  method: string,
  sent: Json | undefined,
  before: State,
  schema: ResourceSchema | undefined,
): State {
  if (method === 'DELETE') return null
  if (schema === undefined || !isObject(sent)) return undefined
  try {
    if (method !== 'PATCH')
      return applyPatch({}, [{ op: 'add', value: sent }], schema, { dialect: 'entra' }).resource
    if (!isObject(before)) return undefined
    return applyPatch(before, readPatchOp(sent, { dialect: 'entra' }), schema, { dialect: 'entra' }).resource
  } catch {
    return undefined // the oracle refuses it as well: what is expected stands with the check
  }
}

/** The states cut to the attributes in which they differ; `undefined` when they do not. */
function differing(
  states: Readonly<Record<'before' | 'meant' | 'after', State>>,
  isRead: (name: string) => boolean,
) {
  const { before, meant, after } = states
  if (meant === undefined) return undefined
  const seen = [before, meant, after].filter((state) => state !== undefined)
  const names = [...new Set(seen.flatMap((state) => (state === null ? [] : Object.keys(state))))]
    .filter((name, index, all) => all.findIndex((other) => sameName(other, name)) === index)
    .filter((name) => !UNGRADED.some((own) => sameName(own, name)))
    .filter(isRead)
    .filter((name) => meant === null || before !== null || getMember(meant, name) !== undefined)
    .filter(
      (name) => !seen.every((state) => sameInShort(valueIn(state, name), valueIn(seen[0] ?? null, name))),
    )
  if (names.length === 0 && !seen.some((state) => (state === null) !== (meant === null))) return undefined
  const cut = (state: State) =>
    isObject(state)
      ? Object.fromEntries(
          names.flatMap((name) => {
            const value = valueIn(state, name)
            return value === undefined ? [] : [[name, inShort(value)] as const]
          }),
        )
      : state
  return Object.fromEntries(
    Object.entries(states).flatMap(([name, state]) => (state === undefined ? [] : [[name, cut(state)]])),
  )
}

const sameInShort = (left: Json | undefined, right: Json | undefined) =>
  equalJson(left && inShort(left), right && inShort(right))

/** A value in which a reference is its `value` alone. */
function inShort(value: Json): Json {
  if (Array.isArray(value)) return value.map((element: Json) => inShort(element))
  if (!isObject(value)) return value
  const { value: id, $ref } = value
  if (id !== undefined && $ref !== undefined) return { value: id }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inShort(one)]))
}

const valueIn = (state: State, name: string) => (isObject(state) ? getMember(state, name) : undefined)

function schemaFor(place: string, schemas: readonly ResourceSchema[]): ResourceSchema | undefined {
  return schemas.find(({ resourceType }) => `${place}/`.includes(`${resourceType.endpoint}/`))
}

const pathOf = ({ request }: ExchangeRecord) => new URL(request.url).pathname.replace(/\/$/, '')

/** The path of what a creation made. */
function placeCreated(exchange: ExchangeRecord): string | undefined {
  const body = exchange.request.method === 'POST' ? jsonOf(exchange.response?.body) : undefined
  const id = isObject(body) ? getMember(body, 'id') : undefined
  return typeof id === 'string' ? `${pathOf(exchange)}/${encodeURIComponent(id)}` : undefined
}

function jsonOf(body: BodyRecord | undefined): Json | undefined {
  if (typeof body !== 'string' || body === '') return undefined
  try {
    return JSON.parse(body) as Json
  } catch {
    return undefined // a body that is not JSON shows no state
  }
}
