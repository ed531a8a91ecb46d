import { describe, expect, test } from 'vitest'
import type { Json } from '../../scim/types.ts'
import { ForeignAddress, guardOutgoing } from './outgoing.ts'

const rules = { emailDomains: ['scim.acme.dev'], ownHosts: ['127.0.0.1', 'scim.vendor.io'] }
const guard = (json: Json) => () => guardOutgoing(textOf(json), json, rules)

/** A text of it; empty where it is too deep to be written. */
function textOf(json: Json): string {
  try {
    return JSON.stringify(json)
  } catch {
    return ''
  }
}

/** Lists in one another; made from inside, so that nothing here runs out of stack. */
function nested(depth: number): Json {
  let json: Json = []
  for (let at = 0; at < depth; at += 1) json = [json]
  return json
}

describe('what leaves', () => {
  test.each<[string, Json]>([
    ['a reserved domain', { userName: 'ada@example.com', emails: [{ value: 'a@b.example' }] }],
    ['a configured domain, and one below it', { userName: 'ada@scim.acme.dev', title: 'x@eu.SCIM.acme.dev' }],
    ['a URL of the target', { members: [{ $ref: 'http://127.0.0.1:8080/scim/v2/Users/1' }] }],
    ['a number of fiction', { phoneNumbers: [{ value: '+1-202-555-0142' }, { value: 'tel:+1-555-0100' }] }],
    [
      'the schema URI of Entra’s older groups',
      { schemas: ['http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'] },
    ],
    ['a schema URN', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] }],
    ['a word where a number stands', { phoneNumbers: [{ value: 'none' }] }],
    ['what is nested as deeply as a server may be sent', nested(20_000)],
  ])('%s passes', (_, json) => {
    expect(guard(json)).not.toThrow()
  })

  test.each<[string, Json]>([
    ['an address elsewhere', { emails: [{ value: 'someone@contoso.com' }] }],
    ['an address deep inside', { a: { b: ['hello bob@gmail.com!'] } }],
    ['a domain that only ends alike', { userName: 'a@notscim.acme.dev' }],
    ['a URL elsewhere', { profileUrl: 'https://contoso.com/ada' }],
    ['a real number', { phoneNumbers: [{ value: '+49 30 1234567' }] }],
    [
      'a real number at a PATCH path',
      { op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '+1 425 867 5309' },
    ],
    [
      'a real number in a dotted key',
      { op: 'add', value: { 'phoneNumbers[type eq "work"].value': '4258675309' } },
    ],
  ])('%s is held back', (_, json) => {
    expect(guard(json)).toThrow(ForeignAddress)
  })

  test('a word of a million letters takes no time, and an address behind it is seen', () => {
    const word = 'a'.repeat(1_000_000)
    const begun = performance.now()
    expect(guard({ title: word })).not.toThrow()
    expect(guard({ title: `${word}@gmail.com` })).toThrow(ForeignAddress)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  test('the sentence names what would have left and the remedy', () => {
    expect(guard({ userName: 'bob@gmail.com' })).toThrow(/bob@gmail\.com.*--email-domain/s)
  })
})
