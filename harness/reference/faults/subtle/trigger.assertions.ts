import { isArray, isObject } from '../../../scim/json.ts'
import type { Json, JsonObject } from '../../../scim/types.ts'
import { createReferenceServer } from '../../server.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const WORKPLACE = 'urn:example:params:scim:schemas:extension:workplace:2.0:User'

/** Asks a server, and gives status and body. */
export type Ask = (
  method: string,
  path: string,
  body?: JsonObject,
  headers?: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly json: Json; readonly etag: string }>

/** A server with a fault, or a conforming one; its clock moves by a second at each look. */
export function serverWith(fault?: string): Ask {
  let time = Date.parse('2026-01-01T12:00:00Z')
  const server = createReferenceServer({
    faults: fault === undefined ? [] : [fault],
    origin: 'http://reference.test',
    clock: () => new Date((time += 1000)),
  })
  const tenant = server.tenants[0]
  return async (method, path, body, headers = {}) => {
    const answer = await server.fetch(
      new Request(`http://reference.test${tenant?.basePath ?? ''}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${tenant?.token ?? ''}`,
          'Content-Type': 'application/scim+json',
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const text = await answer.text()
    return {
      status: answer.status,
      json: text === '' ? null : (JSON.parse(text) as Json),
      etag: answer.headers.get('etag') ?? '',
    }
  }
}

/** A body to create a user with. */
export const user = (userName: string, attributes: JsonObject = {}): JsonObject => ({
  schemas: [CORE],
  userName,
  ...attributes,
})

/** Creates a user and gives the path. */
export async function made(ask: Ask, userName: string, attributes: JsonObject = {}): Promise<string> {
  const { status, json } = await ask('POST', '/Users', user(userName, attributes))
  if (status !== 201 || !isObject(json)) throw new Error(`${userName} is refused with ${status}.`)
  return `/Users/${String(json['id'])}`
}

/** What a resource says, without what differs from one to the next. */
export function told(json: Json): Json {
  if (!isObject(json)) return json
  const { id: _id, meta: _meta, ...rest } = json
  return rest
}

/** The resources of a list, without what differs from one to the next, and the figures. */
export function listed(json: Json): Json {
  if (!isObject(json)) return json
  const { Resources, nextCursor, ...figures } = json
  return {
    ...figures,
    ...(nextCursor === undefined ? {} : { nextCursor: 'another' }),
    Resources: isArray(Resources) ? Resources.map(told) : null,
  }
}

const work: JsonObject = { type: 'work', value: 'work@example.com' }
const home: JsonObject = { type: 'home', value: 'home@example.com' }

/** Users on whom the smallest filters of all faults show. */
const people: readonly JsonObject[] = [
  user('a', { active: true, title: 'clerk', displayName: 'a', nickName: 'bo', emails: [work] }),
  user('b', { active: false, displayName: 'abz', emails: [home, { ...work, primary: true, display: 'w' }] }),
  user('c', {
    active: true,
    displayName: 'Ann',
    emails: [work, home, { type: 'other', value: 'o@example.com' }],
  }),
  user('d', { title: 'this or that', displayName: 'Ann', name: { familyName: 'Lee', givenName: 'Jo' } }),
  user('e', { title: 'a) b', displayName: 'xyz', active: false, nickName: 'al' }),
  user('f', { title: 'say "a"' }),
  user('g', { title: 'back\\slash', active: true }),
  user('h', { title: 'one+one', [ENTERPRISE]: { department: 'Sales' }, active: true }),
  user('i', {
    title: 'élan',
    [WORKPLACE]: { desk: '7', level: 0, remote: false, contract: { number: 'n' } },
  }),
  user('j', {
    title: '文 中 book end',
    [WORKPLACE]: { level: 2 ** 33, hoursPerWeek: 38.5, since: '1950-01-01T00:00:00Z' },
  }),
  user('k', { title: 'a long way to go until the end', [WORKPLACE]: { level: -5 } }),
  user('l', { title: 'a.b_c 日', emails: [work, home] }),
]

/** Names of the users whom a filter selects. */
export async function selectedBy(filter: string, fault?: string): Promise<readonly Json[]> {
  const ask = serverWith(fault)
  for (const person of people) await ask('POST', '/Users', person)
  const { status, json } = await ask('GET', `/Users?${new URLSearchParams({ filter }).toString()}`)
  if (status !== 200 || !isObject(json) || !isArray(json['Resources']))
    throw new Error(`${filter}: ${status}`)
  return json['Resources'].map((one) => (isObject(one) ? (one['userName'] ?? null) : null))
}

/** A user on whom the smallest PATCHes of all faults show. */
const person: JsonObject = {
  title: 'old',
  nickName: 'old',
  name: { givenName: 'Jo', middleName: 'B', familyName: 'Lee' },
  emails: [
    { type: 'work', value: 'a@example.com', display: 'a "b"', primary: true },
    { type: 'home', value: 'b@example.com', display: 'a"b' },
    { type: 'other', value: 'd@example.com', display: 'd' },
  ],
  [ENTERPRISE]: { department: 'old' },
  [WORKPLACE]: { desk: 'old', remote: true, hoursPerWeek: 1 },
}

/** What is left of a user after a PATCH: status, body read back, whether the version moved. */
export async function afterPatch(operations: Json, fault?: string): Promise<Json> {
  const ask = serverWith(fault)
  const path = await made(ask, 'patched', person)
  const before = await ask('GET', path)
  const { status } = await ask('PATCH', path, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: operations,
  })
  const after = await ask('GET', path)
  return { status, after: told(after.json), moved: before.etag !== after.etag }
}
