import { getMember, isObject } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import { TargetError, type TargetErrorCode } from '../target/errors.ts'
import type { Exchange, ExchangeScope, ScimRequest } from '../target/types.ts'
import { type Answer, answerOf, completedBy } from './answer.ts'
import { creationsIn, deletionsAsked, deletionsIn, fateOf, isBulk } from './bulk.ts'
import { pathOfCreated } from './holdings/holdings.ts'
import { type Lag, NO_LAG } from './lag.ts'
import type { Ledger } from './ledger.ts'
import { type Matcher, status } from './matchers.ts'
import { patchMessage, type WireOperation } from './operations.ts'
import type { Session } from './session.ts'
import { skip } from './verdict.ts'

/** Where a resource lies: a path below the base URL, an absolute URL, or something that has one. */
export type Place = string | { readonly path: string }

/** Query parameters; a string goes over the wire as it stands. */
export type Query = NonNullable<ScimRequest['query']>

/** Headers and the like beside the parts that a verb names. */
export type More = Pick<ScimRequest, 'headers' | 'auth' | 'rawBody'> & { readonly query?: Query }

/**
 * The verbs of SCIM, as one check sends them. Every exchange goes into the check's ledger.
 * Each rejects with a `TargetError` when no answer came: that says nothing of the server's conformance.
 */
export interface Scim {
  /** The base URL, without a trailing slash. */
  readonly base: string
  /** Id of the check that it serves. */
  readonly checkId: string
  send(request: ScimRequest): Promise<Answer>
  get(place: Place, query?: Query, more?: More): Promise<Answer>
  post(endpoint: string, body: Json, more?: More): Promise<Answer>
  /** A creation that the pool of the run counts. */
  postForPool(endpoint: string, body: Json): Promise<Answer>
  put(place: Place, body: Json, more?: More): Promise<Answer>
  patch(place: Place, operations: readonly WireOperation[], more?: More): Promise<Answer>
  delete(place: Place, more?: More): Promise<Answer>
  /** POST `/.search` below an endpoint, or at the root when it is empty (RFC 7644 §3.4.3). */
  search(endpoint: string, request: JsonObject): Promise<Answer>
  /** Reads again until the answer is in the set, within the lag that was measured; gives the last answer. */
  until(read: () => Promise<Answer>, matcher: Matcher): Promise<Answer>
}

/** Whom a `Scim` serves. */
export interface ScimContext {
  readonly checkId: string
  readonly scope: ExchangeScope
  readonly signal: AbortSignal
  readonly ledger: Ledger
  /** Lets reads wait for the writes before them. */
  readonly lag?: Lag
}

/** Says nothing of the server's conformance (grading, head). */
const BUSY = new Set([429, 502, 503, 504])
const SEARCH_URI = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'

/** Path below the base URL, or the absolute URL, of a place. */
export const pathOf = (place: Place): string => (typeof place === 'string' ? place : place.path)

