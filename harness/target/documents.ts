import { getMember, isArray, isObject } from '../scim/json.ts'
import type { JsonObject } from '../scim/types.ts'
import type { Client } from './client.ts'
import { readAnswer, resourcesIn, type Reading } from './reading.ts'

/** What the three discovery endpoints (RFC 7644 §4) gave, unwrapped but not interpreted. */
export interface DiscoveryDocuments {
  readonly serviceProviderConfig: JsonObject | undefined
  /** Undefined: the endpoint gave nothing that can be read. */
  readonly resourceTypes: readonly JsonObject[] | undefined
  readonly schemas: readonly JsonObject[] | undefined
  readonly exchanges: Readonly<
    Record<'serviceProviderConfig' | 'resourceTypes' | 'schemas', readonly string[]>
  >
  readonly findings: readonly string[]
}

const MAX_PAGES = 20

/** Reads the discovery endpoints; whatever is absent or malformed becomes a finding, not an error. */
export async function readDocuments(client: Client, signal: AbortSignal): Promise<DiscoveryDocuments> {
  const findings: string[] = []
  const [config, resourceTypes, schemas] = await Promise.all([
    readConfig(client, signal, findings),
    readList(client, '/ResourceTypes', signal, findings),
    readList(client, '/Schemas', signal, findings),
  ])
  return {
    serviceProviderConfig: config.document,
    resourceTypes: resourceTypes.items,
    schemas: schemas.items,
    exchanges: {
      serviceProviderConfig: config.exchanges,
      resourceTypes: resourceTypes.exchanges,
      schemas: schemas.exchanges,
    },
    findings,
  }
}

async function readConfig(client: Client, signal: AbortSignal, findings: string[]) {
  const first = await get(client, '/ServiceProviderConfig', signal)
  let reading = first
  const exchanges = [first.exchange]
  if (first.status === 404) {
    // The name of SCIM 1.1; readable all the same.
    reading = await get(client, '/ServiceProviderConfigs', signal)
    exchanges.push(reading.exchange)
    if (ok(reading)) findings.push('Only /ServiceProviderConfigs answers, the name that SCIM 1.1 had.')
  }
  if (!ok(reading)) {
    findings.push(`${first.what} ${first.told}.`)
    return { document: undefined, exchanges }
  }
  const wrapped = resourcesIn(reading.json)?.items[0]
  if (wrapped !== undefined) findings.push(`${reading.what} gives a list where one object belongs.`)
  const document = wrapped ?? (isObject(reading.json) ? reading.json : undefined)
  if (document === undefined) findings.push(`${reading.what} gives no JSON object.`)
  return { document, exchanges }
}

async function readList(client: Client, path: string, signal: AbortSignal, findings: string[]) {
  const first = await get(client, path, signal)
  const exchanges = [first.exchange]
  const list = ok(first) ? resourcesIn(first.json) : undefined
  if (list === undefined) {
    const single =
      ok(first) && isObject(first.json) && getMember(first.json, 'id') !== undefined ? first.json : undefined
    findings.push(
      single !== undefined
        ? `${first.what} gives one resource where a ListResponse belongs.`
        : `${first.what} ${first.told}${ok(first) ? ', and no Resources in it' : ''}.`,
    )
    return { items: single === undefined ? undefined : [single], exchanges }
  }
  if (isArray(first.json)) findings.push(`${first.what} gives a bare array where a ListResponse belongs.`)
  else if (list.total === undefined) findings.push(`${first.what} gives a list without totalResults.`)
  const items = [...list.items]
  for (let page = 1; page < MAX_PAGES && items.length < (list.total ?? 0) && items.length > 0; page += 1) {
    const next = await get(client, path, signal, { startIndex: items.length + 1 })
    exchanges.push(next.exchange)
    const more = (ok(next) ? (resourcesIn(next.json)?.items ?? []) : []).filter(
      (item) => !items.some((known) => getMember(known, 'id') === getMember(item, 'id')),
    )
    if (more.length === 0) break
    items.push(...more)
  }
  if (list.total !== undefined && items.length < list.total) {
    findings.push(`${first.what} says totalResults ${list.total} and gives ${items.length}.`)
  }
  return { items, exchanges }
}

function get(
  client: Client,
  path: string,
  signal: AbortSignal,
  query?: Record<string, number>,
): Promise<Reading> {
  return readAnswer(
    client,
    { method: 'GET', path, ...(query === undefined ? {} : { query }) },
    signal,
    'discovery',
  )
}

function ok(reading: Reading): boolean {
  return reading.status === 200 && reading.json !== undefined && reading.json !== null
}
