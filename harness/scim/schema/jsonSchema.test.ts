import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_RESOURCE_SCHEMA,
  GROUP_RESOURCE_TYPE,
  SERVICE_PROVIDER_CONFIG_SCHEMA,
  USER_RESOURCE_SCHEMA,
  USER_SCHEMA,
} from './core.ts'
import { jsonSchemaFor } from './jsonSchema.ts'
import { resourceSchema } from './lookup.ts'
import { readSchema } from './read.ts'
import type { RepresentationContext } from './jsonSchema.ts'
import type { ResourceSchema } from '../types.ts'

/** Where a representation breaks its schema: paths, each once. */
function faults(json: object, context: RepresentationContext, schema: ResourceSchema): string[] {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(jsonSchemaFor(schema, context))
  validate(json)
  const found = (validate.errors ?? []).map(({ instancePath, params }) =>
    'missingProperty' in params ? `${instancePath}/${String(params['missingProperty'])}` : instancePath,
  )
  return [...new Set(found)].sort()
}

const THINGS = 'urn:example:things'
const type = (name: string, characteristics: object = {}) => ({ name, type: name, ...characteristics })
const things = resourceSchema({ ...GROUP_RESOURCE_TYPE, schema: THINGS }, [
  readSchema({
    id: THINGS,
    attributes: [
      ...['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'].map((name) =>
        type(name),
      ),
      type('complex', { subAttributes: [{ name: 'one', required: true }, { name: 'two' }] }),
      { name: 'list', type: 'integer', multiValued: true },
      {
        name: 'boxes',
        type: 'complex',
        multiValued: true,
        subAttributes: [{ name: 'value', required: true }],
      },
    ],
  }),
])
const thing = { schemas: [THINGS], id: '1' }
const user = { schemas: [USER_SCHEMA.id], id: '1', userName: 'x' }

describe('types', () => {
  test.each<[string, unknown[], unknown[]]>([
    ['string', ['', 'x', null], [1, true, {}, [], ['x']]],
    ['boolean', [true, false, null], ['true', 0, 1, []]],
    ['decimal', [1, 1.5, -0.1, null], ['1.5', true]],
    ['integer', [0, -1, 1e3, null], [1.5, '1']],
    [
      'dateTime',
      ['2008-01-23T04:56:22Z', '2008-01-23T04:56:22.123+01:00', '2008-01-23T04:56:22', null],
      ['2008-01-23', '2008-01-23 04:56:22Z', '2008-13-23T04:56:22Z', 1200000000, ''],
    ],
    ['binary', ['TWFu', 'TWE=', 'TWE', 'TQ==', '-_-_', '', null], ['TW=u', '+_', 'TW Fu', 1]],
    ['reference', ['https://x.example/Users/1', '../Users/1', 'urn:x', null], [1, {}]],
    [
      'complex',
      [{ one: 'a' }, { one: 'a', two: null, three: 3 }, null],
      [{}, { one: 1 }, 'a', [{ one: 'a' }]],
    ],
    ['list', [[1, 2], [], null], [1, ['1'], [null]]],
    ['boxes', [[{ value: 'a' }], [], null], [{ value: 'a' }, [{}], [{ value: null }], ['a']]],
  ])('%s', (name, good, bad) => {
    for (const context of ['create', 'response'] as const) {
      for (const value of good)
        expect(faults({ ...thing, [name]: value }, context, things), String(value)).toEqual([])
      for (const value of bad) expect(faults({ ...thing, [name]: value }, context, things)).not.toEqual([])
    }
  })
})

