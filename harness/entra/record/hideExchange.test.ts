import { describe, expect, test } from 'vitest'
import type { Json } from '../../scim/types.ts'
import { filled, recordings } from '../recordings.ts'
import { hideAnswer, hideRequest, type SeenRequest } from './hideExchange.ts'
import type { Hiding } from './hideText.ts'
import { createRegister } from './register.ts'

const BASE = 'https://scim.contoso.com/tenants/42/scim/v2'
const hidingOf = (): Hiding => ({ register: createRegister(), bases: [BASE] })
const seen = (
  method: string,
  target: string,
  body?: Json,
  headers: SeenRequest['headers'] = [],
): SeenRequest => ({
  method,
  target,
  headers,
  body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
})
const ID = '2819c223-7f76-453a-919d-413861904646'
const PATCH_OP = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']

describe('a request that is recorded', () => {
  test('keeps its form and loses its values: ids, filters, paths', () => {
    const hiding = hidingOf()
    const query = hideRequest(
      seen('GET', '/Users?filter=userName+eq+%22Ada%40contoso.com%22&count=1'),
      hiding,
    )
    expect(query).toMatchObject({
      path: '/Users',
      query: 'filter=userName+eq+%22{{userName1}}%22&count=1',
      queryForm: 'wire',
    })
    const patch = hideRequest(
      seen('PATCH', `/Users/${ID}`, {
        schemas: PATCH_OP,
        Operations: [
          { op: 'Replace', path: 'active', value: 'False' },
          { op: 'Add', path: 'emails[type eq "work"].value', value: 'ADA@CONTOSO.COM' },
          {
            op: 'Add',
            value: { 'name.givenName': 'Ada', 'phoneNumbers[type eq "mobile"].value': '+44 20 7946 0000' },
          },
          { op: 'Remove', path: 'members[value eq "77"]' },
          {
            op: 'Add',
            path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
            value: '77',
          },
        ],
      }),
      hiding,
    )
    expect(patch.path).toBe('/Users/{{id1}}')
    expect(patch.body?.['Operations']).toEqual([
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: '{{userName2}}' },
      {
        op: 'Add',
        value: { 'name.givenName': '{{text1}}', 'phoneNumbers[type eq "mobile"].value': '{{phone1}}' },
      },
      { op: 'Remove', path: 'members[value eq "{{id2}}"]' },
      {
        op: 'Add',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
        value: '{{id2}}',
      },
    ])
    expect(hiding.register.definitions('{{userName2}}')).toEqual({
      userName2: expect.objectContaining({
        sameAs: 'userName1',
        letters: 'upper',
        example: 'USER1@EXAMPLE.COM',
      }) as unknown,
    })
  })

  test('gives the same value the same variable in request, answer, link and header', () => {
    const hiding = hidingOf()
    const body = {
      userName: 'ada@contoso.com',
      emails: [{ type: 'work', value: 'ada@contoso.com' }],
      title: ' Countess ',
    }
    expect(hideRequest(seen('POST', '/Users', body), hiding).body).toEqual({
      userName: '{{userName1}}',
      emails: [{ type: 'work', value: '{{userName1}}' }],
      title: ' {{text1}} ',
    })
    const answer = hideAnswer(
      {
        status: 201,
        headers: [
          ['Location', `${BASE}/Users/${ID}`],
          ['ETag', 'W/"a330bc54"'],
          ['Set-Cookie', 'sid=8k'],
        ],
        body: Buffer.from(
          JSON.stringify({
            ...body,
            id: ID,
            active: true,
            meta: { resourceType: 'User', location: `${BASE}/Users/${ID}`, version: 'W/"a330bc54"' },
          }),
        ),
      },
      '/Users',
      hiding,
    )
    expect(answer).toEqual({
      status: 201,
      headers: { Location: '{{baseUrl1}}/Users/{{id1}}', ETag: '{{version1}}' },
      body: {
        userName: '{{userName1}}',
        emails: [{ type: 'work', value: '{{userName1}}' }],
        title: ' {{text1}} ',
        id: '{{id1}}',
        active: true,
        meta: { resourceType: 'User', location: '{{baseUrl1}}/Users/{{id1}}', version: '{{version1}}' },
      },
    })
  })

  test('short ids belong to their type, long ones to everybody', () => {
    const hiding = hidingOf()
    expect(hideRequest(seen('GET', '/Users/1'), hiding).path).toBe('/Users/{{id1}}')
    expect(hideRequest(seen('GET', '/Groups/1'), hiding).path).toBe('/Groups/{{id2}}')
    expect(hideRequest(seen('GET', `/Groups/${ID}`), hiding).path).toBe('/Groups/{{id3}}')
    expect(hideRequest(seen('GET', `/Users/${ID}`), hiding).path).toBe('/Users/{{id3}}')
    const members = {
      schemas: PATCH_OP,
      Operations: [
        { op: 'add', path: 'members', value: [{ value: '1' }, { value: '1', $ref: '../Groups/1' }] },
      ],
    }
    expect(hideRequest(seen('PATCH', '/Groups/1', members), hiding).body?.['Operations']).toEqual([
      {
        op: 'add',
        path: 'members',
        value: [{ value: '{{id1}}' }, { value: '{{id2}}', $ref: '../Groups/{{id2}}' }],
      },
    ])
  })

  test('says which credentials came, never what they are; foreign headers stay away', () => {
    const headers = [
      ['Authorization', 'Bearer eyJhbGciOi.secret'],
      ['User-Agent', 'Provisioning/1.0'],
      ['X-Forwarded-For', '203.0.113.7'],
      ['Accept', 'application/scim+json'],
    ] as const
    const request = hideRequest(seen('GET', '/Users', undefined, headers), hidingOf())
    expect(request).toEqual({
      method: 'GET',
      path: '/Users',
      headers: { 'User-Agent': 'Provisioning/1.0', Accept: 'application/scim+json' },
    })
    expect(hideRequest(seen('GET', '/Users'), hidingOf()).credentials).toBe('none')
  })

  test.each([
    ['no JSON', 'POST', '/Users', 'ada@contoso.com'],
    ['an unclosed literal', 'GET', '/Users?filter=userName eq "ada@contoso.com', ''],
    ['a bare literal', 'GET', '/Users?filter=userName+eq+ada@contoso.com', ''],
    ['a filter of one word', 'GET', '/Users?filter=contoso', ''],
    ['a foreign parameter', 'GET', '/Users?key=contoso&contoso%40x=1', ''],
    ['a segment of a path', 'GET', '/Users/contoso%40x/contoso', ''],
    ['a strange endpoint', 'GET', '/contoso.com/Users', ''],
    [
      'a key',
      'POST',
      '/Users',
      '{"ada@contoso.com":{"x":1},"emails[value eq \\"ada@contoso.com\\"].type":"work"}',
    ],
    [
      'a long number',
      'POST',
      '/Users',
      '{"employeeNumber":7019841,"contoso":"contoso"}'.replaceAll('"contoso":', '"title":'),
    ],
    [
      'a path of PATCH',
      'PATCH',
      '/Users/1',
      '{"Operations":[{"op":"contoso it","path":"emails[value eq \\"ada@contoso.com\\"]"}]}',
    ],
    [
      'a bulk',
      'POST',
      '/Bulk',
      '{"Operations":[{"method":"PUT","path":"/Users/ada@contoso.com","bulkId":"contoso","data":{"userName":"contoso"}}]}',
    ],
    [
      'a search',
      'POST',
      '/Users/.search',
      '{"filter":"displayName sw \\"contoso\\"","attributes":["contoso x"]}',
    ],
  ])('gives nothing away in %s', (_, method, target, body) => {
    const hiding = hidingOf()
    const written = JSON.stringify(
      hideRequest({ method, target, headers: [], body: Buffer.from(body) }, hiding),
    )
    expect(written).not.toMatch(/contoso|ada|7019841/i)
    expect(JSON.stringify(hiding.register.definitions(written))).not.toMatch(/contoso|ada|7019841/i)
  })
})

