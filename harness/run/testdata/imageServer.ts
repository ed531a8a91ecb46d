// What runs in the image of the test: the reference server, for everybody who can reach the container.
import { listen } from '../../reference/listen.ts'
import { createReferenceServer } from '../../reference/server.ts'

const server = createReferenceServer({ token: process.env['SERVER_TOKEN'] ?? 'no-token-was-given' })
const { url } = await listen(server, { host: '0.0.0.0', port: 8080 })
console.log(`listening at ${url}${server.tenants[0]?.basePath ?? ''}`)
