import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  COMMON_ATTRIBUTES,
  ENTERPRISE_USER_SCHEMA,
  GROUP_SCHEMA,
  RESOURCE_TYPE_SCHEMA,
  SCHEMA_SCHEMA,
  SERVICE_PROVIDER_CONFIG_SCHEMA,
  USER_RESOURCE_SCHEMA,
  USER_SCHEMA,
} from './core.ts'
import type { AttributeDefinition, SchemaDefinition } from '../types.ts'

function at(schema: SchemaDefinition, ...names: string[]): AttributeDefinition {
  const found = names.reduce<readonly AttributeDefinition[]>((attributes, name, index) => {
    const one = attributes.find((attribute) => attribute.name === name)
    if (one === undefined) return expect.fail(`${schema.id} has no ${names.join('.')}`)
    return index === names.length - 1 ? [one] : one.subAttributes
  }, schema.attributes)
  return found[0] ?? expect.fail()
}

function paths(attributes: readonly AttributeDefinition[]): string[] {
  return attributes.flatMap(({ name, subAttributes }) => [
    name,
    ...paths(subAttributes).map((sub) => `${name}.${sub}`),
  ])
}

const schemas = [
  USER_SCHEMA,
  GROUP_SCHEMA,
  ENTERPRISE_USER_SCHEMA,
  SERVICE_PROVIDER_CONFIG_SCHEMA,
  RESOURCE_TYPE_SCHEMA,
  SCHEMA_SCHEMA,
]

describe('the schemas of RFC 7643', () => {
  test('have all their attributes', () => {
    expect(schemas.map((schema) => [schema.name, paths(schema.attributes).length])).toEqual([
      ['User', 66],
      ['Group', 5],
      ['EnterpriseUser', 9],
      ['Service Provider Configuration', 19],
      ['ResourceType', 8],
      ['Schema', 27],
    ])
  })

  test('have the characteristics of §4.1', () => {
    expect(at(USER_SCHEMA, 'userName')).toMatchObject({
      required: true,
      caseExact: false,
      uniqueness: 'server',
    })
    expect(at(USER_SCHEMA, 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' })
    expect(at(USER_SCHEMA, 'groups').mutability).toBe('readOnly')
    expect(at(USER_SCHEMA, 'active').type).toBe('boolean')
    expect(at(USER_SCHEMA, 'profileUrl')).toMatchObject({ type: 'reference', referenceTypes: ['external'] })
    expect(at(USER_SCHEMA, 'x509Certificates', 'value').type).toBe('binary')
    expect(at(GROUP_SCHEMA, 'members', 'value').mutability).toBe('immutable')
    expect(at(GROUP_SCHEMA, 'members', '$ref').referenceTypes).toEqual(['User', 'Group'])
  })

  test.each<[number, AttributeDefinition, Partial<AttributeDefinition>]>([
    [5368, at(GROUP_SCHEMA, 'displayName'), { required: true }],
    [
      5606,
      at(SCHEMA_SCHEMA, 'attributes', 'type'),
      { canonicalValues: expect.arrayContaining(['binary']) as string[] },
    ],
    [5607, at(SCHEMA_SCHEMA, 'attributes', 'subAttributes', 'referenceTypes'), { multiValued: true }],
    [7522, at(RESOURCE_TYPE_SCHEMA, 'schemaExtensions'), { multiValued: true }],
    [
      8415,
      at(SCHEMA_SCHEMA, 'attributes', 'subAttributes', 'type'),
      { canonicalValues: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'] },
    ],
    [8471, at(USER_SCHEMA, 'groups', '$ref'), { referenceTypes: ['Group'] }],
    [8472, at(ENTERPRISE_USER_SCHEMA, 'manager', 'value'), { caseExact: true }],
    [8475, at(RESOURCE_TYPE_SCHEMA, 'name'), { caseExact: true, uniqueness: 'server' }],
    [8475, at(RESOURCE_TYPE_SCHEMA, 'endpoint'), { caseExact: true, uniqueness: 'server' }],
  ])('follow erratum %d', (_erratum, attribute, expected) => {
    expect(attribute).toMatchObject(expected)
  })

  test('name in their files the errata that were applied, and are resources as 8417 and 6004 say', () => {
    const folder = new URL('../../../fixtures/rfc/schemas/', import.meta.url)
    const files = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    expect(files.flatMap((file) => file.provenance.errata).sort()).toEqual(
      [5368, 5606, 5607, 6004, 7522, 8415, 8417, 8417, 8417, 8471, 8472, 8475].sort(),
    )
    for (const { schema } of files) {
      expect(schema.schemas).toEqual([SCHEMA_SCHEMA.id])
      expect(schema.meta).toEqual({ resourceType: 'Schema', location: `/v2/Schemas/${schema.id}` })
      for (const attribute of schema.attributes) {
        expect(attribute.description, attribute.name).toMatch(/^\S/)
        if (attribute.type === 'complex') expect(attribute, attribute.name).not.toHaveProperty('uniqueness')
      }
    }
  })

  test('have each name once', () => {
    for (const schema of schemas) {
      const names = paths(schema.attributes).map((path) => path.toLowerCase())
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

test('the common attributes are those of RFC 7643 §3.1', () => {
  expect(
    COMMON_ATTRIBUTES.map(({ name, caseExact, mutability, returned }) => [
      name,
      caseExact,
      mutability,
      returned,
    ]),
  ).toEqual([
    ['schemas', true, 'readWrite', 'always'],
    ['id', true, 'readOnly', 'always'],
    ['externalId', true, 'readWrite', 'default'],
    ['meta', false, 'readOnly', 'default'],
  ])
  const meta = COMMON_ATTRIBUTES[3]?.subAttributes ?? []
  expect(meta.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'resourceType string',
    'created dateTime',
    'lastModified dateTime',
    'location reference',
    'version string',
  ])
  expect(new Set(meta.map(({ mutability, returned }) => `${mutability} ${returned}`))).toEqual(
    new Set(['readOnly default']),
  )
})

test('users have the enterprise extension', () => {
  expect(USER_RESOURCE_SCHEMA.extensions.map(({ schema, required }) => [schema.id, required])).toEqual([
    [ENTERPRISE_USER_SCHEMA.id, false],
  ])
})