describe('an answer that is recorded', () => {
  test('keeps a document of discovery, without hosts and people', () => {
    const body = {
      documentationUri: 'https://contoso.com/help',
      name: 'User',
      description: 'Ask ada@contoso.com',
      id: 'urn:ietf:params:scim:schemas:core:2.0:User',
      meta: { location: `${BASE}/Schemas/urn:ietf:params:scim:schemas:core:2.0:User` },
    }
    const answer = hideAnswer(
      { status: 200, headers: [], body: Buffer.from(JSON.stringify(body)) },
      '/Schemas',
      hidingOf(),
    )
    expect(answer.body).toEqual({
      documentationUri: '{{url1}}',
      name: 'User',
      description: '{{text1}}',
      id: 'urn:ietf:params:scim:schemas:core:2.0:User',
      meta: { location: '{{baseUrl1}}/Schemas/urn:ietf:params:scim:schemas:core:2.0:User' },
    })
  })

  test('keeps of an error what is no prose', () => {
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'Ada exists',
    }
    const answer = hideAnswer(
      { status: 409, headers: [], body: Buffer.from(JSON.stringify(body)) },
      '/Users',
      hidingOf(),
    )
    expect(answer.body).toEqual({ ...body, detail: '{{text1}}' })
  })

  test('keeps nothing of a page', () => {
    expect(
      hideAnswer(
        { status: 500, headers: [['Server', 'Contoso']], body: Buffer.from('<h1>Ada</h1>') },
        '/Users',
        hidingOf(),
      ),
    ).toEqual({ status: 500 })
  })
})

/** What a tenant might hold, by kind of variable. */
const PERSONAL: Readonly<Record<string, string>> = {
  resourceId: 'c0ffee00-1234-4abc-8def-0123456789ab',
  guid: 'deadbeef-1234-4abc-8def-0123456789ab',
  userName: 'Zoë.Quartz@contoso.onmicrosoft.com',
  externalId: 'zquartz-objectid',
  displayName: 'Quartz, Zoë "Zed"',
  email: 'zoe+work@contoso.com',
  phone: '+49 (30) 901820',
  text: 'Quartzstraße 7',
  secret: 'hunter2-quartz',
}

describe('every exchange of the collection', () => {
  const whole = recordings().filter(({ form }) => form === 'request')
  test.each(whole.map((recording) => [recording.id, recording] as const))(
    '%s gives no value away',
    (_, recording) => {
      const values = Object.fromEntries(
        Object.entries(recording.variables).map(([name, { kind, example }]) => [
          name,
          PERSONAL[kind] ?? example,
        ]),
      )
      const { method, path, query, body } = filled(recording, values)
      const target = query === undefined ? path : `${path}?${query}`
      const hiding = hidingOf()
      const request = hideRequest(seen(method, target, body), hiding)
      const written = JSON.stringify(request)
      const all = written + JSON.stringify(hiding.register.definitions(written))
      for (const value of Object.values(PERSONAL)) {
        expect(all).not.toContain(value)
        expect(all).not.toContain(encodeURIComponent(value))
        expect(all).not.toContain(JSON.stringify(value).slice(1, -1))
      }
      expect(shapeOf(request.body)).toEqual(shapeOf(body))
    },
  )
})

/** Names, order and types of a value. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.entries(value).map(([name, member]) => [name.replace(/"[^"]*"/g, '""'), shapeOf(member)])
}
