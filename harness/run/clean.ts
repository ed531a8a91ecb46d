import { existsSync } from 'node:fs'
import type { Leftover } from '../../reports/model/index.ts'
import { MARK_PREFIX } from '../check/identity/identity.ts'
import type { Journal } from '../check/holdings/journal.ts'
import { patchMessage, replace } from '../check/operations.ts'
import { getMember, isObject } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import type { Client } from '../target/client.ts'
import { ClosedCheckError } from '../target/errors.ts'
import type { Exchange, ScimRequest } from '../target/types.ts'

/** What removing came to. */
export interface Cleaned {
  readonly removed: number
  readonly leftovers: readonly Leftover[]
}

type Send = (request: ScimRequest) => Promise<Exchange>

const sender =
  (client: Client, signal: AbortSignal): Send =>
  (request) =>
    client.send(request, { signal, scope: 'clean' })

const statusOf = (exchange: Exchange) => exchange.response?.status ?? 0

/**
 * Removes everything that a journal says is alive: DELETE, else deactivated, else listed. What was announced and never
 * answered is looked up by its names and removed too. Each URL is removed through the connection that it lies below. What
 * `stays` names is deactivated only.
 */
export async function cleanFromJournal(
  clients: readonly Client[],
  journal: Journal,
  signal: AbortSignal,
  stays: (url: string) => boolean = () => false,
): Promise<Cleaned> {
  const senders = clients.map((client) => ({ base: client.base, send: sender(client, signal) }))
  const senderFor = (url: string) =>
    (senders.find(({ base }) => url.startsWith(`${base}/`)) ?? senders[0])?.send
  const leftovers: Leftover[] = []
  let removed = 0
  const remove = async (url: string) => {
    const send = senderFor(url)
    if (send === undefined) throw new Error('There is no connection to clean through.')
    const leftover = stays(url)
      ? await deactivate(send, url, 'The users of a pool stay (--pool).')
      : await removeOne(send, url)
    if (leftover === undefined) removed += 1
    else leftovers.push(leftover)
    if (leftover?.state !== 'active') journal.write({ kind: 'gone', url })
  }
  try {
    for (const url of journal.alive()) await remove(url)
    for (const { endpoint, names } of journal.open()) {
      for (const { base, send } of senders) {
        for (const url of await findByNames(send, base, endpoint, names)) await remove(url)
      }
    }
  } catch (error) {
    if (!(error instanceof ClosedCheckError)) throw error
    leftovers.push(
      ...journal
        .alive()
        .map((url): Leftover => ({ url, state: 'active', reason: 'Removing was cut short.' })),
    )
  }
  return { removed, leftovers }
}

/** Removes one resource; tells what stayed. */
async function removeOne(send: Send, url: string): Promise<Leftover | undefined> {
  const deleted = await send({ method: 'DELETE', path: url })
  const status = statusOf(deleted)
  if ((status >= 200 && status < 300) || status === 404 || status === 410) return undefined
  return deactivate(send, url, deleted.failure?.message ?? `DELETE was answered ${status}.`)
}

/** Takes `active` away from a user by PATCH, else by PUT. */
async function deactivate(send: Send, url: string, reason: string): Promise<Leftover> {
  const done = (exchange: Exchange) => statusOf(exchange) >= 200 && statusOf(exchange) < 300
  const patched = await send({ method: 'PATCH', path: url, body: patchMessage([replace('active', false)]) })
  if (done(patched)) return { url, state: 'deactivated', reason }
  const seen = await send({ method: 'GET', path: url })
  const user = seen.response === undefined ? null : jsonOf(seen.response.body)
  const replaced =
    statusOf(seen) === 200 && isObject(user)
      ? await send({ method: 'PUT', path: url, body: { ...user, active: false } })
      : seen
  return { url, state: replaced !== seen && done(replaced) ? 'deactivated' : 'active', reason }
}

