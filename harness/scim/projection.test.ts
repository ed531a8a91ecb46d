import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { project } from './projection.ts'
import {
  ENTERPRISE_USER_SCHEMA,
  USER_RESOURCE_SCHEMA,
  USER_RESOURCE_TYPE,
  USER_SCHEMA,
} from './schema/core.ts'
import { resourceSchema } from './schema/lookup.ts'
import { readSchema } from './schema/read.ts'
import type { Projection } from './projection.ts'
import type { Resource } from './types.ts'

const CORE = USER_SCHEMA.id
const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id
const HIDDEN = 'urn:example:hidden'

const schema = resourceSchema({ ...USER_RESOURCE_TYPE, schema: HIDDEN }, [
  readSchema({
    id: HIDDEN,
    attributes: [
      { name: 'plain' },
      { name: 'fixed', returned: 'always' },
      { name: 'secret', returned: 'never' },
      { name: 'written', mutability: 'writeOnly' },
      { name: 'asked', returned: 'request' },
      {
        name: 'box',
        type: 'complex',
        subAttributes: [
          { name: 'plain' },
          { name: 'fixed', returned: 'always' },
          { name: 'secret', returned: 'never' },
          { name: 'asked', returned: 'request' },
        ],
      },
    ],
  }),
  ENTERPRISE_USER_SCHEMA,
])

const box = { plain: 1, fixed: 2, secret: 3, asked: 4 }
const all: Resource = { id: '1', plain: 1, fixed: 2, secret: 3, written: 4, asked: 5, box }

const user: Resource = {
  schemas: [CORE, ENTERPRISE],
  id: '2819',
  userName: 'bjensen',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [
    { value: 'a@example.com', type: 'work' },
    { value: 'b@example.com', type: 'home' },
  ],
  password: 'secret',
  [ENTERPRISE]: { department: 'Tours', manager: { value: '26', displayName: 'John' } },
  meta: { resourceType: 'User', location: 'https://example.com/Users/2819' },
}
const minimum = { schemas: user['schemas'], id: '2819' }
const of = (projection: Projection, resource: Resource = user) =>
  project(resource, USER_RESOURCE_SCHEMA, projection)

describe('without parameters', () => {
  test('what is returned always or by default comes back', () => {
    expect(project(all, schema)).toEqual({ id: '1', plain: 1, fixed: 2, box: { plain: 1, fixed: 2 } })
  })

  test('what is returned on request comes back when it was written', () => {
    expect(project(all, schema, { written: ['asked', 'secret', 'box.asked'] })).toEqual({
      id: '1',
      plain: 1,
      fixed: 2,
      asked: 5,
      box: { plain: 1, fixed: 2, asked: 4 },
    })
  })

  test('a user comes back without the password', () => {
    const { password: _password, ...rest } = user
    expect(of({})).toEqual(rest)
    expect(of({ attributes: [], excludedAttributes: [''] })).toEqual(rest)
  })

  test('attributes of no schema and unassigned ones come back', () => {
    const resource = { id: '1', color: 'red', title: null, roles: [], 'urn:x:y': { a: 1 } }
    expect(of({}, resource)).toEqual(resource)
  })
})

describe('attributes', () => {
  test.each<[string[], Resource]>([
    [['userName'], { userName: 'bjensen' }],
    [['USERNAME', 'username'], { userName: 'bjensen' }],
    [[`${CORE}:userName`], { userName: 'bjensen' }],
    [[CORE.toUpperCase() + ':NAME.GIVENNAME'], { name: { givenName: 'Barbara' } }],
    [['name.givenName', 'name'], { name: user['name'] as Resource }],
    [['emails.value'], { emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }] }],
    [[`${ENTERPRISE}:department`], { [ENTERPRISE]: { department: 'Tours' } }],
    [[`${ENTERPRISE}:manager.displayName`], { [ENTERPRISE]: { manager: { displayName: 'John' } } }],
    [[ENTERPRISE], { [ENTERPRISE]: user[ENTERPRISE] as Resource }],
    [['meta.location'], { meta: { location: 'https://example.com/Users/2819' } }],
    [[`${CORE}:meta.location`], { meta: { location: 'https://example.com/Users/2819' } }],
    [['password'], {}],
    [['department'], {}],
    [[`${ENTERPRISE}:userName`], {}],
    [['unknown', 'not a name', 'name.unknown', 'urn:x:y:z'], {}],
    [[CORE], { userName: 'bjensen', name: user['name'] as Resource, emails: user['emails'] as never }],
  ])('%j brings what it names, and the minimum', (attributes, rest) => {
    expect(of({ attributes })).toEqual({ ...minimum, ...rest })
  })

  test('bring back what is returned on request, and never what is never returned', () => {
    const asked = (...attributes: string[]) => project(all, schema, { attributes })
    const least = { id: '1', fixed: 2 }
    expect(asked('asked', 'secret', 'written')).toEqual({ ...least, asked: 5 })
    expect(asked('box')).toEqual({ ...least, box: { plain: 1, fixed: 2 } })
    expect(asked('box.asked')).toEqual({ ...least, box: { fixed: 2, asked: 4 } })
    expect(asked('box', 'box.asked')).toEqual({ ...least, box: { plain: 1, fixed: 2, asked: 4 } })
    expect(asked('box.secret')).toEqual({ ...least, box: { fixed: 2 } })
    expect(asked('plain')).toEqual({ ...least, plain: 1 })
  })

  test('win over excludedAttributes', () => {
    expect(of({ attributes: ['userName'], excludedAttributes: ['userName'] })).toEqual({
      ...minimum,
      userName: 'bjensen',
    })
  })
})

