import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'

// Test support: SCIMMY, a SCIM server that nobody here wrote, with its own router and an in-memory store.

type Stored = Record<string, unknown> & { id: string; meta: { created: string; lastModified: string } }

/** What SCIMMY hands to the handlers of a resource type. */
interface Asked {
  readonly id?: string
  readonly filter?: { match(values: readonly Stored[]): Stored[] }
}

/** Handlers over a map, which is all that SCIMMY asks of a store. */
function handlers(store: Map<string, Stored>, naming: string) {
  const missing = (id: string) => new SCIMMY.Types.Error(404, '', `There is no ${id}.`)
  return {
    ingress: async ({ id }: Asked, instance: unknown) => {
      const before = id === undefined ? undefined : store.get(id)
      if (id !== undefined && before === undefined) throw missing(id)
      const data = JSON.parse(JSON.stringify(instance)) as Record<string, unknown>
      const name = String(data[naming]).toLowerCase()
      const taken = [...store.values()].some(
        (other) => other.id !== id && String(other[naming]).toLowerCase() === name,
      )
      if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', `${naming} is taken.`)
      const now = new Date().toISOString()
      const saved = {
        ...data,
        id: id ?? randomUUID(),
        meta: { created: before?.meta.created ?? now, lastModified: now },
      }
      store.set(saved.id, saved)
      return saved
    },
    egress: async ({ id, filter }: Asked) => {
      if (id === undefined)
        return filter === undefined ? [...store.values()] : filter.match([...store.values()])
      const found = store.get(id)
      if (found === undefined) throw missing(id)
      return found
    },
    degress: async ({ id = '' }: Asked) => {
      if (!store.delete(id)) throw missing(id)
    },
  }
}

/** Starts SCIMMY on a free port of loopback; once a process, since its resource types are global. */
export async function startScimmy(token: string): Promise<{ url: string; close(): Promise<void> }> {
  const { Resources, Schemas } = SCIMMY
  Resources.declare(Resources.User, handlers(new Map(), 'userName') as never)
  Resources.User.extend(Schemas.EnterpriseUser as never, false)
  Resources.declare(Resources.Group, handlers(new Map(), 'displayName') as never)
  const app = express()
  const routers = new SCIMMYRouters({
    type: 'bearer',
    handler: ((request: { header(name: string): string | undefined }) => {
      if (request.header('authorization') !== `Bearer ${token}`) throw new Error('The token is wrong.')
      return 'the connection'
    }) as never,
  })
  app.use('/scim', routers as never)
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/scim`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
