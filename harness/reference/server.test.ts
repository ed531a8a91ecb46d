import { describe, expect, test } from 'vitest'
import { getMember, isArray, isObject } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { bodyOf, clientOf } from './client.ts'
import type { Reply } from './client.ts'
import type { ReferenceOptions } from './options.ts'
import type { switchableCapabilities } from './options.ts'
import { createReferenceServer } from './server.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PRINTER = 'urn:example:params:scim:schemas:core:2.0:Printer'
const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0'

function start(options: ReferenceOptions = {}) {
  const server = createReferenceServer({ seed: 3, ...options })
  return { server, send: clientOf(server) }
}

const idOf = (reply: Reply) => String(getMember(bodyOf(reply), 'id'))
const patchOf = (...operations: Json[]): Json => ({ schemas: [`${MESSAGE}:PatchOp`], Operations: operations })
const user = (userName: string, rest = {}): Json => ({ schemas: [USER], userName, ...rest })
const group = (displayName: string, rest = {}): Json => ({ schemas: [GROUP], displayName, ...rest })
const resourcesOf = (reply: Reply) => {
  const resources = getMember(bodyOf(reply), 'Resources')
  return isArray(resources) ? resources.filter(isObject) : []
}

describe('a resource', () => {
  test('is created, read, replaced and deleted (RFC 7644 §3.3 to §3.6)', async () => {
    const { send } = start()
    const created = await send(
      'POST',
      '/Users',
      user('bjensen', { name: { familyName: 'Jensen' }, password: 'x' }),
    )
    const url = `/Users/${idOf(created)}`
    expect(created.status).toBe(201)
    expect(created.headers['location']).toBe(`http://scim.example.com/t/t1/scim/v2${url}`)
    expect(created.body).toMatchObject({
      schemas: [USER],
      meta: { resourceType: 'User', location: created.headers['location'], version: created.headers['etag'] },
    })
    expect(bodyOf(created)).not.toHaveProperty('password')
    expect((await send('GET', url)).body).toEqual(created.body)

    const replaced = await send('PUT', url, user('bjensen', { id: 'other', title: 'T' }))
    expect(replaced).toMatchObject({ status: 200, body: { id: idOf(created), title: 'T' } })
    expect(bodyOf(replaced)).not.toHaveProperty('name')
    expect(replaced.headers['etag']).not.toBe(created.headers['etag'])

    expect(await send('DELETE', url)).toMatchObject({ status: 204, body: undefined })
    for (const method of ['GET', 'DELETE']) expect(await send(method, url)).toMatchObject({ status: 404 })
    expect((await send('POST', '/Users', user('bjensen'))).status).toBe(201)
  })

  test('is not stored when it breaks its schema, and says why', async () => {
    const { send } = start()
    await send('POST', '/Users', user('taken'))
    const refusals: [Json, number, string][] = [
      [user('TAKEN'), 409, 'uniqueness'],
      [{ schemas: [USER] }, 400, 'invalidValue'],
      [user(''), 400, 'invalidValue'],
      [user('a', { active: 5 }), 400, 'invalidValue'],
      [user('a', { emails: { value: 'x' } }), 400, 'invalidValue'],
      [user('a', { username: 'b' }), 400, 'invalidSyntax'],
      [{ userName: 'a' }, 400, 'invalidSyntax'],
      [{ schemas: [USER, 'urn:none'], userName: 'a' }, 400, 'invalidValue'],
    ]
    for (const [body, status, scimType] of refusals) {
      const refused = await send('POST', '/Users', body)
      expect(refused.body).toMatchObject({ schemas: [`${MESSAGE}:Error`], status: String(status), scimType })
      expect(refused.status).toBe(status)
    }
    expect(bodyOf(await send('GET', '/Users'))['totalResults']).toBe(1)
  })

  test('keeps readOnly, immutable and writeOnly attributes through a PUT', async () => {
    const { server, send } = start()
    const printer = (rest: object): Json => ({ schemas: [PRINTER], label: 'Hall', ...rest })
    const created = await send(
      'POST',
      '/Printers',
      printer({ serialNumber: 'S', adminPin: '1', firmware: 'mine', note: 'n' }),
    )
    expect(created.body).toMatchObject({ firmware: '1.0.0', note: 'n' })
    expect(bodyOf(created)).not.toHaveProperty('adminPin')
    const url = `/Printers/${idOf(created)}`
    expect(bodyOf(await send('GET', url))).not.toHaveProperty('note')
    expect((await send('GET', `${url}?attributes=note`)).body).toMatchObject({ note: 'n', label: 'Hall' })
    expect((await send('PUT', url, printer({}))).body).toMatchObject({ serialNumber: 'S', firmware: '1.0.0' })
    expect(server.tenants[0]?.resources.get(idOf(created))?.attributes['adminPin']).toBe('1')
    expect((await send('PUT', url, printer({ serialNumber: 'T' }))).body).toMatchObject({
      scimType: 'mutability',
    })
    expect((await send('PUT', url, { schemas: [PRINTER] })).body).toMatchObject({ scimType: 'invalidValue' })
  })

  test('may have names that JavaScript knows', async () => {
    const { send } = start()
    const text = `{"schemas":["${USER}"],"userName":"p","__proto__":{"active":true},"constructor":1}`
    const created = await send('POST', '/Users', undefined, { text })
    expect(created.status).toBe(201)
    expect(Object.keys(bodyOf(created))).toEqual(['schemas', 'id', 'userName', 'meta'])
    expect((await send('GET', '/Users/__proto__')).status).toBe(404)
  })
})