async function findByNames(
  send: Send,
  base: string,
  endpoint: string,
  names: readonly string[],
): Promise<string[]> {
  const attribute = /\/Groups$/i.test(endpoint) ? 'displayName' : 'userName'
  const found = await Promise.all(
    names.slice(0, 1).map(async (name) => {
      const answer = await send({
        method: 'GET',
        path: endpoint,
        query: { filter: `${attribute} eq ${JSON.stringify(name)}` },
      })
      return resourcesOf(answer).filter((resource) => getMember(resource, attribute) === name)
    }),
  )
  return found.flat().flatMap((resource) => urlOf(base, endpoint, resource))
}

function resourcesOf(answer: Exchange): JsonObject[] {
  if (answer.response?.status !== 200) return []
  const json = jsonOf(answer.response.body)
  const resources = isObject(json) ? getMember(json, 'Resources') : undefined
  return Array.isArray(resources) ? resources.filter(isObject) : []
}

function jsonOf(body: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as Json
  } catch {
    return null // not JSON: nothing can be found in it
  }
}

function urlOf(base: string, endpoint: string, resource: JsonObject): string[] {
  const id = getMember(resource, 'id')
  return typeof id === 'string' ? [`${base}${endpoint}/${encodeURIComponent(id)}`] : []
}

/** Which leftovers of earlier runs are looked for without a journal. */
export interface MarkSearch {
  /** Only of this run. */
  readonly runId?: string
  /** Only what was made before this instant (milliseconds since 1970). */
  readonly before?: number
  readonly emailDomains: readonly string[]
  readonly dryRun: boolean
}

/** Finds what earlier runs left by mark and domain together, and removes it unless it is a dry run. */
export async function cleanByMark(
  client: Client,
  search: MarkSearch,
  signal: AbortSignal,
): Promise<Cleaned & { found: readonly string[] }> {
  const send = sender(client, signal)
  const mark = search.runId === undefined ? MARK_PREFIX : `${MARK_PREFIX}${search.runId}-`
  const found: string[] = []
  for (const [endpoint, attribute] of [
    ['/Groups', 'displayName'],
    ['/Users', 'userName'],
  ] as const) {
    for (const resource of await walk(send, endpoint, `${attribute} sw ${JSON.stringify(mark)}`)) {
      if (isOurs(resource, attribute, mark, search)) found.push(...urlOf(client.base, endpoint, resource))
    }
  }
  if (search.dryRun) return { removed: 0, leftovers: [], found }
  const leftovers = (await Promise.all(found.map((url) => removeOne(send, url)))).filter(
    (leftover) => leftover !== undefined,
  )
  return { removed: found.length - leftovers.length, leftovers, found }
}

async function walk(send: Send, endpoint: string, filter: string): Promise<JsonObject[]> {
  const all: JsonObject[] = []
  for (let startIndex = 1; ;) {
    const page = resourcesOf(
      await send({ method: 'GET', path: endpoint, query: { filter, startIndex, count: 100 } }),
    )
    if (page.length === 0) return all
    const seen = new Set(all.map((resource) => getMember(resource, 'id')))
    const fresh = page.filter((resource) => !seen.has(getMember(resource, 'id')))
    if (fresh.length === 0) return all // a server that does not page
    all.push(...fresh)
    startIndex += page.length
  }
}

/** `sp-{run}-{check}-{n}`, and behind it the domain unless userNames are plain: both must fit, so that nobody else's is touched. */
function isOurs(resource: JsonObject, attribute: string, mark: string, search: MarkSearch): boolean {
  const name = getMember(resource, attribute)
  if (typeof name !== 'string' || !name.toLowerCase().startsWith(mark)) return false
  if (!/^sp-[a-z0-9]{6,}-[a-z0-9]+-[a-z0-9]+/i.test(name)) return false
  const domain = name.slice(Math.max(name.lastIndexOf('@'), name.lastIndexOf(' ')) + 1).toLowerCase()
  const plain = domain === name.toLowerCase()
  if (!plain && !search.emailDomains.some((own) => own.toLowerCase() === domain)) return false
  const meta = getMember(resource, 'meta')
  const created = isObject(meta) ? getMember(meta, 'created') : undefined
  if (search.before === undefined) return true
  return typeof created === 'string' && Date.parse(created) < search.before
}

/** Whether a folder holds a journal that something can be cleaned from. */
export const hasJournal = (file: string): boolean => existsSync(file)
