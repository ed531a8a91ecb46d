import { describe, expect, test } from 'vitest'
import { getMember, isArray, isObject } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { bodyOf, clientOf } from './client.ts'
import type { Reply, RequestParts } from './client.ts'
import { composeSeams } from './compose.ts'
import { faults } from './faults/index.ts'
import type { ReferenceOptions } from './options.ts'
import { conformingSeams } from './seams.ts'
import { createReferenceServer } from './server.ts'
import { variants } from './variants/index.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PRINTER = 'urn:example:params:scim:schemas:core:2.0:Printer'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0'

const filter = (text: string, rest = '') => `?filter=${encodeURIComponent(text)}${rest}`
const patchOf = (...operations: Json[]): Json => ({ schemas: [`${MESSAGE}:PatchOp`], Operations: operations })
const memberAt = (reply: Reply, name: string) => String(getMember(bodyOf(reply), name))

/** Everything that can be asked of a server, in a fixed order; what it answers, in order. */
async function tour(options: ReferenceOptions): Promise<readonly Json[]> {
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
  const seen: Json[] = []
  const send = async (method: string, path: string, body?: Json, parts?: RequestParts) => {
    const reply = await client(method, path, body, parts)
    seen.push([method, path, reply.status, reply.headers, reply.body ?? null])
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

  for (const query of [
    'attributes=userName',
    'attributes=USERNAME,emails.value',
    'attributes=password',
    'excludedAttributes=id,emails',
    `attributes=${ENTERPRISE}:department`,
    'attributes=note',
    'excludedAttributes=members',
  ]) {
    await send('GET', `${adaUrl}?${query}`)
    await send('GET', `${printerUrl}?${query}`)
    await send('GET', `${groupUrl}?${query}`)
  }
  for (const text of [
    'userName eq "ADA"',
    'externalId eq "e-1"',
    'externalId eq "E-1"',
    'userName eq "nobody"',
    'userName eqq "x"',
    'active gt true',
    'userName eq "ada" and active eq true',
    'userName eq "ada" or userName eq "bob" and active eq false',
    'not (userName eq "ada") and active eq true',
    'emails[type eq "work" and value eq "h@example.com"]',
    `${ENTERPRISE}:department eq "Tours"`,
    'unknown eq "x"',
    'password eq "secret"',
    'userName pr',
    'active eq false',
  ]) {
    await send('GET', `/Users${filter(text)}`)
    await send('GET', `/${filter(text)}`)
  }
  await send('GET', `/Printers${filter('installedAt eq "2026-01-01T13:00:00+01:00"')}`)
  for (const query of [
    'count=2',
    'startIndex=2&count=2',
    'startIndex=3&count=2',
    'count=0',
    'count=-1',
    'startIndex=0&count=1',
    'count=1000',
    'startIndex=100',
    '',
    'sortBy=userName',
    'sortBy=userName&sortOrder=descending',
    'sortBy=name.familyName&count=2',
    'sortBy=nickName',
    'sortBy=displayName&count=3',
  ]) {
    await send('GET', `/Users?${query}`)
  }
  await send('POST', '/Users/.search', {
    schemas: [`${MESSAGE}:SearchRequest`],
    filter: 'userName sw "a"',
    attributes: ['userName'],
  })
  let cursor = ''
  for (let pages = 0; pages < 7; pages += 1) {
    const page = await send('GET', `/Users?cursor=${encodeURIComponent(cursor)}&count=3`)
    const next = getMember(bodyOf(page), 'nextCursor')
    if (typeof next !== 'string') break
    cursor = next
  }
  await send('GET', '/Users?cursor=forged')

  const stale = { headers: { 'if-match': 'W/"old"' } }
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    await send(
      method,
      bobUrl,
      method === 'DELETE'
        ? undefined
        : {
            ...(patchOf({ op: 'replace', path: 'title', value: 't' }) as object),
            schemas: [USER],
            userName: 'stale',
          },
      stale,
    )
  }
  await send('PATCH', bobUrl, patchOf({ op: 'replace', path: 'title', value: 't' }), stale)
  await send('PATCH', bobUrl, patchOf({ op: 'replace', path: 'title', value: 't' }), {
    headers: { 'if-match': bob.headers['etag'] ?? '*' },
  })
  await send('PUT', adaUrl, {
    ...bodyOf(ada),
    active: true,
    externalId: 'E-2',
    displayName: 'New',
    [ENTERPRISE]: { department: 'Other' },
  })
  await send('GET', adaUrl)
  await send('PUT', adaUrl, { schemas: [USER], userName: 'ada', displayName: 'Less', active: false })
  await send('GET', adaUrl)
  await send('PUT', adaUrl, { schemas: [USER], displayName: 'Refused' })
  await send('PUT', adaUrl, { schemas: [USER], userName: 'bob', displayName: 'Refused' })
  await send('GET', adaUrl)
  await send('PUT', printerUrl, { schemas: [PRINTER], label: 'Hall', serialNumber: 'S2' })
  await send('PUT', '/Users/new', { schemas: [USER], userName: 'new' })
  await send('PUT', groupUrl, {
    schemas: [GROUP],
    displayName: 'Guides',
    members: [{ value: memberAt(ada, 'id') }, { value: memberAt(ada, 'id') }],
  })

  const emails = [
    { value: 'a@example.com', type: 'work', primary: true },
    { value: 'a2@example.com', type: 'work' },
    { value: 'h@example.com', type: 'home' },
  ]
  for (const operations of [
    [{ op: 'replace', path: 'active', value: true }],
    [{ op: 'Replace', path: 'active', value: 'False' }],
    [{ op: 'replace', path: 'emails', value: emails }],
    [{ op: 'replace', path: 'emails[type eq "work"].display', value: 'W' }],
    [{ op: 'replace', path: 'emails', value: emails }],
    [{ op: 'add', path: 'emails', value: [{ value: 'n@example.com', type: 'other', primary: true }] }],
    [{ op: 'replace', path: 'emails[type eq "none"].value', value: 'x' }],
    [{ op: 'remove' }],
    [{ op: 'remove', path: 'emails[type eq "home"]' }],
    [{ op: 'remove', path: 'emails[type eq "none"]' }],
    [{ op: 'remove', path: 'emails[type eq "work" and value eq "a@example.com"]' }],
    [{ op: 'replace', value: { displayName: 'Many', title: 'T' } }],
    [{ op: 'add', path: 'title', value: 'T' }],
    [{ op: 'replace', path: 'id', value: 'x' }],
    [
      { op: 'add', path: 'nickName', value: 'N' },
      { op: 'replace', path: 'emails[type eq "none"].value', value: 'x' },
    ],
    [{ op: 'remove', path: 'userName' }],
    [{ op: 'replace', path: 'noSuch', value: 1 }],
    [{ op: 'remove', path: 'emails' }],
    [{ op: 'replace', path: `${ENTERPRISE}:department`, value: 'D' }],
    [{ op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '1' }],
    [{ op: 'Replace', value: { 'name.givenName': 'Dotted' } }],
    [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: 'm' }],
    [{ op: 'remove', path: 'title' }],
  ]) {
    await send('PATCH', adaUrl, patchOf(...operations))
    await send('GET', adaUrl)
  }
  await send(
    'PATCH',
    `${adaUrl}?attributes=userName`,
    patchOf({ op: 'replace', path: 'nickName', value: 'P' }),
  )
  await send('PATCH', printerUrl, patchOf({ op: 'replace', path: 'firmware', value: '9' }))
  const member = (reply: Reply) => ({ value: memberAt(reply, 'id') })
  for (const operation of [
    { op: 'add', path: 'members', value: [member(bob)] },
    { op: 'add', path: 'members', value: [member(bob)] },
    { op: 'replace', path: 'displayName', value: 'Renamed' },
    { op: 'Remove', path: 'members', value: [member(bob)] },
    { op: 'remove', path: `members[value eq "${memberAt(bob, 'id')}"]` },
    { op: 'replace', path: 'noSuch', value: [] },
    { op: 'replace', path: 'members', value: [] },
    { op: 'add', path: 'members', value: [member(ada), member(bob)] },
  ]) {
    await send('PATCH', groupUrl, patchOf(operation))
    await send('GET', groupUrl)
  }

  const bulk = async (operations: Json[], rest = {}) =>
    send('POST', '/Bulk', { schemas: [`${MESSAGE}:BulkRequest`], ...rest, Operations: operations })
  const post = (path: string, bulkId: string, data: Json) => ({ method: 'POST', path, bulkId, data })
  await bulk([
    post('/Groups', 'g', { schemas: [GROUP], displayName: 'B', members: [{ value: 'bulkId:u' }] }),
    post('/Users', 'dup', { schemas: [USER], userName: 'bob' }),
    post('/Users', 'u', {
      schemas: [USER, ENTERPRISE],
      userName: 'bulk',
      [ENTERPRISE]: { manager: { value: 'bulkId:u' } },
    }),
    {
      method: 'PATCH',
      path: groupUrl,
      data: patchOf({ op: 'replace', path: 'displayName', value: 'ByBulk' }),
    },
    { method: 'DELETE', path: bobUrl, version: 'W/"old"' },
  ])
  await bulk(
    [post('/Users', 'a', { schemas: [USER] }), post('/Users', 'b', { schemas: [USER], userName: 'never' })],
    { failOnErrors: 1 },
  )
  await bulk(
    Array.from({ length: 7 }, (_, index) =>
      post('/Users', String(index), { schemas: [USER], userName: `many${index}` }),
    ),
  )
  await send('GET', '/Groups')
  await send('DELETE', bobUrl)
  for (const method of ['GET', 'DELETE']) await send(method, bobUrl)
  for (const path of [groupUrl, '/Users', '/Groups']) await send('GET', path)
  return seen
}