describe('a user', () => {
  const of = (json: object, context: RepresentationContext) => faults(json, context, USER_RESOURCE_SCHEMA)

  test('that is created needs what is required, and may say anything of what is read-only', () => {
    expect(of({ schemas: [USER_SCHEMA.id], userName: 'x', password: 'secret' }, 'create')).toEqual([])
    expect(of({ ...user, id: 7, meta: 'x', groups: 'y' }, 'create')).toEqual([])
    expect(of({}, 'create')).toEqual(['/schemas', '/userName'])
    expect(of({ schemas: [], userName: null }, 'create')).toEqual(['/schemas', '/userName'])
    expect(of({ ...user, userName: [] }, 'create')).toEqual(['/userName'])
  })

  test('that is returned needs id, schemas and what is required, and has no password', () => {
    expect(of(user, 'response')).toEqual([])
    expect(of({}, 'response')).toEqual(['/id', '/schemas', '/userName'])
    expect(of({ ...user, password: 'secret' }, 'response')).toEqual(['/password'])
    expect(of({ ...user, password: '' }, 'response')).toEqual(['/password'])
    expect(of({ ...user, password: null }, 'response')).toEqual([])
    expect(of({ ...user, id: '' }, 'response')).toEqual(['/id'])
    expect(of({ ...user, id: 1 }, 'response')).toEqual(['/id'])
    expect(of({ ...user, schemas: ['a', 'a'] }, 'response')).toEqual(['/schemas'])
    expect(of({ ...user, meta: { created: 'yesterday' } }, 'response')).toEqual(['/meta/created'])
    expect(of({ ...user, active: 'True' }, 'response')).toEqual(['/active'])
    expect(of({ ...user, emails: { value: 'a' } }, 'response')).toEqual(['/emails'])
    expect(of({ ...user, color: 'red', 'urn:x': 1 }, 'response')).toEqual([])
  })

  test('that is projected needs its id only, and keeps its types', () => {
    expect(of({ id: '1' }, 'projected')).toEqual([])
    expect(of({}, 'projected')).toEqual(['/id'])
    expect(of({ id: '1', userName: 1, password: 'x' }, 'projected')).toEqual(['/password', '/userName'])
  })

  test('has its extension as an object', () => {
    const uri = ENTERPRISE_USER_SCHEMA.id
    expect(of({ ...user, [uri]: { department: 'x', manager: { value: '1' } } }, 'response')).toEqual([])
    expect(of({ ...user, [uri]: null }, 'response')).toEqual([])
    expect(of({ ...user, [uri]: { department: 1, manager: 'x' } }, 'response')).toEqual([
      `/${uri}/department`,
      `/${uri}/manager`,
    ])
    expect(of({ ...user, [uri]: 'x' }, 'response')).toEqual([`/${uri}`])
  })
})

test('a required extension must be there, unless the answer is projected', () => {
  const schema = resourceSchema(
    { ...GROUP_RESOURCE_TYPE, schemaExtensions: [{ schema: 'urn:x:y', required: true }] },
    [GROUP_RESOURCE_SCHEMA.core, readSchema({ id: 'urn:x:y', attributes: [{ name: 'a', required: true }] })],
  )
  const group = { schemas: ['x'], id: '1', displayName: 'x' }
  expect(faults(group, 'create', schema)).toEqual(['/urn:x:y'])
  expect(faults({ ...group, 'urn:x:y': {} }, 'response', schema)).toEqual(['/urn:x:y/a'])
  expect(faults({ ...group, 'urn:x:y': { a: 'b' } }, 'response', schema)).toEqual([])
  expect(faults(group, 'projected', schema)).toEqual([])
})

test('what is write-only or returned on request is not demanded of an answer, and what is write-only not allowed in it', () => {
  const uri = 'urn:example:vault'
  const schema = resourceSchema({ ...GROUP_RESOURCE_TYPE, schema: uri }, [
    readSchema({
      id: uri,
      attributes: [
        { name: 'pin', mutability: 'writeOnly', required: true },
        { name: 'note', returned: 'request', required: true },
      ],
    }),
  ])
  const vault = { schemas: [uri], id: '1' }
  expect(faults(vault, 'create', schema)).toEqual(['/note', '/pin'])
  expect(faults(vault, 'response', schema)).toEqual([])
  expect(faults({ ...vault, pin: '0000', note: 'x' }, 'response', schema)).toEqual(['/pin'])
})

test('a service provider configuration needs no id', () => {
  const uri = SERVICE_PROVIDER_CONFIG_SCHEMA.id
  const schema = resourceSchema({ ...GROUP_RESOURCE_TYPE, schema: uri }, [SERVICE_PROVIDER_CONFIG_SCHEMA])
  expect(faults({ schemas: [uri] }, 'response', schema)).not.toContain('/id')
})

test('the JSON Schema is one of draft 2020-12 too', () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(
    jsonSchemaFor(USER_RESOURCE_SCHEMA, 'response'),
  )
  expect(validate(user)).toBe(true)
  expect(validate({ ...user, active: 'yes' })).toBe(false)
})
