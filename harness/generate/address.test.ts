import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENTERPRISE_USER_SCHEMA, USER_RESOURCE_SCHEMA, USER_SCHEMA } from '../scim/schema/core.ts'
import type { AttributeDefinition, Json } from '../scim/types.ts'
import { addressKind, addressValue, domainsIn, reservedAddresses } from './address.ts'
import type { AddressKind } from './address.ts'
import { populationOf } from './population.ts'
import { userOf } from './resource.ts'

const named = (name: string, sub?: string): [AttributeDefinition, AttributeDefinition | undefined] => {
  const attribute = [...USER_SCHEMA.attributes, ...ENTERPRISE_USER_SCHEMA.attributes].find(
    (one) => one.name === name,
  )
  if (attribute === undefined) throw new Error(`No attribute ${name}`)
  if (sub === undefined) return [attribute, undefined]
  const inner = attribute.subAttributes.find((one) => one.name === sub)
  if (inner === undefined) throw new Error(`No sub-attribute ${sub}`)
  return [inner, attribute]
}

/** Every text in a JSON value. */
function texts(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part: Json) => texts(part))
}

describe('addresses', () => {
  test.each<[string, string | undefined, AddressKind | undefined]>([
    ['userName', undefined, 'userName'],
    ['emails', 'value', 'email'],
    ['phoneNumbers', 'value', 'phone'],
    ['ims', 'value', 'im'],
    ['photos', 'value', 'url'],
    ['profileUrl', undefined, 'url'],
    ['emails', 'type', undefined],
    ['displayName', undefined, undefined],
    ['department', undefined, undefined],
  ])('%s %s is of kind %s', (name, sub, kind) => {
    expect(addressKind(...named(name, sub))).toBe(kind)
  })

  test('the default ones are mailboxes and pages at example.com, and numbers kept for fiction', () => {
    const form: Record<AddressKind, RegExp> = {
      email: /^[a-z0-9._-]+@example\.com$/,
      userName: /^[a-z0-9._-]+@example\.com$/,
      im: /^[a-z0-9._-]+@example\.com$/,
      phone: /^\+1-202-555-01\d\d$/,
      url: /^https:\/\/example\.com\/[a-z0-9._-]+$/,
    }
    for (const kind of Object.keys(form) as AddressKind[]) {
      for (const value of fc.sample(addressValue(kind), { numRuns: 200, seed: 3 }))
        expect(value).toMatch(form[kind])
    }
  })

  test('no generated user names another domain, or another number, than the default ones', () => {
    const users = fc.sample(userOf({ fullness: 'full' }), { numRuns: 200, seed: 4 })
    const members = fc.sample(populationOf(USER_RESOURCE_SCHEMA), { numRuns: 10, seed: 4 }).flat()
    for (const user of [...users, ...members]) {
      for (const text of texts(user)) {
        for (const domain of domainsIn(text)) expect(domain).toBe('example.com')
        if (text.includes('@')) expect(text).toMatch(/^[^@\s]+@example\.com$/)
      }
      for (const phone of (user['phoneNumbers'] ?? []) as readonly { value: string }[]) {
        expect(phone.value).toMatch(/^\+1-202-555-01\d\d$/)
      }
    }
  })

  test('all of them come from the function that is passed in', () => {
    const addresses = (local: string, kind: AddressKind) => `mine:${kind}:${local}`
    for (const user of fc.sample(userOf({ fullness: 'full', addresses }), { numRuns: 50, seed: 5 })) {
      expect(user['userName']).toMatch(/^mine:userName:/)
      expect(user['profileUrl']).toMatch(/^mine:url:/)
      const [email] = user['emails'] as [{ value: string }]
      expect(email.value).toMatch(/^mine:email:/)
      expect(JSON.stringify(user)).not.toContain('example.com')
    }
  })

  test('domains are found behind @ and ://, whoever stands before them', () => {
    expect(domainsIn('a@Example.com, https://u:p@example.org:8443/x')).toEqual([
      'example.com',
      'example.org:8443',
    ])
    expect(domainsIn('a@')).toEqual([''])
    expect(domainsIn('nobody')).toEqual([])
  })

  test('the default ones depend on the local part', () => {
    expect(reservedAddresses('a', 'email')).not.toBe(reservedAddresses('b', 'email'))
  })
})
