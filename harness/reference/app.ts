import { Hono } from 'hono'
import type { Context } from 'hono'
import { errorMessage, ScimError } from '../scim/error.ts'
import { SCIM_MEDIA_TYPE } from '../scim/mediaType.ts'
import type { Route } from './routes.ts'
import type { Seams } from './seams.ts'
import type { Answer, Call, ServerState, Tenant } from './state.ts'

/** Runs an act, and turns whatever it throws into a SCIM error. */
async function answer(call: Call, open: boolean, act: () => Answer | Promise<Answer>): Promise<Response> {
  const { seams } = call
  let mediaType = SCIM_MEDIA_TYPE
  try {
    if (!open) seams.authenticate(call)
    mediaType = seams.negotiate(call)
    return seams.renderAnswer(await act(), mediaType, call)
  } catch (thrown) {
    return seams.renderAnswer(seams.renderError(seams.asScimError(thrown, call), call), mediaType, call)
  }
}

function callFor(server: ServerState, seams: Seams, tenant: Tenant, request: Request): Call {
  const url = new URL(request.url)
  return { server, seams, request, url, tenant, baseUrl: `${server.origin ?? url.origin}${tenant.basePath}` }
}

/** The routes of all tenants as one application. */
export function application(server: ServerState, seams: Seams, routes: readonly Route[]): Hono {
  const app = new Hono({ strict: false })
  for (const tenant of server.tenants) {
    const callOf = (context: Context) => callFor(server, seams, tenant, context.req.raw)
    for (const { path, methods, open = false } of routes) {
      app.all(`${tenant.basePath}${path === '/' ? '' : path}`, (context) => {
        const call = callOf(context)
        const { method } = context.req.raw
        const act = methods[method === 'HEAD' ? 'GET' : method]
        return answer(call, open, () =>
          act === undefined
            ? seams.methodNotAllowed(Object.keys(methods), call)
            : act(call, context.req.param('id') ?? ''),
        )
      })
    }
    app.all(`${tenant.basePath}/*`, (context) => {
      const call = callOf(context)
      return answer(call, false, () => {
        throw seams.unknownRoute(call)
      })
    })
  }
  app.notFound(() => {
    const body = JSON.stringify(errorMessage(new ScimError(404, undefined, 'There is nothing here.')))
    return new Response(body, { status: 404, headers: { 'Content-Type': SCIM_MEDIA_TYPE } })
  })
  return app
}