describe('a group', () => {
  test('fills in its members, and users show their groups, nested ones too', async () => {
    const { send } = start()
    const ada = await send('POST', '/Users', user('ada', { displayName: 'Ada' }))
    const inner = await send(
      'POST',
      '/Groups',
      group('Inner', { members: [{ value: idOf(ada) }, { value: idOf(ada) }] }),
    )
    expect(getMember(bodyOf(inner), 'members')).toEqual([
      { value: idOf(ada), $ref: ada.headers['location'], type: 'User', display: 'Ada' },
    ])
    await send('POST', '/Groups', group('Outer', { members: [{ value: idOf(inner) }] }))
    expect((await send('GET', `/Users/${idOf(ada)}`)).body).toMatchObject({
      groups: [
        { value: idOf(inner), display: 'Inner', type: 'direct' },
        { display: 'Outer', type: 'indirect' },
      ],
    })
    await send('DELETE', `/Users/${idOf(ada)}`)
    expect(bodyOf(await send('GET', `/Groups/${idOf(inner)}`))).not.toHaveProperty('members')
  })

  test('loses only the members that Entra lists in a remove', async () => {
    const { send } = start()
    const ids = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => idOf(await send('POST', '/Users', user(name)))),
    )
    const made = await send('POST', '/Groups', group('G', { members: ids.map((value) => ({ value })) }))
    const remove = { op: 'Remove', path: 'members', value: [{ $ref: null, value: ids[1] ?? '' }] }
    const patched = await send('PATCH', `/Groups/${idOf(made)}`, patchOf(remove))
    expect(getMember(bodyOf(patched), 'members')).toMatchObject([{ value: ids[0] }, { value: ids[2] }])
  })
})

describe('PATCH', () => {
  test('applies all operations or none, and a change of nothing leaves lastModified alone', async () => {
    let minute = 0
    const { send } = start({ clock: () => new Date(Date.UTC(2026, 0, 1, 0, (minute += 1))) })
    const created = await send('POST', '/Users', user('ada', { title: 'T' }))
    const url = `/Users/${idOf(created)}`
    expect((await send('PATCH', url, patchOf({ op: 'add', path: 'title', value: 'T' }))).body).toEqual(
      created.body,
    )
    const unmatched = { op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }
    const refused = await send('PATCH', url, patchOf({ op: 'replace', path: 'title', value: 'U' }, unmatched))
    expect(refused.body).toMatchObject({ status: '400', scimType: 'noTarget' })
    expect((await send('GET', url)).body).toEqual(created.body)
  })

  test('understands Entra: capitalised operations, booleans as text, elements that do not exist yet', async () => {
    const { send } = start()
    const url = `/Users/${idOf(await send('POST', '/Users', user('ada', { active: true })))}`
    const patched = await send(
      'PATCH',
      url,
      patchOf(
        { op: 'Replace', path: 'active', value: 'False' },
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@example.com' },
      ),
    )
    expect(patched.body).toMatchObject({ active: false, emails: [{ type: 'work', value: 'a@example.com' }] })
    const strict = start({ entraDialect: false })
    const strictUrl = `/Users/${idOf(await strict.send('POST', '/Users', user('ada')))}`
    expect(
      (await strict.send('PATCH', strictUrl, patchOf({ op: 'replace', path: 'active', value: 'False' })))
        .status,
    ).toBe(400)
  })

  test('a second group of one name is refused where Entra’s dialect is spoken, and made where it is not (ruling C-18)', async () => {
    const secondGroup = async (options: ReferenceOptions) => {
      const { send } = start(options)
      const first = await send('POST', '/Groups', group('Pilots'))
      expect(first.status).toBe(201)
      expect((await send('PUT', `/Groups/${idOf(first)}`, group('Pilots'))).status).toBe(200)
      return send('POST', '/Groups', group('PILOTS'))
    }
    expect(await secondGroup({})).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    expect(await secondGroup({ entraDialect: false })).toMatchObject({ status: 201 })
  })

  test('externalId stands in the published schemas where Entra’s dialect is spoken (RFC 7643 §3.1 allows that)', async () => {
    const listed = async (options: ReferenceOptions, id: string) => {
      const document = await start(options).send('GET', `/Schemas/${id}`)
      const attributes = getMember(bodyOf(document), 'attributes')
      return isArray(attributes) && attributes.some((one) => isObject(one) && one['name'] === 'externalId')
    }
    for (const id of [USER, GROUP]) {
      expect(await listed({}, id)).toBe(true)
      expect(await listed({ entraDialect: false }, id)).toBe(false)
    }
    expect(await listed({}, PRINTER)).toBe(false)
  })
})

