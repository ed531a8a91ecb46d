import { describe, expect, test } from 'vitest'
import { readResourceType, readSchema } from './read.ts'

const attribute = (json: object) => readSchema({ id: 'urn:x', attributes: [json] }).attributes[0]

describe('a schema', () => {
  test('gets the defaults of RFC 7643 §2.2', () => {
    expect(readSchema({ id: 'urn:x', attributes: [{ name: 'a' }] })).toEqual({
      id: 'urn:x',
      name: 'urn:x',
      description: '',
      attributes: [
        {
          name: 'a',
          type: 'string',
          multiValued: false,
          description: '',
          required: false,
          canonicalValues: [],
          caseExact: false,
          mutability: 'readWrite',
          returned: 'default',
          uniqueness: 'none',
          referenceTypes: [],
          subAttributes: [],
        },
      ],
    })
  })

  test('keeps what it says, in whatever case it says it', () => {
    expect(
      attribute({
        NAME: 'a',
        Type: 'DATETIME',
        multivalued: 'True',
        required: true,
        mutability: 'readonly',
        returned: 'Request',
        uniqueness: 'SERVER',
        canonicalValues: ['x'],
        caseExact: null,
      }),
    ).toMatchObject({
      name: 'a',
      type: 'dateTime',
      multiValued: true,
      required: true,
      mutability: 'readOnly',
      returned: 'request',
      uniqueness: 'server',
      canonicalValues: ['x'],
      caseExact: false,
    })
  })

  test('takes references and binaries as case-exact unless it says otherwise', () => {
    expect(attribute({ name: 'a', type: 'reference' })?.caseExact).toBe(true)
    expect(attribute({ name: 'a', type: 'binary' })?.caseExact).toBe(true)
    expect(attribute({ name: 'a', type: 'reference', caseExact: false })?.caseExact).toBe(false)
  })

  test('gives a multi-valued complex attribute the sub-attributes of §2.4 when it lists none', () => {
    const names = attribute({ name: 'a', type: 'complex', multiValued: true })?.subAttributes.map(
      ({ name }) => name,
    )
    expect(names).toEqual(['value', 'display', 'type', 'primary', '$ref'])
    expect(attribute({ name: 'a', type: 'complex' })?.subAttributes).toEqual([])
  })

  test('takes an attribute with sub-attributes and no type as complex', () => {
    expect(attribute({ name: 'a', subAttributes: [{ name: 'b' }] })?.type).toBe('complex')
  })

  test.each<[unknown, string]>([
    [null, '$: expected an object, found null'],
    [[], '$: expected an object, found []'],
    [undefined, '$: expected an object, found nothing'],
    [{}, '$.id: expected a string that is not empty, found nothing'],
    [{ id: 'x', attributes: 'a' }, '$.attributes: expected an array of objects, found "a"'],
    [
      { id: 'x', attributes: [{ name: 'a' }, {}] },
      '$.attributes[1].name: expected a string that is not empty',
    ],
    [
      { id: 'x', attributes: [{ name: 'a', type: 'date' }] },
      '$.attributes[0].type: expected one of string, boolean',
    ],
    [
      { id: 'x', attributes: [{ name: 'a', required: 1 }] },
      '$.attributes[0].required: expected true or false, found 1',
    ],
    [
      { id: 'x', attributes: [{ name: 'a', canonicalValues: [1] }] },
      '$.attributes[0].canonicalValues[0]: expected a string',
    ],
    [
      { id: 'x', attributes: [{ name: 'a', subAttributes: [{ name: 'b', returned: 7 }] }] },
      '$.attributes[0].subAttributes[0].returned: expected a string, found 7',
    ],
  ])('%j can not be read', (json, message) => {
    expect(() => readSchema(json)).toThrow(message)
  })
})

describe('a resource type', () => {
  const type = { name: 'User', endpoint: '/Users', schema: 'urn:x' }
  const endpoint = (text: string, baseUrl?: string) =>
    readResourceType({ ...type, endpoint: text }, baseUrl).endpoint

  test('gets its id from its name, and the other way round', () => {
    expect(readResourceType(type)).toEqual({ ...type, id: 'User', description: '', schemaExtensions: [] })
    expect(readResourceType({ ...type, name: null, id: 'U' })).toMatchObject({ id: 'U', name: 'U' })
  })

  test('reads extensions, also one that stands without an array', () => {
    const extension = { schema: 'urn:y', required: true }
    expect(
      readResourceType({ ...type, schemaExtensions: [extension, { schema: 'urn:z' }] }).schemaExtensions,
    ).toEqual([extension, { schema: 'urn:z', required: false }])
    expect(readResourceType({ ...type, schemaExtensions: extension }).schemaExtensions).toEqual([extension])
    expect(readResourceType({ ...type, schemaExtensions: null }).schemaExtensions).toEqual([])
  })

  test.each([
    ['/Users', undefined, '/Users'],
    ['Users', undefined, '/Users'],
    ['/Users/', undefined, '/Users'],
    ['//Users', undefined, '/Users'],
    ['https://h.example/scim/v2/Users', 'https://h.example/scim/v2', '/Users'],
    ['https://h.example/scim/v2/Users/', 'https://h.example/scim/v2/', '/Users'],
    ['/scim/v2/Users', 'https://h.example/scim/v2', '/Users'],
    ['/Users', 'https://h.example/scim/v2', '/Users'],
    ['/Users', 'https://h.example', '/Users'],
    ['/scim/v2x/Users', 'https://h.example/scim/v2', '/scim/v2x/Users'],
    ['https://other.example/Users', 'https://h.example/scim/v2', 'https://other.example/Users'],
    ['https://h.example/scim/v2/Users', undefined, 'https://h.example/scim/v2/Users'],
  ])('has the endpoint %s at %s as %s', (text, baseUrl, expected) => {
    expect(endpoint(text, baseUrl)).toBe(expected)
  })

  test.each<[object, string]>([
    [{ endpoint: '/U', schema: 'x' }, '$.id'],
    [{ name: 'U', schema: 'x' }, '$.endpoint'],
    [{ name: 'U', endpoint: '/U' }, '$.schema'],
    [{ ...type, schemaExtensions: [{}] }, '$.schemaExtensions[0].schema'],
  ])('%j can not be read', (json, at) => {
    expect(() => readResourceType(json)).toThrow(`${at}: expected`)
  })
})
