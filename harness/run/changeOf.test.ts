import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../reports/model/index.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import type { Json } from '../scim/types.ts'
import { changeOf } from './changeOf.ts'

const SCHEMAS = [USER_RESOURCE_SCHEMA, GROUP_RESOURCE_SCHEMA]

type Told = readonly [method: string, path: string, sent: Json | undefined, status: number, answered?: Json]

function exchangesOf(told: readonly Told[]): [string, ExchangeRecord][] {
  const bodyOf = (json: Json | undefined) => (json === undefined ? {} : { body: JSON.stringify(json) })
  return told.map(([method, path, sent, status, answered], index) => [
    `x${index}`,
    {
      request: { method, url: `https://scim.example.com/v2${path}`, headers: {}, ...bodyOf(sent) },
      response: { status, headers: {}, ...bodyOf(answered) },
      startedAt: index,
      durationMs: 1,
      scope: 'check',
    },
  ])
}

const told = (exchanges: readonly Told[], ...decisive: string[]) =>
  changeOf(exchangesOf(exchanges), decisive, SCHEMAS)

const patch = (...Operations: Json[]): Json => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})
const disable = patch({ op: 'Replace', path: 'active', value: 'False' })
const ada = { id: '1', userName: 'ada', active: true, meta: { version: '1' } }

test('a write that was taken shows the attributes that differ: before, as meant and as read back', () => {
  const exchanges: Told[] = [
    ['POST', '/Users', { userName: 'ada' }, 201, ada],
    ['PATCH', '/Users/1', disable, 204],
    ['GET', '/Users/1', undefined, 200, { ...ada, active: 'False' }],
  ]
  const change = {
    request: 'PATCH /v2/Users/1',
    status: 204,
    before: { active: true },
    meant: { active: false },
    after: { active: 'False' },
  }
  expect(told(exchanges, 'x2')).toEqual(change)
  expect(told(exchanges, 'x1', 'x2')).toEqual(change)
})

test('a write that was refused shows no state afterwards', () => {
  expect(
    told(
      [
        ['POST', '/Users', { userName: 'ada' }, 201, ada],
        ['PATCH', '/Users/1', disable, 400, { status: '400' }],
      ],
      'x1',
    ),
  ).toEqual({ request: 'PATCH /v2/Users/1', status: 400, before: { active: true }, meant: { active: false } })
})

test('a creation has nothing before it, and means what was sent', () => {
  expect(
    told(
      [
        ['POST', '/Users', { userName: 'ada', active: 'True' }, 201, ada],
        ['GET', '/Users/1', undefined, 200, { id: '1', userName: 'ada', active: 'True', nickName: 'a' }],
      ],
      'x1',
    ),
  ).toMatchObject({
    before: null,
    meant: { userName: 'ada', active: true },
    after: { userName: 'ada', active: 'True' },
  })
})

test('a deletion means that nothing is there', () => {
  expect(
    told(
      [
        ['POST', '/Users', { userName: 'ada' }, 201, ada],
        ['DELETE', '/Users/1', undefined, 204],
        ['GET', '/Users/1', undefined, 200, ada],
      ],
      'x2',
    ),
  ).toMatchObject({ before: { userName: 'ada' }, meant: null, after: { userName: 'ada' } })
})

test('what a read did not ask for is no loss, and a reference is its value', () => {
  const members = ['a', 'b'].map((value) => ({ value, $ref: `/Users/${value}`, display: value }))
  expect(
    told(
      [
        ['POST', '/Groups', {}, 201, { id: '2', displayName: 'g', members }],
        ['PATCH', '/Groups/2', patch({ op: 'Remove', path: 'members', value: [{ value: 'a' }] }), 204],
        ['GET', '/Groups/2?attributes=members', undefined, 200, { id: '2' }],
      ],
      'x2',
    ),
  ).toEqual({
    request: 'PATCH /v2/Groups/2',
    status: 204,
    before: { members: [{ value: 'a' }, { value: 'b' }] },
    meant: { members: [{ value: 'b' }] },
    after: {},
  })
})

test('a state that nobody saw is not made up: a change without an answer’s body comes before', () => {
  expect(
    told(
      [
        ['POST', '/Users', { userName: 'ada' }, 201, ada],
        ['PATCH', '/Users/1', patch({ op: 'add', path: 'title', value: 'x' }), 204],
        ['PATCH', '/Users/1', disable, 204],
        ['GET', '/Users/1', undefined, 200, ada],
      ],
      'x2',
      'x3',
    ),
  ).toBeUndefined()
})

test.each<[string, Told[], string]>([
  ['nothing was written', [['GET', '/Users', undefined, 404]], 'x0'],
  [
    'what was read was not what was written',
    [
      ['POST', '/Users', {}, 201, ada],
      ['GET', '/Users?filter=x', undefined, 500],
    ],
    'x1',
  ],
  [
    'it came as meant',
    [
      ['POST', '/Users', {}, 201, ada],
      ['PATCH', '/Users/1', patch({ op: 'add', path: 'active', value: true }), 204],
      ['GET', '/Users/1', undefined, 200, ada],
    ],
    'x2',
  ],
])('there is no change where %s', (_, exchanges, decisive) => {
  expect(told(exchanges, decisive)).toBeUndefined()
})
