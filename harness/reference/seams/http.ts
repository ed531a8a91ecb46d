import { errorMessage, ScimError } from '../../scim/error.ts'
import { isObject } from '../../scim/json.ts'
import { acceptWeight, essenceOf, SCIM_MEDIA_TYPE } from '../../scim/mediaType.ts'
import type { Json } from '../../scim/types.ts'
import type { HttpSeams } from '../seams.ts'

const JSON_MEDIA_TYPE = 'application/json'

function depthExceeds(value: Json, depth: number): boolean {
  if (value === null || typeof value !== 'object') return false
  if (depth === 0) return true
  return Object.values(value).some((inner: Json) => depthExceeds(inner, depth - 1))
}

async function readWithin(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new ScimError(413, undefined, `The request body is larger than ${maxBytes} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body !== null) {
    const reader = request.body.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength
      if (size > maxBytes) {
        await reader.cancel()
        throw tooLarge()
      }
      chunks.push(part.value)
    }
  }
  return Buffer.concat(chunks)
}

export const httpSeams: HttpSeams = {
  rewriteRequest(request) {
    return request
  },

  authenticate(call) {
    const [scheme = '', token, ...rest] = (call.request.headers.get('authorization') ?? '').split(' ')
    if (scheme.toLowerCase() !== 'bearer' || token !== call.tenant.token || rest.length > 0) {
      throw new ScimError(401, undefined, 'A valid bearer token for this tenant is needed.')
    }
  },

  challenge(call) {
    const sent = call.request.headers.has('authorization')
    return sent ? 'Bearer realm="scim", error="invalid_token"' : 'Bearer realm="scim"'
  },

  negotiate(call) {
    const accept = call.request.headers.get('accept') ?? undefined
    const scim = acceptWeight(accept, SCIM_MEDIA_TYPE)
    const json = acceptWeight(accept, JSON_MEDIA_TYPE)
    if (scim === 0 && json === 0) {
      throw new ScimError(
        406,
        undefined,
        `Answers are ${SCIM_MEDIA_TYPE} or ${JSON_MEDIA_TYPE}; neither is accepted.`,
      )
    }
    return json > scim ? JSON_MEDIA_TYPE : SCIM_MEDIA_TYPE
  },

  checkContentType(call) {
    const type = essenceOf(call.request.headers.get('content-type') ?? SCIM_MEDIA_TYPE)
    if (type !== SCIM_MEDIA_TYPE && type !== JSON_MEDIA_TYPE) {
      throw new ScimError(
        415,
        undefined,
        `The request body must be ${SCIM_MEDIA_TYPE} or ${JSON_MEDIA_TYPE}.`,
      )
    }
  },

  async readText(call, maxBytes) {
    const bytes = await readWithin(call.request, maxBytes)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      throw new ScimError(400, 'invalidSyntax', 'The request body is not UTF-8.')
    }
  },

  parseJson(text) {
    try {
      return JSON.parse(text) as Json
    } catch {
      throw new ScimError(400, 'invalidSyntax', 'The request body is not JSON.')
    }
  },

  checkDepth(value, call) {
    if (depthExceeds(value, call.server.limits.depth)) {
      throw new ScimError(
        400,
        'invalidSyntax',
        `The request body nests deeper than ${call.server.limits.depth} levels.`,
      )
    }
  },

  async readBody(call, maxBytes = call.server.limits.bodyBytes) {
    call.seams.checkContentType(call)
    const body = call.seams.parseJson(await call.seams.readText(call, maxBytes), call)
    call.seams.checkDepth(body, call)
    if (!isObject(body)) throw new ScimError(400, 'invalidSyntax', 'The request body is not a JSON object.')
    return body
  },

  asScimError(thrown) {
    if (thrown instanceof ScimError) return thrown
    return new ScimError(500, undefined, 'The server failed to process the request.')
  },

  renderError(error, call) {
    const challenge = error.status === 401 ? { 'WWW-Authenticate': call.seams.challenge(call) } : {}
    return { status: error.status, headers: challenge, body: errorMessage(error) }
  },

  unknownRoute(call) {
    return new ScimError(404, undefined, `There is nothing at ${call.url.pathname}.`)
  },

  methodNotAllowed(allowed, call) {
    const error = new ScimError(405, undefined, `${call.request.method} is not possible here.`)
    const answer = call.seams.renderError(error, call)
    return { ...answer, headers: { ...answer.headers, Allow: allowed.join(', ') } }
  },

  renderAnswer(answer, mediaType) {
    const headers = new Headers(answer.headers)
    if (answer.body === undefined) return new Response(null, { status: answer.status, headers })
    headers.set('Content-Type', mediaType)
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers })
  },
}
