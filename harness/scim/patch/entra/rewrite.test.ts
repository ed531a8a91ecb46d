import { describe, expect, test } from 'vitest'
import { ENTERPRISE_USER_SCHEMA, GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../../schema/core.ts'
import { attributeWith } from '../../schema/defaults.ts'
import type { Json, PatchOperation, ResourceSchema } from '../../types.ts'
import { rewriteOperation } from './rewrite.ts'
import { plainValue } from './value.ts'

const EXT = ENTERPRISE_USER_SCHEMA.id
const schema: ResourceSchema = {
  ...USER_RESOURCE_SCHEMA,
  core: {
    ...USER_RESOURCE_SCHEMA.core,
    attributes: [
      ...USER_RESOURCE_SCHEMA.core.attributes,
      attributeWith({ name: 'floor', type: 'integer' }),
      attributeWith({ name: 'height', type: 'decimal' }),
      attributeWith({ name: 'tags', multiValued: true }),
      attributeWith({
        name: 'place',
        type: 'complex',
        subAttributes: [attributeWith({ name: 'floor', type: 'integer' })],
      }),
      attributeWith({
        name: 'rooms',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          attributeWith({ name: 'floor', type: 'integer' }),
          attributeWith({ name: 'booked', type: 'boolean' }),
        ],
      }),
    ],
  },
  extensions: [
    ...USER_RESOURCE_SCHEMA.extensions,
    {
      required: false,
      schema: {
        id: 'urn:x:second',
        name: 'Second',
        description: '',
        attributes: [attributeWith({ name: 'seat' })],
      },
    },
  ],
}
const rewrite = (operation: PatchOperation, of = schema) => rewriteOperation(operation, of)
const rewritten = (path: string, value?: Json) =>
  rewrite({ op: 'add', path, ...(value === undefined ? {} : { value }) })[0]

describe('paths', () => {
  test.each([
    ['title', 'title'],
    ['manager', `${EXT}:manager`],
    ['MANAGER.value', `${EXT}:MANAGER.value`],
    ['roles[primary eq "True"].value', 'roles[primary eq true].value'],
    ['roles[primary eq "FALSE"]', 'roles[primary eq false]'],
    ['roles[primary eq "maybe"]', 'roles[primary eq "maybe"]'],
    ['roles[primary eq true]', 'roles[primary eq true]'],
    ['roles[primary eq null]', 'roles[primary eq null]'],
    ['roles[primary pr]', 'roles[primary pr]'],
    ['roles[shoe eq "True"]', 'roles[shoe eq "True"]'],
    ['roles[not (primary eq "True")]', 'roles[not (primary eq true)]'],
    ['roles[primary eq "True" and type eq "True"]', 'roles[primary eq true and type eq "True"]'],
    ['roles[type eq "a" or primary eq "True"]', 'roles[type eq "a" or primary eq true]'],
    ['rooms[floor eq "3"]', 'rooms[floor eq 3]'],
    ['roles[type eq 3]', 'roles[type eq "3"]'],
    ['shoeSize', 'shoeSize'],
    ['name.shoeSize', 'name.shoeSize'],
    [`${EXT}:shoeSize`, `${EXT}:shoeSize`],
    ['urn:x:manager', 'urn:x:manager'],
    ['emails[', 'emails['],
    [EXT, EXT],
    ['manager.shoe', 'manager.shoe'],
    ['seat', 'urn:x:second:seat'],
  ])('%s becomes %s', (path, plain) => {
    expect(rewritten(path)).toStrictEqual({ op: 'add', path: plain })
    expect(rewritten(path, null)).toEqual({ op: 'add', path: plain, value: null })
  })
})

