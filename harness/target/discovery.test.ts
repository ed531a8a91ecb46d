import { describe, expect, test } from 'vitest'
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../scim/schema/core.ts'
import type { Json } from '../scim/types.ts'
import { createClient } from './client.ts'
import { noCredentials } from './credentials.ts'
import { discover, type TargetFacts } from './discovery.ts'
import { fetchTransport } from './fetchTransport.ts'
import { createRecorder } from './recorder.ts'
import { localEndpoint } from './resourceTypes.ts'
import type { Capability, Exchange } from './types.ts'

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const USER = USER_SCHEMA.id
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id

const list = (...Resources: Json[]) => ({ schemas: [LIST], totalResults: Resources.length, Resources })
const json = (body: Json, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/scim+json' } })
const html = (status = 200) =>
  new Response('<!DOCTYPE html><html></html>', { status, headers: { 'content-type': 'text/html' } })
const absent = () => json({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' }, 404)

const CONFIG = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  sort: { supported: 'true' },
  etag: { supported: false },
  changePassword: { supported: false },
  pagination: { cursor: true },
  authenticationSchemes: [],
}
const USER_TYPE = {
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  schema: USER,
  schemaExtensions: [{ schema: ENTERPRISE, required: false }],
}
const GROUP_TYPE = { name: 'Group', endpoint: 'Groups', schema: GROUP }
const schema = (id: string, ...names: string[]) => ({
  id,
  name: id,
  attributes: names.map((name) => ({ name, type: 'string' })),
})

type Route = (url: URL) => Response
type Routes = Readonly<Record<string, Route>>

/** A server that knows all discovery endpoints, finds nobody, and lacks search, root query and /Me. */
const WELL: Routes = {
  '/ServiceProviderConfig': () => json(CONFIG),
  '/ResourceTypes': () => json(list(USER_TYPE, GROUP_TYPE)),
  '/Schemas': () =>
    json(
      list(
        schema(USER, 'userName', 'shoeSize'),
        schema(GROUP, 'displayName'),
        schema(ENTERPRISE, 'department'),
      ),
    ),
  '/Users': () => json(list()),
  '/Groups': () => json(list()),
}

async function discovered(routes: Routes): Promise<TargetFacts & { exchanges: Exchange[] }> {
  const exchanges: Exchange[] = []
  const client = createClient({
    transport: fetchTransport((request) => {
      const url = new URL(request.url)
      const route = url.pathname.startsWith('/scim/v2/')
        ? routes[url.pathname.slice('/scim/v2'.length)]
        : undefined
      return route?.(url) ?? absent()
    }),
    base: 'https://scim.example.com/scim/v2',
    authorization: noCredentials(),
    recorder: createRecorder((exchange) => exchanges.push(exchange)),
    clock: () => 0,
    wait: () => Promise.resolve(),
  })
  return { ...(await discover(client, new AbortController().signal)), exchanges }
}

const held = ({ capabilities }: TargetFacts) =>
  (Object.keys(capabilities) as Capability[]).filter((capability) => capabilities[capability]).sort()

describe('a well-behaved server', () => {
  test('is believed what it says', async () => {
    const facts = await discovered(WELL)
    expect(held(facts)).toEqual([
      'cursor',
      'discovery',
      'enterprise-user',
      'filter',
      'groups',
      'patch',
      'sort',
      'users',
    ])
    expect(facts.findings).toEqual([])
    expect(facts.resourceTypes.map(({ endpoint }) => endpoint)).toEqual(['/Users', '/Groups'])
    expect(facts.resourceSchemas[0]?.core.attributes.map(({ name }) => name)).toEqual([
      'userName',
      'shoeSize',
    ])
  })

  test('every belief names its reason and exchanges that were sent', async () => {
    const { believed, capabilities, exchanges } = await discovered(WELL)
    const ids = exchanges.map(({ id }) => id)
    expect(believed.map(({ capability }) => capability).sort()).toEqual(Object.keys(capabilities).sort())
    for (const { because, exchanges: grounds } of believed) {
      expect(because).toMatch(/\.$/)
      expect(grounds.length).toBeGreaterThan(0)
      expect(ids).toEqual(expect.arrayContaining([...grounds]))
    }
  })

  test('is only read, and the facts are plain data', async () => {
    const { exchanges, ...facts } = await discovered(WELL)
    const writes = exchanges.filter(
      ({ request }) => request.method !== 'GET' && !request.url.endsWith('/.search'),
    )
    expect(writes).toEqual([])
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
    expect(structuredClone(facts)).toEqual(facts)
  })

  test('shows search, root query and /Me by answering', async () => {
    const facts = await discovered({
      ...WELL,
      '/Users/.search': () => json(list()),
      '/': () => json(list()),
      '/Me': () => new Response(null, { status: 308, headers: { location: '/scim/v2/Users/1' } }),
    })
    expect(held(facts)).toEqual(expect.arrayContaining(['me', 'root-query', 'search-post']))
  })

  test('a list at the root that is no ListResponse is no root query', async () => {
    expect(held(await discovered({ ...WELL, '/': () => json([]) }))).not.toContain('root-query')
  })
})

describe('a server without discovery', () => {
  test('is known by what it answers, with the schemas of the standard', async () => {
    const facts = await discovered({ '/Users': () => json(list()) })
    expect(held(facts)).toEqual(['filter', 'patch', 'users'])
    expect(facts.resourceSchemas.map(({ resourceType }) => resourceType.name)).toEqual(['User'])
    expect(facts.resourceSchemas[0]?.core).toEqual(USER_SCHEMA)
    expect(facts.resourceSchemas[0]?.extensions).toEqual([])
    expect(facts.serviceProviderConfig).toBeNull()
  })

  test('that ignores the filter is not believed to filter', async () => {
    const facts = await discovered({ '/Users': () => json(list({ id: '1', userName: 'grace' })) })
    expect(held(facts)).toEqual(['patch', 'users'])
    expect(facts.findings).toContain('GET /Users ignores a filter for nobody.')
    expect(JSON.stringify(facts)).not.toContain('grace')
  })

  test.each<[string, Route]>([
    ['HTML', () => html()],
    ['500', () => json({ detail: 'oops' }, 500)],
    ['an empty body', () => new Response('')],
    ['JSON null', () => json(null)],
    ['a number', () => json(7)],
    ['a string', () => json('no')],
    ['401', () => json({}, 401)],
  ])('that answers %s everywhere is no error', async (_, route) => {
    const everywhere = Object.fromEntries(
      [
        '/ServiceProviderConfig',
        '/ResourceTypes',
        '/Schemas',
        '/Users',
        '/Groups',
        '/Me',
        '/',
        '/Users/.search',
      ].map((path) => [path, route]),
    )
    const facts = await discovered(everywhere)
    expect(held(facts)).toEqual(['patch'])
    expect(facts.findings.length).toBeGreaterThanOrEqual(3)
    expect(facts.resourceSchemas).toEqual([])
  })
})

describe('malformed discovery is read as far as it goes', () => {
  test('bare arrays and lists without totalResults', async () => {
    const facts = await discovered({
      ...WELL,
      '/ResourceTypes': () => json([USER_TYPE]),
      '/Schemas': () => json({ Resources: [schema(USER, 'userName')] }),
      '/Groups': absent,
    })
    expect(facts.findings).toEqual([
      'GET /ResourceTypes gives a bare array where a ListResponse belongs.',
      'GET /Schemas gives a list without totalResults.',
      `/Schemas does not list ${ENTERPRISE}, which resource type User uses.`,
    ])
    expect(held(facts)).toContain('enterprise-user')
    expect(facts.resourceSchemas[0]?.extensions[0]?.schema).toEqual(ENTERPRISE_USER_SCHEMA)
  })

  test('a ServiceProviderConfig inside a list, or under the name of SCIM 1.1', async () => {
    const wrapped = await discovered({ ...WELL, '/ServiceProviderConfig': () => json(list(CONFIG)) })
    expect(wrapped.serviceProviderConfig).toEqual(CONFIG)
    expect(wrapped.findings).toEqual(['GET /ServiceProviderConfig gives a list where one object belongs.'])
    const plural = await discovered({
      ...WELL,
      '/ServiceProviderConfig': absent,
      '/ServiceProviderConfigs': () => json(CONFIG),
    })
    expect(plural.serviceProviderConfig).toEqual(CONFIG)
    expect(plural.findings).toEqual(['Only /ServiceProviderConfigs answers, the name that SCIM 1.1 had.'])
  })

  test('a type or schema that can not be read, beside others that can', async () => {
    const facts = await discovered({
      ...WELL,
      '/ResourceTypes': () =>
        json(
          list(
            USER_TYPE,
            GROUP_TYPE,
            { id: 'Robot', endpoint: '/Robots' },
            { id: 'Car', endpoint: 7, schema: 'x' },
          ),
        ),
      '/Schemas': () =>
        json(
          list(
            schema(USER, 'userName'),
            { id: GROUP, attributes: [{ type: 'colour' }] },
            schema(ENTERPRISE, 'department'),
          ),
        ),
    })
    expect(facts.resourceSchemas.map(({ resourceType }) => resourceType.name)).toEqual(['User', 'Group'])
    expect(facts.findings.join('\n')).toMatch(/\/ResourceTypes: Robot can not be read: \$\.schema/)
    expect(facts.findings.join('\n')).toMatch(/\/ResourceTypes: Car can not be read/)
    expect(facts.findings.join('\n')).toMatch(/\/Schemas: .*Group can not be read/)
  })

  test('a type whose schema nobody publishes', async () => {
    const robot = { id: 'Robot', name: 'Robot', endpoint: '/Robots', schema: 'urn:example:Robot' }
    const facts = await discovered({
      ...WELL,
      '/ResourceTypes': () => json(list(USER_TYPE, GROUP_TYPE, robot)),
    })
    expect(facts.resourceTypes.length).toBe(3)
    expect(facts.resourceSchemas.length).toBe(2)
  })

  test('a list that comes in pages', async () => {
    const all = [schema(USER, 'userName'), schema(GROUP, 'displayName'), schema(ENTERPRISE, 'department')]
    const facts = await discovered({
      ...WELL,
      '/Schemas': (url) => {
        const start = Number(url.searchParams.get('startIndex') ?? 1)
        return json({ schemas: [LIST], totalResults: 3, Resources: all.slice(start - 1, start) })
      },
    })
    expect(facts.schemas.map(({ id }) => id)).toEqual([USER, GROUP, ENTERPRISE])
    expect(facts.findings).toEqual([])
  })

  test('a total that is a lie ends', async () => {
    const facts = await discovered({
      ...WELL,
      '/ResourceTypes': () => json({ ...list(USER_TYPE, GROUP_TYPE), totalResults: 9 }),
    })
    expect(facts.findings).toEqual(['GET /ResourceTypes says totalResults 9 and gives 2.'])
  })

  test('Groups that answer but are not listed', async () => {
    const facts = await discovered({ ...WELL, '/ResourceTypes': () => json(list(USER_TYPE)) })
    expect(held(facts)).toContain('groups')
    expect(facts.findings).toEqual(['/Groups answers, but /ResourceTypes does not list Group.'])
  })

  test('a filter that is promised but does not work, or works but is denied', async () => {
    const promised = await discovered({ ...WELL, '/Users': () => json({}, 501) })
    expect(promised.capabilities.filter).toBe(true)
    expect(promised.findings.join()).toContain('promises filter')
    const denying = { ...CONFIG, filter: { supported: false } }
    const denied = await discovered({ ...WELL, '/ServiceProviderConfig': () => json(denying) })
    expect(denied.capabilities.filter).toBe(false)
    expect(denied.findings.join()).toContain('denies filter')
  })
})

describe('an endpoint', () => {
  test.each([
    ['Users', 'Users'],
    ['/Users', '/Users'],
    ['/scim/v2/Users', '/Users'],
    ['/v2/Users', '/Users'],
    ['https://scim.example.com/scim/v2/Users', '/Users'],
    ['https://internal:8443/scim/v2/Users/', '/Users'],
    ['https://internal:8443/api/Users', '/Users'],
    ['/Custom/Users', '/Custom/Users'],
  ])('%s lies at %s', (endpoint, local) => {
    expect(localEndpoint(endpoint, 'https://scim.example.com/scim/v2')).toBe(local)
  })

  test('at the root of a host keeps its path', () => {
    expect(localEndpoint('https://scim.example.com/Custom/Users', 'https://scim.example.com')).toBe(
      '/Custom/Users',
    )
  })
})