describe('versions', () => {
  test('guard PUT, PATCH and DELETE, and spare reads (RFC 7644 §3.14)', async () => {
    const { send } = start()
    const created = await send('POST', '/Users', user('ada'))
    const url = `/Users/${idOf(created)}`
    const etag = created.headers['etag'] ?? ''
    const current = { headers: { 'if-match': etag } }
    expect(await send('GET', url, undefined, { headers: { 'if-none-match': etag } })).toMatchObject({
      status: 304,
    })
    expect((await send('PUT', url, user('ada', { title: 'T' }), current)).status).toBe(200)
    expect((await send('PUT', url, user('ada'), current)).status).toBe(412)
    expect((await send('PATCH', url, patchOf({ op: 'remove', path: 'title' }), current)).status).toBe(412)
    expect((await send('DELETE', url, undefined, current)).status).toBe(412)
    expect((await send('DELETE', url, undefined, { headers: { 'if-match': '*' } })).status).toBe(204)
  })
})

test('one seed gives the same ids and versions, another seed others', async () => {
  const first = async (seed: number) =>
    (await start({ seed, clock: () => new Date(0), users: 2 }).send('GET', '/Users')).body
  expect(await first(1)).toEqual(await first(1))
  expect(await first(1)).not.toEqual(await first(2))
})

describe('without', () => {
  const expectations: [keyof typeof switchableCapabilities, string, string, Json | undefined, number][] = [
    ['patch', 'PATCH', '/Users/x', {}, 501],
    ['filter', 'GET', '/Users?filter=userName%20pr', undefined, 400],
    ['discovery', 'GET', '/Schemas', undefined, 404],
    ['bulk', 'POST', '/Bulk', {}, 501],
    ['search-post', 'POST', '/Users/.search', {}, 501],
    ['root-query', 'GET', '/', undefined, 501],
    ['me', 'GET', '/Me', undefined, 501],
    ['groups', 'GET', '/Groups', undefined, 404],
    ['custom-types', 'GET', '/Printers', undefined, 404],
  ]
  test.each(expectations)('%s: %s %s', async (capability, method, path, body, status) => {
    expect((await start({ without: [capability], users: 1 }).send(method, path, body)).status).toBe(status)
    expect((await start({ users: 1 }).send(method, path, body)).status).not.toBe(status)
  })

  test('sort, etag, cursor and large pages', async () => {
    const { send } = start({ without: ['sort', 'etag', 'cursor', 'max-results-10'], users: 12 })
    const list = await send('GET', '/Users?cursor&count=100&sortBy=userName&sortOrder=descending')
    expect(list.body).toMatchObject({ totalResults: 12, startIndex: 1, itemsPerPage: 10 })
    expect(resourcesOf(list)[0]).toMatchObject({ userName: 'user1@t1.example.com' })
    expect(getMember(bodyOf(list), 'nextCursor')).toBeUndefined()
    expect((await send('GET', '/Me')).headers).not.toHaveProperty('etag')
  })
})
