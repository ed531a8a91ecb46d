import { isArray, isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import type { GateVerdict } from './agreement.ts'
import type { SeenExchange } from './fixture.ts'
import type { Telling } from './hideWords.ts'
import { encoded, type SentRequest } from './sent.ts'

/** A test of a gate, as its result file tells it. */
export interface GateResult extends GateVerdict {
  /** Whether the gate counts it. */
  readonly preview: boolean
  /** What was sent and answered, in its order. Empty when the file does not hold it. */
  readonly exchanges: readonly SeenExchange[]
  /** The exchange that the test failed at, among them. */
  readonly failedAt: number
  /** What the gate says. */
  readonly message: string
}

const ENDPOINT = /\/(?:Users|Groups|Schemas|ResourceTypes|ServiceProviderConfigs?|Me|Bulk)(?=[/?]|$)/gi

/** A request below its base URL; undefined for a URL that is none of SCIM. */
export function requestTo(method: string, url: string, body: Json | undefined): SentRequest | undefined {
  const known = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find(
    (name) => name === method.toUpperCase(),
  )
  const [, whole = '', query] = /^([^?]*)\??(.*)$/s.exec(url) ?? []
  const at = [...whole.matchAll(ENDPOINT)].at(-1)?.index
  if (known === undefined || at === undefined) return undefined
  return {
    method: known,
    path: whole.slice(at),
    ...(query === undefined || query === '' ? {} : { query: onTheWire(query) }),
    ...(isObject(body) ? { body } : {}),
  }
}

/** A query with what can not stand in a URL encoded. */
const onTheWire = (query: string) =>
  query.replaceAll(' ', '+').replace(/["<>\\^`{|}]|[^\u0020-\u007e]+/g, (found) => encoded(found))

/** Members that hold words of the protocol, or sentences of the server. */
const PROTOCOL = new Set(['schemas', 'op', 'path', 'detail', 'scimType', 'status', 'resourceType'])

/** Every text of a message, with the name of the attribute that has it. */
export function tellingTexts(value: Json | undefined, path = ''): Telling[] {
  if (typeof value === 'string') return [{ value, path }]
  if (isArray(value)) return value.flatMap((element) => tellingTexts(element, path))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) =>
    PROTOCOL.has(name) ? [] : tellingTexts(member, name),
  )
}
