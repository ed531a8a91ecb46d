import { describe, expect, test } from 'vitest'
import { PATCH_OP_URI, patchOp, readPatchOp } from './patchOp.ts'
import type { PatchOperation } from '../types.ts'

const body = (...operations: unknown[]) => ({ schemas: [PATCH_OP_URI], Operations: operations })
const read = (json: unknown) => readPatchOp(json, { dialect: 'rfc' })

describe('a PATCH request', () => {
  test.each<[object, PatchOperation]>([
    [
      { op: 'add', path: 'title', value: 'x' },
      { op: 'add', path: 'title', value: 'x' },
    ],
    [
      { OP: 'Replace', Path: 'title', VALUE: 'x' },
      { op: 'replace', path: 'title', value: 'x' },
    ],
    [
      { op: 'REMOVE', path: 'title' },
      { op: 'remove', path: 'title' },
    ],
    [
      { op: 'remove', path: 'members', value: [{ value: '1' }] },
      { op: 'remove', path: 'members', value: [{ value: '1' }] },
    ],
    [
      { op: 'replace', path: 'title', value: null },
      { op: 'replace', path: 'title', value: null },
    ],
    [
      { op: 'add', value: { title: 'x' } },
      { op: 'add', value: { title: 'x' } },
    ],
    [
      { op: 'add', path: null, value: { title: 'x' } },
      { op: 'add', value: { title: 'x' } },
    ],
    [
      { op: 'add', path: 'active', value: false },
      { op: 'add', path: 'active', value: false },
    ],
    [
      { op: 'add', path: 'x', value: '', name: 'other' },
      { op: 'add', path: 'x', value: '' },
    ],
  ])('with %j is read', (json, operation) => {
    expect(read(body(json))).toEqual([operation])
  })

  test('keeps its operations in order', () => {
    const operations: PatchOperation[] = [
      { op: 'remove', path: 'members' },
      { op: 'add', path: 'members', value: [] },
    ]
    expect(read(patchOp(operations))).toEqual(operations)
  })

  test.each<[unknown, string]>([
    [null, 'invalidSyntax'],
    [[], 'invalidSyntax'],
    [{ Operations: [{ op: 'remove', path: 'a' }] }, 'invalidSyntax'],
    [{ schemas: ['urn:x'], Operations: [{ op: 'remove', path: 'a' }] }, 'invalidSyntax'],
    [{ schemas: [PATCH_OP_URI] }, 'invalidSyntax'],
    [body(), 'invalidSyntax'],
    [{ schemas: [PATCH_OP_URI], Operations: { op: 'remove', path: 'a' } }, 'invalidSyntax'],
    [{ ...body({ op: 'remove', path: 'a' }), operations: [] }, 'invalidSyntax'],
    [body('remove'), 'invalidSyntax'],
    [body({ path: 'a', value: 1 }), 'invalidSyntax'],
    [body({ op: 'move', path: 'a' }), 'invalidSyntax'],
    [body({ op: 1, path: 'a' }), 'invalidSyntax'],
    [body({ op: 'add', OP: 'remove', path: 'a', value: 1 }), 'invalidSyntax'],
    [body({ op: 'add', path: 1, value: 1 }), 'invalidPath'],
    [body({ op: 'add', path: '', value: { a: 1 } }), 'invalidPath'],
    [body({ op: 'remove' }), 'noTarget'],
    [body({ op: 'remove', path: null }), 'noTarget'],
    [body({ op: 'add', path: 'a' }), 'invalidValue'],
    [body({ op: 'replace' }), 'invalidValue'],
    [body({ op: 'replace', value: 'x' }), 'invalidValue'],
    [body({ op: 'add', value: [{ a: 1 }] }), 'invalidValue'],
    [body({ op: 'replace', value: null }), 'invalidValue'],
    [body({ op: 'add', path: 'a', value: 1 }, { op: 'remove' }), 'noTarget'],
  ])('%j is refused with %s', (json, scimType) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })

  test('does without schemas in the dialect of Entra, but not with others', () => {
    const operations = [{ op: 'Replace', value: { active: false } }]
    const entra = (json: unknown) => readPatchOp(json, { dialect: 'entra' })
    expect(entra({ Operations: operations })).toEqual([{ op: 'replace', value: { active: false } }])
    expect(entra(body(...operations))).toEqual([{ op: 'replace', value: { active: false } }])
    for (const json of [{ schemas: ['urn:x'], Operations: operations }, [], 'text']) {
      expect(() => entra(json)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }))
    }
  })
})
