import { describe, expect, test } from 'vitest'
import { parseAttributePath } from '../path.ts'
import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_RESOURCE_SCHEMA,
  USER_RESOURCE_SCHEMA,
  USER_RESOURCE_TYPE,
  USER_SCHEMA,
} from './core.ts'
import { attributesOf, extensionByUri, getAt, resolve, resourceSchema } from './lookup.ts'
import { readSchema } from './read.ts'
import type { Resource } from '../types.ts'

const CORE = USER_SCHEMA.id
const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id
const find = (text: string, schema = USER_RESOURCE_SCHEMA) => resolve(schema, parseAttributePath(text))
const names = (text: string, schema = USER_RESOURCE_SCHEMA) => {
  const found = find(text, schema)
  return found && [found.extension, found.attribute.name, found.sub?.name]
}

describe('a path means', () => {
  test.each([
    ['userName', [undefined, 'userName', undefined]],
    ['USERNAME', [undefined, 'userName', undefined]],
    [`${CORE}:userName`, [undefined, 'userName', undefined]],
    [`${CORE.toUpperCase()}:NAME.GIVENNAME`, [undefined, 'name', 'givenName']],
    [`${ENTERPRISE}:department`, [ENTERPRISE, 'department', undefined]],
    [`${ENTERPRISE.toLowerCase()}:manager.DISPLAYNAME`, [ENTERPRISE, 'manager', 'displayName']],
    ['id', [undefined, 'id', undefined]],
    [`${CORE}:id`, [undefined, 'id', undefined]],
    ['meta.lastModified', [undefined, 'meta', 'lastModified']],
    ['schemas', [undefined, 'schemas', undefined]],
    ['groups.$ref', [undefined, 'groups', '$ref']],
    ['addresses.primary', [undefined, 'addresses', 'primary']],
  ])('%s: %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  test.each([
    'department',
    'unknown',
    'name.unknown',
    'userName.value',
    'name.primary',
    `${ENTERPRISE}:userName`,
    `${ENTERPRISE}:id`,
    'urn:example:other:userName',
    ENTERPRISE,
    'constructor',
    '$ref',
  ])('%s: nothing', (text) => {
    expect(find(text)).toBeUndefined()
  })

  test('what the standard says of common attributes, also where a schema says otherwise', () => {
    const schema = resourceSchema({ ...USER_RESOURCE_TYPE, schemaExtensions: [] }, [
      readSchema({
        id: CORE,
        attributes: [{ name: 'ID', caseExact: false, returned: 'default' }, { name: 'userName' }],
      }),
    ])
    expect(find('id', schema)?.attribute).toMatchObject({ caseExact: true, returned: 'always' })
    expect([...attributesOf(schema)].map(({ attribute }) => attribute.name)).toEqual([
      'schemas',
      'id',
      'externalId',
      'meta',
      'userName',
    ])
  })

  test('the default sub-attributes of RFC 7643 §2.4 where a definition lists others', () => {
    expect(names('members.display', GROUP_RESOURCE_SCHEMA)).toEqual([undefined, 'members', 'display'])
    expect(find('members.primary', GROUP_RESOURCE_SCHEMA)?.sub?.type).toBe('boolean')
  })
})

describe('the schema of a resource type', () => {
  test('lists all attributes with their extension', () => {
    const all = [...attributesOf(USER_RESOURCE_SCHEMA)]
    expect(all).toHaveLength(4 + 21 + 6)
    expect(all.filter(({ extension }) => extension === ENTERPRISE)).toHaveLength(6)
    for (const { extension, attribute } of all) {
      expect(
        find(extension === undefined ? attribute.name : `${extension}:${attribute.name}`)?.attribute,
      ).toBe(attribute)
    }
  })

  test('needs its core schema, and does without the definition of an extension', () => {
    expect(() => resourceSchema(USER_RESOURCE_TYPE, [])).toThrow(CORE)
    const schema = resourceSchema(USER_RESOURCE_TYPE, [{ ...USER_SCHEMA, id: CORE.toLowerCase() }])
    expect(extensionByUri(schema, ENTERPRISE.toUpperCase())?.schema).toMatchObject({
      id: ENTERPRISE,
      attributes: [],
    })
    expect(extensionByUri(schema, CORE)).toBeUndefined()
  })
})

describe('a value is read', () => {
  const user: Resource = {
    UserName: 'bjensen',
    name: { GivenName: 'Barbara' },
    emails: [{ value: 'a' }, { type: 'home' }, 'odd', { VALUE: 'b' }],
    title: null,
    roles: [],
    [ENTERPRISE.toUpperCase()]: { Department: 'Tours', manager: { value: '26' } },
  }
  test.each([
    ['userName', 'bjensen'],
    ['name.givenName', 'Barbara'],
    ['name.familyName', undefined],
    ['emails.value', ['a', 'b']],
    ['emails.display', undefined],
    ['title', null],
    ['roles', []],
    ['roles.value', undefined],
    ['nickName', undefined],
    [`${ENTERPRISE}:department`, 'Tours'],
    [`${ENTERPRISE}:manager.value`, '26'],
    [`${ENTERPRISE}:division`, undefined],
  ])('at %s', (text, expected) => {
    expect(getAt(user, find(text) ?? expect.fail(text))).toEqual(expected)
  })

  test('also where the extension is no object', () => {
    const department = find(`${ENTERPRISE}:department`) ?? expect.fail()
    for (const odd of [null, 'text', []]) expect(getAt({ [ENTERPRISE]: odd }, department)).toBeUndefined()
    expect(getAt({}, department)).toBeUndefined()
  })
})
