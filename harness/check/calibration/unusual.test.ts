import { expect, test } from 'vitest'
import { resourceSchema } from '../../scim/schema/lookup.ts'
import { USER_RESOURCE_TYPE, USER_SCHEMA } from '../../scim/schema/core.ts'
import type { WireRequest } from '../../target/types.ts'
import { unusualAttributes, unusualIn } from './unusual.ts'

const published = {
  ...USER_SCHEMA,
  attributes: USER_SCHEMA.attributes
    .filter(({ name }) => name !== 'nickName')
    .map((one) => (one.name === 'displayName' ? { ...one, mutability: 'readOnly' as const } : one)),
}
const unusual = unusualAttributes([resourceSchema(USER_RESOURCE_TYPE, [published])])
const request = (body: unknown) => ({ body: JSON.stringify(body) }) as unknown as WireRequest

test('attributes that a server publishes otherwise than the standard are told', () => {
  expect(unusual).toEqual([
    { name: 'displayName', published: 'readOnly' },
    { name: 'nickName', published: 'absent' },
  ])
  expect(unusualAttributes([resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA])])).toEqual([])
})

test.each([
  ['a member', { userName: 'a', displayname: 'x' }, 'displayName'],
  ['a path', { Operations: [{ op: 'replace', path: 'nickName', value: 'x' }] }, 'nickName'],
  ['a value without a path', { Operations: [{ op: 'add', value: { nickName: 'x' } }] }, 'nickName'],
  ['a bulk job', { Operations: [{ data: { displayName: 'x' } }] }, 'displayName'],
  [
    'a path with its URN',
    { Operations: [{ path: `${USER_SCHEMA.id}:displayName`, value: 1 }] },
    'displayName',
  ],
  ['nothing of them', { Operations: [{ path: 'title', value: 'nickName' }] }, undefined],
])('they are seen in %s', (_, body, name) => {
  expect(unusualIn(request(body), unusual)?.name).toBe(name)
})
