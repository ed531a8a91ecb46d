import { errorMessage, ScimError } from '../scim/error.ts'
import { listResponse } from '../scim/messages/listResponse.ts'
import { SCIM_MEDIA_TYPE } from '../scim/mediaType.ts'
import type { Json, JsonObject } from '../scim/types.ts'

/** A server as a function. */
export type Handler = (request: Request) => Promise<Response>

function json(body: Json, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': SCIM_MEDIA_TYPE } })
}

function notFound(): Response {
  return json(errorMessage(new ScimError(404, undefined, 'There is nothing here.')), 404)
}

const user = (number: number): JsonObject => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: String(number),
  userName: `user${number}@example.com`,
  meta: { resourceType: 'User', location: `/Users/${number}` },
})

/** Answers 200 and an empty object, whatever is asked. */
export const answers200ToEverything: Handler = async () => json({})

/** Answers 204 and nothing, whatever is asked. */
export const saysNothing: Handler = async () => new Response(null, { status: 204 })

/** Refuses every token. */
export const refusesEveryone: Handler = async () =>
  new Response(JSON.stringify(errorMessage(new ScimError(401, undefined, 'Wrong token.'))), {
    status: 401,
    headers: { 'Content-Type': SCIM_MEDIA_TYPE, 'WWW-Authenticate': 'Bearer' },
  })

/** Answers each create as if it had been done, and knows of nothing afterwards. */
export function forgetsWrites(): Handler {
  let made = 0
  return async (request) => {
    if (request.method === 'POST') {
      made += 1
      return json({ ...user(made), ...((await request.json()) as JsonObject), id: String(made) }, 201)
    }
    if (request.method !== 'GET' || /\/Users\/./.test(new URL(request.url).pathname)) return notFound()
    return json(listResponse({ totalResults: 0, startIndex: 1, itemsPerPage: 0, resources: [] }))
  }
}

/** Returns the first page for ever, whatever startIndex is asked for, and promises more. */
export const neverPages: Handler = async () => {
  const resources = [user(1), user(2)]
  return json(listResponse({ totalResults: 1000, startIndex: 1, itemsPerPage: 2, resources }))
}

/** Gives each page of a cursor walk another cursor, without end. */
export function endlessCursors(): Handler {
  let pages = 0
  return async () => {
    pages += 1
    const resources = [user(pages)]
    return json(listResponse({ totalResults: 1000, itemsPerPage: 1, nextCursor: `c${pages}`, resources }))
  }
}

/** Answers every request with an HTML page and status 500. */
export const htmlErrors: Handler = async () =>
  new Response('<!doctype html><title>Internal Server Error</title>', {
    status: 500,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  })

/** Never answers; lets go when the client does. */
export const hangs: Handler = (request) =>
  new Promise((_, reject) => {
    request.signal.addEventListener('abort', () => reject(new Error('The client has gone.')), { once: true })
  })

/** Begins an answer that does not end as JSON. */
export const cutsJson: Handler = async () =>
  new Response('{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListRes', {
    headers: { 'Content-Type': SCIM_MEDIA_TYPE },
  })

/** Too busy for every request; says when to come again. */
export const alwaysBusy: Handler = async () =>
  new Response(JSON.stringify(errorMessage(new ScimError(429, undefined, 'Too many requests.'))), {
    status: 429,
    headers: { 'Content-Type': SCIM_MEDIA_TYPE, 'Retry-After': '1' },
  })

/** Sends every request to where it came from. */
export const redirectsInCircles: Handler = async (request) =>
  new Response(null, { status: 308, headers: { Location: request.url } })

/** Says that PATCH is supported, and answers it with 501. */
export const claimsPatchHasNone: Handler = async (request) => {
  const { pathname } = new URL(request.url)
  if (request.method === 'PATCH') {
    return json(errorMessage(new ScimError(501, undefined, 'PATCH is not supported.')), 501)
  }
  if (pathname.endsWith('/ServiceProviderConfig')) {
    return json({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: false, maxResults: 0 },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [],
    })
  }
  if (request.method === 'POST') return json(user(1), 201)
  return pathname.endsWith('/Users/1') ? json(user(1)) : notFound()
}

/** Answers each second request with an HTML page and status 500, and the others as `handler` does. */
export function failsEverySecondTime(handler: Handler): Handler {
  let requests = 0
  return async (request) => {
    requests += 1
    return requests % 2 === 0 ? htmlErrors(request) : handler(request)
  }
}
