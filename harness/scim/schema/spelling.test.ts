import { expect, test } from 'vitest'
import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_SCHEMA } from './core.ts'
import { spellAsSchema } from './spelling.ts'

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id

test('names become those of the schema, at every level, and strangers keep theirs', () => {
  expect(
    spellAsSchema(
      {
        USERNAME: 'X',
        NAME: { GIVENNAME: 'Y', Nick: 1 },
        emails: [{ VALUE: 'A', $REF: 'b' }, 'odd'],
        [ENTERPRISE.toUpperCase()]: { DEPARTMENT: 'Z', Manager: { displayname: 'J' }, Color: 'red' },
        META: { LOCATION: 'l' },
        Color: { DEEP: 1 },
        constructor: 'c',
      },
      USER_RESOURCE_SCHEMA,
    ),
  ).toEqual({
    userName: 'X',
    name: { givenName: 'Y', Nick: 1 },
    emails: [{ value: 'A', $ref: 'b' }, 'odd'],
    [ENTERPRISE]: { department: 'Z', manager: { displayName: 'J' }, Color: 'red' },
    meta: { location: 'l' },
    Color: { DEEP: 1 },
    constructor: 'c',
  })
})

test('of two spellings the right one is kept, else the first', () => {
  expect(spellAsSchema({ USERNAME: 1, userName: 2 }, USER_RESOURCE_SCHEMA)).toEqual({ userName: 2 })
  expect(spellAsSchema({ USERNAME: 1, username: 2 }, USER_RESOURCE_SCHEMA)).toEqual({ userName: 1 })
})
