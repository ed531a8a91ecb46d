import type { Json, JsonObject } from '../../../scim/types.ts'
import { isArray, isObject } from '../../../scim/json.ts'
import {
  type Ask,
  ENTERPRISE,
  listed,
  made,
  serverWith,
  told,
  user,
  WORKPLACE,
} from './trigger.assertions.ts'

type Trigger = (fault?: string) => Promise<Json>

const three = [
  { type: 'work', value: 'a@example.com' },
  { type: 'home', value: 'b@example.com', primary: true },
  { type: 'other', value: 'c@example.com' },
]
const both = { [ENTERPRISE]: { department: 'd', costCenter: 'c' }, [WORKPLACE]: { desk: 'x', level: 1 } }
const operation = (op: string, path: string, value?: Json): JsonObject => ({
  op,
  path,
  ...(value === undefined ? {} : { value }),
})
const patch = (...Operations: readonly JsonObject[]): JsonObject => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})
const bulk = (...Operations: readonly JsonObject[]): JsonObject => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations,
})

/** One user, read with a projection. */
const projected =
  (query: string, method = 'GET'): Trigger =>
  async (fault) => {
    const ask = serverWith(fault)
    const body = { title: 't', name: { givenName: 'Jo', familyName: 'Lee' }, ...both }
    const path = await made(ask, 'p', body)
    return told((await ask(method, `${path}?${query}`, method === 'GET' ? undefined : user('p', body))).json)
  }

/** Three users, listed. */
const queried =
  (query: string): Trigger =>
  async (fault) => {
    const ask = serverWith(fault)
    await made(ask, 'y', { displayName: 'b', active: false, [WORKPLACE]: { level: 10 } })
    await made(ask, 'x', {
      displayName: 'c',
      nickName: 'Annette',
      title: 't',
      active: true,
      [WORKPLACE]: { level: 9 },
      emails: three,
    })
    await made(ask, 'z', {
      displayName: 'a',
      nickName: 'Anna',
      title: 's',
      active: true,
      emails: [{ value: 'aa@example.com', primary: true }],
    })
    return listed((await ask('GET', `/Users?${query}`)).json)
  }

/** Follows nextCursor to the end. */
const walked =
  (query: string): Trigger =>
  async (fault) => {
    const ask = serverWith(fault)
    for (const name of ['x', 'y', 'z']) await made(ask, name, name === 'y' ? {} : { title: 't' })
    const pages: Json[] = []
    let cursor: Json | undefined = ''
    while (typeof cursor === 'string' && pages.length < 9) {
      const { json } = await ask('GET', `/Users?${query}&count=1&cursor=${cursor}`)
      pages.push(listed(json))
      cursor = isObject(json) ? json['nextCursor'] : undefined
    }
    return pages
  }

/** One user, created and read back. */
const readBack =
  (
    attributes: JsonObject,
    read: (ask: Ask, path: string) => Promise<Json> = async (ask, path) =>
      told((await ask('GET', path)).json),
  ): Trigger =>
  async (fault) => {
    const ask = serverWith(fault)
    return read(ask, await made(ask, 'r', attributes))
  }

const idOf = (path: string) => path.replace('/Users/', '')

/** A group and what is left of it after two requests at once. */
const atOnce =
  (...bodies: readonly JsonObject[]): Trigger =>
  async (fault) => {
    const ask = serverWith(fault)
    const users = [await made(ask, 'm'), await made(ask, 'n')]
    const { json } = await ask('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'g',
    })
    const path = `/Groups/${isObject(json) ? String(json['id']) : ''}`
    await Promise.all(
      bodies.map((body, at) =>
        ask(
          'PATCH',
          path,
          JSON.parse(JSON.stringify(body).replaceAll('USER', idOf(users[at] ?? ''))) as JsonObject,
        ),
      ),
    )
    const after = (await ask('GET', path)).json
    const members = isObject(after) ? after['members'] : undefined
    return {
      name: isObject(after) ? (after['displayName'] ?? null) : null,
      members: isArray(members) ? members.length : 0,
    }
  }

const join = patch(operation('add', 'members', [{ value: 'USER' }]))

