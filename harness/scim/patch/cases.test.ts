import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import table from '../../../fixtures/grammar/patch-cases.json' with { type: 'json' }
import { readPatchOp } from '../messages/patchOp.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Json, JsonObject, PatchOperation, Resource } from '../types.ts'
import { applyPatch } from './apply.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'
import type { Dialect } from './readings.ts'

interface Case {
  readonly description: string
  readonly clause: string
  readonly dialect: Dialect | 'both'
  readonly schema: 'User' | 'Group'
  readonly before: string | JsonObject
  readonly operations?: readonly PatchOperation[]
  readonly example?: string
  readonly changes?: Readonly<Record<string, Json>>
  readonly error?: { readonly status: number; readonly scimType: string }
}

const resources = table.resources as Readonly<Record<string, JsonObject>>
const cases = (table.cases as unknown as readonly Case[]).flatMap((one) =>
  (one.dialect === 'both' ? (['rfc', 'entra'] as const) : [one.dialect]).map((dialect) => ({
    ...one,
    dialect,
    name: `${one.description} (${dialect}; ${one.clause})`,
  })),
)

function beforeOf(one: Case): Resource {
  const before = typeof one.before === 'string' ? resources[one.before] : one.before
  if (before === undefined) throw new Error(`no resource ${String(one.before)}`)
  return before
}

function operationsOf(one: Case): readonly PatchOperation[] {
  if (one.example === undefined) return one.operations ?? []
  const file = new URL(`../../../fixtures/rfc/examples/${one.example}.json`, import.meta.url)
  const example = JSON.parse(readFileSync(file, 'utf8')) as { body: unknown }
  return readPatchOp(example.body, { dialect: 'rfc' })
}

function afterOf(before: Resource, changes: Readonly<Record<string, Json>>): Resource {
  const after = { ...before, ...changes }
  return Object.fromEntries(Object.entries(after).filter(([name]) => changes[name] !== null))
}

const schemaOf = (one: Case) => (one.schema === 'User' ? USER_RESOURCE_SCHEMA : GROUP_RESOURCE_SCHEMA)

describe('PATCH', () => {
  test.each(cases)('$name', (one) => {
    const before = beforeOf(one)
    const run = () => applyPatch(before, operationsOf(one), schemaOf(one), { dialect: one.dialect })
    if (one.error !== undefined) {
      expect(run).toThrow(expect.objectContaining(one.error))
      return
    }
    const { resource, changed } = run()
    expect(resource).toEqual(afterOf(before, one.changes ?? {}))
    expect(changed).toBe(Object.keys(one.changes ?? {}).length > 0)
  })

  test.each(cases)('is allowed to do so: $name', (one) => {
    const before = beforeOf(one)
    const allowed = allowedOutcomes(before, operationsOf(one), schemaOf(one), { dialect: one.dialect })
    expect(allowed.complete).toBe(true)
    const observed =
      one.error === undefined
        ? ({ kind: 'state', resource: afterOf(before, one.changes ?? {}) } as const)
        : ({ kind: 'refusal', ...one.error, resource: before } as const)
    expect(permits(allowed, observed)).toMatchObject({ verdict: 'accept', differences: [] })
  })
})
