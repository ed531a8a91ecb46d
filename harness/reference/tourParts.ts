import { getMember } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { bodyOf } from './client.ts'
import type { Reply, Send } from './client.ts'

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const PRINTER = 'urn:example:params:scim:schemas:core:2.0:Printer'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0'

export const filter = (text: string, rest = '') => `?filter=${encodeURIComponent(text)}${rest}`
export const patchOf = (...operations: Json[]): Json => ({
  schemas: [`${MESSAGE}:PatchOp`],
  Operations: operations,
})
export const memberAt = (reply: Reply, name: string) => String(getMember(bodyOf(reply), name))

/** Asks queries: projections, filters, pages, sorts, cursors. */
export async function askQueries(
  send: Send,
  { adaUrl, groupUrl, printerUrl }: { adaUrl: string; groupUrl: string; printerUrl: string },
): Promise<void> {
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
    'userName eq "ada" or userName eq "bob" and active eq true',
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
  await send('GET', '/')
}

/** What the writes of a tour are done to. */
interface Targets {
  readonly ada: Reply
  readonly bob: Reply
  readonly adaUrl: string
  readonly bobUrl: string
  readonly groupUrl: string
  readonly printerUrl: string
}

/** Asks for changes: PUT, PATCH in both dialects, bulk, DELETE. */
export async function askWrites(send: Send, targets: Targets): Promise<void> {
  const { ada, bob, adaUrl, bobUrl, groupUrl, printerUrl } = targets
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
}