/** Binds the verbs to one check. What it creates is journalled before it is sent, and tracked. */
export function scimFor(session: Session, context: ScimContext): Scim {
  const { client } = session
  const { lag = NO_LAG } = context

  async function exchange(request: ScimRequest): Promise<Exchange> {
    await lag.before(request)
    const done = await client.send(request, {
      signal: context.signal,
      scope: context.scope,
      check: context.checkId,
    })
    lag.after(request)
    context.ledger.exchanges.push(done)
    const status = done.response?.status
    if (status !== undefined && !BUSY.has(status)) return done
    const what = `${request.method} ${request.path}`
    throw status === undefined
      ? new TargetError(
          (done.failure?.code ?? 'E_CONNECTION_CUT') as TargetErrorCode,
          done.failure?.message ?? `${what} got no answer.`,
          { remedy: '', exchange: done },
        )
      : new TargetError('E_UNAVAILABLE', `${what} was answered ${status}, and no better answer came.`, {
          remedy: 'Lower the rate with --max-rps N, or try later.',
          exchange: done,
        })
  }

  async function sendBulk(request: ScimRequest): Promise<Answer> {
    const announced = creationsIn(request).map((creation) => ({
      creation,
      ordinal: session.announce(creation.request),
    }))
    const answer = answerOf(await exchange(request), context.ledger)
    for (const { creation, ordinal } of announced)
      session.settleFate(ordinal, fateOf(creation, request, answer), context.checkId)
    for (const path of deletionsIn(request, answer.json)) session.forget(path)
    return answer
  }

  /** A server may demand If-Match of every write (E-02): the current tag is read, and the write sent with it. */
  async function withTag(request: ScimRequest, refused: Answer): Promise<Answer> {
    const names = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase())
    if (refused.status !== 428 || names.includes('if-match')) return refused
    const seen = answerOf(await exchange({ method: 'GET', path: request.path }), context.ledger)
    const tag = seen.headers['etag']
    return tag === undefined
      ? refused
      : send({ ...request, headers: { ...request.headers, 'if-match': tag } })
  }

  async function send(request: ScimRequest): Promise<Answer> {
    const objection = session.objectionTo(request)
    if (objection !== undefined)
      skip(`It would send what the constraints of this run keep from this server: ${objection}.`)
    const settle = await allowance(request)
    let made = 0
    try {
      const answer = await sendOnce(request)
      made = creationsMade(request, answer)
      return await withTag(request, answer)
    } finally {
      settle?.(made)
    }
  }

  /** With a pool nothing is made besides but what fits in, and none of its members is deleted for good. */
  async function allowance(request: ScimRequest): Promise<((made: number) => void) | undefined> {
    const { pools } = session
    if (pools === undefined) return undefined
    const deleted = request.method === 'DELETE' ? [request.path] : deletionsAsked(request)
    if (deleted.some((path) => pools.group.has(path)))
      skip('It deletes a group, and --pool keeps the one that it made.')
    if (pools.settings.deletes === 'unknown' && deleted.some((path) => pools.user.has(path)))
      skip('It deletes a user, and --pool keeps those that it made.')
    const wanted = isBulk(request) ? creationsIn(request).length : isCreation(request) ? 1 : 0
    return wanted === 0 ? undefined : pools.besides.ask(wanted)
  }

  function creationsMade(request: ScimRequest, answer: Answer): number {
    if (!isBulk(request)) return answer.status === 201 || answer.status === 200 ? 1 : 0
    const fates = creationsIn(request).map((creation) => fateOf(creation, request, answer))
    return fates.filter((fate) => fate !== undefined && fate !== 'refused').length
  }

  async function sendOnce(request: ScimRequest): Promise<Answer> {
    if (isBulk(request)) return sendBulk(request)
    const ordinal = isCreation(request) ? session.announce(request) : undefined
    const answer = answerOf(await exchange(request), context.ledger)
    if (ordinal !== undefined) session.settleCreation(ordinal, request, answer, context.checkId)
    if (
      request.method === 'DELETE' &&
      (answer.status === 404 || (answer.status >= 200 && answer.status < 300))
    ) {
      session.forget(request.path)
    }
    return ordinal === undefined ? answer : whole(request, answer)
  }

  /** What a creation without a body has made is read at its place (ruling C-11). */
  async function whole(request: ScimRequest, answer: Answer): Promise<Answer> {
    const path = answer.status === 201 && answer.text === '' ? pathOfCreated(request.path, answer) : undefined
    return path === undefined
      ? answer
      : completedBy(answer, await scim.until(() => scim.get(path), status(200)))
  }

  const scim: Scim = {
    base: client.base,
    checkId: context.checkId,
    send,
    get: (place, query, more) =>
      send({ method: 'GET', path: pathOf(place), ...(query === undefined ? {} : { query }), ...more }),
    post: (endpoint, body, more) => send({ method: 'POST', path: endpoint, body, ...more }),
    postForPool: (endpoint, body) => sendOnce({ method: 'POST', path: endpoint, body }),
    put: (place, body, more) => send({ method: 'PUT', path: pathOf(place), body, ...more }),
    patch: (place, operations, more) =>
      send({ method: 'PATCH', path: pathOf(place), body: patchMessage(operations), ...more }),
    delete: (place, more) => send({ method: 'DELETE', path: pathOf(place), ...more }),
    search: (endpoint, request) =>
      send({ method: 'POST', path: `${endpoint}/.search`, body: { schemas: [SEARCH_URI], ...request } }),
    until: async (read, matcher) => {
      let answer = await read()
      if (matcher.differs(answer) === undefined) return answer
      const budget = await session.settleBudget()
      for (let waited = 0, pause = 25; waited < budget; waited += pause, pause = Math.min(pause * 2, 500)) {
        await session.wait(pause, context.signal)
        answer = await read()
        if (matcher.differs(answer) === undefined) return answer
      }
      return answer
    },
  }
  return scim
}

/** A POST to the endpoint of a resource type: not a search, not Bulk. */
function isCreation(request: ScimRequest): boolean {
  const path = request.path.replace(/[?#].*$/, '')
  return request.method === 'POST' && !/\/(\.search|Bulk)\/?$/i.test(path) && path !== '' && path !== '/'
}

/** Names by which a resource that is about to be made could be found again. */
export function namesIn(body: unknown): string[] {
  const json = body as Json
  if (!isObject(json)) return []
  return ['userName', 'displayName', 'externalId'].flatMap((name) => {
    const value = getMember(json, name)
    return typeof value === 'string' ? [value] : []
  })
}
