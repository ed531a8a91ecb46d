import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isObject } from '../json.ts'
import { readPatchOp } from '../messages/patchOp.ts'
import { ENTERPRISE_USER_SCHEMA, GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Resource } from '../types.ts'
import { applyPatch } from './apply.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'

interface Recording {
  readonly id: string
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown }
  readonly variables: Readonly<Record<string, { readonly example: string }>>
}

const directory = new URL('../../../fixtures/entra/', import.meta.url)

const recordings = readdirSync(directory)
  .filter((name) => name.endsWith('.json') && !/^(left-out|not-played|quirks)\./.test(name))
  .flatMap((name) => {
    const file: unknown = JSON.parse(readFileSync(new URL(name, directory), 'utf8'))
    return isObject(file) && Array.isArray(file.exchanges) ? (file.exchanges as unknown as Recording[]) : []
  })
  .filter(({ request }) => request.method === 'PATCH' && isObject(request.body))

/** The body with the example of each variable in the place of the variable. */
function bodyOf({ request, variables }: Recording): unknown {
  return JSON.parse(
    JSON.stringify(request.body).replace(
      /\{\{(\w+)\}\}/g,
      (whole, name: string) => variables[name]?.example ?? whole,
    ),
  )
}

const EMPTY: Readonly<Record<'users' | 'groups', Resource>> = {
  users: { schemas: [USER_RESOURCE_SCHEMA.core.id], id: '1', userName: 'before@example.com' },
  groups: { schemas: [GROUP_RESOURCE_SCHEMA.core.id], id: '1', displayName: 'before' },
}

const FULL: typeof EMPTY = {
  users: {
    ...EMPTY.users,
    schemas: [USER_RESOURCE_SCHEMA.core.id, ENTERPRISE_USER_SCHEMA.id],
    displayName: 'before',
    active: true,
    name: { givenName: 'before', familyName: 'before' },
    emails: [{ type: 'work', value: 'before@example.com', primary: true }],
    phoneNumbers: [{ type: 'work', value: '+1 555 0100' }],
    addresses: [{ type: 'work', country: 'before' }],
    roles: [{ value: 'before', primary: true }],
    [ENTERPRISE_USER_SCHEMA.id]: { manager: { value: 'before' }, department: 'before' },
  },
  groups: { ...EMPTY.groups, members: [{ value: 'before' }] },
}

/** Recordings that ask for nothing which the schema knows, and why. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'user-update.postman.pmi-12': 'a dot instead of a colon stands before "manager"',
  'group-update.logic-app.la-group-update': 'the attribute stands for any; the example is one of users',
}

describe.each([
  ['that has nothing yet', EMPTY],
  ['that has values', FULL],
] as const)('a recorded PATCH, of a resource %s', (_, resources) => {
  test.each(recordings)('$id', (recording) => {
    const isGroup = recording.request.path.startsWith('/Groups')
    const schema = isGroup ? GROUP_RESOURCE_SCHEMA : USER_RESOURCE_SCHEMA
    const before = isGroup ? resources.groups : resources.users
    const operations = readPatchOp(bodyOf(recording), { dialect: 'entra' })

    const once = applyPatch(before, operations, schema, { dialect: 'entra' })
    const twice = applyPatch(once.resource, operations, schema, { dialect: 'entra' })
    expect(twice.changed).toBe(false)

    const adds = operations.some(({ op, value }) => op !== 'remove' && value !== '' && value !== null)
    const cleared = JSON.stringify(operations).includes('"value":""')
    if (resources === EMPTY && adds && !cleared && WITHOUT_EFFECT[recording.id] === undefined) {
      expect(once.changed).toBe(!recording.id.endsWith('val-group-multi-op'))
    }
    const allowed = allowedOutcomes(before, operations, schema, { dialect: 'entra' })
    expect(permits(allowed, { kind: 'state', resource: once.resource }).verdict).toBe('accept')
  })
})

test('there are recordings, and those without effect are among them', () => {
  const ids = recordings.map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(60)
  expect(ids).toEqual(expect.arrayContaining(Object.keys(WITHOUT_EFFECT)))
})
