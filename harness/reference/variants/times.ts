import { setTimeout as pause } from 'node:timers/promises'
import type { ResourceSchema } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { Call, StoredResource, Tenant } from '../state.ts'
import { ScimError } from '../../scim/error.ts'
import type { Variant } from '../variant.ts'

/** Milliseconds until a write is seen by reads. */
const LAG_MS = 300
/** Milliseconds that an answer takes longer. */
const SLOWNESS_MS = 20
/** Milliseconds between two passes of work in the background. */
const ROUND_MS = 1500

/** What became of a resource, and when; `undefined` once it was deleted. */
interface Change {
  readonly at: number
  readonly stored: StoredResource | undefined
}

const isRead = ({ request, url }: Call) =>
  request.method === 'GET' || request.method === 'HEAD' || url.pathname.endsWith('/.search')

/** Writes are seen at once by writes, and by reads after a while. */
function eventually(seams: Seams): Partial<Seams> {
  const histories = new WeakMap<Tenant, Map<string, Change[]>>()

  function historyOf(tenant: Tenant): Map<string, Change[]> {
    const known = histories.get(tenant) ?? new Map<string, Change[]>()
    histories.set(tenant, known)
    return known
  }

  function note(id: string, stored: StoredResource | undefined, tenant: Tenant, call: Call): void {
    const history = historyOf(tenant)
    const before = tenant.resources.get(id)
    const begun = history.get(id) ?? [{ at: 0, stored: before }]
    history.set(id, [...begun, { at: call.server.clock().getTime(), stored }])
  }

  /** What reads see of a resource now. */
  function seen(id: string, call: Call): StoredResource | undefined {
    const history = historyOf(call.tenant).get(id)
    if (history === undefined) return call.tenant.resources.get(id)
    const now = call.server.clock().getTime()
    return history.findLast(({ at }) => at + LAG_MS <= now)?.stored
  }

  return {
    save: (stored, tenant, call) => {
      note(stored.id, stored, tenant, call)
      seams.save(stored, tenant, call)
    },
    deleteResource: (stored, call) => {
      note(stored.id, undefined, call.tenant, call)
      seams.deleteResource(stored, call)
    },
    findResource: (type: ResourceSchema, id, call) => {
      if (!isRead(call)) return seams.findResource(type, id, call)
      const stored = seen(id, call)
      if (stored === undefined || stored.type !== type.resourceType.name)
        throw new ScimError(404, undefined, `There is no ${type.resourceType.name} with this id.`)
      return stored
    },
    candidates: (types, call) => {
      const names = new Set(types.map(({ resourceType }) => resourceType.name))
      const ids = new Set([...historyOf(call.tenant).keys(), ...call.tenant.resources.keys()])
      return [...ids].flatMap((id) => seen(id, call) ?? []).filter(({ type }) => names.has(type))
    },
  }
}

/** When things happen. */
export const timeVariants: readonly Variant[] = [
  {
    id: 'times.eventually-consistent',
    title: 'Reads see a write 300 milliseconds after it',
    allowedBy: 'X-11',
    grade: 'warn',
    told: { settle: 500 },
    replace: eventually,
  },
  {
    id: 'times.slow',
    title: 'Each answer takes its time',
    allowedBy: 'X-11',
    grade: 'accept',
    replace: (seams) => ({
      rewriteRequest: async (request) => {
        await pause(SLOWNESS_MS)
        return seams.rewriteRequest(request)
      },
    }),
  },
  {
    id: 'times.worked-on-in-the-background',
    title: 'Work in the background moves lastModified of every resource now and then',
    allowedBy: 'C-10',
    grade: 'accept',
    replace: (seams) => ({
      assignMeta: (stored, call) => {
        const round = Math.floor(call.server.clock().getTime() / ROUND_MS) * ROUND_MS
        const touched = round > Date.parse(stored.lastModified)
        const time = new Date(round).toISOString()
        return seams.assignMeta(touched ? { ...stored, lastModified: time } : stored, call)
      },
    }),
  },
]