describe('values', () => {
  test.each<[string, Json, Json]>([
    ['active', 'True', true],
    ['active', 'false', false],
    ['active', '', null],
    ['active', 'maybe', 'maybe'],
    ['active', ['True'], true],
    ['active', ['True', 'False'], ['True', 'False']],
    ['floor', '3', 3],
    ['floor', '-3', -3],
    ['floor', '3.5', '3.5'],
    ['floor', '03', '03'],
    ['height', '3.5', 3.5],
    ['height', '0.5', 0.5],
    ['height', '3.', '3.'],
    ['height', 'x3', 'x3'],
    ['title', 3, '3'],
    ['title', true, 'true'],
    ['title', '', ''],
    ['title', {}, {}],
    ['tags', 'a', ['a']],
    ['tags', '', null],
    ['tags', ['a', 3], ['a', '3']],
    ['name', 'x', 'x'],
    ['name', '', null],
    ['name', { givenName: 3, shoe: 3 }, { givenName: '3', shoe: 3 }],
    ['name', { givenName: '' }, { givenName: '' }],
    ['place', 'x', 'x'],
    ['place', { floor: '3' }, { floor: 3 }],
    [`${EXT}:manager`, '9', { value: '9' }],
    [`${EXT}:manager`, ['9'], { value: '9' }],
    [`${EXT}:manager`, '', null],
    [`${EXT}:manager`, { value: '' }, null],
    [`${EXT}:manager`, { value: '', displayName: null }, null],
    [`${EXT}:manager`, { value: '', displayName: 'x' }, { value: '', displayName: 'x' }],
    [`${EXT}:manager`, {}, {}],
    [`${EXT}:manager`, 9, 9],
    ['emails', { value: '1', primary: 'True' }, [{ value: '1', primary: true }]],
    ['emails', ['1', { value: '2' }], [{ value: '1' }, { value: '2' }]],
    ['emails', [{ value: '' }, { value: '2' }], [{ value: '2' }]],
    ['emails', [3], [3]],
    ['emails[type eq "work"]', { primary: 'True' }, { primary: true }],
    ['emails[type eq "work"].primary', 'True', true],
    ['name.givenName', 3, '3'],
    [
      'roles',
      [{ value: '{"value":"a","display":"b","type":"c"}', primary: 'True' }],
      [{ value: 'a', primary: true, display: 'b', type: 'c' }],
    ],
    [
      'roles',
      [{ value: '{"value":"a","displayName":"b"}' }],
      [{ value: 'a', displayName: 'b', display: 'b' }],
    ],
    ['roles', [{ value: '{"value":"a"}' }], [{ value: 'a' }]],
    ['roles', [{ value: '["a"]' }], [{ value: '["a"]' }]],
    ['roles', [{ value: '{"display":"b"}' }], [{ value: '{"display":"b"}' }]],
    ['roles', [{ value: '{"value"' }], [{ value: '{"value"' }]],
    [
      'roles',
      [{ value: '{"value":"a","display":"b","displayName":"c"}' }],
      [{ value: 'a', display: 'b', displayName: 'c' }],
    ],
    ['roles', null, null],
    ['roles', [{ value: 3 }], [{ value: '3' }]],
    [EXT, { manager: '9', department: 3, shoe: 3 }, { manager: { value: '9' }, department: '3', shoe: 3 }],
    [EXT, 'x', 'x'],
    ['shoeSize', 'True', 'True'],
  ])('%s: %j becomes %j', (path, value, plain) => {
    expect(rewritten(path, value)?.value).toStrictEqual(plain)
  })

  test('nothing stays nothing', () => {
    const active = attributeWith({ name: 'active', type: 'boolean' })
    expect(plainValue(active, null)).toBeNull()
    expect(plainValue(active, [])).toEqual([])
  })
})

describe('an operation without a path', () => {
  test('becomes one for each member, with a path where the name needs one', () => {
    const value = {
      title: 3,
      active: 'True',
      'name.givenName': 'G',
      [`${EXT}:manager`]: '9',
      [EXT]: { department: 3 },
      'emails[type eq "work"].value': 'v',
      manager: '9',
      shoeSize: 3,
      'not a path': 3,
    }
    expect(rewrite({ op: 'replace', value })).toEqual([
      { op: 'replace', value: { title: '3' } },
      { op: 'replace', value: { active: true } },
      { op: 'replace', path: 'name.givenName', value: 'G' },
      { op: 'replace', path: `${EXT}:manager`, value: { value: '9' } },
      { op: 'replace', value: { [EXT]: { department: '3' } } },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'v' },
      { op: 'replace', path: `${EXT}:manager`, value: { value: '9' } },
      { op: 'replace', path: 'shoeSize', value: 3 },
      { op: 'replace', value: { 'not a path': 3 } },
    ])
  })

  test('stays as it is when it has no members to speak of', () => {
    for (const operation of [
      { op: 'remove', value: { 'name.givenName': 'x' } },
      { op: 'add', value: 'x' },
      { op: 'remove' },
    ] as const) {
      expect(rewrite(operation)).toEqual([operation])
    }
    expect(rewrite({ op: 'add', value: {} })).toEqual([])
  })
})

test('a remove keeps its list, in the form of elements', () => {
  const remove = { op: 'remove', path: 'members', value: ['a', { value: 'b' }] } as const
  expect(rewrite(remove, GROUP_RESOURCE_SCHEMA)).toEqual([
    { ...remove, value: [{ value: 'a' }, { value: 'b' }] },
  ])
  expect(rewrite({ op: 'remove', path: 'members' }, GROUP_RESOURCE_SCHEMA)).toEqual([
    { op: 'remove', path: 'members' },
  ])
})