/** What shows the faults that neither one filter nor one PATCH shows. */
export const triggers: Readonly<Record<string, Trigger>> = {
  'projection.second-part-lost': projected('attributes=name.givenName,name.familyName'),
  'projection.excluded-part-takes-the-rest': projected('excludedAttributes=name.givenName'),
  'projection.second-extension-not-named': projected(`attributes=${WORKPLACE}:desk`),
  'projection.excluded-attribute-takes-the-extension': projected(
    `excludedAttributes=${ENTERPRISE}:department`,
  ),
  'projection.sub-attributes-in-one-case': projected('attributes=name.GIVENNAME'),
  'projection.filter-sees-projection': queried('attributes=userName&filter=active eq true'),
  'projection.sort-sees-projection': queried('attributes=userName&sortBy=displayName'),
  'projection.put-ignores-exclusion': projected('excludedAttributes=title', 'PUT'),
  'paging.exact-remainder-short': queried('startIndex=3&count=1'),
  'paging.start-among-all': queried('filter=title pr&startIndex=2&count=1'),
  'paging.total-of-the-rest': queried('startIndex=2&count=1'),
  'paging.third-page-overlaps': queried('startIndex=3&count=1'),
  'paging.cursor-forgets-the-filter': walked('filter=title pr'),
  'paging.cursor-ends-at-full-page': walked(''),
  'paging.sorted-pages-cut-first': queried('sortBy=displayName&startIndex=3&count=1'),
  'sort.filtered-unsorted': queried('filter=userName pr&sortBy=displayName'),
  'sort.first-letters-count': queried('sortBy=nickName'),
  'sort.absent-first': queried('sortBy=title'),
  'sort.numbers-by-digits': queried(`sortBy=${WORKPLACE}:level`),
  'create.third-value-lost': readBack({ emails: three }),
  'create.second-extension-lost': readBack(both),
  'create.backslashes-lost': readBack({ title: 'a\\b' }),
  'create.emoji-replaced': readBack({ title: '😀' }),
  'create.decimals-rounded': readBack({ [WORKPLACE]: { hoursPerWeek: 12.5 } }),
  'create.integers-wrap': readBack({ [WORKPLACE]: { level: 2 ** 32 } }),
  'create.offsets-dropped': readBack({ [WORKPLACE]: { since: '2026-01-01T10:00:00+05:00' } }),
  'create.false-dropped': readBack({ [WORKPLACE]: { remote: false, level: 1 } }),
  'read.lists-cut-values': readBack({ emails: three }, async (ask) =>
    listed((await ask('GET', '/Users')).json),
  ),
  'read.searches-escape-markup': readBack({ title: 'a&b' }, async (ask) =>
    listed(
      (
        await ask('POST', '/Users/.search', {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        })
      ).json,
    ),
  ),
  'create.recreated-inherits': readBack({ title: 't' }, async (ask, path) => {
    await ask('DELETE', path)
    return told((await ask('GET', await made(ask, 'r'))).json)
  }),
  'put.keeps-what-patch-added': readBack({}, async (ask, path) => {
    await ask('PATCH', path, patch(operation('add', 'title', 't')))
    await ask('PUT', path, user('r', { title: 'u' }))
    return told((await ask('GET', path)).json)
  }),
  'query.index-stale-after-put': readBack({ title: 't' }, async (ask, path) => {
    await ask('PUT', path, user('r', { title: 'u' }))
    return listed((await ask('GET', '/Users?filter=title eq "u"')).json)
  }),
  'query.index-stale-after-patch': readBack({ emails: three }, async (ask, path) => {
    await ask('PATCH', path, patch(operation('remove', 'emails')))
    return listed((await ask('GET', '/Users?filter=emails.type eq "work"')).json)
  }),
  'query.recreated-not-found': readBack({}, async (ask, path) => {
    await ask('DELETE', path)
    await made(ask, 'r')
    return listed((await ask('GET', '/Users?filter=userName eq "r"')).json)
  }),
  'bulk.second-change-lost': readBack({}, async (ask, path) => {
    const data = patch(operation('add', 'title', 't'), operation('add', 'nickName', 'n'))
    await ask('POST', '/Bulk', bulk({ method: 'PATCH', path, data }))
    return told((await ask('GET', path)).json)
  }),
  'bulk.second-extension-lost': readBack({}, async (ask) => {
    const data = {
      ...user('s', both),
      schemas: [...(user('s')['schemas'] as readonly string[]), ENTERPRISE, WORKPLACE],
    }
    await ask('POST', '/Bulk', bulk({ method: 'POST', path: '/Users', bulkId: 'q', data }))
    return listed((await ask('GET', '/Users')).json)
  }),
  'bulk.put-merges': readBack({ title: 't' }, async (ask, path) => {
    await ask('POST', '/Bulk', bulk({ method: 'PUT', path, data: user('r') }))
    return told((await ask('GET', path)).json)
  }),
  'patch.overlapping-changes-lost': atOnce(join, join),
  'patch.rename-writes-old-members': atOnce(join, patch(operation('replace', 'displayName', 'h'))),
  'put.deleted-returns': readBack({}, async (ask, path) => {
    await Promise.all([ask('PUT', path, user('r', { title: 't' })), ask('DELETE', path)])
    return (await ask('GET', path)).status
  }),
  'etag.checked-at-arrival': readBack({}, async (ask, path) => {
    const { etag } = await ask('GET', path)
    const answers = await Promise.all(
      ['t', 'u'].map((title) =>
        ask('PATCH', path, patch(operation('replace', 'title', title)), { 'If-Match': etag }),
      ),
    )
    return answers.map(({ status }) => status).sort()
  }),
  'create.overlapping-twins': async (fault) => {
    const ask = serverWith(fault)
    const answers = await Promise.all([ask('POST', '/Users', user('t')), ask('POST', '/Users', user('t'))])
    return answers.map(({ status }) => status).sort()
  },
}
