import { application } from './app.ts'
import { composeSeams } from './compose.ts'
import { defaultLimits } from './options.ts'
import type { ReferenceOptions } from './options.ts'
import { addUsers } from './population.ts'
import { digest, seededRandom } from './random.ts'
import { resourceTypes } from './resourceTypes.ts'
import { routesOf } from './routes.ts'
import { ResourceMap } from './state.ts'
import type { ServerState, Tenant } from './state.ts'

/** A running server without a wire: requests go in, answers come out. */
export interface ReferenceServer {
  /** Answers one request; never rejects. */
  fetch(request: Request): Promise<Response>
  /** The organisations it serves, each with the path of its base URL and its bearer token. */
  readonly tenants: readonly Tenant[]
  /** What it holds; tests may look, and `listen` sets the origin. */
  readonly state: ServerState
}

function makeTenants(options: ReferenceOptions, seed: number): readonly Tenant[] {
  const token = options.token ?? `token-${digest('token', seed)}`
  return Array.from({ length: options.tenants ?? 2 }, (_, index) => {
    const id = `t${index + 1}`
    return {
      id,
      basePath: `/t/${id}/scim${options.versioned === false ? '' : '/v2'}`,
      token: index === 0 ? token : `${token}-${id}`,
      resources: new ResourceMap(),
      subject: undefined,
    }
  })
}

/**
 * Makes a server that conforms to RFC 7643, RFC 7644 and RFC 9865, but for the faults that the options name.
 * @throws Error for an unknown fault or variant, naming the nearest
 */
export function createReferenceServer(options: ReferenceOptions = {}): ReferenceServer {
  const seed = options.seed ?? 1
  const without = new Set(options.without)
  const limits = { ...defaultLimits, ...options.limits }
  const state: ServerState = {
    tenants: makeTenants(options, seed),
    types: resourceTypes(without),
    without,
    limits: { ...limits, maxResults: without.has('max-results-10') ? 10 : limits.maxResults },
    entraDialect: options.entraDialect ?? true,
    seed,
    random: seededRandom(seed),
    clock: options.clock ?? (() => new Date()),
    origin: options.origin,
  }
  const seams = composeSeams(options.faults ?? [], options.variants ?? [])
  for (const tenant of state.tenants) addUsers(tenant, options.users ?? 0, state)
  const app = application(state, seams, routesOf(state.types, !without.has('discovery')))
  return {
    fetch: async (request) => app.fetch(await seams.rewriteRequest(request)),
    tenants: state.tenants,
    state,
  }
}
