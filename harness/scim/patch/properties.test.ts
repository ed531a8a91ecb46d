import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScimError } from '../error.ts'
import { equalJson, getMember, isObject } from '../json.ts'
import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { Json, PatchOperation, Resource } from '../types.ts'
import { applyPatch } from './apply.ts'
import { differences } from './likeness.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'
import { parsePatchPath, printPatchPath } from './path.ts'
import type { Dialect } from './readings.ts'
import { elementsOf } from './select.ts'

const EXT = ENTERPRISE_USER_SCHEMA.id
const word = fc.constantFrom('a', 'b', 'B', 'work', 'home', '')
const dialect = fc.constantFrom<Dialect>('rfc', 'entra')
const email = fc.record(
  { value: word, type: fc.constantFrom('work', 'home'), primary: fc.boolean(), display: word },
  { requiredKeys: ['value'] },
)
const emails = fc
  .uniqueArray(email, { maxLength: 4, selector: ({ value, type }) => `${value} ${type}` })
  .map((all) => all.map((one, index) => (index === 0 ? one : { ...one, primary: false })))
const name = fc.record({ givenName: word, familyName: word }, { requiredKeys: [] })
const user: fc.Arbitrary<Resource> = fc
  .record(
    {
      schemas: fc.constant([USER_RESOURCE_SCHEMA.core.id]),
      id: fc.constant('1'),
      userName: fc.constantFrom('ada', 'eve'),
      title: word,
      active: fc.boolean(),
      name,
      emails,
      [EXT]: fc.record({ department: word, manager: fc.record({ value: word }) }, { requiredKeys: [] }),
    },
    { requiredKeys: ['schemas', 'id', 'userName'] },
  )
  .map((all) => JSON.parse(JSON.stringify(all)) as Resource)

const anything = fc.oneof(
  word,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  email,
  fc.array(email, { maxLength: 3 }),
  name,
  fc.constantFrom<Json>('True', [], {}, ['x'], [null], { value: '' }, { title: 'x', 'name.givenName': 'y' }),
  fc.dictionary(
    fc.constantFrom('title', 'id', '__proto__', 'constructor', 'emails', EXT, `${EXT}:department`),
    word,
  ),
) as fc.Arbitrary<Json>

const path = fc.constantFrom(
  'title',
  'TITLE',
  'id',
  'active',
  'userName',
  'name',
  'name.givenName',
  'emails',
  'emails.value',
  'emails[type eq "work"]',
  'emails[type eq "work"].value',
  'emails[type eq "home"].primary',
  'emails[value eq "a" or primary eq true]',
  'emails[not (display pr)].display',
  'emails[shoe eq 1]',
  `${EXT}:department`,
  `${EXT}:manager.value`,
  `${EXT}:manager`,
  EXT,
  'groups',
  'meta.version',
  '__proto__',
  'constructor',
  'name.constructor',
  'schemas[value eq "x"]',
  'emails[',
)
const operation: fc.Arbitrary<PatchOperation> = fc
  .record(
    { op: fc.constantFrom('add', 'replace', 'remove'), path, value: anything },
    { requiredKeys: ['op'] },
  )
  .map((one) => one as PatchOperation)
const operations = fc.array(operation, { maxLength: 4 })

const patch = (before: Resource, all: readonly PatchOperation[], which: Dialect) =>
  applyPatch(before, all, USER_RESOURCE_SCHEMA, { dialect: which })

/** The result, or the refusal; any other error goes through. */
function attempt(before: Resource, all: readonly PatchOperation[], which: Dialect) {
  try {
    return patch(before, all, which)
  } catch (error) {
    if (error instanceof ScimError) return error
    throw error
  }
}

const runs = { numRuns: 400 }
const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, check), runs)

describe('every PATCH', () => {
  test('ends in a result or in a refusal with status 400 and a keyword', () => {
    holds(fc.tuple(user, operations, dialect), ([before, all, which]) => {
      const end = attempt(before, all, which)
      if (end instanceof ScimError) {
        expect(end.status).toBe(400)
        expect(['invalidPath', 'invalidFilter', 'noTarget', 'mutability', 'invalidValue']).toContain(
          end.scimType,
        )
      }
    })
  })

  test('leaves its input alone', () => {
    holds(fc.tuple(user, operations, dialect), ([before, all, which]) => {
      const copies = structuredClone([before, all])
      attempt(before, all, which)
      expect([before, all]).toEqual(copies)
    })
  })

  test('says changed exactly when something is different', () => {
    holds(fc.tuple(user, operations, dialect), ([before, all, which]) => {
      const end = attempt(before, all, which)
      if (!(end instanceof ScimError)) expect(end.changed).toBe(!equalJson(before, end.resource))
    })
  })

  test('leaves at most one primary, what is required, and what is readOnly', () => {
    holds(fc.tuple(user, operations, dialect), ([before, all, which]) => {
      const end = attempt(before, all, which)
      if (end instanceof ScimError) return
      const primaries = elementsOf(end.resource.emails).filter(
        (one) => isObject(one) && getMember(one, 'primary') === true,
      )
      expect(primaries.length).toBeLessThanOrEqual(1)
      expect(end.resource.userName).toEqual(expect.stringMatching(/./))
      expect(end.resource.id).toBe('1')
    })
  })

  test('leaves values of the types that the schema asks for, and no other names', () => {
    holds(fc.tuple(user, operations, dialect), ([before, all, which]) => {
      const end = attempt(before, all, which)
      if (end instanceof ScimError) return
      const known = ['schemas', 'id', 'userName', 'title', 'active', 'name', 'emails', EXT]
      for (const key of Object.keys(end.resource)) expect(known).toContain(key)
      expect(['undefined', 'boolean']).toContain(typeof end.resource.active)
      expect(Array.isArray(end.resource.emails ?? [])).toBe(true)
      expect(['string', 'undefined']).toContain(typeof end.resource.title)
    })
  })

  test('reaches no prototype', () => {
    holds(fc.tuple(user, operations, dialect), ([before, all, which]) => {
      const end = attempt(before, all, which)
      expect(Object.keys(Object.prototype)).toEqual([])
      if (!(end instanceof ScimError)) expect(Object.getPrototypeOf(end.resource)).toBe(Object.prototype)
    })
  })

  test('does what its one operations do, one after another', () => {
    holds(fc.tuple(user, operation, operation, dialect), ([before, first, second, which]) => {
      const both = attempt(before, [first, second], which)
      const one = attempt(before, [first], which)
      const two = one instanceof ScimError ? one : attempt(one.resource, [second], which)
      if (both instanceof ScimError || two instanceof ScimError) {
        expect(both instanceof ScimError && two instanceof ScimError).toBe(true)
      } else expect(both.resource).toEqual(two.resource)
    })
  })

  test('is what a conforming server may do', () => {
    holds(fc.tuple(user, fc.array(operation, { maxLength: 2 }), dialect), ([before, all, which]) => {
      const end = attempt(before, all, which)
      const allowed = allowedOutcomes(before, all, USER_RESOURCE_SCHEMA, { dialect: which })
      const observed =
        end instanceof ScimError
          ? ({ kind: 'refusal', status: end.status, scimType: end.scimType ?? '', resource: before } as const)
          : ({ kind: 'state', resource: end.resource } as const)
      expect(permits(allowed, observed).verdict).toBe('accept')
    })
  })
})