describe('excludedAttributes', () => {
  test('take away what they name, and nothing that is always returned', () => {
    const excluded = [
      'id',
      'schemas',
      'NAME',
      'emails.type',
      `${ENTERPRISE}:manager.value`,
      'meta',
      'nothing',
      'department',
    ]
    expect(of({ excludedAttributes: excluded })).toEqual({
      ...minimum,
      userName: 'bjensen',
      emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }],
      [ENTERPRISE]: { department: 'Tours', manager: { displayName: 'John' } },
    })
  })

  test('take away a whole extension', () => {
    expect(of({ excludedAttributes: [ENTERPRISE.toUpperCase()] })).not.toHaveProperty([ENTERPRISE])
    const both = [`${ENTERPRISE}:department`, `${ENTERPRISE}:manager`]
    expect(of({ excludedAttributes: both })).not.toHaveProperty([ENTERPRISE])
  })

  test('take away a complex value of which nothing is left', () => {
    expect(of({ excludedAttributes: ['name.givenName', 'name.familyName'] })).not.toHaveProperty('name')
  })

  test('leave always-returned sub-attributes and bring nothing that is returned on request', () => {
    expect(project(all, schema, { excludedAttributes: ['fixed', 'box.fixed', 'box.plain'] })).toEqual({
      id: '1',
      plain: 1,
      fixed: 2,
      box: { fixed: 2 },
    })
  })
})

describe('any projection', () => {
  const name = fc.constantFrom(
    ...[
      'id',
      'schemas',
      'userName',
      'NAME',
      'name.givenName',
      'emails',
      'emails.type',
      'password',
      'meta',
      'x',
      '??',
    ],
    ...[CORE, ENTERPRISE, `${ENTERPRISE}:department`, `${ENTERPRISE}:manager.value`, `${CORE}:userName`],
  )
  const names = fc.array(name, { maxLength: 4 })

  test('twice is once, and neither loses the minimum nor shows the password', () => {
    fc.assert(
      fc.property(names, names, fc.subarray(Object.keys(user)), (attributes, excludedAttributes, present) => {
        const resource = Object.fromEntries(
          Object.entries(user).filter(([key]) => present.includes(key) || key === 'id' || key === 'schemas'),
        )
        const projection = { attributes, excludedAttributes }
        const once = of(projection, resource)
        expect(of(projection, once)).toEqual(once)
        expect(once).toMatchObject(minimum)
        expect(once).not.toHaveProperty('password')
        expect(Object.keys(resource)).toEqual(expect.arrayContaining(Object.keys(once)))
      }),
    )
  })

  test('by the same names: what one keeps, the other takes away, except for the minimum', () => {
    fc.assert(
      fc.property(
        fc.subarray(['userName', 'name', 'emails', ENTERPRISE, 'meta'], { minLength: 1 }),
        (chosen) => {
          const kept = Object.keys(of({ attributes: chosen }))
          const left = Object.keys(of({ excludedAttributes: chosen }))
          expect(kept.filter((key) => left.includes(key)).sort()).toEqual(['id', 'schemas'])
          expect([...new Set([...kept, ...left])].sort()).toEqual(Object.keys(of({})).sort())
        },
      ),
    )
  })
})
