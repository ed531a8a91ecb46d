// The reference server in a process of its own, which answers after a fixed time and remembers what filters it was asked.
// Usage: slowServer.ts LATENCY_MS; prints its base URL and its token.
import { serveHandler } from '../harness/reference/listen.ts'
import { createReferenceServer } from '../harness/reference/server.ts'

const latency = Number(process.argv[2] ?? '5')
const server = createReferenceServer({ seed: 1 })
const tenant = server.tenants[0]
if (tenant === undefined) throw new Error('The reference server has no tenant.')
const asked: string[] = []
const listening = await serveHandler(async (request) => {
  const url = new URL(request.url)
  if (url.pathname === '/asked') return Response.json(asked)
  if (url.searchParams.has('filter')) asked.push(`${url.pathname}${url.search}`)
  const [answer] = await Promise.all([
    server.fetch(request),
    new Promise((resolve) => setTimeout(resolve, latency)),
  ])
  return answer
})
console.log(`${listening.url}${tenant.basePath} ${tenant.token}`)
