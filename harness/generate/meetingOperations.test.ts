import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ScimError } from '../scim/error.ts'
import { printFilter } from '../scim/filter/print.ts'
import { applyPatch } from '../scim/patch/apply.ts'
import { parsePatchPath } from '../scim/patch/path.ts'
import { USER_RESOURCE_SCHEMA as schema } from '../scim/schema/core.ts'
import type { PatchOperation } from '../scim/types.ts'
import { drawFollowing } from './followingOperation.ts'
import { drawMeeting } from './meetingOperations.ts'
import { patchFor, userOf } from './index.ts'
import { patchTargets } from './patchTarget.ts'
import { drawn } from './drawn.ts'

const [user = {}] = fc.sample(userOf({ fullness: 'full' }), { seed: 3, numRuns: 1 })
const start = { schema, options: {}, targets: patchTargets(schema), current: user }

const attributeOf = ({ path = '' }: PatchOperation) => parsePatchPath(path, schema).path.name.toLowerCase()

const sample = <T>(make: Parameters<typeof drawn<T>>[0]['make']) =>
  fc.sample(drawn<T>({ make, isValue: (value): value is T => value !== undefined, smaller: () => [] }), {
    seed: 1,
    numRuns: 300,
  })

test('operations that meet are about one attribute, and each is drawn for the state before it', () => {
  const all = sample((draw) => {
    let current = user
    return drawMeeting({ ...start, draw }).flatMap((next) => {
      const one = next({ ...start, draw, current })
      if (one === undefined) return []
      try {
        current = applyPatch(current, [one], schema, { dialect: 'rfc' }).resource
      } catch (error) {
        expect(error).toBeInstanceOf(ScimError)
      }
      return [one]
    })
  })
  for (const operations of all) expect(new Set(operations.map(attributeOf)).size).toBeLessThan(2)
  const forms = all.map((operations) => operations.map(({ op }) => op).join(' '))
  for (const form of ['remove add', 'remove remove', 'add remove', 'replace replace'])
    expect(forms).toContain(form)
})

test('an operation that follows another is about the same attribute', () => {
  const before: readonly PatchOperation[] = [{ op: 'remove', path: 'emails[type eq "work"].display' }]
  const all = sample((draw) => drawFollowing({ ...start, draw, before })).filter((one) => one !== undefined)
  expect(all.length).toBeGreaterThan(100)
  for (const one of all) expect(attributeOf(one)).toBe('emails')
  const filters = all.flatMap(({ path = '' }) => parsePatchPath(path, schema).filter ?? []).map(printFilter)
  expect(filters).toContain('type eq "work"')
  expect(new Set(filters).size).toBeGreaterThan(3)
})

test('nothing follows operations without a path', () => {
  const before: readonly PatchOperation[] = [{ op: 'add', value: { title: 'a' } }]
  expect(sample((draw) => drawFollowing({ ...start, draw, before }) ?? null)).toEqual(Array(300).fill(null))
})

test('a PATCH of one operation at most is never a meeting', () => {
  for (const operations of fc.sample(patchFor(schema, user, { maxOperations: 1 }), { seed: 2, numRuns: 100 }))
    expect(operations).toHaveLength(1)
})