describe('replace', () => {
  test('is idempotent', () => {
    const replace = fc.record({ op: fc.constant('replace' as const), path, value: anything })
    holds(fc.tuple(user, replace, dialect), ([before, one, which]) => {
      const end = attempt(before, [one], which)
      if (end instanceof ScimError || one.path.includes('[')) return
      expect(patch(end.resource, [one], which).changed).toBe(false)
    })
  })

  test('leaves the value that was sent', () => {
    holds(
      fc.tuple(user, fc.constantFrom('title', `${EXT}:department`, 'name.givenName'), word, dialect),
      ([before, to, value, which]) => {
        const { resource } = patch(before, [{ op: 'replace', path: to, value }], which)
        const found = {
          title: resource.title,
          [`${EXT}:department`]: (resource[EXT] as Resource | undefined)?.department,
          'name.givenName': (resource.name as Resource | undefined)?.givenName,
        }
        expect(found[to]).toBe(value)
      },
    )
  })
})

describe('add', () => {
  test('of what is there changes nothing', () => {
    holds(fc.tuple(user, dialect, fc.nat()), ([before, which, pick]) => {
      const present = elementsOf(before.emails)
      if (present.length > 0) {
        const value = present[pick % present.length] ?? null
        expect(patch(before, [{ op: 'add', path: 'emails', value: [value] }], which).changed).toBe(false)
      }
      for (const attribute of ['title', 'name', 'active', 'userName']) {
        const value = before[attribute]
        if (value === undefined || equalJson(value, {})) continue
        expect(patch(before, [{ op: 'add', path: attribute, value }], which).changed).toBe(false)
      }
    })
  })

  test('and remove of a new value leaves things as they were', () => {
    holds(fc.tuple(user, dialect), ([before, which]) => {
      const { resource } = patch(
        before,
        [
          { op: 'add', path: 'emails', value: [{ value: 'new@x.example', type: 'other' }] },
          { op: 'remove', path: 'emails[value eq "new@x.example"]' },
          { op: 'add', path: `${EXT}:costCenter`, value: 'new' },
          { op: 'remove', path: `${EXT}:costCenter` },
        ],
        which,
      )
      expect(differences(USER_RESOURCE_SCHEMA, before, before, resource)).toEqual([])
    })
  })
})

describe('remove', () => {
  test('leaves nothing that the path selects, and is idempotent', () => {
    const where = fc.constantFrom('title', 'name', 'name.givenName', 'emails', 'emails[type eq "work"]', EXT)
    holds(fc.tuple(user, where, dialect), ([before, at, which]) => {
      const remove = { op: 'remove' as const, path: at }
      const { resource } = patch(before, [remove], which)
      expect(patch(resource, [remove], which).changed).toBe(false)
    })
  })
})

test('a path that can be read is printed as a path that means the same', () => {
  holds(path, (text) => {
    let read
    try {
      read = parsePatchPath(text, USER_RESOURCE_SCHEMA)
    } catch (error) {
      expect(error).toBeInstanceOf(ScimError)
      return
    }
    expect(parsePatchPath(printPatchPath(read), USER_RESOURCE_SCHEMA)).toEqual(read)
  })
})

test('names that objects inherit are harmless', () => {
  const before = JSON.parse('{"userName":"a","__proto__":{"x":1}}') as Resource
  const value = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"x":1},"title":"t"}') as Json
  const { resource } = patch(
    before,
    [
      { op: 'add', value },
      { op: 'add', path: 'name', value },
    ],
    'entra',
  )
  expect(Object.entries(resource)).toEqual([
    ['userName', 'a'],
    ['__proto__', { x: 1 }],
    ['title', 't'],
  ])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(() => patch(before, [{ op: 'add', value }], 'rfc')).toThrow(
    expect.objectContaining({ scimType: 'invalidValue' }),
  )
})
