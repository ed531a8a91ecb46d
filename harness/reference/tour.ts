import type { Json } from '../scim/types.ts'
import { clientOf } from './client.ts'
import type { Reply, RequestParts } from './client.ts'
import type { ReferenceOptions } from './options.ts'
import { createReferenceServer } from './server.ts'
import { askNames } from './tourNames.ts'
import { askPatches } from './tourPatches.ts'
import { askQueries, askWrites, ENTERPRISE, GROUP, memberAt, PRINTER, USER } from './tourParts.ts'

/** Ends a tour. */
class Enough extends Error {}

/**
 * Asks a server everything that can be asked of one, in a fixed order.
 * @param isEnough told of each exchange as it is seen; true ends the tour
 * @returns method, path, status, headers and body of each exchange
 */
export async function tour(
  options: ReferenceOptions,
  isEnough: (exchange: Json, index: number) => boolean = () => false,
): Promise<readonly Json[]> {
  const seen: Json[] = []
  try {
    await walk(options, (exchange) => {
      seen.push(exchange)
      if (isEnough(exchange, seen.length - 1)) throw new Enough()
    })
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown
  }
  return seen
}

async function walk(options: ReferenceOptions, see: (exchange: Json) => void): Promise<void> {
  let seconds = 0
  const server = createReferenceServer({
    ...options,
    users: 4,
    seed: 7,
    origin: 'http://scim.example.com',
    clock: () => new Date(Date.UTC(2026, 0, 1, 0, 0, (seconds += 1))),
    limits: { bulkOperations: 6 },
  })
  const client = clientOf(server)
  const send = async (method: string, path: string, body?: Json, parts?: RequestParts) => {
    const reply = await client(method, path, body, parts)
    see([method, path, reply.status, reply.headers, reply.body ?? null])
    return reply
  }
  const url = (collection: string, reply: Reply) =>
    `/${collection}/${encodeURIComponent(memberAt(reply, 'id'))}`

  for (const path of [
    'ServiceProviderConfig',
    'ResourceTypes',
    'Schemas',
    'Schemas?count=1',
    'Schemas?filter=a',
  ]) {
    await send('GET', `/${path}`)
  }
  for (const authorization of [null, 'Bearer ', 'Bearer wrong', `Basic ${server.tenants[0]?.token}`]) {
    await send('GET', '/Users', undefined, { headers: { authorization } })
    await send('POST', '/Users', {}, { headers: { authorization } })
  }
  const token = server.tenants[0]?.token ?? ''
  await send('GET', '/Users', undefined, { headers: { authorization: `Bearer ${token.slice(0, -1)}` } })
  await send('GET', '/Users', undefined, { tenant: 1, headers: { authorization: `Bearer ${token}` } })
  await send('GET', '/Users?count=3', undefined, { tenant: 1 })
  for (const accept of ['application/scim+json', 'application/json', 'text/html', 'application/*']) {
    await send('GET', '/Users?count=1', undefined, { headers: { accept } })
  }

  const ada = await send('POST', '/Users', {
    schemas: [USER, ENTERPRISE],
    id: 'mine',
    meta: { version: 'x' },
    userName: 'Ada',
    externalId: 'E-1',
    active: false,
    password: 'secret',
    title: '',
    name: { givenName: 'Ada', familyName: 'Ülm' },
    emails: [
      { value: 'a@example.com', type: 'work', primary: true },
      { value: 'h@example.com', type: 'home' },
    ],
    [ENTERPRISE]: { department: 'Tours', manager: { value: 'nobody' } },
  })
  const bob = await send('POST', '/Users', {
    schemas: [USER],
    userName: 'bob',
    active: true,
    nickName: null,
    emails: [{ value: 'b@example.com' }],
    roles: [],
  })
  await send('POST', '/Users', { schemas: [USER], userName: 'ADA' })
  await send('POST', '/Users', { schemas: [USER], userName: 'Ada' })
  await send('POST', '/Users', { schemas: [USER], userName: 'same-external', externalId: 'E-1' })
  await send('POST', '/Users', { schemas: [USER], userName: 'same.external' })
  await send('POST', '/Users', { schemas: [USER], userName: 'same1external' })
  await send('POST', '/Users', { schemas: [USER], userName: 'same_external' })
  await send('POST', '/Users', { schemas: [USER], userName: 'User1@t2.example.com', active: 'True' })
  await send('POST', '/Users', {
    schemas: [USER],
    userName: 'read',
    id: 'x',
    meta: { created: 'y' },
    groups: [{ value: 'z' }],
    extra: 1,
  })
  await send('POST', '/Users', { schemas: [USER], displayName: 'none' })
  await send('POST', '/Users', { schemas: [USER], userName: 5 })
  await send('POST', '/Users', {
    schemas: [USER],
    userName: 'two',
    emails: [
      { value: '1', primary: true },
      { value: '2', primary: true },
    ],
  })
  await send('POST', '/Users', undefined, { text: '{"schemas":' })
  for (const type of ['application/json', 'application/scim+json; charset=utf-8', 'text/plain', null]) {
    await send(
      'POST',
      '/Users',
      { schemas: [USER], userName: `typed as ${type}` },
      { headers: { 'content-type': type } },
    )
  }
  const group = await send('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'Guides',
    members: [{ value: memberAt(ada, 'id') }, { value: memberAt(bob, 'id') }],
  })
  const outer = await send('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'All',
    members: [{ value: memberAt(group, 'id'), type: 'Group' }],
  })
  await send('POST', '/Groups', { schemas: [GROUP], displayName: 'All', members: [{ value: 'nobody' }] })
  await send('POST', '/Groups', { schemas: [GROUP], members: [] })
  const printer = await send('POST', '/Printers', {
    schemas: [PRINTER],
    label: 'Hall',
    serialNumber: 'S1',
    note: 'n',
    adminPin: '1',
    firmware: '9',
    inService: false,
    tonerLevel: 0.5,
    installedAt: '2026-01-01T12:00:00Z',
    aliases: ['x'],
    keeper: { value: memberAt(ada, 'id') },
    pageCount: 3,
  })
  const [adaUrl, bobUrl, groupUrl, printerUrl] = [
    url('Users', ada),
    url('Users', bob),
    url('Groups', group),
    url('Printers', printer),
  ]

  for (const path of [adaUrl, groupUrl, url('Groups', outer), printerUrl, '/Users/none', '/Nope', '/Me'])
    await send('GET', path)
  await send('GET', adaUrl, undefined, { origin: 'http://evil.example.net' })
  await send('GET', adaUrl, undefined, { tenant: 1 })
  await send('GET', adaUrl, undefined, { headers: { 'if-none-match': 'W/"other"' } })
  await send('GET', adaUrl, undefined, { headers: { 'if-none-match': ada.headers['etag'] ?? '"none"' } })
  await send('DELETE', '/Users')
  for (const path of ['/../v9/Users', '/../Users']) await send('GET', path)
  await askQueries(send, { adaUrl, groupUrl, printerUrl })
  await askWrites(send, { ada, bob, adaUrl, bobUrl, groupUrl, printerUrl })
  await askNames(send)
  await askPatches(send)
}
