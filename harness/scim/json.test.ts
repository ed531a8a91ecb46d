import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  equalJson,
  getMember,
  isObject,
  isUnassigned,
  memberName,
  normalise,
  sameName,
  withMember,
  withoutMember,
} from './json.ts'
import type { Json, JsonObject } from './types.ts'

const hostile = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":"c","hasOwnProperty":"h"}',
) as JsonObject

describe('members', () => {
  test('are found in any case', () => {
    expect(getMember({ userName: 'bjensen' }, 'USERNAME')).toBe('bjensen')
    expect(memberName({ UserName: 'bjensen' }, 'username')).toBe('UserName')
  })

  test('with the exact spelling win', () => {
    expect(getMember({ USERNAME: 1, userName: 2 }, 'userName')).toBe(2)
    expect(getMember({ USERNAME: 1, userName: 2 }, 'Username')).toBe(1)
  })

  test('that are inherited do not exist', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(getMember({}, name)).toBeUndefined()
      expect(memberName({}, name)).toBeUndefined()
    }
  })

  test('with the names of inherited ones are members like others', () => {
    expect(getMember(hostile, '__proto__')).toEqual({ polluted: true })
    expect(getMember(hostile, 'CONSTRUCTOR')).toBe('c')
    const changed = withMember(hostile, '__PROTO__', 'x')
    expect(Object.keys(changed)).toEqual(['__proto__', 'constructor', 'hasOwnProperty'])
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype)
    expect(getMember(changed, '__proto__')).toBe('x')
    expect(Object.keys(withoutMember(hostile, '__proto__'))).toEqual(['constructor', 'hasOwnProperty'])
    expect(Object.keys(withMember({}, '__proto__', { polluted: true }))).toEqual(['__proto__'])
    expect(({} as JsonObject)['polluted']).toBeUndefined()
  })

  test('keep spelling and place when they change, and lose their doubles', () => {
    const changed = withMember({ a: 1, UserName: 'old', USERNAME: 'older', b: 2 }, 'username', 'new')
    expect(Object.entries(changed)).toEqual([
      ['a', 1],
      ['UserName', 'new'],
      ['b', 2],
    ])
  })

  test('are removed in every spelling', () => {
    expect(withoutMember({ a: 1, A: 2, b: 3 }, 'a')).toEqual({ b: 3 })
  })

  test('are changed in a copy', () => {
    const object: JsonObject = Object.freeze({ a: 1 })
    expect(withMember(object, 'A', 2)).toEqual({ a: 2 })
    expect(withMember(object, 'b', 2)).toEqual({ a: 1, b: 2 })
    expect(withoutMember(object, 'a')).toEqual({})
    expect(object).toEqual({ a: 1 })
  })

  test('put in are found, and removed are not', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.integer()),
        fc.string(),
        fc.integer(),
        (object, name, value) => {
          const put = withMember(object, name, value)
          expect(getMember(put, name)).toBe(value)
          expect(getMember(withoutMember(put, name), name)).toBeUndefined()
        },
      ),
    )
  })
})

test('names are alike in ASCII only', () => {
  expect(sameName('$REF', '$ref')).toBe(true)
  expect(sameName('\u212a', 'k')).toBe(false)
  expect(sameName('É', 'é')).toBe(false)
  expect(sameName('urn:X:User', 'URN:x:user')).toBe(true)
})

test('null, absence and the empty array are unassigned; nothing else is', () => {
  for (const value of [undefined, null, []]) expect(isUnassigned(value)).toBe(true)
  for (const value of ['', 0, false, {}, [null]]) expect(isUnassigned(value)).toBe(false)
})

describe('equality', () => {
  test.each<[Json | undefined, Json | undefined, boolean]>([
    [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, true],
    [[1, 2], [2, 1], false],
    [{ a: null }, {}, false],
    [{ a: null }, { b: null }, false],
    [[], {}, false],
    [{}, null, false],
    [null, undefined, false],
    ['a', 'A', false],
    [1, '1', false],
    [{ a: 1 }, { A: 1 }, false],
    [{ 0: 'a' }, ['a'], false],
  ])('of %j and %j is %s', (left, right, same) => {
    expect(equalJson(left, right)).toBe(same)
    expect(equalJson(right, left)).toBe(same)
  })

  test('does not see inherited members', () => {
    expect(equalJson({ toString: 1 }, { valueOf: 1 })).toBe(false)
    expect(equalJson(JSON.parse('{"__proto__":{}}') as Json, { a: {} })).toBe(false)
  })

  test('holds for a copy and for members in another order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(equalJson(value as Json, reversed(JSON.parse(JSON.stringify(value)) as Json))).toBe(true)
      }),
    )
  })
})

describe('normalising', () => {
  test('takes away what is unassigned at every depth', () => {
    expect(
      normalise({
        userName: 'x',
        nickName: null,
        emails: [],
        roles: [{ value: null }, { value: 'a', display: null }],
        name: { givenName: null },
        'urn:x': { a: { b: [] } },
        title: '',
        active: false,
      }),
    ).toEqual({ userName: 'x', roles: [{ value: 'a' }], title: '', active: false })
  })

  test('twice is once, and leaves nothing unassigned', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const once = normalise(object as JsonObject)
        expect(equalJson(normalise(once), once)).toBe(true)
        expect(Object.values(once).some(isUnassigned)).toBe(false)
      }),
    )
  })
})

function reversed(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(reversed)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)] as const)
      .reverse(),
  )
}
