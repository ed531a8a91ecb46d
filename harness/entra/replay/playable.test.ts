import { describe, expect, test } from 'vitest'
import type { Json } from '../../scim/types.ts'
import { boundBy, isPlayableFile, type Playable, threadsOf } from './playable.ts'

const variables = {
  id1: { kind: 'resourceId', meaning: 'id', example: '1' },
  id2: { kind: 'resourceId', meaning: 'id', example: '2' },
  userName1: { kind: 'userName', meaning: 'name', example: 'user1' },
  userName2: {
    kind: 'userName',
    meaning: 'name',
    example: 'USER1',
    sameAs: 'userName1',
    letters: 'upper' as const,
  },
  displayName1: { kind: 'displayName', meaning: 'name', example: 'Name 1' },
  text1: { kind: 'text', meaning: 'value', example: 'Text 1' },
}

let count = 0
const exchange = (method: string, target: string, body?: Json, made?: string): Playable => {
  const [path = '', query] = target.split('?')
  count += 1
  return {
    id: `x${count}`,
    original: `x-${count}`,
    title: target,
    job: 'other',
    dialect: 'both',
    sender: 'client',
    form: 'request',
    request: {
      method,
      path,
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    },
    ...(made === undefined ? {} : { answer: { status: 201, body: { id: `{{${made}}}` } } }),
    variables,
    needs: { answer: '' },
  }
}

const firsts = (exchanges: Playable[], kind?: 'recording') =>
  threadsOf({ exchanges, ...(kind === undefined ? {} : { kind }) }).map((thread) => [
    thread.first,
    thread.exchanges.map((one) => exchanges.indexOf(one)),
  ])

describe('the threads of a recording', () => {
  test('hold together what names one resource: by the id it got, by its name, in other letters', () => {
    const exchanges = [
      exchange('GET', '/Users?filter=userName eq "{{userName2}}"'),
      exchange('POST', '/Groups', { displayName: '{{text1}}' }, 'id2'),
      exchange('POST', '/Users', { userName: '{{userName1}}', title: '{{text1}}' }, 'id1'),
      exchange('PATCH', '/Users/{{id1}}', { Operations: [] }),
      exchange('DELETE', '/Groups/{{id2}}'),
    ]
    expect(firsts(exchanges, 'recording')).toEqual([
      [0, [0, 2, 3]],
      [1, [1, 4]],
    ])
  })

  test('join a group and its members, and what is looked for by a name that is shown', () => {
    const exchanges = [
      exchange('POST', '/Users', { userName: '{{userName1}}' }, 'id1'),
      exchange('GET', '/Groups?filter=displayName eq "{{displayName1}}"'),
      exchange('POST', '/Groups', { displayName: '{{displayName1}}' }, 'id2'),
      exchange('PATCH', '/Groups/{{id2}}', {
        Operations: [{ op: 'add', path: 'members', value: [{ value: '{{id1}}' }] }],
      }),
    ]
    expect(firsts(exchanges, 'recording')).toEqual([[0, [0, 1, 2, 3]]])
  })

  test('keep what names nothing once, and in a collection every exchange stands for itself', () => {
    const exchanges = [
      exchange('GET', '/Schemas'),
      exchange('GET', '/Schemas'),
      exchange('GET', '/Users/{{id1}}'),
      exchange('GET', '/Users/{{id1}}'),
    ]
    expect(firsts(exchanges, 'recording')).toEqual([
      [0, [0]],
      [2, [2, 3]],
    ])
    expect(firsts(exchanges)).toHaveLength(4)
  })

  test('a file is known by its exchanges', () => {
    expect(isPlayableFile({ exchanges: [exchange('GET', '/') as unknown as Json] })).toBe(true)
    for (const other of [null, [], {}, { exchanges: {} }, { exchanges: [1] }, { exchanges: [{}] }])
      expect(isPlayableFile(other)).toBe(false)
  })
})

test('variables are bound where they stand alone, at any depth', () => {
  expect(
    boundBy(
      {
        id: '{{id1}}',
        meta: { version: '{{version1}}', location: '{{baseUrl1}}/Users/{{id1}}' },
        list: [{ value: '{{text1}}' }],
        n: '{{id2}}',
      },
      {
        id: 'a',
        meta: { version: 'W/"1"', location: 'https://x/Users/a' },
        list: [{ value: 'v' }, {}],
        n: 7,
      },
    ),
  ).toEqual({ id1: 'a', version1: 'W/"1"', text1: 'v', id2: '7' })
  expect(boundBy({ id: '{{id1}}' }, 'text')).toEqual({})
})
