import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Json, PatchOperation, Resource } from '../types.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'
import type { Observed } from './permits.ts'
import type { Dialect } from './readings.ts'

export const EXT = ENTERPRISE_USER_SCHEMA.id
export const work = { value: 'ada@work.example', type: 'work', primary: true }
export const home = { value: 'ada@home.example', type: 'home' }
/** A user with two addresses. */
export const ada: Resource = {
  schemas: [USER_RESOURCE_SCHEMA.core.id],
  id: '1',
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King' },
  emails: [work, home],
}
/** A group with one member. */
export const staff: Resource = {
  id: '2',
  displayName: 'Staff',
  members: [{ value: 'a', type: 'User', display: 'A' }],
}

/** An operation. */
export const op = (kind: PatchOperation['op'], path: string, value?: Json): PatchOperation => ({
  op: kind,
  path,
  ...(value === undefined ? {} : { value }),
})

/** What is said of a server that does this with that. */
export function verdict(
  operation: PatchOperation | readonly PatchOperation[],
  observed: Observed,
  { dialect = 'rfc' as Dialect, before = ada, schema = USER_RESOURCE_SCHEMA } = {},
) {
  const operations = Array.isArray(operation)
    ? (operation as PatchOperation[])
    : [operation as PatchOperation]
  return permits(allowedOutcomes(before, operations, schema, { dialect }), observed)
}

/** The resource with other members. */
export const state = (changes: Resource, before = ada): Observed => ({
  kind: 'state',
  resource: { ...before, ...changes },
})
/** A refusal. */
export const refusal = (scimType?: string, status = 400): Observed => ({
  kind: 'refusal',
  status,
  ...(scimType === undefined ? {} : { scimType }),
})

export const other = 'emails[type eq "other"]'
export const made = { emails: [work, home, { type: 'other', value: 'x' }] }
export const half = { familyName: 'L' }
export const bothPrimary = [
  { value: '1', primary: true },
  { value: '2', primary: true },
]