const conforming = tour({})
const same = (left: Json | undefined, right: Json | undefined) =>
  JSON.stringify(left) === JSON.stringify(right)

test('two servers of one seed and one clock answer alike', async () => {
  expect(await tour({})).toEqual(await conforming)
})

test('the conforming server never fails with 500', async () => {
  for (const entry of await conforming) expect(isArray(entry) && entry[2] === 500 ? entry : null).toBeNull()
})

describe('faults', () => {
  test('each has an id of its own that begins with its area, and says what it breaks', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
    for (const { id, area, title, consequence, violates, source } of faults) {
      expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/)
      expect(id.startsWith(`${area}.`)).toBe(true)
      expect(title.length > 10 && consequence.endsWith('.')).toBe(true)
      expect(violates.length > 0 || area === 'entra').toBe(true)
      expect(source).toMatch(/^own$|^DEF-\d{3} https:\/\//)
    }
    expect(faults.length).toBeGreaterThanOrEqual(60)
  })

  test.each(faults.map(({ id }) => id))('%s can be seen from outside', async (id) => {
    const [before, after] = [await conforming, await tour({ faults: [id] })]
    expect(before.some((entry, index) => !same(entry, after[index]))).toBe(true)
  })
})

describe('variants', () => {
  test('each has an id of its own and names what allows it', () => {
    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length)
    for (const { id, allowedBy } of variants) {
      expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/)
      expect(allowedBy).toMatch(/^[A-Z]/)
    }
    expect(variants.length).toBeGreaterThanOrEqual(15)
  })

  test.each(variants.map(({ id }) => id))(
    '%s can be seen from outside, and nothing fails with 500',
    async (id) => {
      const [before, after] = [await conforming, await tour({ variants: [id] })]
      expect(before.some((entry, index) => !same(entry, after[index]))).toBe(true)
      expect(after.filter((entry) => isArray(entry) && entry[2] === 500)).toEqual([])
    },
  )
})

describe('composeSeams', () => {
  test('without ids it gives the conforming seams', () => {
    expect(composeSeams([], [])).toEqual(conformingSeams)
  })

  test('an unknown id is refused with the nearest ones', () => {
    expect(() => composeSeams(['create.status-20'], [])).toThrow(
      /no fault create\.status-20.*create\.status-200/,
    )
    expect(() => composeSeams([], ['etag.stale'])).toThrow(/no variant etag\.stale.*etag\.stale-409/)
  })

  test('each replacement builds on those before it', () => {
    const both = composeSeams(['errors.status-number', 'errors.no-schemas'], [])
    expect(isObject({ ...both })).toBe(true)
    expect(both.renderError).not.toBe(conformingSeams.renderError)
  })
})
