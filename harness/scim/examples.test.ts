import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { errorMessage, ScimError } from './error.ts'
import { getMember, isObject } from './json.ts'
import { readBulkRequest, readBulkResponse } from './messages/bulk.ts'
import { listResponse, readListResponse } from './messages/listResponse.ts'
import { patchOp, readPatchOp } from './messages/patchOp.ts'
import { readSearchRequest, searchRequest } from './messages/searchRequest.ts'
import { project } from './projection.ts'
import {
  GROUP_RESOURCE_SCHEMA,
  GROUP_RESOURCE_TYPE,
  RESOURCE_TYPE_SCHEMA,
  SERVICE_PROVIDER_CONFIG_SCHEMA,
  USER_RESOURCE_SCHEMA,
} from './schema/core.ts'
import { jsonSchemaFor } from './schema/jsonSchema.ts'
import { resourceSchema } from './schema/lookup.ts'
import { readResourceType } from './schema/read.ts'
import type { RepresentationContext } from './schema/jsonSchema.ts'
import type { Json, JsonObject, ResourceSchema, ScimType } from './types.ts'

interface Example {
  readonly title: string
  readonly kind: string
  readonly provenance: { readonly source: string; readonly breaks?: readonly { readonly at: string }[] }
  readonly body: Json
}

const folder = new URL('../../fixtures/rfc/examples/', import.meta.url)
const examples = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Example,
)
const named = (...kinds: string[]) =>
  examples.filter(({ kind }) => kinds.includes(kind)).map((example) => [example.title, example] as const)

const asResource = (schema: ResourceSchema['core']) =>
  resourceSchema({ ...GROUP_RESOURCE_TYPE, schema: schema.id, schemaExtensions: [] }, [schema])
const known = [
  USER_RESOURCE_SCHEMA,
  GROUP_RESOURCE_SCHEMA,
  asResource(SERVICE_PROVIDER_CONFIG_SCHEMA),
  asResource(RESOURCE_TYPE_SCHEMA),
]

function schemaOf(resource: JsonObject): ResourceSchema {
  const uris = resource['schemas'] as readonly string[] | undefined
  return known.find(({ core }) => uris?.includes(core.id)) ?? USER_RESOURCE_SCHEMA
}

function faults(resource: Json, context: RepresentationContext): string[] {
  if (!isObject(resource)) return ['']
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    jsonSchemaFor(schemaOf(resource), context),
  )
  validate(resource)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe('the resources in the standards', () => {
  test.each(named('response', 'create', 'projected', 'partial'))(
    '%s',
    (_title, { kind, body, provenance }) => {
      const context = kind === 'partial' ? 'projected' : (kind as RepresentationContext)
      const broken = (provenance.breaks ?? []).map(({ at }) => at)
      expect([...new Set(faults(body, context).map((fault) => fault.split(' ')[0]))]).toEqual(broken)
    },
  )

  test.each(named('response'))('%s comes back whole, but for what is never returned', (_title, { body }) => {
    const { password: _password, ...rest } = body as { password?: Json }
    expect(project(body as JsonObject, schemaOf(body as JsonObject))).toEqual(rest)
  })

  test('the user with only a userName is what attributes=userName makes of the whole one', () => {
    const body = (title: string) => (examples.find((each) => each.title === title) ?? expect.fail(title)).body
    expect(
      project(body('A user that was retrieved') as JsonObject, USER_RESOURCE_SCHEMA, {
        attributes: ['userName'],
      }),
    ).toEqual(body('A user of which only the userName was asked for'))
  })
})

describe('the lists in the standards', () => {
  test.each(named('list'))('%s', (title, { body }) => {
    const list = readListResponse(body)
    expect(listResponse(list)).toEqual(body)
    expect(list.totalResults).toBeGreaterThanOrEqual(list.resources.length)
    const context = title.includes('resource types') || title.includes('groups') ? 'response' : 'projected'
    for (const resource of list.resources) expect(faults(resource, context)).toEqual([])
  })

  test.each(named('resourceTypes'))('%s', (_title, { body }) => {
    const types = (body as readonly Json[]).map((type) => readResourceType(type, 'https://example.com/v2'))
    expect(
      types.map(({ name, endpoint, schemaExtensions }) => [name, endpoint, schemaExtensions.length]),
    ).toEqual([
      ['User', '/Users', 1],
      ['Group', '/Groups', 0],
    ])
  })
})

describe('the messages in the standards', () => {
  test.each(named('search'))('%s', (_title, { body }) => {
    expect(searchRequest(readSearchRequest(body))).toEqual(body)
  })

  test.each(named('patch'))('%s', (_title, { body }) => {
    for (const dialect of ['rfc', 'entra'] as const)
      expect(patchOp(readPatchOp(body, { dialect }))).toEqual(body)
  })

  test.each(named('bulkRequest'))('%s', (_title, { body }) => {
    const { operations } = readBulkRequest(body)
    expect(operations.filter((operation) => 'fault' in operation)).toEqual([])
    expect(operations).toEqual(getMember(body as JsonObject, 'Operations'))
    for (const operation of operations) {
      if (!('fault' in operation) && operation.method === 'PATCH')
        readPatchOp(operation.data, { dialect: 'rfc' })
    }
  })

  test.each(named('bulkResponse'))('%s', (_title, { body }) => {
    const results = readBulkResponse(body)
    expect(results.length).toBeGreaterThan(0)
    for (const { status, response } of results) {
      if (isObject(response ?? null)) expect(getMember(response as JsonObject, 'status')).toBe(String(status))
      expect(status).toBeGreaterThanOrEqual(200)
    }
  })

  test.each(named('error'))('%s', (_title, { body }) => {
    const { status, scimType, detail } = body as { status: string; scimType?: ScimType; detail: string }
    expect(errorMessage(new ScimError(Number(status), scimType, detail))).toEqual(body)
  })

  test('are all read by one of these', () => {
    expect(examples).toHaveLength(47)
    expect([...new Set(examples.map(({ kind }) => kind))].sort()).toEqual(
      [
        'response',
        'create',
        'projected',
        'partial',
        'list',
        'resourceTypes',
        'search',
        'patch',
        'bulkRequest',
      ]
        .concat(['bulkResponse', 'error'])
        .sort(),
    )
  })
})
